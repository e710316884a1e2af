/** A sheet with what was told about it: which of its columns holds what, by itself or because somebody said so. */
import type { ColumnField, ColumnMapping } from '../../agenda/domain/parsed.ts';
import { columnFields } from '../../agenda/domain/parsed.ts';
import { offsetTime } from '../when.ts';
import { readWhen } from './cell.ts';
import { applyMapping, columnIndex, headerNames } from './columns.ts';
import { exportOf } from './exports.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Row, Sheet } from './sheet.ts';
import { AGENDA_WORDS, type AgendaExtra } from './words.ts';

export type Field = ColumnField | AgendaExtra;
/** What a row holds of a field; '' where nothing. */
export type Cells = (field: Field) => string;

export interface Table {
  readonly sheet: Sheet;
  readonly layout: Layout;
  readonly mapping: ColumnMapping;
  readonly places: ReadonlyMap<string, number>;
  /** Columns of further speakers: `Speaker 2`, `Speaker 3`, each with a person or several. */
  readonly further: readonly number[];
  /** The start is in the column of the date. */
  readonly dateHasTime: boolean;
}

/** Throws UserError `format.noColumn` where a column that somebody named is not there. */
export function describeTable(sheet: Sheet, said: ColumnMapping | undefined): Table {
  const layout = layoutOf(sheet, AGENDA_WORDS);
  const { columns } = layout;
  const guessed = exportOf(columns, layout.guessed);
  const asked: Record<string, string> = {};
  for (const field of columnFields) {
    const place = guessed.get(field);
    if (place !== undefined) asked[field] = columns[place] ?? `#${place + 1}`;
  }
  const mapping = applyMapping(columns, asked, said as Record<string, string> | undefined) as ColumnMapping;
  const places = new Map<string, number>();
  const taken = new Set<number>();
  for (const [field, column] of Object.entries(mapping)) {
    places.set(field, columnIndex(columns, column));
    taken.add(columnIndex(columns, column));
  }
  for (const [field, place] of guessed)
    if (!places.has(field) && !taken.has(place) && !(columnFields as readonly string[]).includes(field))
      places.set(field, place);
  const date = places.get('date') ?? -1;
  const dateHasTime = layout.rows.some(
    ({ cells }) =>
      readWhen(cells[date] ?? '', undefined, 'date')?.from !== undefined || offsetTime(cells[date] ?? ''),
  );
  return { sheet, layout, mapping, places, further: furtherOf(columns, places), dateHasTime };
}

const NUMBERED = /^(.+?) ?(\d)$/;
const WHO = new Set([...AGENDA_WORDS.speakers, 'co speaker', 'co presenter', 'additional speaker']);

/** Columns that are called as speakers are, with a number behind, and hold no other field. */
function furtherOf(columns: readonly string[], places: ReadonlyMap<string, number>): number[] {
  const taken = new Set(places.values());
  return columns.flatMap((column, place) => {
    const names = taken.has(place) ? [] : headerNames(column);
    return names.some((name) => WHO.has(NUMBERED.exec(name)?.[1] ?? '')) ? [place] : [];
  });
}

export const missingOf = ({ mapping, dateHasTime }: Table): ColumnField[] => [
  ...(mapping.title === undefined ? (['title'] as const) : []),
  ...(mapping.start === undefined && !(dateHasTime && mapping.date !== undefined)
    ? (['start'] as const)
    : []),
];

export const isComplete = (table: Table): boolean => missingOf(table).length === 0;

/** Whether it has a place for speakers at all. */
export const namesSpeakers = ({ places }: Table): boolean =>
  ['speakers', 'lastName', 'firstName', 'moreSpeakers'].some((field) => places.has(field));

/** Programs would run a cell that begins so; exports (ours too) put an apostrophe before it. */
const unguard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '').trim();

export const cellsOf =
  (row: Row, { places, further }: Table): Cells =>
  (field) => {
    const cell = unguard(row.cells[places.get(field) ?? -1] ?? '');
    if (field !== 'moreSpeakers' || further.length === 0) return cell;
    // A line each, so that every cell's own separators stay what they are.
    return [cell, ...further.map((place) => unguard(row.cells[place] ?? ''))].filter(Boolean).join('\n');
  };
