/** What all tables of a file tell together: the order of day and month, the year, a zone behind the times. */
import type { Collector } from '../collector.ts';
import { isTimeCell, readWhen } from './cell.ts';
import { hasHalf, zoneBehind } from './clock.ts';
import { dateOrder, type ToldOrder } from './date-order.ts';
import { type DateOrder, readDate } from './dates.ts';
import type { Sheet } from './sheet.ts';
import type { Table } from './table.ts';
import { commonYear, yearIn } from './times.ts';

/** Characters: two dates with their times are no longer. */
const MAX_CELL = 90;

/** Every cell that may hold a date or a time, for what they tell together. */
function* timeTexts(sheets: readonly Sheet[]): Generator<string> {
  for (const { rows } of sheets)
    for (const { cells } of rows)
      for (const cell of cells) if (cell.length <= MAX_CELL && /\d/.test(cell)) yield cell;
}

/** `12/06/2026` out of a cell that holds a time as well. */
const datePart = (cell: string): string =>
  /^\s*((?:\p{L}{2,12}\.?,?\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)(?=[\s,T]|$)/u.exec(cell)?.[1] ?? cell;

export interface Told {
  readonly order: ToldOrder;
  readonly year: number | undefined;
}

/** `tables`: those of the sheets whose columns are known; none where the sheets are grids. */
export function tellTogether(sheets: readonly Sheet[], tables: readonly Table[], into: Collector): Told {
  const dates = new Set<string>();
  let halves = false;
  const zones = new Set<string | undefined>();
  const texts = function* (): Generator<{ text: string; isDate: boolean }> {
    for (const { layout, places } of tables)
      for (const { cells } of layout.rows)
        for (const field of ['date', 'endDate', 'start', 'end'])
          yield { text: cells[places.get(field) ?? -1] ?? '', isDate: /date/i.test(field) };
    if (tables.length === 0) for (const text of timeTexts(sheets)) yield { text, isDate: false };
  };
  for (const { text, isDate } of texts()) {
    if (text.length > MAX_CELL) continue;
    // `8.00 Uhr` is no eighth of anything.
    if (isDate || !isTimeCell(text)) dates.add(datePart(text));
    halves ||= hasHalf(text);
    if (/\d/.test(text)) zones.add(zoneBehind(text));
  }
  const [zone, other] = zones;
  if (zone !== undefined && other === undefined && into.zone === undefined && into.options.zone === undefined)
    into.stateZone(zone);
  const english = tables.some(({ layout }) =>
    layout.columns.some((name) => /\b(?:date|day|start|end|time|title|room|speakers?)\b/i.test(name)),
  );
  const order = into.options.dateOrder
    ? { order: into.options.dateOrder, sure: true }
    : dateOrder(dates, {
        halves,
        zone: into.zone ?? into.options.zone,
        foreign: tables.length > 0 && !english,
      });
  const read = [...dates].flatMap(
    (text) => readDate(text, order.order) ?? readWhen(text, order.order, 'date')?.date ?? [],
  );
  const titles = sheets.flatMap(({ name, rows }) => [
    name,
    ...rows.slice(0, 8).flatMap(({ cells }) => cells),
  ]);
  const year = commonYear(read) ?? titles.map(yearIn).find((found) => found !== undefined);
  return { order, year };
}

/** `2026-06-12`, so that a person can choose between the two. */
const shown = (example: string, order: DateOrder): string => {
  const date = readDate(datePart(example), order);
  return date && 'date' in date
    ? date.date
    : date && 'month' in date
      ? `${date.dayOfMonth}/${date.month}`
      : example;
};

/** Says which order was taken where it was only likely, and asks where a date was `ambiguous` after all. */
export function sayOrder({ order: told }: Told, ambiguous: string | undefined, into: Collector): void {
  const { order, sure, example } = told;
  if (order !== undefined && !sure && example !== undefined)
    into.note('date-guessed', `${datePart(example)} = ${shown(example, order)}`);
  const open = ambiguous === undefined ? undefined : (example ?? ambiguous);
  if (open !== undefined)
    into.needsOrder = { example: open, dmy: shown(open, 'dmy'), mdy: shown(open, 'mdy') };
}
