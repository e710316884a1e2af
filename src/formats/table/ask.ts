/** What a person is asked where a table does not tell its columns, with its first rows to look at. */
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

/** `reader` where the columns were told and yet not one row could be read. */
export function askColumns(table: Table, reader: TableReader | undefined, into: Collector): void {
  const { columns, rows } = table.layout;
  const unread = reader?.unread;
  into.needsColumns = {
    columns,
    guessed: table.mapping,
    missing: unread ? ['start', 'date'] : missingOf(table),
    sample: rows
      .slice(0, SAMPLE_ROWS)
      .map(({ line, cells }) => ({ line, cells: columns.map((_, i) => short(cells[i] ?? '')) })),
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
