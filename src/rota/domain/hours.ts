/** Hours of work, by day and by night, as they pass: a night with a clock change has one more or one less. */
import { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import type { RotaSettings } from './settings.ts';
import type { Shift } from './shift.ts';

const HOUR = 3_600_000;

export type Span = Pick<Shift, 'start' | 'end'>;

/** Elapsed hours, whatever the clocks on the wall did meanwhile. */
export const hoursOf = (span: Span): number => (milliseconds(span.end) - milliseconds(span.start)) / HOUR;

const nights = new Map<string, { from: number; to: number }>();

/** The night that begins on this date of the zone, in milliseconds since 1970. */
function nightOf(date: Temporal.PlainDate, night: RotaSettings['night'], zone: string) {
  const key = `${date}|${night.from}|${night.to}|${zone}`;
  const known = nights.get(key);
  if (known) return known;
  const at = (clock: string, day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
  const crosses = night.to <= night.from;
  const found = { from: at(night.from, date), to: at(night.to, crosses ? date.add({ days: 1 }) : date) };
  nights.set(key, found);
  return found;
}

/** Elapsed hours inside the night of the event's zone. */
export function nightHoursOf(span: Span, night: RotaSettings['night'], zone: string): number {
  const start = milliseconds(span.start);
  const end = milliseconds(span.end);
  let date = Temporal.Instant.fromEpochMilliseconds(start)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .subtract({ days: 1 });
  let inside = 0;
  for (;;) {
    const { from, to } = nightOf(date, night, zone);
    if (from >= end) return inside / HOUR;
    inside += Math.max(0, Math.min(end, to) - Math.max(start, from));
    date = date.add({ days: 1 });
  }
}

/** This moment, or where it is night in the event's zone the end of that night. */
export function afterNight(
  now: Temporal.Instant,
  { from, to }: RotaSettings['night'],
  zone: string,
): Temporal.Instant {
  const local = now.toZonedDateTimeISO(zone);
  const clock = local.toPlainTime();
  const isBefore = (time: string) => Temporal.PlainTime.compare(clock, Temporal.PlainTime.from(time)) < 0;
  const isDark = to <= from ? !isBefore(from) || isBefore(to) : !isBefore(from) && isBefore(to);
  if (!isDark) return now;
  const date = local.toPlainDate().add({ days: isBefore(to) ? 0 : 1 });
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(to) }).toInstant();
}

/** A night shift has at least an hour of night in it, or is all night. */
export const isNight = (span: Span, night: RotaSettings['night'], zone: string): boolean => {
  const dark = nightHoursOf(span, night, zone);
  return dark >= 1 || (dark > 0 && dark >= hoursOf(span) - 1e-9);
};

/** What a shift counts in fairness: hours, those by night times the role's weight. */
export const weightOf = (span: Span, night: RotaSettings['night'], zone: string, nightWeight = 1): number =>
  hoursOf(span) + (nightWeight - 1) * nightHoursOf(span, night, zone);
