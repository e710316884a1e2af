/**
 * Times as people read them, in their language and a zone: safe in Slack as they are. Formatters are kept:
 * building one is slow.
 */
import type { Temporal } from 'temporal-polyfill';
import { escape, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import type { Locale } from './index.ts';

/** An instant, its text in a document, or milliseconds since 1970. */
export type Moment = Temporal.Instant | string | number;

/** Milliseconds since 1970. */
export const epochOf = (moment: Moment): number =>
  typeof moment === 'number'
    ? moment
    : typeof moment === 'string'
      ? Date.parse(moment)
      : moment.epochMilliseconds;

const FORMATS = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
  year: { day: 'numeric', month: 'long', year: 'numeric' },
  offset: { timeZoneName: 'shortOffset' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// British English for its 24-hour clock and its day before the month.
const LANGUAGE: Readonly<Record<Locale, string>> = { en: 'en-GB', es: 'es-ES' };

const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(kind: keyof typeof FORMATS, zone: string, locale: Locale): Intl.DateTimeFormat {
  const name = `${kind} ${zone} ${locale}`;
  const found = kept.get(name);
  if (found) return found;
  const made = new Intl.DateTimeFormat(LANGUAGE[locale], { ...FORMATS[kind], timeZone: zone });
  kept.set(name, made);
  return made;
}

/** `14:30` */
export const clock = (at: Moment, zone: string, locale: Locale): Mrkdwn =>
  escape(formatter('clock', zone, locale).format(epochOf(at)));

/** The zone's distance from Greenwich at that moment, `GMT+2`. */
const offsetOf = (at: Moment, zone: string): string =>
  formatter('offset', zone, 'en')
    .formatToParts(epochOf(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** `14:30`; where clocks are changed between the two, `02:10 (GMT+1)`: else it may read as if it were over. */
export function clockAfter(from: Moment, at: Moment, zone: string, locale: Locale): Mrkdwn {
  const said = clock(at, zone, locale);
  const offset = offsetOf(at, zone);
  return offset === offsetOf(from, zone) ? said : mrkdwn`${said} (${escape(offset)})`;
}

/** `Wed 5 Jun` */
export const day = (at: Moment, zone: string, locale: Locale): Mrkdwn =>
  escape(formatter('day', zone, locale).format(epochOf(at)).replaceAll(',', ''));

/** `Wednesday 5 June` */
export const longDay = (at: Moment, zone: string, locale: Locale): Mrkdwn =>
  escape(formatter('longDay', zone, locale).format(epochOf(at)).replaceAll(',', ''));

/** A calendar date such as `2019-06-05`, as `Wed 5 Jun`. */
export const date = (plain: string, locale: Locale): Mrkdwn => day(`${plain}T12:00:00Z`, 'UTC', locale);

/** A calendar date such as `2019-06-05`, as `Wednesday 5 June`. */
export const longDate = (plain: string, locale: Locale): Mrkdwn =>
  longDay(`${plain}T12:00:00Z`, 'UTC', locale);

/** Calendar dates, both included, as `5–7 June 2019`, `5–7 de junio de 2019`; a single one as `5 June 2019`. */
export function dateSpan(first: string, last: string, locale: Locale): Mrkdwn {
  const [from, to] = [first, last].map((plain) => Date.parse(`${plain}T12:00:00Z`));
  const said = formatter('year', 'UTC', locale).formatRange(from ?? 0, to ?? 0);
  const isOneMonth = /^\d+\s*–/u.test(said);
  // Languages differ in the kind of spaces that they put around the dash.
  return escape(said.replace(/\s*–\s*/u, isOneMonth ? '–' : ' – '));
}

const isoDates = new Map<string, Intl.DateTimeFormat>();

/** The calendar date in the zone, `2019-06-05`. */
export function isoDate(at: Moment, zone: string): string {
  // Swedish dates are ISO dates.
  const kept = isoDates.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  isoDates.set(zone, kept);
  return kept.format(epochOf(at));
}

/** `Wed 5 Jun 14:30` */
export const dayAndClock = (at: Moment, zone: string, locale: Locale): Mrkdwn =>
  mrkdwn`${day(at, zone, locale)} ${clock(at, zone, locale)}`;

/** `14:30` on the day of `now`, `Wed 5 Jun 14:30` on any other. */
export const clockFrom = (at: Moment, now: Moment, zone: string, locale: Locale): Mrkdwn =>
  isoDate(at, zone) === isoDate(now, zone) ? clock(at, zone, locale) : dayAndClock(at, zone, locale);

/** `14:30–15:15` */
export const span = (start: Moment, end: Moment, zone: string, locale: Locale): Mrkdwn =>
  mrkdwn`${clock(start, zone, locale)}–${clock(end, zone, locale)}`;

/** `1 h 30 min`, `15 min`, `90 s` below two minutes, `2 d 6 h`; whole minutes otherwise, rounded. */
export function duration(seconds: number): Mrkdwn {
  const size = Math.abs(Math.round(seconds));
  const sign = seconds < 0 && size > 0 ? '−' : '';
  if (size < 120 && size % 60 !== 0) return escape(`${sign}${size} s`);
  const minutes = Math.round(size / 60);
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return escape(`${sign}${said.join(' ') || '0 min'}`);
}

/** The length from one moment to another, as `duration` says it. */
export const between = (from: Moment, to: Moment): Mrkdwn => duration((epochOf(to) - epochOf(from)) / 1000);

const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** `3rd`, `3.ª`: which time it is. */
export const nthTime = (count: number, locale: Locale): Mrkdwn =>
  escape(locale === 'es' ? `${count}.ª` : `${count}${ENDINGS[ordinals.select(count)] ?? 'th'}`);
