/** What a person is asked where a table does not tell its columns, with its first rows to look at. */
import { Temporal } from 'temporal-polyfill';
import type { TableColumns } from '../../agenda/domain/parsed.ts';
import { instantText } from '../../core/instant.ts';
import type { Collector } from '../collector.ts';
import type { TableReader } from './reader.ts';
import { missingOf, type Table } from './table.ts';

/** Rows that are shown where columns are asked for. */
const SAMPLE_ROWS = 3;
const SAMPLE_CELL = 60;

const short = (cell: string): string => {
  const line = cell.replace(/\s+/g, ' ').trim();
  return line.length > SAMPLE_CELL ? `${line.slice(0, SAMPLE_CELL - 1)}…` : line;
};

const instant = (at: number): string => instantText(Temporal.Instant.fromEpochMilliseconds(at));

/** The table's columns and its first rows, as they stand and as they were read. */
export function columnsOf(table: Table, reader: TableReader | undefined): TableColumns {
  const { columns, rows } = table.layout;
  return {
    columns,
    guessed: table.mapping,
    sample: rows
      .slice(0, SAMPLE_ROWS)
      .map(({ line, cells }) => ({ line, cells: columns.map((_, i) => short(cells[i] ?? '')) })),
    read: (reader?.firstRead ?? []).map(({ line, raw }) => ({
      line,
      title: short(raw.title),
      start: instant(raw.start),
      end: raw.end === undefined ? undefined : instant(raw.end),
      room: short(raw.room),
      speakers: raw.speakers.map(({ name }) => short(name)),
    })),
  };
}

/** `reader` where the columns were told and yet not one row could be read. */
export function askColumns(table: Table, reader: TableReader | undefined, into: Collector): void {
  const unread = reader?.unread;
  into.needsColumns = {
    ...columnsOf(table, reader),
    missing: unread ? ['start', 'date'] : missingOf(table),
    ...(unread && {
      unread: {
        rows: reader.lines,
        row: unread.line,
        column: unread.column,
        cell: short(unread.problem.cell),
        expected: unread.problem.field === 'date' ? ('date' as const) : ('time' as const),
        title: short(unread.title),
        room: short(unread.room),
      },
    }),
  };
}
