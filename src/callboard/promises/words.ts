/** How the promises are said: the same numbers in the same words on Home, in status, on the board and in the report. Pure. */
import type { Temporal } from 'temporal-polyfill';
import type { Message } from '../../core/ports/chat.ts';
import type { Language, Translate } from '../../i18n/index.ts';
import { clockFrom, duration } from '../../i18n/time.ts';
import { context, section } from '../../slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';
import type { EventSettings } from '../domain/event.ts';
import type { Warning } from '../domain/promise-warnings.ts';
import {
  BURNS,
  type BurnName,
  type PromiseFigures,
  type PromiseName,
  type PromiseTerms,
} from '../domain/promises.ts';
import { TOIL, type Toil } from '../domain/toil.ts';

/** The promises as they were counted last, for whoever looks. */
export interface StandingPromises {
  readonly figures: readonly PromiseFigures[];
  readonly terms: PromiseTerms;
  /** When they were counted; undefined where they never were. */
  readonly at: Temporal.Instant | undefined;
  readonly toil: readonly (readonly [Toil, number])[];
}

/** One decimal is enough for a speed. */
const speedOf = (speed: number): number => Math.round(speed * 10) / 10;

export const promiseName = (
  { name, within }: Pick<PromiseFigures, 'name' | 'within'>,
  t: Translate,
): Mrkdwn => t(`callboard.promises.${name}`, { time: duration(within) });

/** The window by which it burns too fast; the shorter one where both say so. */
const burningBy = ({ burn }: PromiseFigures): BurnName | undefined =>
  BURNS.find((one) => burn[one].isTooFast);

/** Kept well enough: nothing to do. */
export const isPromiseWell = (one: PromiseFigures): boolean => !one.spent && burningBy(one) === undefined;

/** One promise with all its numbers. */
export function promiseLine(one: PromiseFigures, terms: PromiseTerms, t: Translate): Mrkdwn {
  const { kept, all, target, left, allowed, spent, whenSpent, burn } = one;
  const promise = promiseName(one, t);
  if (all === 0) return t('callboard.promises.none', { promise, target });
  const by = burningBy(one);
  const says = [
    spent
      ? t('callboard.promises.gone', { promise, kept, all, target, missed: all - kept, allowed })
      : t('callboard.promises.kept', { promise, kept, all, target, left, allowed }),
    ...(by
      ? [
          t('callboard.promises.burns', {
            missed: burn[by].missed,
            time: duration(terms[by].window * 60),
            speed: speedOf(burn[by].speed),
          }),
        ]
      : []),
    ...(spent && whenSpent !== undefined
      ? [t('callboard.promises.agreed', { policy: escape(whenSpent) })]
      : []),
    ...(one.asksSecond ? [t('callboard.promises.second')] : []),
  ];
  return joined(says, ' · ');
}

/** All in one line, for Home. */
export function promisesInShort({ figures }: StandingPromises, t: Translate): Mrkdwn {
  const counted = figures.filter(({ all }) => all > 0);
  if (counted.length === 0) return t('callboard.promises.quiet');
  const list = counted.map((one) => {
    const { name, kept, all, spent } = one;
    const share = { what: t(`callboard.promises.short.${name}`), kept, all };
    if (spent) return t('callboard.promises.shareSpent', share);
    return t(burningBy(one) ? 'callboard.promises.shareBurns' : 'callboard.promises.share', share);
  });
  return t('callboard.promises.home', { list: joined(list, ' · ') });
}

/** What was done by hand too often, a line each, with the command that does it. */
export const toilLines = ({ toil }: StandingPromises, t: Translate): Mrkdwn[] =>
  toil.map(([deed, count]) =>
    t('callboard.toil.line', { count, deed: t(`callboard.toil.${deed}`), command: code(TOIL[deed]) }),
  );

const good = (isGood: boolean): Mrkdwn => (isGood ? mrkdwn`:white_check_mark:` : mrkdwn`:warning:`);

/** Promises and toil, under a heading. */
function wholeText(standing: StandingPromises, head: Mrkdwn, t: Translate): Mrkdwn {
  const lines = standing.figures.map(
    (one) => mrkdwn`${good(isPromiseWell(one))} ${promiseLine(one, standing.terms, t)}`,
  );
  const toil = toilLines(standing, t);
  const hands =
    toil.length > 0 ? mrkdwn`*${t('callboard.toil.head')}*\n${joined(toil, '\n')}` : t('callboard.toil.none');
  return mrkdwn`${head}\n${joined(lines, '\n')}\n\n${hands}`;
}

/** What `/callboard promises` answers. */
export function promisesView(
  standing: StandingPromises,
  { t, locale, now, zone }: Language & { readonly now: Temporal.Instant; readonly zone: string },
): Message {
  const head = t('callboard.promises.head');
  const at =
    standing.at && t('callboard.promises.counted', { time: clockFrom(standing.at, now, zone, locale) });
  return {
    text: head,
    blocks: [section(wholeText(standing, mrkdwn`*${head}*`, t)), ...(at ? [context(at)] : [])],
  };
}

/** The report of the event: with the file of everything, and on the evening of the last day. */
export const reportText = (standing: StandingPromises, head: Mrkdwn, t: Translate): Mrkdwn =>
  wholeText(standing, head, t);

const todo = (name: PromiseName, t: Translate): Mrkdwn => t(`callboard.promises.todo.${name}`);

/** What organizers are told: how it stands at this moment, and what they can do. */
export function promiseWarning(
  { what }: Pick<Warning, 'what'>,
  one: PromiseFigures,
  terms: PromiseTerms,
  t: Translate,
): Mrkdwn {
  const { name, kept, all, target, left, allowed, whenSpent, asksSecond, burn } = one;
  const promise = promiseName(one, t);
  if (what === 'spent') {
    const head = t('callboard.promises.spent', { promise, kept, all, target, missed: all - kept, allowed });
    const policies = [
      ...(whenSpent === undefined ? [] : [t('callboard.promises.policy', { policy: escape(whenSpent) })]),
      ...(asksSecond ? [t('callboard.promises.secondFromNow')] : []),
    ];
    const policy =
      policies.length > 0 ? joined(policies, ' ') : t('callboard.promises.noPolicy', { todo: todo(name, t) });
    return mrkdwn`${head} ${policy}`;
  }
  const { missed, speed } = burn[what];
  const time = duration(terms[what].window * 60);
  return t('callboard.promises.burning', {
    ...{ promise, missed, time, left, allowed },
    speed: speedOf(speed),
    todo: todo(name, t),
  });
}

/** The heading of the report. */
export const reportHead = (event: Pick<EventSettings, 'name'>, t: Translate): Mrkdwn =>
  t('callboard.report.head', { event: escape(event.name) });
