/** A table of sessions, as a spreadsheet or a tool exports it, or as somebody typed it: a list or a grid. */
import type { AgendaFormat, ColumnField, ColumnMapping } from '../../agenda/domain/parsed.ts';
import { columnFields } from '../../agenda/domain/parsed.ts';
import type { Collector, RawSession } from '../collector.ts';
import { namesIn } from '../names.ts';
import type { TableParser } from '../parser.ts';
import { decodeEntities } from '../text.ts';
import { offsetTime } from '../when.ts';
import { isTimeCell, readWhen, saysNothing } from './cell.ts';
import { hasHalf, zoneBehind } from './clock.ts';
import { applyMapping, columnIndex } from './columns.ts';
import { type DateOrder, dateInside, dateOrder, readDate, type ToldOrder } from './dates.ts';
import { exportOf } from './exports.ts';
import { dayRow, isGrid, readGrid } from './grid.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Row, Sheet } from './sheet.ts';
import { commonYear, type Point, type RowTimes, TableTimes, type Unread, yearIn } from './times.ts';
import { AGENDA_WORDS } from './words.ts';

const MINUTE = 60_000;
/** Rows that are shown where columns are asked for. */
const SAMPLE_ROWS = 3;
const SAMPLE_CELL = 60;

/** Programs would run a cell that begins so; exports (ours too) put an apostrophe before it. */
const unguard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '').trim();

type Field = ColumnField | 'endDate' | 'firstName' | 'lastName' | 'speakerId' | 'email' | 'moreSpeakers';
type Cells = (field: Field) => string;

/** A sheet with what was told about it. */
interface Table {
  readonly sheet: Sheet;
  readonly layout: Layout;
  readonly mapping: ColumnMapping;
  readonly places: ReadonlyMap<string, number>;
  /** The start is in the column of the date. */
  readonly dateHasTime: boolean;
}

function tableOf(sheet: Sheet, said: ColumnMapping | undefined): Table {
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
  return { sheet, layout, mapping, places, dateHasTime };
}

const missingOf = ({ mapping, dateHasTime }: Table): ColumnField[] => [
  ...(mapping.title === undefined ? (['title'] as const) : []),
  ...(mapping.start === undefined && !(dateHasTime && mapping.date !== undefined)
    ? (['start'] as const)
    : []),
];

const isComplete = (table: Table): boolean => missingOf(table).length === 0;

const cellsOf =
  (row: Row, { places }: Table): Cells =>
  (field) =>
    unguard(row.cells[places.get(field) ?? -1] ?? '');

/** Every cell that may hold a date or a time, for what they tell together. */
function* timeTexts(sheets: readonly Sheet[]): Generator<string> {
  for (const { rows } of sheets)
    for (const { cells } of rows)
      for (const cell of cells) if (cell.length <= 90 && /\d/.test(cell)) yield cell;
}

/** `12/06/2026` out of a cell that holds a time as well. */
const datePart = (cell: string): string =>
  /^\s*((?:\p{L}{2,12}\.?,?\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)(?=[\s,T]|$)/u.exec(cell)?.[1] ?? cell;

interface Told {
  readonly order: ToldOrder;
  readonly year: number | undefined;
}

/** What all tables of a file tell together: the order of day and month, the year. */
function tell(sheets: readonly Sheet[], tables: readonly Table[], into: Collector): Told {
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
    if (text.length > 90) continue;
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

class TableReader {
  readonly into: Collector;
  readonly told: Told;
  read = 0;
  /** A date could be day/month or month/day, and nothing told which. */
  ambiguous = false;
  lines = 0;
  unread: { line: number; column: string; problem: Unread; title: string; room: string } | undefined;

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
      onGuessed: () => {
        this.ambiguous = true;
      },
    });
  }

  point(point: Point, label: string): number | undefined {
    return 'exact' in point ? this.into.startTime(point.exact, label) : this.into.wall(point.wall, label);
  }

  /** Start and end as instants; undefined where there is no such day. */
  slot(
    { start, end, minutes }: RowTimes,
    label: string,
  ): { start: number; end: number | undefined } | undefined {
    const from = this.point(start, label);
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

  miss(line: number, column: string, problem: Unread, title: string, room: string): void {
    this.into.note('unreadable-row', `${line}, ${column}: ${problem.cell || title}`);
    this.unread ??= { line, column, problem, title, room };
  }
}

