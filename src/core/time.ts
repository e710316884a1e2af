/**
 * Times and durations as people type them, and what a wall clock means. Wall-clock times resolve in the
 * event's zone. A time that the clock jumps over is told, never bent; one that happens twice takes the
 * earlier and says so.
 */
import { Temporal } from 'temporal-polyfill';
import { type InstantText, instant } from './instant.ts';

/** A day of the event: its own window, which need not be midnight to midnight (04:00 to 03:59 is usual). */
export interface DayWindow {
  /** From 1, as in `day 2`. */
  readonly index: number;
  /** `2019-06-05`, in the event's zone. */
  readonly date: string;
  readonly start: InstantText;
  /** The first moment that no longer belongs to the day. */
  readonly end: InstantText;
}

export interface TimeContext {
  readonly now: Temporal.Instant;
  /** When the thing is that a typed time is about: a bare clock time is of its day. Absent: of today. */
  readonly thing?: Temporal.Instant | undefined;
  /** IANA name of the event's zone. */
  readonly zone: string;
  readonly days: readonly DayWindow[];
}

/** A time as meant, or why it means nothing. `wall` is what the clock would have had to show. */
export type ParsedTime =
  | { readonly at: Temporal.Instant; readonly ambiguous?: true }
  | { readonly problem: 'unreadable' }
  | { readonly problem: 'nonexistent'; readonly wall: string }
  | { readonly problem: 'no-such-day'; readonly day: number };

/** A calendar day as meant; `window` where it is a day of the event. */
export type ParsedDay =
  | { readonly date: Temporal.PlainDate; readonly window?: DayWindow }
  | { readonly problem: 'unreadable' }
  | { readonly problem: 'no-such-day'; readonly day: number };

/** Letters with their accents as one sign, and digits and colons of full width (keyboards of Asia) as ours. */
const asTyped = (text: string): string => text.normalize('NFKC').replaceAll('∶', ':').trim();

const UNREADABLE = { problem: 'unreadable' } as const;
const MAX_HOURS = 24 * 366;
const BARE = /^\d{1,5}$/;

/** The days of the week in English and Spanish, whole and as they are cut, Monday first. */
const WEEKDAYS = [
  'mon(?:day)?|lun(?:es)?',
  'tue(?:s(?:day)?)?|mar(?:tes)?',
  'wed(?:nesday)?|mi[eé](?:rcoles)?',
  'thu(?:r(?:s(?:day)?)?)?|jue(?:ves)?',
  'fri(?:day)?|vie(?:rnes)?',
  'sat(?:urday)?|s[aá]b(?:ado)?',
  'sun(?:day)?|dom(?:ingo)?',
] as const;

/** The source of an expression for any day of the week, to be used without regard to case. */
export const WEEKDAY = `(?:${WEEKDAYS.join('|')})`;

const weekdayNames = WEEKDAYS.map((names) => new RegExp(`^(?:(?:on|next|el|este) )?(?:${names})$`));

/** The units of a duration in English and Spanish, whole and as they are cut. */
const DAYS = 'd(?:ays?|[ií]as?)?';
const HOURS = 'h(?:ours?|rs?|oras?)?';
const MINUTES = 'm(?:in(?:ut[eo])?s?)?';
const SECONDS = 's(?:ec(?:ond)?s?|eg(?:undo)?s?)?';

const DURATION = new RegExp(
  `^(?:(\\d{1,3})${DAYS})?(?:(\\d{1,4})${HOURS}(?:(\\d{1,2})(?!\\d|s))?)?(?:(\\d{1,5})${MINUTES})?(?:(\\d{1,6})${SECONDS})?$`,
);

/** The source of an expression for a number and its unit with a space between, to be used without regard to case. */
export const SPACED_DURATION = `\\d{1,5}\\s+(?:${DAYS}|${HOURS}|${MINUTES}|${SECONDS})(?!\\S)`;

const WORDS = new RegExp(`${SPACED_DURATION}|\\S+`, 'gi');

/**
 * The words of a text, a number and the unit behind it as one.
 *
 * @example splitWords('S3 15 minutes the projector') // ['S3', '15 minutes', 'the', 'projector']
 */
export const splitWords = (text: string): string[] => text.match(WORDS) ?? [];

