/** What of a change of shifts hardly anybody wants: times that cannot be meant, typos, and rooms left empty. */
import { Temporal } from 'temporal-polyfill';
import type { Change } from '../../core/commit.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import { nearest } from '../../core/nearest.ts';
import { leadsOf } from './assign.ts';
import type { Deciding } from './change-shift.ts';
import type { Span } from './hours.ts';
import { scheduleNotice } from './jobs.ts';
import type { Rota } from './rota.ts';
import { isLive, type Shift } from './shift.ts';

const MINUTE = 60_000;

/** Minutes: who goes so shortly before the end leaves nothing open; whoever adds a shift late types its plan. */
export const HARMLESS_MINUTES = 15;

/** Hours of a shift that is longer than anybody means. */
const MAX_SHIFT_HOURS = 12;

export interface SpanHarm {
  readonly kind: 'past' | 'long' | 'backwards';
  readonly hours: number;
}

/**
 * What is strange about a new shift's time. One that ends after midnight is ordinary; one that would end before
 * it begins, unless it went on for half a day and more, is two clock times the wrong way round.
 *
 * @param turned - The end's clock time is earlier than the start's.
 */
export function spanHarms(
  { start, end }: { readonly start: Temporal.Instant; readonly end: Temporal.Instant },
  turned: boolean,
  now: Temporal.Instant,
): SpanHarm[] {
  const hours = end.since(start).total('hours');
  const begun = (now.epochMilliseconds - start.epochMilliseconds) / MINUTE;
  return [
    ...(begun > HARMLESS_MINUTES ? [{ kind: 'past', hours } as const] : []),
    ...(hours > MAX_SHIFT_HOURS ? [{ kind: turned ? 'backwards' : 'long', hours } as const] : []),
  ];
}

const digitsOf = (name: string): string => name.replace(/\D/g, '');

/**
 * The name that a new one may be a typo of. Names that differ in a number are different on purpose.
 *
 * @returns Undefined where nothing is near, or where it is the same.
 */
export function typoOf(typed: string, known: readonly string[]): string | undefined {
  const wanted = plain(typed);
  const names = new Map(
    known.filter((name) => digitsOf(name) === digitsOf(typed)).map((name) => [plain(name), name]),
  );
  if (names.has(wanted)) return undefined;
  const near = nearest(wanted, [...names.keys()]);
  return near === undefined ? undefined : names.get(near);
}

/** Where a shift is: its room, or everywhere that its role works without one. */
const isSamePlace = (a: Shift, b: Shift): boolean =>
  a.room === undefined ? b.room === undefined && a.role === b.role : a.room === b.room;

/**
 * The first time of more than a quarter of an hour, from now on, in which nobody would be where this shift is, if
 * this person left it.
 *
 * @returns Undefined where others are there, or where the shift is as good as over.
 */
export function emptyWithout(
  shifts: Iterable<Shift>,
  shift: Shift,
  person: string,
  now: Temporal.Instant,
): Span | undefined {
  let free = Math.max(milliseconds(shift.start), now.epochMilliseconds);
  const end = milliseconds(shift.end);
  const others = [...shifts]
    .filter(
      (other) =>
        isSamePlace(shift, other) &&
        other.assignments.some(
          (one) =>
            isLive(one) && one.state !== 'done' && !(other.code === shift.code && one.person === person),
        ),
    )
    .map((other) => ({ start: milliseconds(other.start), end: milliseconds(other.end) }))
    .sort((a, b) => a.start - b.start);
  const span = (from: number, to: number): Span => ({ start: textOf(from), end: textOf(to) });
  for (const other of others) {
    if (other.end <= free) continue;
    const until = Math.min(other.start, end);
    if (until - free > HARMLESS_MINUTES * MINUTE) return span(free, until);
    free = Math.max(free, other.end);
    if (free >= end) return undefined;
  }
  return end - free > HARMLESS_MINUTES * MINUTE ? span(free, end) : undefined;
}

const textOf = (ms: number) => instantText(Temporal.Instant.fromEpochMilliseconds(ms));

/** Whoever left a place empty all the same: its leads and the organizers' channel know at once. */
export const tellLeftEmpty = (
  { now, by }: Deciding,
  rota: Pick<Rota, 'roles'>,
  shift: Shift,
  person: string,
  ops: string | undefined,
): Change => {
  const about = { news: 'left-empty' as const, shifts: [shift.code], people: [person] };
  return {
    jobs: [
      ...leadsOf(shift, rota.roles.get(shift.role), person, by).map((to) =>
        scheduleNotice(now, { to, ...about }),
      ),
      ...(ops ? [scheduleNotice(now, { to: ops, channel: true, ...about })] : []),
    ],
  };
};
