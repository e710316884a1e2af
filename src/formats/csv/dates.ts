/** Dates and clock times as people write them into tables. */
import { Temporal } from 'temporal-polyfill';
import { plain } from '../../core/match.ts';

/** Characters: no date is longer, and patterns take their time with long texts. */
const MAX_LENGTH = 64;

/** A date, or how to tell it from the first day: its weekday (1 is Monday) or its number (1 is the first). */
export type DateText =
  | { readonly date: string; readonly guessed?: boolean }
  | { readonly weekday: number }
  | { readonly day: number };

const MONTHS = [
  ['jan', 'ene'],
  ['feb', 'fev'],
  ['mar', 'mär', 'mrz'],
  ['apr', 'abr', 'avr'],
  ['may', 'mai', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'ago', 'aou'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
].map((names) => names.map(plain));

const WEEKDAYS = [
  ['mon', 'montag', 'lunes', 'lundi', 'lunedi'],
  ['tue', 'dienstag', 'martes', 'mardi', 'martedi'],
  ['wed', 'mittwoch', 'miercoles', 'mercredi', 'mercoledi'],
  ['thu', 'donnerstag', 'jueves', 'jeudi', 'giovedi'],
  ['fri', 'freitag', 'viernes', 'vendredi', 'venerdi'],
  ['sat', 'samstag', 'sonnabend', 'sabado', 'samedi', 'sabato'],
  ['sun', 'sonntag', 'domingo', 'dimanche', 'domenica'],
];
const ENGLISH_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const monthOf = (word: string): number =>
  MONTHS.findIndex((names) => names.some((name) => word.startsWith(name))) + 1;

const weekdayOf = (word: string): number =>
  WEEKDAYS.findIndex(
    (names, i) => names.includes(word) || (word.length >= 3 && ENGLISH_DAYS[i]?.startsWith(word) === true),
  ) + 1;

const isoDate = (year: number, month: number, day: number): string | undefined => {
  const full = year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
  try {
    return Temporal.PlainDate.from({ year: full, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
};

export type DateOrder = 'dmy' | 'mdy' | 'unknown';

/** Day or month first, told from all of a column: 27/12 can only be one of the two. */
export function dateOrder(texts: readonly string[]): DateOrder {
  let dmy = false;
  let mdy = false;
  for (const text of texts) {
    if (text.length > MAX_LENGTH) continue;
    const found = /^\D*(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})\b/.exec(text.trim());
    if (!found) continue;
    if (found[2] === '.' || Number(found[1]) > 12) dmy = true;
    if (Number(found[3]) > 12) mdy = true;
  }
  return dmy && !mdy ? 'dmy' : mdy && !dmy ? 'mdy' : 'unknown';
}

export function readDate(text: string, order: DateOrder): DateText | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const trimmed = text.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(trimmed);
  if (iso) {
    const date = isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    return date === undefined ? undefined : { date };
  }
  const numbers = /^(?:\p{L}+\.?,?\s*)?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})$/u.exec(trimmed);
  if (numbers) {
    const [first, second, year] = [Number(numbers[1]), Number(numbers[3]), Number(numbers[4])];
    const date = order === 'mdy' ? isoDate(year, first, second) : isoDate(year, second, first);
    const guessed = order === 'unknown' && first !== second;
    return date === undefined ? undefined : { date, ...(guessed && { guessed }) };
  }
  const words = plain(trimmed)
    .split(' ')
    .filter((word) => word !== 'de' && word !== 'of');
  const month = words.map(monthOf).find((found) => found > 0) ?? 0;
  const year = words.find((word) => /^\d{4}$/.test(word));
  const day = words.find((word) => /^\d{1,2}(?:st|nd|rd|th)?$/.test(word));
  if (month > 0 && year !== undefined && day !== undefined) {
    const date = isoDate(Number(year), month, Number.parseInt(day, 10));
    return date === undefined ? undefined : { date };
  }
  const weekday = words.length === 1 ? weekdayOf(words[0] ?? '') : 0;
  if (weekday > 0) return { weekday };
  const number = /^(?:day|tag|dia|jour|giorno)? ?(\d{1,2})$/.exec(plain(trimmed))?.[1];
  return number !== undefined && Number(number) > 0 ? { day: Number(number) } : undefined;
}

/** Minutes since midnight: `14:30`, `2:00 p.m.`, `14h30`, `9`, and `24` for the midnight that ends the day. */
export function readClock(text: string): number | undefined {
  const found =
    /^(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?)?\s*(?:([aApP])\.?\s?[mM]\.?|uhr|h|Uhr)?$/.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (minute > 59 || hour > 47) return undefined;
  const half = found[3]?.toLowerCase();
  if (half === undefined) return hour * 60 + minute;
  if (hour > 12) return undefined;
  return ((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minute;
}

/** `2025-11-19 11:30`, `19/11/2025, 2:30 PM` as date and clock; undefined where it is not both. */
export function splitDateTime(text: string): { date: string; clock: string } | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const found = /^(.*?\d{2,4})(?:[T\s,]+)(\d{1,2}[:.hH]?.*)$/.exec(text.trim());
  if (!found || !/\d[-/.]\d|\p{L}{3,}/u.test(found[1] ?? '')) return undefined;
  return { date: (found[1] ?? '').replace(/,$/, ''), clock: found[2] ?? '' };
}

/** The date of a row, from the first day's where it is told by weekday or number. */
export function dateFrom(first: string, of: DateText): string {
  if ('date' in of) return of.date;
  const start = Temporal.PlainDate.from(first);
  if ('day' in of) return start.add({ days: of.day - 1 }).toString();
  return start.add({ days: (of.weekday - start.dayOfWeek + 7) % 7 }).toString();
}

/** `2025-11-19` and 1470 minutes: `2025-11-20T00:30`. */
export function wallText(date: string, minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = Temporal.PlainDate.from(date).add({ days: Math.floor(minutes / 1440) });
  const rest = minutes % 1440;
  return `${day.toString()}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}
