/**
 * A VTIMEZONE that is right for the times of a calendar: every clock change from before the first to
 * after the last of them, one by one, since rules change and a rule's past is not its future.
 */
import { Temporal } from 'temporal-polyfill';
import type { InstantText } from '../core/instant.ts';

interface Observance {
  /** The onset by the clock that was running before it. */
  readonly onset: string;
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60e9;

const offsetText = (nanoseconds: number): string => {
  const minutes = Math.round(Math.abs(nanoseconds) / MINUTE);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${nanoseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
};

const compact = (plain: Temporal.PlainDateTime): string =>
  plain.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');

function observances(zone: string, first: Temporal.Instant, last: Temporal.Instant): Observance[] {
  const start = first.toZonedDateTimeISO(zone);
  // From the change before the first time on; where there never was one, from 1970.
  const before = start.add({ seconds: 1 }).getTimeZoneTransition('previous');
  const found: Observance[] = [];
  for (let change = before; change && change.epochMilliseconds <= last.epochMilliseconds; ) {
    const eve = change.subtract({ nanoseconds: 1 });
    found.push({
      onset: compact(
        eve
          .add({ nanoseconds: 1 })
          .toInstant()
          .add({ nanoseconds: eve.offsetNanoseconds })
          .toZonedDateTimeISO('UTC')
          .toPlainDateTime(),
      ),
      from: eve.offsetNanoseconds,
      to: change.offsetNanoseconds,
    });
    change = change.getTimeZoneTransition('next');
  }
  if (found.length > 0) return found;
  return [{ onset: '19700101T000000', from: start.offsetNanoseconds, to: start.offsetNanoseconds }];
}

/** Winter's offset is the smaller of the two; where clocks never change, it is the only one. */
function standardOffset(zone: string, around: Temporal.Instant): number {
  const year = around.toZonedDateTimeISO(zone).year;
  const at = (month: number): number =>
    Temporal.PlainDateTime.from({ year, month, day: 1 }).toZonedDateTime(zone).offsetNanoseconds;
  return Math.min(at(1), at(7));
}

/** Its lines, not folded. `times` are the instants that the calendar names; at least one. */
export function zoneComponent(zone: string, times: readonly InstantText[]): string[] {
  const sorted = times.toSorted();
  const first = Temporal.Instant.from(sorted[0] ?? '1970-01-01T00:00:00Z');
  const last = Temporal.Instant.from(sorted.at(-1) ?? '1970-01-01T00:00:00Z');
  const standard = standardOffset(zone, first);
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observances(zone, first, last).flatMap(({ onset, from, to }) => {
      const kind = to > standard ? 'DAYLIGHT' : 'STANDARD';
      return [
        `BEGIN:${kind}`,
        `DTSTART:${onset}`,
        `TZOFFSETFROM:${offsetText(from)}`,
        `TZOFFSETTO:${offsetText(to)}`,
        `END:${kind}`,
      ];
    }),
    'END:VTIMEZONE',
  ];
}
