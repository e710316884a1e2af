/** The set-up as people see it: a line a step with its mark, its state in words and its button. Pure. */
import type { Button, KnownBlock } from '@slack/types';
import type { RequestContext } from '../core/command.ts';
import type { Message } from '../core/ports/chat.ts';
import { type Key, type Locale, type PlainKey, safeText, type Translate } from '../i18n/index.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import {
  nextStep,
  type SetupState,
  type SetupStep,
  type SetupStepName,
  type SetupWords,
  type StepState,
  setupSteps,
  stepsLeft,
} from './domain/setup.ts';

export type SetupReader = Pick<RequestContext, 't' | 'locale' | 'person' | 'event'>;

/** A mark each; beside it the state stands in words. */
const MARKS: Readonly<Record<StepState, Mrkdwn>> = {
  done: mrkdwn`✓`,
  begun: mrkdwn`◐`,
  open: mrkdwn`☐`,
  optional: mrkdwn`–`,
};

interface Press {
  readonly action: string;
  readonly label: PlainKey;
  readonly value?: string;
}

/** What a step's button does: it opens a form or runs the verb of the command that owns the matter. */
const PRESSES: Readonly<Record<SetupStepName, Press>> = {
  event: { action: 'callboard.edit', label: 'callboard.event.edit' },
  channels: { action: 'callboard.edit', label: 'callboard.setup.button.channels' },
  programme: { action: 'agenda.import', label: 'callboard.setup.button.programme' },
  speakers: { action: 'speakers.match', label: 'callboard.setup.button.speakers' },
  shifts: { action: 'rota.needs', label: 'callboard.setup.button.shifts' },
  invitations: { action: 'rota.invite-standing', label: 'callboard.setup.button.answers' },
  fill: { action: 'rota.fill', label: 'callboard.setup.button.fill' },
  phones: { action: 'rota.contact', label: 'callboard.setup.button.phones' },
  test: { action: 'page.test', label: 'callboard.setup.button.test' },
  keys: { action: 'keys.how', label: 'callboard.setup.button.keys' },
};

/** The organizer's own phone first, then whose is missing; an invitation is posted once, where volunteers are. */
function pressOf({ name, posted }: Stepped, { person, event }: SetupReader): Press {
  if (name === 'phones' && person.phone?.verifiedAt !== undefined)
    return { action: 'rota.gaps', label: 'callboard.setup.button.whose' };
  if (name !== 'invitations' || posted) return PRESSES[name];
  const { volunteers } = event.channels;
  return volunteers === undefined
    ? PRESSES.channels
    : { action: 'rota.invite', label: 'callboard.setup.button.invitations', value: volunteers };
}

/** What each step may say. */
const SAID = {
  event: ['open', 'done'],
  channels: ['open', 'begun', 'closed', 'done'],
  programme: ['open', 'done'],
  speakers: ['open', 'begun', 'done', 'waits', 'none'],
  shifts: ['open', 'done'],
  invitations: ['open', 'begun', 'done', 'none'],
  fill: ['open', 'begun', 'done', 'waits'],
  phones: ['open', 'begun', 'done', 'none'],
  test: ['open', 'begun', 'done'],
  keys: ['optional', 'begun', 'done'],
} as const satisfies Record<SetupStepName, readonly SetupWords[]>;

type SaidKey = {
  [N in SetupStepName]: `callboard.setup.${N}.${(typeof SAID)[N][number]}`;
}[SetupStepName];

const said = ({ name, words, count }: SetupStep, locale: Locale): Mrkdwn => {
  const key = `callboard.setup.${name}.${words}` as SaidKey satisfies Key;
  return safeText({ key, params: { done: count.done, of: count.of, left: count.of - count.done } }, locale);
};

const nameOf = (name: SetupStepName, t: Translate): Mrkdwn => t(`callboard.setup.name.${name}`);

const stepText = (step: SetupStep, reader: SetupReader): Mrkdwn =>
  mrkdwn`${MARKS[step.state]} *${nameOf(step.name, reader.t)}* · ${reader.t(`callboard.setup.state.${step.state}`)}\n${said(step, reader.locale)}`;

/** A step, and whether an invitation was posted. */
interface Stepped extends SetupStep {
  readonly posted: boolean;
}

const stepped = (step: SetupStep, { invitations }: SetupState): Stepped => ({
  ...step,
  posted: invitations.posted === true,
});

const stepButton = (step: Stepped, reader: SetupReader, isNext: boolean): Button => {
  const { action, label, value = '' } = pressOf(step, reader);
  return button(action, reader.t(label), value, isNext ? 'primary' : undefined);
};

/** `6 of 9 done`, of what has to be done. */
function progressText(steps: readonly SetupStep[], t: Translate): Mrkdwn {
  const needed = steps.filter(({ state }) => state !== 'optional');
  const of = needed.length;
  return t('callboard.setup.progress', { done: of - stepsLeft(needed).length, of });
}

/** The whole list, in order; what is next has the button that stands out. */
export function setupBlocks(state: SetupState, reader: SetupReader): KnownBlock[] {
  const { t } = reader;
  const steps = setupSteps(state);
  const next = nextStep(steps);
  const head = next
    ? mrkdwn`*${t('callboard.setup.title')}* · ${progressText(steps, t)}\n${t('callboard.setup.next', { step: nameOf(next.name, t) })}`
    : mrkdwn`*${t('callboard.setup.title')}* · ${t('callboard.setup.complete')}`;
  return [
    section(head),
    ...steps.map((step) =>
      section(
        stepText(step, reader),
        undefined,
        step.state === 'done' ? undefined : stepButton(stepped(step, state), reader, step === next),
      ),
    ),
  ];
}

/** @param head - What happened, where the list is the answer to something. */
export function setupMessage(state: SetupState, reader: SetupReader, head?: Mrkdwn): Message {
  const { t } = reader;
  const steps = setupSteps(state);
  const next = nextStep(steps);
  const text = next
    ? t('callboard.setup.next', { step: nameOf(next.name, t) })
    : t('callboard.setup.complete');
  return {
    text: head ? mrkdwn`${head} ${text}` : text,
    blocks: [...(head ? [section(head)] : []), ...setupBlocks(state, reader)],
  };
}

/** One line with the button of what comes next, for the end of an answer; nothing where all is set up. */
export function nextBlocks(state: SetupState, reader: SetupReader): KnownBlock[] {
  const { t, locale } = reader;
  const steps = setupSteps(state);
  const next = nextStep(steps);
  if (!next) return [context(mrkdwn`✓ ${t('callboard.setup.complete')}`)];
  const text = mrkdwn`${t('callboard.setup.next', { step: nameOf(next.name, t) })}\n${said(next, locale)}`;
  return [
    section(text, undefined, stepButton(stepped(next, state), reader, true)),
    context(mrkdwn`${progressText(steps, t)} · \`/callboard setup\``),
  ];
}

/** During the event: what is still missing, in a line; nothing where all is set up. */
export function missingBlocks(state: SetupState, { t }: SetupReader): KnownBlock[] {
  const missing = stepsLeft(setupSteps(state));
  if (missing.length === 0) return [];
  return [
    section(notSetUpText(missing, t)),
    ...actions([button('callboard.setup', t('callboard.setup.title'))], 'callboard.setup'),
  ];
}

/** `Not set up yet: channels, speakers (3)` */
export const notSetUpText = (missing: readonly SetupStep[], t: Translate): Mrkdwn =>
  t('callboard.setup.missing', {
    steps: joined(
      missing.map(({ name }) => nameOf(name, t)),
      ', ',
    ),
  });
