/** The days of an agenda: the source's own windows, or windows told from when its sessions are. */

import { Temporal } from 'temporal-polyfill';
import type { ParsedDay } from '../agenda/domain/parsed.ts';
import { instantText } from '../core/instant.ts';
import { type Collector, isSane, type RawDay } from './collector.ts';
import { isDate, type ZoneClock } from './when.ts';

/** Where a source has no windows, the night until this hour belongs to the evening before. */
const DAY_BEGINS = 4;

const text = (at: number): string => instantText(Temporal.Instant.fromEpochMilliseconds(at));

/** pretalx ends its days at 03:59, others at 23:59:59; both mean "until the next begins". */
const roundUp = (end: number): number => {
  const seconds = end % 60_000;
  const minute = Math.floor(end / 60_000) % 60;
  if (seconds >= 59_000) return end - seconds + 60_000;
  return minute === 59 && seconds === 0 ? end + 60_000 : end;
};

function derived(starts: readonly number[], clock: ZoneClock): RawDay[] {
  const dates = new Map<string, { late: boolean; early: boolean }>();
  for (const start of starts) {
    const local = clock.local(start);
    const date = local.toPlainDate().toString();
    const seen = dates.get(date) ?? { late: false, early: false };
    dates.set(date, {
      late: seen.late || local.hour >= DAY_BEGINS,
      early: seen.early || local.hour < DAY_BEGINS,
    });
  }
  const days: RawDay[] = [];
  for (const date of [...dates.keys()].sort()) {
    const before = Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
    const followsADay = days.at(-1)?.date === before;
    const { late, early } = dates.get(date) ?? { late: true, early: false };
    // Only a night's end, and the evening before is a day: no day of its own.
    if (!late && followsADay) continue;
    const start = clock.ofDate(date, early && !followsADay ? 0 : DAY_BEGINS);
    const after = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
    days.push({ date, index: 0, start, end: clock.ofDate(after, DAY_BEGINS) });
  }
  return days;
}

/** In order and numbered from 1 where the source's numbers are not a plain count. */
export function daysOf(into: Collector, starts: readonly number[], clock: ZoneClock): ParsedDay[] {
  const stated = into.days.filter((day) => {
    const good = day.end > day.start && isSane(day.start) && isSane(day.end) && isDate(day.date);
    if (!good) into.note('day-window', day.date);
    return good;
  });
  const source = into.days.length > 0 && stated.length === into.days.length ? stated : derived(starts, clock);
  const days = source.toSorted((a, b) => a.start - b.start);
  const numbered =
    new Set(days.map((day) => day.index)).size === days.length && days.every((d) => d.index >= 1);
  return days.map((day, place) => ({
    index: numbered ? day.index : place + 1,
    date: day.date,
    start: text(day.start),
    end: text(roundUp(day.end)),
  }));
}
