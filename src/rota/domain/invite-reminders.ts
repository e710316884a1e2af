/**
 * When somebody who has not answered the invitation is reminded: two days after it was opened, and a day before
 * the event begins. Never at night where they are, never twice within a day, never after the event has begun.
 */
import { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Shift } from './shift.ts';

const AFTER_OPENING = Temporal.Duration.from({ hours: 48 });
const BEFORE_THE_EVENT = Temporal.Duration.from({ hours: 24 });
/** Hours between the card and a reminder, and between two of them. */
const APART_HOURS = 20;
/** The wall clock of whoever reads, in whole hours: from the first until before the second. */
const DAY_FROM = 9;
const DAY_TO = 20;

export interface InviteReminder {
  /** 1 after the opening, 2 before the event. */
  readonly nth: 1 | 2;
  readonly at: Temporal.Instant;
}

/** The moment itself by day, else the next morning at nine. @param zone - The reader's. */
export function byDaylight(at: Temporal.Instant, zone: string): Temporal.Instant {
  const local = at.toZonedDateTimeISO(zone);
  if (local.hour >= DAY_FROM && local.hour < DAY_TO) return at;
  const date = local.hour < DAY_FROM ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(DAY_FROM) }).toInstant();
}

const hoursBetween = (from: Temporal.Instant, to: Temporal.Instant) =>
  (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;

/**
 * In order; at most two.
 *
 * @param begins - When the event begins; undefined while nobody knows.
 * @param zone - The reader's.
 */
export function inviteReminders(
  opened: Temporal.Instant,
  begins: Temporal.Instant | undefined,
  zone: string,
): InviteReminder[] {
  const first = byDaylight(opened.add(AFTER_OPENING), zone);
  if (!begins) return [{ nth: 1, at: first }];
  const last = byDaylight(begins.subtract(BEFORE_THE_EVENT), zone);
  const lastFits = hoursBetween(opened, last) >= APART_HOURS && hoursBetween(last, begins) > 0;
  const limit = lastFits ? last : begins;
  return [
    ...(hoursBetween(first, limit) >= APART_HOURS ? [{ nth: 1 as const, at: first }] : []),
    ...(lastFits ? [{ nth: 2 as const, at: last }] : []),
  ];
}

/** When the event begins: its first session or shift, whichever is sooner; else midnight of its first date. */
export function eventBegins(
  sessions: Iterable<Pick<Session, 'start' | 'state'>>,
  shifts: Iterable<Pick<Shift, 'start'>>,
  dates: { readonly first: string } | undefined,
  zone: string,
): Temporal.Instant | undefined {
  let soonest = Number.POSITIVE_INFINITY;
  for (const { start, state } of sessions)
    if (state === 'scheduled') soonest = Math.min(soonest, milliseconds(start));
  for (const { start } of shifts) soonest = Math.min(soonest, milliseconds(start));
  if (Number.isFinite(soonest)) return Temporal.Instant.fromEpochMilliseconds(soonest);
  return dates && Temporal.PlainDate.from(dates.first).toZonedDateTime(zone).toInstant();
}
