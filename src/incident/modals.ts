/** The modals of an incident. Pure; `meta` carries the incident's code, and nothing secret. */

import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Key, PlainKey, Translate } from '../i18n/index.ts';
import { context } from '../slack/blocks.ts';
import { checkboxesInput, dateInput, peopleInput, selectInput, textInput } from '../slack/inputs.ts';
import { escape, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { modal } from '../slack/views.ts';
import { Kind, type Severity } from './domain/incident.ts';
import { MAX_STEPS, type Postmortem } from './domain/postmortem.ts';
import { kindWord, severityWords } from './words.ts';

type TextOptions = Parameters<typeof textInput>[2];

const text = (block: string, label: string, options: TextOptions = {}): InputBlock =>
  textInput(block, label, { max: 2000, ...options, action: 'text' });

const pick = (
  block: string,
  label: string,
  choices: readonly (readonly [value: string, label: string])[],
  optional = false,
  initial?: string,
): InputBlock =>
  selectInput(
    block,
    label,
    choices.map(([value, name]) => ({ text: name, value })),
    { action: 'pick', optional, initial },
  );

const day = (label: string, initial: string): InputBlock =>
  dateInput('due', label, initial, { action: 'pick' });

const modalOf = (
  t: Translate,
  id: string,
  title: string,
  submit: PlainKey,
  meta: string,
  blocks: readonly KnownBlock[],
): ModalView => modal({ id, title, submit: t(submit), close: t('incident.modal.close'), meta, blocks });

const severities = (t: Translate) =>
  (['sev1', 'sev2', 'sev3'] as const).map((one) => [one, severityWords(one, t)] as const);

export interface Declaring {
  /** The page it grows out of. */
  readonly page?: string;
  readonly room?: string;
  readonly title?: string;
  readonly severity?: Severity;
  readonly drill?: boolean;
  readonly private?: boolean;
  readonly named?: readonly string[];
}

/** `rooms` are those that can be chosen; the room that is known goes first. */
export function declareModal(known: Declaring, rooms: readonly string[], t: Translate): ModalView {
  const ordered = [...new Set([...(known.room ? [known.room] : []), ...rooms])];
  return modalOf(
    t,
    'incident.declare',
    t('incident.modal.declare'),
    'incident.modal.declareGo',
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
      checkboxesInput(
        'private',
        t('incident.modal.private'),
        [{ text: t('incident.modal.privateYes'), value: 'yes' }],
        {
          action: 'pick',
          optional: true,
          hint: t('incident.modal.privateHint'),
          ...(known.private && { initial: ['yes'] }),
        },
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
  return modalOf(t, `incident.${what}`, `${code}: ${t(title)}`, go, code, [
    text('text', t(label), { multiline: true, optional: what === 'resolve' }),
    ...(what === 'resolve'
      ? [
          checkboxesInput(
            'mistake',
            t('incident.modal.mistake'),
            [{ text: t('incident.modal.mistakeYes'), value: 'yes' }],
            { action: 'pick', optional: true },
          ),
        ]
      : []),
  ]);
};

export const writeModal = (code: string, postmortem: Postmortem, t: Translate): ModalView =>
  modalOf(t, 'incident.write', `${code}: ${t('incident.modal.write')}`, 'incident.modal.go', code, [
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
  const soFar = steps.map((step, depth) =>
    context(mrkdwn`${escape('  '.repeat(depth))}↳ ${escape(truncate(step, 300))}`),
  );
  const deeper =
    steps.length < MAX_STEPS - 1
      ? [
          checkboxesInput(
            'deeper',
            t('incident.modal.deeper'),
            [{ text: t('incident.modal.deeperYes'), value: 'yes' }],
            { action: 'pick', optional: true },
          ),
        ]
      : [];
  const meta = JSON.stringify({ code, steps });
  return modalOf(t, 'incident.factor', `${code}: ${t('incident.modal.factor')}`, 'incident.modal.go', meta, [
    ...soFar,
    // A block id of its own at each depth: Slack would keep the last answer in a block of the same name.
    text(`step${steps.length}`, t(question), { multiline: true, max: 400 }),
    ...deeper,
  ]);
}

/** @param people - who may have it, in the order in which they are shown */
export const actionModal = (
  code: string,
  people: readonly (readonly [id: string, name: string])[],
  due: string,
  t: Translate,
): ModalView =>
  modalOf(t, 'incident.action', `${code}: ${t('incident.modal.action')}`, 'incident.modal.go', code, [
    text('text', t('incident.modal.actionText'), { max: 500 }),
    peopleInput(
      'owner',
      t('incident.modal.owner'),
      people.map(([value, name]) => ({ text: name, value })),
      { action: 'pick' },
    ),
    day(t('incident.modal.due'), due),
  ]);

export const doneModal = (action: string, t: Translate): ModalView =>
  modalOf(t, 'incident.done', `${action}: ${t('incident.modal.done')}`, 'incident.modal.go', action, [
    text('text', t('incident.modal.doneText'), { multiline: true, max: 500 }),
  ]);

export const snoozeModal = (action: string, due: string, t: Translate): ModalView =>
  modalOf(t, 'incident.snooze', `${action}: ${t('incident.modal.snooze')}`, 'incident.modal.go', action, [
    day(t('incident.modal.due'), due),
    text('text', t('incident.modal.reason'), { max: 300 }),
  ]);
