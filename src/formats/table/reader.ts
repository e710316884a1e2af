/** What a reading of tables and grids keeps from row to row: how dates are written, and the first that failed. */
import type { Collector, RawSession } from '../collector.ts';
import { offsetTime } from '../when.ts';
import type { DateOrder } from './dates.ts';
import type { Told } from './tell.ts';
import { type Point, type RowTimes, TableTimes, type Unread } from './times.ts';

const MINUTE = 60_000;
/** Rows that are kept for people to look at. */
const SHOWN_ROWS = 3;

export interface Slot {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number | undefined;
}

/** The first row of all that could not be read. */
export interface Missed {
  readonly line: number;
  readonly column: string;
  readonly problem: Unread;
  readonly title: string;
  readonly room: string;
}

export class TableReader {
  readonly into: Collector;
  readonly told: Told;
  read = 0;
  lines = 0;
  /** A date that could be day/month or month/day, and nothing told which. */
  ambiguous: string | undefined;
  unread: Missed | undefined;
  /** The first rows that were read. */
  readonly firstRead: { readonly line: number; readonly raw: RawSession }[] = [];

  constructor(into: Collector, told: Told) {
    this.into = into;
    this.told = told;
  }

  get order(): DateOrder | undefined {
    return this.told.order.order;
  }

  times(): TableTimes {
    return new TableTimes({
      order: this.order,
      firstDate: this.into.options.firstDate,
      year: this.told.year,
      onGuessed: (date) => {
        this.ambiguous ??= date;
      },
    });
  }

  #point(point: Point, label: string): number | undefined {
    return 'exact' in point ? this.into.startTime(point.exact, label) : this.into.wall(point.wall, label);
  }

  /** Start and end as instants; undefined where there is no such day. */
  slot({ start, end, minutes }: RowTimes, label: string): Slot | undefined {
    const from = this.#point(start, label);
    if (from === undefined) return undefined;
    const to =
      end === undefined
        ? minutes === undefined
          ? undefined
          : from + minutes * MINUTE
        : 'exact' in end
          ? offsetTime(end.exact)?.at
          : this.into.wall(end.wall, label);
    return { start: from, end: to };
  }

  /** A session that a row gave. */
  add(line: number, raw: RawSession): void {
    this.into.add(raw);
    this.read++;
    if (this.firstRead.length < SHOWN_ROWS) this.firstRead.push({ line, raw });
  }

  miss(missed: Missed): void {
    const { line, column, problem, title } = missed;
    this.into.note('unreadable-row', `${line}, ${column}: ${problem.cell || title}`);
    this.unread ??= missed;
  }

  /** After a sheet: whether its first day has to be asked for, and whether it named any. */
  finish(times: TableTimes): void {
    const { options } = this.into;
    if (times.needsDate) this.into.needsDate = true;
    if (times.undated > 0 && options.firstDate !== undefined)
      this.into.note('no-date-column', options.firstDate);
  }
}
