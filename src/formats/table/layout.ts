/** Where in a sheet the table is: its header below titles and instructions, or none at all. */
import { isDateCell, isTimeCell } from './cell.ts';
import { columnNames, type Dictionary, guessByCells, guessByHeader } from './columns.ts';
import type { Row, Sheet } from './sheet.ts';

/** Rows in which a header is looked for. Templates bring a page of instructions. */
const LOOKED_AT = 40;

export interface Layout {
  /** What stands above the header: titles, the event's name, its dates. */
  readonly above: readonly Row[];
  /** By the names that people see. */
  readonly columns: readonly string[];
  /** Fields by the place of their column. */
  readonly guessed: ReadonlyMap<string, number>;
  readonly rows: readonly Row[];
  readonly header: Row | undefined;
}

const filled = ({ cells }: Row): number => cells.filter((cell) => cell.trim() !== '').length;

/** Most fields first; a row of data heads nothing. */
function findHeader(rows: readonly Row[], words: Dictionary): number | undefined {
  let best: { place: number; score: number } | undefined;
  for (const [place, row] of rows.slice(0, LOOKED_AT).entries()) {
    if (row.cells.some(isTimeCell)) continue;
    const score = guessByHeader(row.cells, words).size;
    if (score >= 2 && (best === undefined || score > best.score)) best = { place, score };
  }
  if (best) return best.place;
  const widest = Math.max(0, ...rows.slice(0, LOOKED_AT).map(filled));
  const place = rows.slice(0, LOOKED_AT).findIndex((row) => filled(row) >= Math.max(2, widest / 2));
  const row = rows[place];
  // A row that holds times is a session already: there is no header.
  return row === undefined || row.cells.some((cell) => isTimeCell(cell) || isDateCell(cell))
    ? undefined
    : place;
}

/** What was told of a sheet, since several questions are put to the same one. */
const told = new WeakMap<Sheet, Map<Dictionary, Layout>>();

export function layoutOf(sheet: Sheet, words: Dictionary): Layout {
  const known = told.get(sheet) ?? new Map<Dictionary, Layout>();
  told.set(sheet, known);
  const layout = known.get(words) ?? makeLayout(sheet, words);
  known.set(words, layout);
  return layout;
}

function makeLayout({ rows }: Sheet, words: Dictionary): Layout {
  const place = findHeader(rows, words);
  const header = place === undefined ? undefined : rows[place];
  const body = place === undefined ? rows : rows.slice(place + 1);
  let width = header?.cells.length ?? 0;
  for (const { cells } of body) width = Math.max(width, lastFilled(cells));
  const columns = columnNames([
    ...(header?.cells ?? []),
    ...Array<string>(Math.max(0, width - (header?.cells.length ?? 0))).fill(''),
  ]);
  const guessed = new Map(header ? guessByHeader(columns, words) : []);
  for (const { field, column } of guessByCells(body, columns.length, guessed)) guessed.set(field, column);
  return { above: rows.slice(0, place ?? 0), columns, guessed, rows: body, header };
}

const lastFilled = (cells: readonly string[]): number => {
  for (let i = cells.length; i > 0; i--) if ((cells[i - 1] ?? '').trim() !== '') return i;
  return 0;
};
