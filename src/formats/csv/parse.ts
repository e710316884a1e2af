/** A table of sessions, as a spreadsheet or pretalx exports it, or as somebody typed it. */
import type { ColumnField, ColumnMapping } from '../../agenda/domain/parsed.ts';
import type { Collector } from '../collector.ts';
import { durationMinutes } from '../duration.ts';
import type { TableParser } from '../parser.ts';
import { offsetTime } from '../when.ts';
import {
  type DateOrder,
  dateFrom,
  dateOrder,
  readClock,
  readDate,
  splitDateTime,
  wallText,
} from './dates.ts';
import { applyMapping, columnIndex, columnNames, guessColumns } from './headers.ts';
import { readTable, separatorOf } from './table.ts';

/** Where weekdays or day numbers stand for dates and nobody said which: a week that nobody takes for real. */
const PROVISIONAL = '2000-01-03';
const MINUTE = 60_000;

type Cells = (field: ColumnField) => string;

/** Programs would run a cell that begins so; exports (ours too) put an apostrophe before it. */
const unguard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '').trim();

const namesOf = (cell: string): string[] =>
  cell
    .split(/[,;\n]|\s&\s/)
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^(?:tbd|tba|n\/a|-)$/i.test(name));

interface Reading {
  readonly order: DateOrder;
  readonly firstDate: string | undefined;
  readonly into: Collector;
}

function onDate(dateText: string, clockText: string, label: string, reading: Reading): number | undefined {
  const { into } = reading;
  const date = dateText === '' ? ({ day: 1 } as const) : readDate(dateText, reading.order);
  const minutes = readClock(clockText);
  if (!date || minutes === undefined) return undefined;
  if (!('date' in date) && reading.firstDate === undefined) into.needsDate = true;
  if ('guessed' in date) into.note('date-guessed', dateText);
  return into.wall(wallText(dateFrom(reading.firstDate ?? PROVISIONAL, date), minutes), label);
}

function startOf(cells: Cells, label: string, reading: Reading): number | undefined {
  const start = cells('start');
  if (offsetTime(start)) return reading.into.startTime(start, label);
  const whole = splitDateTime(start) ?? (start === '' ? splitDateTime(cells('date')) : undefined);
  return whole
    ? onDate(whole.date, whole.clock, label, reading)
    : onDate(cells('date'), start, label, reading);
}

function endOf(cells: Cells, start: number, label: string, reading: Reading): number | undefined {
  const { into } = reading;
  const end = cells('end');
  const exact = offsetTime(end)?.at;
  if (exact !== undefined) return exact;
  const whole = splitDateTime(end);
  if (whole) return onDate(whole.date, whole.clock, label, reading);
  const clock = readClock(end);
  if (clock !== undefined) {
    const local = into.clock.local(start);
    const from = local.hour * 60 + local.minute;
    const date = local.toPlainDate().toString();
    return into.wall(wallText(date, clock < from ? clock + 1440 : clock), label);
  }
  const minutes = durationMinutes(cells('duration'), { clock: true });
  return minutes === undefined ? undefined : start + minutes * MINUTE;
}

function readRow(cells: Cells, reading: Reading): void {
  const { into } = reading;
  const label = cells('title') || cells('track') || cells('start');
  const status = cells('status');
  if (/reject|withdraw|declin|draft|submitted|abgelehnt|rechazad|retirad/i.test(status)) {
    into.note('not-accepted', label);
    return;
  }
  const start = startOf(cells, label, reading);
  if (start === undefined) {
    into.note(cells('start') === '' && cells('date') === '' ? 'unscheduled' : 'unreadable-row', label);
    return;
  }
  into.add({
    guid: cells('id'),
    title: cells('title'),
    subtitle: cells('subtitle'),
    abstract: cells('abstract'),
    description: cells('description'),
    track: cells('track'),
    kind: cells('kind'),
    language: cells('language'),
    url: cells('url'),
    speakers: namesOf(cells('speakers')).map((name) => ({ id: '', name })),
    room: cells('room'),
    start,
    end: endOf(cells, start, label, reading),
    cancelled: /cancel|abgesagt|annul/i.test(status),
  });
}

const missing = (mapping: ColumnMapping): ColumnField[] => [
  ...(mapping.title === undefined ? (['title'] as const) : []),
  ...(mapping.start === undefined ? (['start'] as const) : []),
];

export const csvParser: TableParser = {
  format: 'csv',
  as: 'csv',
  /** A header that says something, or rows that agree about having at least three columns. */
  fits({ text }) {
    if (separatorOf(text) === undefined) return false;
    const { header, rows } = readTable(text);
    const guessed = guessColumns(columnNames(header));
    if (guessed.title !== undefined && (guessed.start !== undefined || guessed.date !== undefined))
      return true;
    return rows.length >= 2 && header.length >= 3 && rows.every((row) => row.length === header.length);
  },
  read({ text }, into) {
    const { header, rows } = readTable(text);
    const columns = columnNames(header);
    const mapping = applyMapping(columns, into.options.mapping);
    const lacking = missing(mapping);
    // A date column may hold date and time together.
    const dateHasTime = rows.some((row) => splitDateTime(row[columnIndex(columns, mapping.date)] ?? ''));
    if (lacking.includes('title') || (lacking.includes('start') && !dateHasTime)) {
      into.needsColumns = { columns, guessed: mapping, missing: lacking };
      return;
    }
    const places = new Map(
      Object.entries(mapping).map(([field, column]) => [field, columnIndex(columns, column)]),
    );
    const dates = ['date', 'start'].flatMap((field) => rows.map((row) => row[places.get(field) ?? -1] ?? ''));
    const reading = { order: dateOrder(dates), firstDate: into.options.firstDate, into };
    for (const row of rows) readRow((field) => unguard(row[places.get(field) ?? -1] ?? ''), reading);
  },
};
