/** How an action reads: on its own message, on the cards of pages and incidents. Pure. */
import type { Button, KnownBlock } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import type { Message } from '../core/ports/chat.ts';
import type { Locale, PlainKey, Translate } from '../i18n/index.ts';
import { clockFrom } from '../i18n/time.ts';
import { isResolved, type Page } from '../page/domain/page.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, code, escape, type Mrkdwn, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import type { Remedy } from './domain/remedy.ts';
import type { RemedyRun } from './domain/remedy-run.ts';
import { type RemedyContext, remedyButton } from './remedies.ts';

export interface RunModel {
  readonly run: RemedyRun;
  /** The page that it was used on. */
  readonly page?: Page | undefined;
  readonly zone: string;
  readonly locale: Locale;
  readonly now: Temporal.Instant;
}

const WHY: Readonly<Record<string, PlainKey>> = {
  timeout: 'incident.do.why.timeout',
  unreachable: 'incident.do.why.unreachable',
  'other-state': 'incident.do.why.otherState',
  'not-json': 'incident.do.why.unreadable',
  'too-long': 'incident.do.why.unreadable',
  changed: 'incident.do.why.changed',
  'no-secret': 'incident.do.why.noSecret',
  vetoed: 'incident.do.why.vetoed',
  cancelled: 'incident.do.why.cancelled',
};

/** Why it failed, or what went wrong with a call. */
export function remedyWhy(outcome: string, t: Translate): Mrkdwn {
  if (/^\d{3}$/.test(outcome)) return t('incident.do.why.status', { code: code(outcome) });
  const key = Object.hasOwn(WHY, outcome) ? WHY[outcome] : undefined;
  return key === undefined ? t('incident.do.why.code', { code: code(outcome) }) : t(key);
}

/** Whoever pressed, and the second person where there was one. */
const whoOf = ({ by, confirmedBy }: RemedyRun, t: Translate): Mrkdwn =>
  confirmedBy === undefined
    ? mentionId(by)
    : t('incident.do.two', { one: mentionId(by), other: mentionId(confirmedBy) });

/** What is true of it now, in a line. */
export function runLine({ run, zone, locale, now }: RunModel, t: Translate): Mrkdwn {
  const title = bold(run.title);
  const who = whoOf(run, t);
  const time = (at: string | undefined) => (at === undefined ? mrkdwn`–` : clockFrom(at, now, zone, locale));
  const outcome = run.outcome ?? '';
  switch (run.state) {
    case 'waiting':
      return mrkdwn`⏳ ${t('incident.do.waiting', { who, title, time: time(run.until) })}`;
    case 'ceremony':
      return mrkdwn`🔑 ${t('incident.do.ceremony', { who, title, code: escape(run.ceremony ?? '–') })}`;
    case 'calling': {
      const again = run.calls > 0 ? t('incident.do.again', { why: remedyWhy(outcome, t) }) : mrkdwn``;
      return mrkdwn`⚙️ ${t('incident.do.calling', { who, title })} ${again}`;
    }
    case 'reading':
      return mrkdwn`⚙️ ${t('incident.do.reading', { who, title })}`;
    case 'done': {
      const key = outcome === 'read-back' ? 'incident.do.done' : 'incident.do.answered';
      return mrkdwn`✅ ${t(key, { who, title, time: time(run.endedAt) })}`;
    }
    case 'failed': {
      const why = remedyWhy(outcome, t);
      return mrkdwn`❌ ${t('incident.do.failed', { who, title, time: time(run.endedAt), why })}`;
    }
    case 'stopped': {
      const { endedBy = 'callboard' } = run;
      const isBy = endedBy !== 'callboard';
      const why = isBy ? t('incident.do.by', { who: mentionId(endedBy) }) : remedyWhy(outcome, t);
      return mrkdwn`⏹️ ${t('incident.do.stopped', { title, why, time: time(run.endedAt) })}`;
    }
    case 'expired':
      return mrkdwn`⌛ ${t('incident.do.expired', { title, time: time(run.endedAt) })}`;
  }
}

const contextOf = ({ page, incident, room }: RemedyRun): RemedyContext => ({ page, incident, room });

function runButtons({ run, page }: RunModel, t: Translate): Button[] {
  if (run.state === 'waiting')
    return [
      button('incident.do-confirm', t('incident.do.button.confirm'), run.id, 'primary'),
      button('incident.do-stop', t('incident.do.button.stop'), run.id),
    ];
  if (run.state !== 'failed' && run.state !== 'expired') return [];
  const again = remedyButton({ name: run.remedy, title: t('incident.do.button.again') }, contextOf(run));
  const others =
    page && !isResolved(page)
      ? button('page.escalate', t('page.button.escalate'), page.code)
      : button('page.new', t('incident.do.button.page'));
  return run.state === 'failed' ? [again, others] : [again];
}

/** A run's own message. */
export function remedyMessage(model: RunModel, t: Translate): Message {
  const line = runLine(model, t);
  const text = model.run.state === 'failed' ? mrkdwn`${line}\n${t('incident.do.try')}` : line;
  return { text, blocks: [section(text), ...actions(runButtons(model, t))] };
}

/** On a card there is room for so many; `/incident do` has all. */
const MAX_BUTTONS = 5;
const MAX_LINES = 3;

/** What a card shows of actions. */
export interface CardRemedies {
  /** Those that fit it. */
  readonly offered: readonly Remedy[];
  /** Those that were used on it, oldest first. */
  readonly runs: readonly RemedyRun[];
}

export const offeredRemedies = (offered: readonly Remedy[], on: RemedyContext): Button[] =>
  offered.slice(0, MAX_BUTTONS).map((remedy) => remedyButton(remedy, on));

/** Lines of the latest, without their buttons: those are on their own messages. */
export const runLines = (
  runs: readonly RemedyRun[],
  shown: Omit<RunModel, 'run'>,
  t: Translate,
): KnownBlock[] => runs.slice(-MAX_LINES).map((run) => context(runLine({ ...shown, run }, t)));
