/** Quiet hours: the part of the night in which a speaker is left alone unless the talk is near. */
import { Temporal } from 'temporal-polyfill';

/** Wall-clock `HH:MM`; `from` after `to` goes over midnight, equal ones mean never. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** IANA zone in which the wall clock is read. */
  readonly zone: string;
}

/** For who chose none: in their own zone. */
export const defaultQuiet = { from: '22:00', to: '08:00' } as const;

/** The quiet span that holds `t` (its end not included), or undefined. A time skipped by DST is the next. */
export function quietAround(
  t: Temporal.Instant,
  { from, to, zone }: QuietHours,
): { readonly start: Temporal.Instant; readonly end: Temporal.Instant } | undefined {
  if (from === to) return undefined;
  const date = t.toZonedDateTimeISO(zone).toPlainDate();
  for (const day of [date.subtract({ days: 1 }), date]) {
    const last = from > to ? day.add({ days: 1 }) : day;
    const at = (on: Temporal.PlainDate, time: string) =>
      on.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
    const [start, end] = [at(day, from), at(last, to)];
    if (Temporal.Instant.compare(start, t) <= 0 && Temporal.Instant.compare(t, end) < 0)
      return { start, end };
  }
  return undefined;
}
