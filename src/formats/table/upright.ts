/** A grid on its side, with its times across and its rooms down, turned to how the others are kept. */
import { isTimeCell } from './cell.ts';
import type { Row, Sheet } from './sheet.ts';

/** Rows in which the times are looked for, below titles. */
const LOOKED_AT = 20;

const filledAfterFirst = ({ cells }: Row): string[] => cells.slice(1).filter((cell) => cell.trim() !== '');

/** The row of the times: two or more of them and nothing else, behind a head or nothing at all. */
function timesRow(rows: readonly Row[]): number {
  return rows.slice(0, LOOKED_AT).findIndex((row) => {
    const times = filledAfterFirst(row);
    return times.length >= 2 && times.every(isTimeCell) && !isTimeCell(row.cells[0] ?? '');
  });
}

/** The sheet itself where it is upright already. */
export function upright(sheet: Sheet): Sheet {
  const { rows, name } = sheet;
  const place = timesRow(rows);
  const head = rows[place];
  const below = rows.slice(place + 1);
  // Rooms stand in the first column: a list has times there, or times in its other rows as well.
  const isSideways =
    head !== undefined &&
    below.length > 0 &&
    below.every(({ cells }) => !cells.some(isTimeCell)) &&
    below.filter(({ cells }) => (cells[0] ?? '').trim() !== '').length >= 0.8 * below.length;
  if (!isSideways) return sheet;
  const turned = head.cells
    .slice(1)
    .flatMap((time, i): Row[] =>
      time.trim() === ''
        ? []
        : [{ line: head.line, cells: [time, ...below.map(({ cells }) => cells[i + 1] ?? '')] }],
    );
  const rooms = { line: head.line, cells: ['', ...below.map(({ cells }) => cells[0] ?? '')] };
  return { name, rows: [...rows.slice(0, place), rooms, ...turned] };
}
