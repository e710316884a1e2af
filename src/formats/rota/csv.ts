/** Shifts in a spreadsheet, read as programmes are: any header, dates and times as people write them. */
import { UserError } from '../../core/errors.ts';
import { plain } from '../../core/match.ts';
import { isTimeCell, readWhen } from '../table/cell.ts';
import { hasHalf } from '../table/clock.ts';
import { dateInside } from '../table/date-inside.ts';
import { dateOrder } from '../table/date-order.ts';
import { readDate } from '../table/dates.ts';
import { dayRow } from '../table/grid.ts';
import { type Layout, layoutOf } from '../table/layout.ts';
import type { Row, Sheet } from '../table/sheet.ts';
import { commonYear, type Point, TableTimes, yearIn } from '../table/times.ts';
import { AGENDA_WORDS } from '../table/words.ts';
import { ShiftReading } from './reading.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

/** The surest word first. Whoever is named in the table is not taken over: people sign up for themselves. */
const WORDS = {
  id: ['id', 'key', 'shift id', 'shift code', 'code'],
  role: [
    ...[
      'role',
      'task',
      'job',
      'position',
      'duty',
      'team',
      'shift type',
      'type',
      'shift',
      'shift name',
      'activity',
      'title',
    ],
    ...[
      'rol',
      'tarea',
      'puesto',
      'funcion',
      'turno',
      'actividad',
      'rolle',
      'aufgabe',
      'dienst',
      'schicht',
      'tatigkeit',
    ],
    ...['poste', 'tache', 'mission', 'engel', 'angel type', 'what', 'name'],
  ],
  date: AGENDA_WORDS.date,
  start: AGENDA_WORDS.start,
  end: AGENDA_WORDS.end,
  endDate: AGENDA_WORDS.endDate,
  duration: AGENDA_WORDS.duration.filter((word) => word !== 'min'),
  min: [
    ...[
      'min',
      'minimum',
      'needed',
      'need',
      'people',
      'min needed',
      'volunteers needed',
      'people needed',
      'required',
      'places',
    ],
    ...[
      'number of volunteers',
      'number of people',
      'slots',
      'headcount',
      'count',
      'minimo',
      'personas',
      'numero',
      'cantidad',
    ],
    ...['voluntarios', 'anzahl', 'benotigt', 'personen', 'helfer', 'nombre', 'besoin', 'benevoles'],
  ],
  target: ['target', 'ideal', 'wanted', 'objetivo', 'soll'],
  max: ['max', 'maximum', 'max needed', 'maximo', 'capacity'],
  room: [...AGENDA_WORDS.room, 'area', 'einsatzort', 'zona'],
  note: [
    'note',
    'notes',
    'description',
    'comment',
    'comments',
    'title',
    'nota',
    'notas',
    'notiz',
    'bemerkung',
    'remarques',
    'details',
  ],
} as const;
type Field = keyof typeof WORDS;

const number = (text: string): number | undefined => {
  const value = Number(text.replace(',', '.'));
  return text === '' || !Number.isFinite(value) ? undefined : value;
};

/** Programs would run a cell that begins so; exports put an apostrophe before it. */
const unguard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '').trim();

const cellsOf =
  ({ guessed }: Layout, { cells }: Row) =>
  (field: Field): string =>
    unguard(cells[guessed.get(field) ?? -1] ?? '');

function timesOf(sheet: Sheet, layout: Layout, options: ShiftOptions, onGuessed: () => void): TableTimes {
  const texts: string[] = [];
  let halves = false;
  for (const row of layout.rows) {
    const cell = cellsOf(layout, row);
    for (const field of ['date', 'endDate', 'start', 'end'] as const) {
      const text = cell(field);
      halves ||= hasHalf(text);
      if (/date/i.test(field) || !isTimeCell(text)) texts.push(text.split(/[ ,T](?=\d{1,2}[:.h])/)[0] ?? '');
    }
  }
  const english = layout.columns.some((name) => /\b(?:date|day|start|end|time|role|room)\b/i.test(name));
  const { order } = dateOrder(texts, { halves, zone: options.zone, foreign: !english });
  const dates = texts.flatMap((text) => readDate(text, order) ?? readWhen(text, order, 'date')?.date ?? []);
  const above = [sheet.name, ...layout.above.flatMap(({ cells }) => cells)];
  const times = new TableTimes({
    order,
    firstDate: options.dayZero,
    year: commonYear(dates) ?? above.map(yearIn).find((year) => year !== undefined),
    onGuessed,
  });
  times.setDay(above.map((text) => dateInside(text, order)).find((date) => date !== undefined));
  return times;
}

/** Undefined where no row says what to do and when. Throws `rota.import.whichDate` where nothing tells 6 December from 12 June. */
export function readTable(sheets: readonly Sheet[], options: ShiftOptions): ParsedShifts | undefined {
  const found = sheets
    .map((sheet) => ({ sheet, layout: layoutOf(sheet, WORDS) }))
    .filter(({ layout: { guessed, header } }) => header && guessed.has('role') && guessed.has('start'));
  if (found.length === 0) return undefined;
  const reading = new ShiftReading('csv', options);
  for (const { sheet, layout } of found) readSheet(sheet, layout, reading);
  return reading.finish();
}

function readSheet(sheet: Sheet, layout: Layout, reading: ShiftReading): void {
  const times = timesOf(sheet, layout, reading.options, () => {
    throw new UserError('rota.import.whichDate');
  });
  for (const row of layout.rows) {
    const cell = cellsOf(layout, row);
    const day = cell('start') === '' || cell('role') === '' ? dayRow(row) : undefined;
    if (day) {
      times.setDay(day);
      continue;
    }
    const [date, start, end, endDate, duration] = (
      ['date', 'start', 'end', 'endDate', 'duration'] as const
    ).map(cell) as [string, string, string, string, string];
    const read = times.read({ date, start, end, endDate, duration });
    const where = `${row.line}: ${[date, start, end].filter(Boolean).join(' ')}`;
    if (read === 'empty' || 'field' in read) {
      reading.note('unreadable-time', where);
      continue;
    }
    const from = instantOf(read.start, reading);
    const to =
      read.end === undefined
        ? from !== undefined && read.minutes !== undefined
          ? from + read.minutes * 60_000
          : undefined
        : instantOf(read.end, reading);
    if (to === undefined) {
      reading.note('no-end', where);
      continue;
    }
    const role = cell('role');
    const room = cell('room');
    reading.add({
      key: cell('id') || `${role}|${room}|${start}|${end}`,
      role,
      room,
      start: from,
      end: to,
      min: number(cell('min')) ?? 1,
      target: number(cell('target')),
      max: number(cell('max')),
      note: plain(cell('note')) === plain(role) ? '' : cell('note'),
    });
  }
  if (times.needsDate) reading.needsDayZero = true;
}

const instantOf = (point: Point, reading: ShiftReading): number | undefined =>
  reading.time('exact' in point ? point.exact : point.wall);
