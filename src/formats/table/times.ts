/**
 * When a row of a table is, from whichever of its cells tell it. A date that stands only in the first row of
 * its day, or in a row of its own above, holds until the next.
 */
import { Temporal } from 'temporal-polyfill';
import { durationMinutes } from '../duration.ts';
import { offsetTime } from '../when.ts';
import { readWhen } from './cell.ts';
import { type DateOrder, type DateText, dateFrom, wallText } from './dates.ts';

/** Where weekdays or day numbers stand for dates and nobody said which: a week that nobody takes for real. */
const PROVISIONAL = '2000-01-03';

export interface TimeCells {
  readonly date: string;
  readonly start: string;
  readonly end: string;
  readonly endDate: string;
  readonly duration: string;
}

/** An instant (milliseconds since 1970) where the cell names its offset, else wall clock: `2025-11-19T11:30`. */
export type Point = { readonly exact: string } | { readonly wall: string };

/** What could not be read, to be told by its place. */
export interface Unread {
  readonly field: 'date' | 'start' | 'end';
  readonly cell: string;
}

export interface RowTimes {
  readonly start: Point;
  readonly end?: Point;
  /** After the start, where the table gives a length instead of an end. */
  readonly minutes?: number;
  /** The end's cell, where it says nothing that can be read. */
  readonly unreadEnd?: string;
}

export interface TimeOptions {
  readonly order: DateOrder | undefined;
  readonly firstDate: string | undefined;
  /** A year that the table names somewhere. */
  readonly year: number | undefined;
  readonly onGuessed?: (date: string) => void;
}

export class TableTimes {
  readonly #options: TimeOptions;
  #day: DateText | undefined;
  /** The first day was needed and nobody said which it is. */
  needsDate = false;
  /** No row so far named its day. */
  undated = 0;

  constructor(options: TimeOptions) {
    this.#options = options;
  }

  /** From here on, until a row says otherwise. */
  setDay(day: DateText | undefined): void {
    this.#day = day;
  }

  /** Years of a sheet that names them, for dates that do not. */
  #dateOf(of: DateText): string {
    const { firstDate, year } = this.#options;
    const date = dateFrom(of, { firstDate, year });
    if (date !== undefined) return date;
    if (firstDate === undefined) this.needsDate = true;
    return dateFrom(of, { firstDate: PROVISIONAL, year: undefined }) ?? PROVISIONAL;
  }

  #wall(of: DateText, minutes: number): Point {
    return { wall: wallText(this.#dateOf(of), minutes) };
  }

  /** The day of a row: its own cell, else the last one above. Undefined where the cell is no date. */
  #dayOf(cell: string): DateText | undefined {
    if (cell.trim() === '') {
      if (this.#day) return this.#day;
      this.undated++;
      return { day: 1 };
    }
    const read = readWhen(cell, this.#options.order, 'date')?.date;
    if (!read) return undefined;
    if ('guessed' in read && read.guessed) this.#options.onGuessed?.(cell);
    this.#day = read;
    return read;
  }

  /** `empty`: nothing in the row says when. */
  read(cells: TimeCells): RowTimes | Unread | 'empty' {
    const { order } = this.#options;
    if (cells.start.trim() === '' && cells.date.trim() === '') return 'empty';
    if (offsetTime(cells.start)) return { start: { exact: cells.start }, ...this.#end(cells, undefined) };
    const inDate = cells.start.trim() === '' ? readWhen(cells.date, order, 'date') : undefined;
    const when = inDate?.from === undefined ? readWhen(cells.start, order, 'time') : inDate;
    if (when?.from === undefined) {
      // A day of its own that nobody gave a time yet still says which day the next rows are on.
      if (cells.date.trim() !== '' && !this.#dayOf(cells.date)) return { field: 'date', cell: cells.date };
      return cells.start.trim() === '' ? 'empty' : { field: 'start', cell: cells.start };
    }
    if (when.date && 'guessed' in when.date && when.date.guessed) this.#options.onGuessed?.(cells.start);
    const day = when.date ?? this.#dayOf(cells.date);
    if (!day) return { field: 'date', cell: cells.date };
    if (when.date) this.#day = when.date;
    const start = this.#wall(day, when.from);
    if (when.to !== undefined) {
      const to = when.toDate ? this.#wall(when.toDate, when.to) : this.#wall(day, after(when.from, when.to));
      return { start, end: to };
    }
    return { start, ...this.#end(cells, { day, from: when.from }) };
  }

  #end(
    cells: TimeCells,
    started: { day: DateText; from: number } | undefined,
  ): Pick<RowTimes, 'end' | 'minutes' | 'unreadEnd'> {
    const { end, endDate, duration } = cells;
    if (offsetTime(end)) return { end: { exact: end } };
    const { order } = this.#options;
    const when = readWhen(end, order, 'time');
    const onDate = when?.date ?? (endDate.trim() === '' ? undefined : readWhen(endDate, order, 'date')?.date);
    const minutes = when?.to ?? when?.from;
    if (minutes !== undefined && onDate) return { end: this.#wall(onDate, minutes) };
    if (minutes !== undefined && started)
      return { end: this.#wall(started.day, after(started.from, minutes)) };
    const length = durationMinutes(duration, { clock: true }) ?? (end === '' ? undefined : lengthOnly(end));
    if (length !== undefined) return { minutes: length };
    return end.trim() === '' ? {} : { unreadEnd: end };
  }
}

/** An end by the clock alone is on the same day, or the next time that the clock shows it. */
const after = (from: number, to: number): number =>
  (to < from % 1440 ? to + 1440 : to) + (from >= 1440 ? 1440 : 0);

/** `45 min` in the column of the end. */
const lengthOnly = (text: string): number | undefined =>
  /[a-z']/i.test(text) ? durationMinutes(text) : undefined;

/** The years that a text names: `Our Conference 2026`. */
export const yearIn = (text: string): number | undefined => {
  const found = /(?:^|\D)(20\d{2})(?!\d)/.exec(text.slice(0, 300))?.[1];
  return found === undefined ? undefined : Number(found);
};

/** The year of most dates that have one. */
export function commonYear(dates: Iterable<DateText>): number | undefined {
  const counts = new Map<number, number>();
  for (const one of dates) {
    if (!('date' in one)) continue;
    const { year } = Temporal.PlainDate.from(one.date);
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
