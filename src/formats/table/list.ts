/** A table that is a list: a session in each row. */
import type { ColumnMapping } from '../../agenda/domain/parsed.ts';
import type { RawSession } from '../collector.ts';
import { namesIn } from '../names.ts';
import { decodeEntities } from '../text.ts';
import { saysNothing } from './cell.ts';
import { dateInside } from './date-inside.ts';
import { readDate } from './dates.ts';
import { dayRow } from './grid.ts';
import type { Slot, TableReader } from './reader.ts';
import { type Cells, cellsOf, type Field, type Table } from './table.ts';
import type { RowTimes, TableTimes, Unread } from './times.ts';

const NOT_ACCEPTED = /reject|withdraw|declin|draft|submitted|abgelehnt|rechazad|retirad|waitlist/i;
const CANCELLED = /cancel|abgesagt|annul/i;

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

/** The day that the title above the table, or the name of the sheet, is about. */
function dayAbove({ sheet, layout }: Table, reader: TableReader) {
  for (const text of [sheet.name, ...layout.above.flatMap(({ cells }) => cells)]) {
    if (/^\d*$/.test(text.trim())) continue;
    const day =
      (text === sheet.name ? readDate(text, reader.order) : undefined) ?? dateInside(text, reader.order);
    if (day) return day;
  }
  return undefined;
}

/** `1.5` in a column of hours is 90 minutes. */
function lengthOf(cell: string, column: string | undefined): string {
  const hours = /hours?|stunden|horas|heures|\bstd\b/i.test(column ?? '');
  return hours && /^\d{1,2}(?:[.,]\d{1,2})?$/.test(cell)
    ? `${Math.round(Number(cell.replace(',', '.')) * 60)}`
    : cell;
}

const columnOf = (field: Unread['field'], mapping: ColumnMapping): string =>
  (field === 'date' ? mapping.date : field === 'end' ? mapping.end : (mapping.start ?? mapping.date)) ?? '';

function timesOf(cells: Cells, mapping: ColumnMapping, times: TableTimes): RowTimes | Unread | 'empty' {
  const said = (field: Field): string => (saysNothing(cells(field)) ? '' : cells(field));
  return times.read({
    date: said('date'),
    start: said('start'),
    end: said('end'),
    endDate: said('endDate'),
    duration: lengthOf(cells('duration'), mapping.duration),
  });
}

function sessionOf(cells: Cells, slot: Slot): RawSession {
  const text = (field: Field): string => decodeEntities(cells(field));
  const room = text('room');
  return {
    guid: cells('id'),
    title: text('title'),
    subtitle: text('subtitle'),
    abstract: text('abstract'),
    description: text('description'),
    track: text('track'),
    kind: text('kind'),
    language: cells('language'),
    url: cells('url'),
    speakers: speakersOf(cells),
    room: saysNothing(room) ? '' : room,
    ...slot,
    cancelled: CANCELLED.test(cells('status')),
  };
}

export function readList(table: Table, reader: TableReader): void {
  const { layout, mapping } = table;
  const { into } = reader;
  const times = reader.times();
  times.setDay(dayAbove(table, reader));
  let last: { raw: RawSession; place: number } | undefined;
  for (const row of layout.rows) {
    const cells = cellsOf(row, table);
    const day = cells('start') === '' || cells('title') === '' ? dayRow(row, reader.order) : undefined;
    if (day && (cells('date') === '' || cells('title') === '')) {
      times.setDay(day);
      continue;
    }
    const title = decodeEntities(cells('title'));
    const label = title || cells('track') || cells('start');
    if (isFurtherSpeaker(cells, last?.raw) && last) {
      const raw = { ...last.raw, speakers: [...last.raw.speakers, ...speakersOf(cells)] };
      into.sessions[last.place] = raw;
      last = { raw, place: last.place };
      continue;
    }
    if (NOT_ACCEPTED.test(cells('status'))) {
      into.note('not-accepted', label);
      continue;
    }
    const read = timesOf(cells, mapping, times);
    if (read === 'empty') {
      into.note('unscheduled', label);
      continue;
    }
    reader.lines++;
    const slot = 'field' in read ? undefined : reader.slot(read, label);
    if (!slot || 'field' in read) {
      const problem: Unread =
        'field' in read ? read : { field: 'start', cell: cells('start') || cells('date') };
      const column = columnOf(problem.field, mapping);
      reader.miss({ line: row.line, column, problem, title: label, room: decodeEntities(cells('room')) });
      continue;
    }
    if (read.unreadEnd !== undefined)
      into.note('unreadable-end', `${row.line}, ${mapping.end ?? ''}: ${read.unreadEnd}`);
    const raw = sessionOf(cells, slot);
    const place = into.sessions.length;
    reader.add(row.line, raw);
    last = into.sessions.length > place ? { raw: into.sessions[place] ?? raw, place } : undefined;
  }
  reader.finish(times);
}
