/** A table of sessions, as a spreadsheet or a tool exports it, or as somebody typed it: lists and grids. */
import type { AgendaFormat, ColumnMapping } from '../../agenda/domain/parsed.ts';
import type { Collector } from '../collector.ts';
import type { TableParser } from '../parser.ts';
import { decodeEntities } from '../text.ts';
import { askColumns, columnsOf } from './ask.ts';
import { isGrid, readGrid } from './grid.ts';
import { layoutOf } from './layout.ts';
import { readList } from './list.ts';
import { TableReader } from './reader.ts';
import type { Sheet } from './sheet.ts';
import { describeTable, isComplete, namesSpeakers, type Table } from './table.ts';
import { sayOrder, tellTogether } from './tell.ts';
import { AGENDA_WORDS } from './words.ts';

function readGridSheet(sheet: Sheet, reader: TableReader): void {
  const { into } = reader;
  const times = reader.times();
  const grid = readGrid(sheet, reader.order);
  for (const { line, day, time, end, title, room, names, namesGuessed, about } of grid.cells) {
    reader.lines++;
    times.setDay(day);
    const read = times.read({ date: '', start: time, end, endDate: '', duration: '' });
    const slot = read === 'empty' || 'field' in read ? undefined : reader.slot(read, title);
    if (!slot) {
      reader.miss({ line, column: '', problem: { field: 'start', cell: time }, title, room });
      continue;
    }
    if (namesGuessed) into.note('speakers-guessed', names.join(', '));
    reader.add(line, {
      guid: '',
      title: decodeEntities(title),
      description: decodeEntities(about),
      speakers: names.map((name) => ({ id: '', name: decodeEntities(name) })),
      room: decodeEntities(room),
      ...slot,
    });
  }
  for (const { line, text } of grid.stray) into.note('unreadable-row', `${line}: ${text}`);
  reader.finish(times);
}

/** Of several sheets those are meant that have the columns which were named. */
function tablesOf(sheets: readonly Sheet[], said: ColumnMapping | undefined): Table[] {
  return sheets.flatMap((sheet) => {
    try {
      return [describeTable(sheet, said)];
    } catch (error) {
      if (sheets.length === 1) throw error;
      return [];
    }
  });
}

/** Reads all sheets into one agenda, or asks for the columns of the largest where none tells them. */
export function readSheets(sheets: readonly Sheet[], into: Collector): void {
  const said = into.options.mapping;
  const grids = said === undefined ? sheets.filter((sheet) => !isListed(sheet) && isGrid(sheet)) : [];
  const tables = tablesOf(
    sheets.filter((sheet) => !grids.includes(sheet) && sheet.rows.length > 0),
    said,
  );
  const whole = tables.filter(isComplete);
  const [largest] = tables.toSorted((a, b) => b.layout.rows.length - a.layout.rows.length);
  if (whole.length === 0 && grids.length === 0) {
    if (largest) askColumns(largest, undefined, into);
    else if (said !== undefined && sheets[0]) describeTable(sheets[0], said);
    return;
  }
  const told = tellTogether(
    [...grids, ...whole.map(({ sheet }) => sheet)],
    grids.length > 0 ? [] : whole,
    into,
  );
  const reader = new TableReader(into, told);
  into.silentOnSpeakers = !whole.some(namesSpeakers);
  for (const sheet of sheets) {
    const table = whole.find((candidate) => candidate.sheet === sheet);
    if (table) readList(table, reader);
    else if (grids.includes(sheet)) readGridSheet(sheet, reader);
  }
  sayOrder(told, reader.ambiguous, into);
  const [table] = whole;
  if (table) into.table = columnsOf(table, reader);
  if (reader.read === 0 && reader.unread && table) askColumns(table, reader, into);
}

/** A header that names a title and a time is a list, whatever else it looks like. */
export function isListed(sheet: Sheet): boolean {
  const { guessed, header } = layoutOf(sheet, AGENDA_WORDS);
  return header !== undefined && guessed.has('title') && (guessed.has('start') || guessed.has('date'));
}

/** Rows that agree about having at least three columns could be an agenda: ask. */
export function agrees({ rows }: Sheet): boolean {
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  const [usual] = [...widths].sort((a, b) => b[1] - a[1]);
  return usual !== undefined && usual[0] >= 3 && rows.length >= 3 && usual[1] >= 0.8 * rows.length;
}

/** Told by a header that says something, by times down a side, or by rows that agree. */
const tableParser = (
  format: AgendaFormat & TableParser['format'],
  kept: 'text' | 'workbook',
): TableParser => ({
  format,
  as: 'table',
  fits: (table) =>
    table.kept === kept &&
    (kept === 'workbook'
      ? table.sheets.some(({ rows }) => rows.length > 0)
      : table.sheets.some((sheet) => isListed(sheet) || isGrid(sheet) || agrees(sheet))),
  read: ({ sheets }, into) => readSheets(sheets, into),
});

export const csvParser = tableParser('csv', 'text');
export const xlsxParser = tableParser('xlsx', 'workbook');