/**
 * `15m`, `1h30`, `1h 30m`, `90s`, `2h`, `1d`, `15 min`, `2 horas`, `1 hour and 30 minutes`; a bare number is
 * minutes, as people say it. Undefined for anything else.
 */
export function parseDuration(text: string): Temporal.Duration | undefined {
  const typed = asTyped(text)
    .toLowerCase()
    .replace(/(?<=\p{L})\s+(?:and|y)\s+(?=\d)/gu, ' ');
  const compact = typed.replace(/\s+/g, '');
  // Two bare numbers side by side would run together into one.
  if (compact === '' || /\d\s+\d/.test(typed)) return undefined;
  if (BARE.test(compact)) return Temporal.Duration.from({ minutes: Number(compact) });
  const found = DURATION.exec(compact);
  if (!found) return undefined;
  const [days, hours, loose, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  // `1h30` names its minutes without a letter, `1h30m` with one; both at once would be `1h30 5m`.
  if (found[3] !== undefined && found[4] !== undefined) return undefined;
  const total = Temporal.Duration.from({
    hours: (days ?? 0) * 24 + (hours ?? 0),
    minutes: (loose ?? 0) + (minutes ?? 0),
    seconds: seconds ?? 0,
  });
  return total.total('hours') <= MAX_HOURS ? total : undefined;
}

/** The instant of a wall-clock time, by the rules at the top of this file. */
export function resolveWall(wall: Temporal.PlainDateTime, zone: string): ParsedTime {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochNanoseconds === later.epochNanoseconds) return { at: earlier.toInstant() };
  if (!earlier.toPlainDateTime().equals(wall))
    return { problem: 'nonexistent', wall: wall.toString({ smallestUnit: 'minute' }).replace('T', ' ') };
  return { at: earlier.toInstant(), ambiguous: true };
}

/** The day of the event whose window holds `t`. */
export const windowAt = (days: readonly DayWindow[], t: Temporal.Instant): DayWindow | undefined =>
  days.find(
    (day) =>
      Temporal.Instant.compare(instant(day.start), t) <= 0 &&
      Temporal.Instant.compare(t, instant(day.end)) < 0,
  );

/** Today: the day whose window holds now (so 01:30 still belongs to the evening before), else the date. */
export function today({ now, zone, days }: TimeContext): Temporal.PlainDate {
  const window = windowAt(days, now);
  return window ? Temporal.PlainDate.from(window.date) : now.toZonedDateTimeISO(zone).toPlainDate();
}

function dayOf(date: Temporal.PlainDate, days: readonly DayWindow[]): ParsedDay {
  const window = days.find((one) => one.date === date.toString());
  return window ? { date, window } : { date };
}

/** A bare number, which `parseDuration` takes as minutes: where a number may also belong to a name. */
export const isBareNumber = (text: string): boolean => BARE.test(text.trim());

/**
 * The day of the week as a date: the next such day from today on. Where the event has no such day to come,
 * but had one, that one: whoever asks on Sunday for Friday means the Friday of this event.
 */
function weekdayOf(index: number, context: TimeContext): ParsedDay {
  const from = today(context);
  const next = from.add({ days: (index + 1 - from.dayOfWeek + 7) % 7 });
  const was = context.days
    .map(({ date }) => Temporal.PlainDate.from(date))
    .filter((date) => date.dayOfWeek === index + 1);
  const coming = was.find((date) => Temporal.PlainDate.compare(date, from) >= 0);
  return dayOf(coming ?? was.at(-1) ?? next, context.days);
}

/** `today`, `tomorrow`, `day 2`, `friday`, `fri`, `2019-06-05`, and the same in Spanish. */
export function parseDay(text: string, context: TimeContext): ParsedDay {
  const typed = asTyped(text).toLowerCase();
  if (/^(today|hoy)$/.test(typed)) return dayOf(today(context), context.days);
  if (/^(tomorrow|ma[nñ]ana)$/.test(typed)) return dayOf(today(context).add({ days: 1 }), context.days);
  const [, number] = /^(?:day|d[ií]a)\s*(\d{1,3})$/.exec(typed) ?? [];
  if (number !== undefined) {
    const window = context.days.find((one) => one.index === Number(number));
    return window
      ? { date: Temporal.PlainDate.from(window.date), window }
      : { problem: 'no-such-day', day: Number(number) };
  }
  const weekday = weekdayNames.findIndex((name) => name.test(typed));
  if (weekday >= 0) return weekdayOf(weekday, context);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return UNREADABLE;
  const date = dateOf(typed);
  return date ? dayOf(date, context.days) : UNREADABLE;
}

