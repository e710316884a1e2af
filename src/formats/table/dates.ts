/** Dates as people write them into tables, in English, Spanish, German, French and their neighbours. */
import { Temporal } from 'temporal-polyfill';
import { plain } from '../../core/match.ts';
import { monthNamed, SMALL, weekdayNamed } from './date-words.ts';

/** Characters: no date is longer, and patterns take their time with long texts. */
const MAX_LENGTH = 64;

/** A date, or how to tell it from what else is known. */
export type DateText =
  /** `guessed`: day and month could be the other way round. */
  | { readonly date: string; readonly guessed?: boolean }
  | {
      readonly month: number;
      readonly dayOfMonth: number;
      /** 1 is Monday; it tells the year. */
      readonly weekday?: number;
      readonly guessed?: boolean;
    }
  | { readonly weekday: number }
  /** 1 is the first day. */
  | { readonly day: number };

export const dateOfParts = (year: number, month: number, day: number): string | undefined => {
  const full = year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
  try {
    return Temporal.PlainDate.from({ year: full, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
};

const isDayOfMonth = (month: number, day: number): boolean => dateOfParts(2000, month, day) !== undefined;

export const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

export type DateOrder = 'dmy' | 'mdy';

/** `12/06/2026`, `Fri 7/30`, `30.7.`: two numbers in an order that has to be told, and maybe a year. */
export interface NumericDate {
  readonly first: number;
  readonly second: number;
  readonly year: number | undefined;
  readonly weekday: number;
  readonly dotted: boolean;
}

export function numericDate(text: string): NumericDate | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const found = /^(?:(\p{L}+)\.?,?\s*)?(\d{1,2})([/.-])(\d{1,2})(?:\3(\d{4}|\d{2})?)?$/u.exec(
    text.trim().replace(/\s*([/.-])\s*/g, '$1'),
  );
  if (!found) return undefined;
  const [, word, first, mark, second, year] = found;
  const weekday = word === undefined ? 0 : weekdayNamed(plain(word));
  if (word !== undefined && weekday === 0) return undefined;
  return {
    first: Number(first),
    second: Number(second),
    year: year === undefined ? undefined : Number(year),
    weekday,
    dotted: mark === '.',
  };
}

export function fromNumeric(numeric: NumericDate, order: DateOrder | undefined): DateText | undefined {
  const { first, second, year, weekday } = numeric;
  const [month, day] = order === 'mdy' ? [first, second] : [second, first];
  const guessed = order === undefined && first !== second && first <= 12 && second <= 12;
  if (year === undefined)
    return isDayOfMonth(month, day)
      ? { month, dayOfMonth: day, ...(weekday > 0 && { weekday }), ...(guessed && { guessed }) }
      : undefined;
  const date = dateOfParts(year, month, day);
  return date === undefined ? undefined : { date, ...(guessed && { guessed }) };
}

interface Words {
  month: number;
  weekday: number;
  readonly numbers: string[];
}

/** What each word says; undefined where one of them says nothing about a date. */
function wordsOf(text: string): Words | undefined {
  const found: Words = { month: 0, weekday: 0, numbers: [] };
  for (const word of text.split(' ')) {
    const number = /^(\d{1,4})(?:st|nd|rd|th|er|º|ª|o)?$/.exec(word)?.[1];
    if (number !== undefined && number.length !== 3) {
      found.numbers.push(number);
      continue;
    }
    const month = monthNamed(word);
    const weekday = weekdayNamed(word);
    // "mar" is a Tuesday or March: whichever is not said already.
    if (month > 0 && found.month === 0) found.month = month;
    else if (weekday > 0 && found.weekday === 0) found.weekday = weekday;
    else if (!SMALL.has(word)) return undefined;
  }
  return found;
}

const NUMBERED_DAY = /(?:^| )(?:day|tag|dia|jour|journee|giorno|conference day) (\d{1,2})(?= |$)/;

/** `order` undefined: day first, and said to be guessed. */
export function readDate(text: string, order?: DateOrder): DateText | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const trimmed = text.trim();
  const iso =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?$/.exec(trimmed) ?? /^(20\d{2})([01]\d)([0-3]\d)$/.exec(trimmed);
  if (iso) {
    const date = dateOfParts(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    return date === undefined ? undefined : { date };
  }
  const numeric = numericDate(trimmed);
  if (numeric) return fromNumeric(numeric, order);
  const said = plain(trimmed);
  if (said === '') return undefined;
  const onlyNumber = /^(?:day|tag|dia|jour|journee|giorno)? ?(\d{1,2})$/.exec(said)?.[1];
  if (onlyNumber !== undefined) return Number(onlyNumber) > 0 ? { day: Number(onlyNumber) } : undefined;
  const numbered = NUMBERED_DAY.exec(said);
  const without = said.replace(NUMBERED_DAY, '').trim();
  const words = (without !== '' && wordsWithDay(without)) || wordsOf(said);
  if (!words) return undefined;
  const written = fromWords(words);
  if (written) return written;
  if (words.month === 0 && words.numbers.length === 0) {
    if (words.weekday > 0) return { weekday: words.weekday };
    return numbered ? { day: Number(numbered[1]) } : undefined;
  }
  return undefined;
}

/** `8 may` of `8 may day 1`, but not the nothing that is left of `día 12 de junio`. */
function wordsWithDay(text: string): Words | undefined {
  const words = wordsOf(text);
  return words && words.month > 0 === words.numbers.length > 0 ? words : undefined;
}

function fromWords({ month, weekday, numbers }: Words): DateText | undefined {
  const years = numbers.filter((number) => number.length === 4);
  const short = numbers.filter((number) => number.length <= 2).map(Number);
  const [first, second] = short;
  if (month === 0) {
    // `Fri 12`: a day of a month that nobody names.
    return undefined;
  }
  if (first === undefined || short.length > 2 || years.length > 1) return undefined;
  const year = years[0] ?? (second === undefined ? undefined : String(second));
  if (years.length === 1 && second !== undefined) return undefined;
  if (year === undefined)
    return isDayOfMonth(month, first)
      ? { month, dayOfMonth: first, ...(weekday > 0 && { weekday }) }
      : undefined;
  const date = dateOfParts(Number(year), month, first) ?? dateOfParts(first, month, Number(year));
  return date === undefined ? undefined : { date };
}

export interface Known {
  /** The first day, as somebody said. */
  readonly firstDate: string | undefined;
  /** A year that the table names somewhere. */
  readonly year: number | undefined;
}

/** The date; undefined where the first day has to be asked for. */
export function dateFrom(of: DateText, { firstDate, year }: Known): string | undefined {
  if ('date' in of) return of.date;
  const start = firstDate === undefined ? undefined : Temporal.PlainDate.from(firstDate);
  if ('month' in of) {
    const fits = (candidate: number) => dateOfParts(candidate, of.month, of.dayOfMonth);
    if (start === undefined) return year === undefined ? undefined : fits(year);
    const days = (date: string) => Math.abs(start.until(date, { largestUnit: 'day' }).days);
    return [start.year - 1, start.year, start.year + 1]
      .flatMap((candidate) => fits(candidate) ?? [])
      .sort((a, b) => days(a) - days(b))[0];
  }
  if (start === undefined) return undefined;
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