function speakersOf(cells: Cells): RawSession['speakers'] {
  const id = cells('speakerId');
  const email = cells('email');
  const full = [cells('firstName'), cells('lastName')].filter((part) => part !== '').join(' ');
  const named = full !== '' ? [full] : namesIn(decodeEntities(cells('speakers')));
  const more = namesIn(decodeEntities(cells('moreSpeakers')));
  return [...named, ...more].map((name, i) => ({
    id: i === 0 && named.length === 1 ? id : '',
    name,
    ...(i === 0 && named.length === 1 && email !== '' && { email }),
  }));
}

/** Sessionize gives each further speaker a row of their own, with the session's id and no more. */
function isFurtherSpeaker(cells: Cells, last: RawSession | undefined): boolean {
  return (
    last !== undefined &&
    last.guid !== '' &&
    cells('id') === last.guid &&
    (cells('title') === '' || cells('title') === last.title) &&
    cells('start') === '' &&
    speakersOf(cells).length > 0
  );
}

function readList(table: Table, reader: TableReader): void {
  const { layout, sheet, mapping } = table;
  const { into } = reader;
  const times = reader.times();
  const outside = [sheet.name, ...layout.above.flatMap(({ cells }) => cells)];
  for (const text of outside) {
    const day = text === sheet.name ? readDate(text, reader.order) : undefined;
    const inside = day ?? (text.trim() === '' ? undefined : dateInside(text, reader.order));
    if (inside && !/^\d+$/.test(text.trim())) {
      times.setDay(inside);
      break;
    }
  }
  let last: { raw: RawSession; place: number } | undefined;
  for (const row of layout.rows) {
    const cells = cellsOf(row, table);
    const day = cells('start') === '' || cells('title') === '' ? dayRow(row, reader.order) : undefined;
    if (day && (cells('date') === '' || cells('title') === '')) {
      times.setDay(day);
      continue;
    }
    reader.lines++;
    const title = decodeEntities(cells('title'));
    const room = decodeEntities(cells('room'));
    const label = title || cells('track') || cells('start');
    if (isFurtherSpeaker(cells, last?.raw) && last) {
      const raw = { ...last.raw, speakers: [...last.raw.speakers, ...speakersOf(cells)] };
      into.sessions[last.place] = raw;
      last = { raw, place: last.place };
      reader.lines--;
      continue;
    }
    const status = cells('status');
    if (/reject|withdraw|declin|draft|submitted|abgelehnt|rechazad|retirad|waitlist/i.test(status)) {
      into.note('not-accepted', label);
      reader.lines--;
      continue;
    }
    const blank = (field: Field): string => (saysNothing(cells(field)) ? '' : cells(field));
    const read = times.read({
      date: blank('date'),
      start: blank('start'),
      end: blank('end'),
      endDate: blank('endDate'),
      duration: lengthOf(cells('duration'), mapping.duration),
    });
    if (read === 'empty') {
      into.note('unscheduled', label);
      reader.lines--;
      continue;
    }
    const slot = 'field' in read ? undefined : reader.slot(read, label);
    if (!slot || 'field' in read) {
      const problem: Unread =
        'field' in read ? read : { field: 'start', cell: cells('start') || cells('date') };
      reader.miss(row.line, columnOf(problem.field, mapping), problem, label, room);
      continue;
    }
    if (read.unreadEnd !== undefined)
      into.note('unreadable-end', `${row.line}, ${mapping.end ?? ''}: ${read.unreadEnd}`);
    const raw: RawSession = {
      guid: cells('id'),
      title,
      subtitle: decodeEntities(cells('subtitle')),
      abstract: decodeEntities(cells('abstract')),
      description: decodeEntities(cells('description')),
      track: decodeEntities(cells('track')),
      kind: decodeEntities(cells('kind')),
      language: cells('language'),
      url: cells('url'),
      speakers: speakersOf(cells),
      room: saysNothing(room) ? '' : room,
      start: slot.start,
      end: slot.end,
      cancelled: /cancel|abgesagt|annul/i.test(status),
    };
    const place = into.sessions.length;
    into.add(raw);
    reader.read++;
    last = into.sessions.length > place ? { raw: into.sessions[place] ?? raw, place } : undefined;
  }
  if (times.needsDate) into.needsDate = true;
  if (times.undated > 0 && into.options.firstDate !== undefined)
    into.note('no-date-column', into.options.firstDate);
}

const columnOf = (field: Unread['field'], mapping: ColumnMapping): string =>
  (field === 'date' ? mapping.date : field === 'end' ? mapping.end : (mapping.start ?? mapping.date)) ?? '';

