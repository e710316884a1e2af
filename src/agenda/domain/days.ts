/**
 * Which day a session belongs to: the one whose window holds its start, so a party at 01:30 is still the
 * evening before. A session outside every window belongs to its calendar date: to the event's day of that
 * date, or to a day that only the date names.
 */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import type { Day } from './agenda.ts';
import type { Session } from './session.ts';

export interface Group {
  readonly date: string;
  /** Undefined for a date that is no day of the event. */
  readonly index: number | undefined;
  readonly sessions: Session[];
}

/** The calendar date in the zone, of milliseconds since 1970. Formatters are costly to make, so one is kept. */
export function dater(zone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (ms) => format.format(ms);
}

/** All sessions by day, in order of time. Every session is in exactly one. */
export function byDay(sessions: Iterable<Session>, days: readonly Day[], zone: string): Group[] {
  const windows = days.map((day) => ({ day, start: milliseconds(day.start), end: milliseconds(day.end) }));
  const dateOf = dater(zone);
  const groups = new Map<string, Group>(days.map(({ date, index }) => [date, { date, index, sessions: [] }]));
  for (const session of sessions) {
    const start = milliseconds(session.start);
    const window = windows.find((one) => one.start <= start && start < one.end);
    const date = window?.day.date ?? dateOf(start);
    const group = groups.get(date) ?? { date, index: undefined, sessions: [] };
    groups.set(date, group);
    group.sessions.push(session);
  }
  return [...groups.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** The sessions of one date as people call it. */
export const ofDay = (
  sessions: Iterable<Session>,
  days: readonly Day[],
  zone: string,
  date: Temporal.PlainDate | string,
): Session[] => byDay(sessions, days, zone).find((group) => group.date === date.toString())?.sessions ?? [];

/** Days for an agenda that names none: each calendar date on which something begins. */
export function daysFrom(sessions: Iterable<Session>, zone: string): Day[] {
  const dateOf = dater(zone);
  const spans = new Map<string, { start: string; end: string }>();
  for (const { start, end } of sessions) {
    const date = dateOf(milliseconds(start));
    const span = spans.get(date);
    if (!span) spans.set(date, { start, end });
    else {
      if (start < span.start) span.start = start;
      if (end > span.end) span.end = end;
    }
  }
  return [...spans]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([date, span], i) => ({ index: i + 1, date, ...span }));
}