function dateOf(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** `14:30`, `9:00`, `9h30`, `14:30h`, `2:30pm`, `9am`. */
export function parseClock(text: string): Temporal.PlainTime | undefined {
  const typed = asTyped(text).replace(/(?<=[:.]\d{2})\s?h(?:rs?)?\.?$/i, '');
  const found = /^(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(typed);
  if (!found) return undefined;
  const [, hourText, minuteText, half] = found;
  if (minuteText === undefined && half === undefined) return undefined;
  if (half === undefined && /m\.?$/i.test(typed)) return undefined;
  let hour = Number(hourText);
  const minute = Number(minuteText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  return hour < 24 && minute < 60 ? new Temporal.PlainTime(hour, minute) : undefined;
}

/** The midnight that ends a day, as tables and shift plans write it. */
const ENDS_DAY = /^24[:.h]00\s?(?:h(?:rs?)?\.?)?$/i;

/** What stands between a day and its clock time: `tomorrow at 9:00`, `el viernes a las 9:00`. */
const AT = /\b(?:at|a las?)\s+(?=\d)/gi;

/** A day and a clock time on it, in either order. Undefined where the text is no such two. */
function splitDayAndClock(typed: string): readonly [day: string, clock: string] | undefined {
  const first = /^(.*\S)[ T](\S+)$/i.exec(typed);
  const last = /^(\S+) (.*\S)$/i.exec(typed);
  const isClock = (text: string) => ENDS_DAY.test(text) || parseClock(text) !== undefined;
  for (const [day = '', clock = ''] of [
    [first?.[1], first?.[2]],
    [last?.[2], last?.[1]],
  ])
    if (day !== '' && isClock(clock)) return [day, clock];
  return undefined;
}

/** The clock time on that day; after midnight where the day's window says that it goes on. */
function onDay(day: ParsedDay, clock: Temporal.PlainTime, zone: string): ParsedTime {
  if ('problem' in day) return day;
  const same = resolveWall(day.date.toPlainDateTime(clock), zone);
  if (!day.window) return same;
  const next = resolveWall(day.date.add({ days: 1 }).toPlainDateTime(clock), zone);
  const inside = (time: ParsedTime) => 'at' in time && windowAt(day.window ? [day.window] : [], time.at);
  return !inside(same) && inside(next) ? next : same;
}

/**
 * `14:30`, `tomorrow 9:00`, `day 2 9:00`, `friday 9:00`, `2019-06-05 14:30`, `in 20m`, `now`; the day may also follow the
 * clock. A bare clock time is today's, past or not, or of the day of the thing that it is about. An ISO time with its own offset is taken as it is.
 */
export function parseTime(text: string, context: TimeContext): ParsedTime {
  const typed = asTyped(text)
    .replace(/\s+/g, ' ')
    .replace(AT, '')
    .replace(/(\d) ([ap]\.?m)/i, '$1$2');
  if (/^(now|ahora)$/i.test(typed)) return { at: context.now };
  const [, after] = /^(?:in|en|dentro de) (.+)$/i.exec(typed) ?? [];
  if (after !== undefined) {
    const duration = parseDuration(after);
    return duration ? { at: context.now.add(duration) } : UNREADABLE;
  }
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/i.test(typed)) {
    try {
      return { at: Temporal.Instant.from(typed) };
    } catch {
      return UNREADABLE;
    }
  }
  const own = () => dayOf(today({ ...context, now: context.thing ?? context.now }), context.days);
  const on = (day: ParsedDay, clock: string) => {
    if (ENDS_DAY.test(clock)) return endOf(day, context.zone);
    const time = parseClock(clock);
    return time ? onDay(day, time, context.zone) : UNREADABLE;
  };
  if (ENDS_DAY.test(typed) || parseClock(typed)) return on(own(), typed);
  const [day, clock] = splitDayAndClock(typed) ?? [];
  return day === undefined || clock === undefined ? UNREADABLE : on(parseDay(day, context), clock);
}

/** The midnight between that day of the calendar and the next. */
const endOf = (day: ParsedDay, zone: string): ParsedTime =>
  'problem' in day ? day : resolveWall(day.date.add({ days: 1 }).toPlainDateTime(), zone);