/** `1.5` in a column of hours is 90 minutes. */
function lengthOf(cell: string, column: string | undefined): string {
  const hours = /hours?|stunden|horas|heures|\bstd\b/i.test(column ?? '');
  return hours && /^\d{1,2}(?:[.,]\d{1,2})?$/.test(cell)
    ? `${Math.round(Number(cell.replace(',', '.')) * 60)}`
    : cell;
}

function readGridSheet(sheet: Sheet, reader: TableReader): void {
  const { into } = reader;
  const times = reader.times();
  const grid = readGrid(sheet, reader.order);
  for (const cell of grid.cells) {
    reader.lines++;
    times.setDay(cell.day);
    const read = times.read({ date: '', start: cell.time, end: cell.end, endDate: '', duration: '' });
    const slot = read === 'empty' || 'field' in read ? undefined : reader.slot(read, cell.title);
    if (!slot) {
      reader.miss(cell.line, '', { field: 'start', cell: cell.time }, cell.title, cell.room);
      continue;
    }
    if (cell.namesGuessed) into.note('speakers-guessed', cell.names.join(', '));
    into.add({
      guid: '',
      title: decodeEntities(cell.title),
      description: decodeEntities(cell.about),
      speakers: cell.names.map((name) => ({ id: '', name: decodeEntities(name) })),
      room: decodeEntities(cell.room),
      ...slot,
    });
    reader.read++;
  }
  for (const { line, text } of grid.stray) into.note('unreadable-row', `${line}: ${text}`);
  if (times.needsDate) into.needsDate = true;
  if (times.undated > 0 && into.options.firstDate !== undefined)
    into.note('no-date-column', into.options.firstDate);
}

const short = (cell: string): string => {
  const one = cell.replace(/\s+/g, ' ').trim();
  return one.length > SAMPLE_CELL ? `${one.slice(0, SAMPLE_CELL - 1)}…` : one;
};

function ask(table: Table, reader: TableReader | undefined, into: Collector): void {
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

function read(sheets: readonly Sheet[], into: Collector): void {
  const said = into.options.mapping;
  const grids = said === undefined ? sheets.filter((sheet) => !isListed(sheet) && isGrid(sheet)) : [];
  const tables = sheets
    .filter((sheet) => !grids.includes(sheet) && sheet.rows.length > 0)
    .flatMap((sheet) => {
      try {
        return [tableOf(sheet, said)];
      } catch (error) {
        // Of several sheets those are meant that have the columns which were named.
        if (sheets.length === 1) throw error;
        return [];
      }
    });
  const whole = tables.filter(isComplete);
  const [first] = tables.toSorted((a, b) => b.layout.rows.length - a.layout.rows.length);
  if (whole.length === 0 && grids.length === 0) {
    if (first) ask(first, undefined, into);
    else if (said !== undefined && sheets[0]) tableOf(sheets[0], said);
    return;
  }
  const told = tell([...grids, ...whole.map(({ sheet }) => sheet)], grids.length > 0 ? [] : whole, into);
  const reader = new TableReader(into, told);
  into.silentOnSpeakers = !whole.some(({ places }) =>
    ['speakers', 'lastName', 'firstName'].some((field) => places.has(field)),
  );
  for (const sheet of sheets) {
    const table = whole.find((one) => one.sheet === sheet);
    if (table) readList(table, reader);
    else if (grids.includes(sheet)) readGridSheet(sheet, reader);
  }
  const { order: known, sure, example: doubtful } = told.order;
  if (known !== undefined && !sure && doubtful !== undefined)
    into.note('date-guessed', `${datePart(doubtful)} = ${shown(doubtful, known)}`);
  if (reader.ambiguous) {
    const example = told.order.example ?? '';
    into.needsOrder = { example, dmy: shown(example, 'dmy'), mdy: shown(example, 'mdy') };
  }
  const [table] = whole;
  if (reader.read === 0 && reader.unread && table) ask(table, reader, into);
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

/** A header that names a title and a time is a list, whatever else it looks like. */
function isListed(sheet: Sheet): boolean {
  const { guessed, header } = layoutOf(sheet, AGENDA_WORDS);
  return header !== undefined && guessed.has('title') && (guessed.has('start') || guessed.has('date'));
}

/** Rows that agree about having at least three columns could be an agenda: ask. */
function agrees({ rows }: Sheet): boolean {
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
  read: ({ sheets }, into) => read(sheets, into),
});

export const csvParser = tableParser('csv', 'text');
export const xlsxParser = tableParser('xlsx', 'workbook');
