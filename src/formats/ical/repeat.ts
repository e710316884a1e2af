/**
 * Entries that repeat, unrolled. Only what conferences write: daily or weekly, on some weekdays, until
 * some time or so often. A general reader of rules can be kept busy for ever by a rule that never comes
 * true ("every second of 30 February"), so there is none.
 */
import { Temporal } from 'temporal-polyfill';
import { type Component, property } from './open.ts';

const MAX_OCCURRENCES = 366;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN = new Set(['freq', 'count', 'until', 'interval', 'byday', 'wkst']);

interface Rule {
  readonly everyDays: number;
  /** 1 is Monday; empty for the day of the start. */
  readonly weekdays: readonly number[];
  readonly count: number;
  /** As the file has it: local, UTC or a date. */
  readonly until: string | undefined;
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

function ruleOf(event: Component): Rule | undefined {
  const value = property(event, 'rrule')?.[3];
  if (typeof value !== 'object' || value === null) return undefined;
  const rule = value as Readonly<Record<string, unknown>>;
  const weekdays = texts(rule['byday']).map((day) => WEEKDAYS.indexOf(day) + 1);
  const interval = Number(rule['interval'] ?? 1);
  const daily = rule['freq'] === 'DAILY';
  const plain = Object.keys(rule).every((part) => KNOWN.has(part)) && (daily || rule['freq'] === 'WEEKLY');
  const until = rule['until'] === undefined ? undefined : String(rule['until']);
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(until)) return undefined;
  if (
    !plain ||
    weekdays.includes(0) ||
    !Number.isInteger(interval) ||
    interval < 1 ||
    interval > MAX_OCCURRENCES
  )
    return undefined;
  return {
    everyDays: daily ? interval : 7 * interval,
    weekdays,
    count: Number(rule['count'] ?? MAX_OCCURRENCES),
    until,
  };
}

/** The dates of a rule, in order: of a week, those weekdays that are asked for. */
function* dates(start: Temporal.PlainDate, { everyDays, weekdays }: Rule): Generator<Temporal.PlainDate> {
  const weekly = everyDays % 7 === 0 && weekdays.length > 0;
  const first = weekly ? start.subtract({ days: start.dayOfWeek - 1 }) : start;
  for (let turn = 0; turn <= MAX_OCCURRENCES; turn++) {
    const base = first.add({ days: turn * everyDays });
    const days = weekly
      ? weekdays.toSorted((a, b) => a - b).map((day) => base.add({ days: day - 1 }))
      : [base];
    for (const day of days) {
      const wanted = weekdays.length === 0 || weekdays.includes(day.dayOfWeek);
      if (wanted && Temporal.PlainDate.compare(day, start) >= 0) yield day;
    }
  }
}

/** Local start times (`2022-09-06T01:50:00`, with a Z in UTC); `unread` where a rule is none of these. */
export function starts(
  event: Component,
  own: string,
  isAfter: (start: string, until: string) => boolean,
): { starts: string[]; unread: boolean } {
  const more = event.properties
    .filter(([name]) => name === 'rdate')
    .flatMap(([, , , ...values]) => texts(values));
  const rule = ruleOf(event);
  if (!rule) return { starts: [...new Set([own, ...more])], unread: property(event, 'rrule') !== undefined };
  const time = own.slice(10);
  const found: string[] = [];
  for (const date of dates(Temporal.PlainDate.from(own.slice(0, 10)), rule)) {
    const start = `${date.toString()}${time}`;
    if (found.length >= Math.min(rule.count, MAX_OCCURRENCES)) break;
    if (rule.until !== undefined && isAfter(start, rule.until)) break;
    found.push(start);
  }
  return { starts: [...new Set([...found, ...more])].slice(0, MAX_OCCURRENCES), unread: false };
}
