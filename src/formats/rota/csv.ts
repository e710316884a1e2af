/** Shifts in a spreadsheet: a header names the columns, in English, Spanish or German, in any order. */
import { parse } from 'csv-parse/sync';
import { plain } from '../../core/match.ts';
import { ShiftReading } from './reading.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

const COLUMNS = {
  id: ['id', 'key', 'shift id', 'shift', 'code', 'turno'],
  role: ['role', 'task', 'job', 'type', 'team', 'rol', 'tarea', 'puesto', 'rolle', 'aufgabe'],
  room: ['room', 'location', 'venue', 'place', 'sala', 'lugar', 'raum', 'ort'],
  date: ['date', 'day', 'fecha', 'dia', 'datum', 'tag'],
  start: ['start', 'from', 'begin', 'starts at', 'start time', 'inicio', 'desde', 'beginn', 'von'],
  end: ['end', 'to', 'until', 'ends at', 'end time', 'fin', 'hasta', 'ende', 'bis'],
  min: ['min', 'minimum', 'needed', 'need', 'people', 'min needed', 'minimo', 'personas', 'anzahl'],
  target: ['target', 'ideal', 'wanted', 'objetivo'],
  max: ['max', 'maximum', 'max needed', 'maximo'],
  note: ['note', 'notes', 'description', 'comment', 'title', 'nota', 'notas', 'notiz'],
} as const;
type Column = keyof typeof COLUMNS;

const number = (text: string | undefined) => {
  const value = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(value) ? undefined : value;
};

export function readCsv(text: string, options: ShiftOptions): ParsedShifts | undefined {
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter =
    [',', ';', '\t'].sort((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ',';
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch {
    return undefined;
  }
  const [header = [], ...body] = rows;
  const at: Partial<Record<Column, number>> = {};
  for (const [column, names] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const index = header.findIndex((cell) => names.includes(plain(cell)));
    if (index >= 0) at[column] = index;
  }
  if (at.role === undefined || at.start === undefined || at.end === undefined) return undefined;
  const reading = new ShiftReading('csv', options);
  for (const row of body) {
    const cell = (column: Column) => {
      const index = at[column];
      return index === undefined ? undefined : row[index];
    };
    const start = cell('start') ?? '';
    const end = cell('end') ?? '';
    const date = cell('date') ?? /^\d{4}-\d{2}-\d{2}/.exec(start)?.[0] ?? '';
    const clockOnly = /^\d{1,2}:\d{2}(:\d{2})?$/;
    const span = clockOnly.test(end)
      ? reading.span(date, clockOnly.test(start) ? start : start.slice(11) || start, end)
      : { start: reading.time(clockOnly.test(start) ? `${date}T${start}` : start), end: reading.time(end) };
    const role = cell('role') ?? '';
    const room = cell('room') ?? '';
    reading.add({
      key: cell('id') || `${role}|${room}|${start}|${end}`,
      role,
      room,
      ...span,
      min: number(cell('min')) ?? 1,
      target: number(cell('target')),
      max: number(cell('max')),
      note: cell('note') ?? '',
    });
  }
  return reading.finish();
}
