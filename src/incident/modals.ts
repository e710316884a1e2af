/** The modals of an incident. Pure; `meta` carries the incident's code, and nothing secret. */

import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Key, PlainKey, Translate } from '../i18n/index.ts';
import { plainText } from '../slack/blocks.ts';
import { truncate } from '../slack/mrkdwn.ts';
import { Kind, type Severity } from './domain/incident.ts';
import { MAX_STEPS, type Postmortem } from './domain/postmortem.ts';
import { kindWord, severityWords } from './words.ts';

interface TextOptions {
  readonly multiline?: boolean;
  readonly optional?: boolean;
  readonly initial?: string | undefined;
  readonly hint?: string;
  readonly max?: number;
}

const text = (block: string, label: string, options: TextOptions = {}): InputBlock => ({
  type: 'input',
  block_id: block,
  label: plainText(label),
  ...(options.optional && { optional: true }),
  ...(options.hint && { hint: plainText(options.hint) }),
  element: {
    type: 'plain_text_input',
    action_id: 'text',
    max_length: options.max ?? 2000,
    ...(options.multiline && { multiline: true }),
    ...(options.initial && { initial_value: options.initial }),
  },
});

const pick = (
  block: string,
  label: string,
  choices: readonly (readonly [value: string, label: string])[],
  optional = false,
  initial?: string,
): InputBlock => {
  const options = choices
    .slice(0, 100)
    .map(([value, name]) => ({ text: plainText(truncate(name, 75)), value }));
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: block,
    label: plainText(label),
    ...(optional && { optional: true }),
    element: {
      type: 'static_select',
      action_id: 'pick',
      options,
      ...(chosen && { initial_option: chosen }),
    },
  };
};

const modal = (
  callback: string,
  title: string,
  submit: string,
  meta: string,
  blocks: KnownBlock[],
): ModalView => ({
  type: 'modal',
  callback_id: callback,
  private_metadata: meta,
  title: plainText(truncate(title, 24)),
  submit: plainText(truncate(submit, 24)),
  blocks,
});

const severities = (t: Translate) =>
  (['sev1', 'sev2', 'sev3'] as const).map((one) => [one, severityWords(one, t)] as const);

export interface Declaring {
  /** The page it grows out of. */
  readonly page?: string;
  readonly room?: string;
  readonly title?: string;
  readonly severity?: Severity;
  readonly drill?: boolean;
}

/** `rooms` are those that can be chosen; the room that is known goes first. */
export function declareModal(known: Declaring, rooms: readonly string[], t: Translate): ModalView {
  const ordered = [...new Set([...(known.room ? [known.room] : []), ...rooms])];
  return modal(
    'incident.declare',
    t('incident.modal.declare'),
    t('incident.modal.declareGo'),
    JSON.stringify(known),
    [
      text('title', t('incident.modal.title'), {
        initial: known.title && truncate(known.title, 150),
        max: 150,
      }),
      pick('severity', t('incident.modal.severity'), severities(t), true, known.severity),
      ...(ordered.length > 0
        ? [
            pick(
              'room',
              t('incident.modal.room'),
              ordered.map((room) => [room.slice(0, 150), room]),
              true,
              known.room?.slice(0, 150),
            ),
          ]
        : []),
      pick(
        'kind',
        t('incident.modal.kind'),
        Kind.options.map((kind) => [kind, kindWord(kind, t)]),
        true,
      ),
    ],
  );
}

/** One text about one incident: an update, a note, how it ended. */
export const textModal = (what: 'update' | 'note' | 'resolve', code: string, t: Translate): ModalView => {
  const labels: Readonly<Record<typeof what, readonly [title: PlainKey, label: PlainKey, go: PlainKey]>> = {
    update: ['incident.modal.update', 'incident.modal.updateText', 'incident.modal.updateGo'],
    note: ['incident.modal.note', 'incident.modal.noteText', 'incident.modal.go'],
    resolve: ['incident.modal.resolve', 'incident.modal.resolveText', 'incident.modal.resolveGo'],
  };
  const [title, label, go] = labels[what];
  return modal(`incident.${what}`, `${code} ${t(title)}`, t(go), code, [
    text('text', t(label), { multiline: true, optional: what === 'resolve' }),
  ]);
};

export const writeModal = (code: string, postmortem: Postmortem, t: Translate): ModalView =>
  modal('incident.write', `${code} ${t('incident.modal.write')}`, t('incident.modal.go'), code, [
    text('summary', t('incident.pm.head.summary'), {
      multiline: true,
      optional: true,
      initial: postmortem.summary,
    }),
    text('wentWell', t('incident.pm.head.well'), {
      multiline: true,
      optional: true,
      initial: postmortem.wentWell,
    }),
    text('lucky', t('incident.pm.head.lucky'), {
      multiline: true,
      optional: true,
      initial: postmortem.lucky,
    }),
  ]);

const STEPS = [
  'incident.modal.how1',
  'incident.modal.how2',
  'incident.modal.how3',
  'incident.modal.how4',
  'incident.modal.how5',
] as const satisfies readonly Key[];

/** Walks deeper one question at a time; each asks how or what, none asks who. `steps` are the answers so far. */
export function factorModal(code: string, steps: readonly string[], t: Translate): ModalView {
  const question = STEPS[Math.min(steps.length, MAX_STEPS - 1)] ?? STEPS[0];
  const soFar: KnownBlock[] = steps.map((step, depth) => ({
    type: 'context',
    elements: [plainText(truncate(`${'  '.repeat(depth)}↳ ${step}`, 300))],
  }));
  const deeper: KnownBlock[] =
    steps.length < MAX_STEPS - 1
      ? [
          {
            type: 'input',
            block_id: 'deeper',
            optional: true,
            label: plainText(t('incident.modal.deeper')),
            element: {
              type: 'checkboxes',
              action_id: 'pick',
              options: [{ text: plainText(t('incident.modal.deeperYes')), value: 'yes' }],
            },
          },
        ]
      : [];
  const meta = JSON.stringify({ code, steps });
  return modal('incident.factor', `${code} ${t('incident.modal.factor')}`, t('incident.modal.go'), meta, [
    ...soFar,
    // A block id of its own at each depth: Slack would keep the last answer in a block of the same name.
    text(`step${steps.length}`, t(question), { multiline: true, max: 400 }),
    ...deeper,
  ]);
}

export const actionModal = (
  code: string,
  people: readonly (readonly [id: string, name: string])[],
  due: string,
  t: Translate,
): ModalView =>
  modal('incident.action', `${code} ${t('incident.modal.action')}`, t('incident.modal.go'), code, [
    text('text', t('incident.modal.actionText'), { max: 500 }),
    pick('owner', t('incident.modal.owner'), people),
    {
      type: 'input',
      block_id: 'due',
      label: plainText(t('incident.modal.due')),
      element: { type: 'datepicker', action_id: 'pick', initial_date: due },
    },
  ]);

export const doneModal = (action: string, t: Translate): ModalView =>
  modal('incident.done', `${action} ${t('incident.modal.done')}`, t('incident.modal.go'), action, [
    text('text', t('incident.modal.doneText'), { multiline: true, max: 500 }),
  ]);

export const snoozeModal = (action: string, due: string, t: Translate): ModalView =>
  modal('incident.snooze', `${action} ${t('incident.modal.snooze')}`, t('incident.modal.go'), action, [
    {
      type: 'input',
      block_id: 'due',
      label: plainText(t('incident.modal.due')),
      element: { type: 'datepicker', action_id: 'pick', initial_date: due },
    },
    text('text', t('incident.modal.reason'), { max: 300 }),
  ]);
