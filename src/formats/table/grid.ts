/** A programme as a grid: times down the side, and a column for each room, or for each day. */
import { plain } from '../../core/match.ts';
import { looksLikeNames, namesIn } from '../names.ts';
import { isDateCell, isTimeCell, readWhen } from './cell.ts';
import { headerNames } from './columns.ts';
import { dateInside } from './date-inside.ts';
import { type DateOrder, type DateText, readDate } from './dates.ts';
import type { Row, Sheet } from './sheet.ts';
import { AGENDA_WORDS } from './words.ts';

export interface GridCell {
  readonly line: number;
  readonly column: number;
  /** The cell of the time, to be read with its day. */
  readonly time: string;
  readonly end: string;
  readonly day: DateText | undefined;
  readonly room: string;
  readonly title: string;
  readonly names: readonly string[];
  /** The names were told from the cell's own text. */
  readonly namesGuessed: boolean;
  /** The text of the cell below its title. */
  readonly about: string;
}

const TIME_WORDS = new Set([...AGENDA_WORDS.start, '']);
const END_WORDS = new Set(AGENDA_WORDS.end);
const DATE_WORDS = new Set(AGENDA_WORDS.date);
const SPEAKER_WORDS = new Set(AGENDA_WORDS.speakers);

/** A column that is called so holds rooms; a room may well be called Stage or Hall. */
const ONLY_IN_LISTS = new Set([
  'room',
  'location',
  'venue',
  'place',
  'ort',
  'raum',
  'lugar',
  'sala',
  'salle',
  'lieu',
]);

const filledIn = ({ cells }: Row): number[] => cells.flatMap((cell, i) => (cell.trim() === '' ? [] : [i]));

const isTimeHead = (cell: string): boolean =>
  cell.trim() === '' || headerNames(cell).some((name) => TIME_WORDS.has(name));

/** The first column that holds most of the times. */
function timeColumn(rows: readonly Row[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { cells } of rows.slice(0, 300))
    for (const [i, cell] of cells.slice(0, 12).entries())
      if (isTimeCell(cell)) counts.set(i, (counts.get(i) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  // One time is enough where the column is called for what it is: a day may have one slot.
  const isNamed = (place: number): boolean =>
    rows
      .slice(0, 12)
      .some(({ cells }) => headerNames(cells[place] ?? '').some((name) => TIME_WORDS.has(name)));
  return best !== undefined && (best[1] >= 2 || isNamed(best[0])) ? best[0] : undefined;
}

interface Head {
  readonly kind: 'room' | 'day' | 'speakers' | 'end' | 'date';
  readonly name: string;
  readonly day?: DateText;
  /** The column whose speakers these are. */
  readonly of?: number;
}

const SPEAKERS_BEHIND =
  /^(.*?)[\s:–-]*\(?(?:speakers?|presenters?|ponentes?|referent(?:en|in)?|intervenants?)\)?$/i;

function headOf(text: string, column: number, base: ReadonlyMap<number, string>, order?: DateOrder): Head {
  const name = text.replace(/\s+/g, ' ').trim();
  if (END_WORDS.has(plain(name))) return { kind: 'end', name };
  if (DATE_WORDS.has(plain(name))) return { kind: 'date', name };
  const day = readDate(name, order) ?? (/\d/.test(name) ? dateInside(name, order) : undefined);
  if (day && !/^\d+$/.test(name)) return { kind: 'day', name, day };
  const [, whose] = SPEAKERS_BEHIND.exec(name.slice(0, 100)) ?? [];
  if (whose !== undefined) {
    const of = [...base].find(([, other]) => whose !== '' && plain(other) === plain(whose))?.[0];
    return { kind: 'speakers', name, of: of ?? column - 1 };
  }
  return { kind: 'room', name };
}

/** A row that only says which day it is: `WEDNESDAY - May 8 - Day 1`. */
export function dayRow(row: Row, order?: DateOrder): DateText | undefined {
  const texts = [...new Set(filledIn(row).map((i) => (row.cells[i] ?? '').trim()))];
  if (texts.length > 2 || row.cells.some(isTimeCell)) return undefined;
  for (const text of texts) {
    if (/^\d+$/.test(text)) continue;
    const day = readDate(text, order) ?? dateInside(text, order);
    if (day) return day;
  }
  return undefined;
}

/** Whether a sheet is a grid: its times in one column below a head that says so, and rooms or days beside it. */
export function isGrid({ rows }: Sheet): boolean {
  const time = timeColumn(rows);
  if (time === undefined) return false;
  const first = rows.findIndex(({ cells }) => isTimeCell(cells[time] ?? ''));
  const heads = rows
    .slice(0, first)
    .filter((row) => filledIn(row).filter((i) => i > time).length > 0 && !dayRow(row));
  const head = heads[0];
  if (!head || !isTimeHead(head.cells[time] ?? '')) return false;
  const beside = filledIn(head).filter((i) => i !== time);
  const dates = (i: number): boolean => DATE_WORDS.has(plain(head.cells[i] ?? ''));
  if (beside.some((i) => i < time && !dates(i))) return false;
  const known = beside.filter((i) => {
    const names = headerNames(head.cells[i] ?? '');
    if (names.some((name) => ONLY_IN_LISTS.has(name))) return true;
    const fields = Object.entries(AGENDA_WORDS).flatMap(([field, words]) =>
      words.some((word) => names.slice(0, 2).includes(word)) ? [field] : [],
    );
    return fields.some((field) => !['date', 'end', 'title', 'room', 'kind'].includes(field));
  });
  const open = beside.filter((i) => !dates(i) && !END_WORDS.has(plain(head.cells[i] ?? '')));
  return known.length === 0 && open.length >= (isDateCell(head.cells[open[0] ?? -1] ?? '') ? 1 : 2);
}

/** The title in the first line, and below or behind it in brackets the names, where they look like some. */
function contentOf(cell: string): Pick<GridCell, 'title' | 'names' | 'namesGuessed' | 'about'> {
  const lines = cell
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = '', ...rest] = lines;
  const named = rest.findIndex(looksLikeNames);
  if (named >= 0)
    return {
      title: first,
      names: namesIn(rest[named] ?? ''),
      namesGuessed: true,
      about: rest.filter((_, i) => i !== named).join('\n'),
    };
  const [, title, inside] = /^([^()]{2,300})\(([^()]{3,200})\)$/.exec(first) ?? [];
  if (title !== undefined && inside !== undefined && looksLikeNames(inside))
    return { title: title.trim(), names: namesIn(inside), namesGuessed: true, about: rest.join('\n') };
  return { title: first, names: [], namesGuessed: false, about: rest.join('\n') };
}

export interface GridReading {
  readonly cells: readonly GridCell[];
  /** Texts below a time's row that belong to nothing that is known. */
  readonly stray: readonly { readonly line: number; readonly text: string }[];
}

export function readGrid({ rows, name }: Sheet, order?: DateOrder): GridReading {
  const time = timeColumn(rows) ?? 0;
  const found: GridCell[] = [];
  const stray: { line: number; text: string }[] = [];
  const base = new Map<number, string>();
  let heads = new Map<number, Head>();
  let day: DateText | undefined = readDate(name, order) ?? dateInside(name, order);
  let timed = false;
  for (const row of rows) {
    const text = (i: number): string => (row.cells[i] ?? '').trim();
    const filled = filledIn(row);
    if (!isTimeCell(text(time)) || readWhen(text(time), order, 'time')?.from === undefined) {
      const stated = dayRow(row, order);
      const isHead = timed ? TIME_WORDS.has(plain(text(time))) && text(time) !== '' : true;
      if (stated && (filled.length === 1 || timed || found.length === 0)) {
        if (filled.length === 1 || !isHead || !filled.some((i) => i !== time && readDate(text(i), order))) {
          day = stated;
          timed = false;
          continue;
        }
      }
      if (isHead && (filled.length >= 2 || TIME_WORDS.has(plain(text(time))))) {
        if (timed) heads = new Map();
        for (const i of filled) {
          if (i === time) continue;
          if (!base.has(i)) base.set(i, text(i));
          if (heads.get(i)?.kind !== 'speakers' || timed) heads.set(i, headOf(text(i), i, base, order));
        }
        timed = false;
      } else if (timed) for (const i of filled) stray.push({ line: row.line, text: text(i) });
      continue;
    }
    timed = true;
    const end = text([...heads].find(([, head]) => head.kind === 'end')?.[0] ?? -1);
    const dated = [...heads].find(([, head]) => head.kind === 'date')?.[0];
    if (dated !== undefined && text(dated) !== '') day = readWhen(text(dated), order, 'date')?.date ?? day;
    for (const i of filled) {
      const head = heads.get(i);
      if (i === time || head?.kind === 'end' || head?.kind === 'date' || head?.kind === 'speakers') continue;
      const content = contentOf(text(i));
      const beside = [...heads].flatMap(([at, one]) =>
        one.kind === 'speakers' && one.of === i ? [text(at)] : [],
      );
      const names = beside.flatMap(namesIn);
      found.push({
        line: row.line,
        column: i,
        time: text(time),
        end,
        day: head?.day ?? day,
        room: head?.kind === 'room' && !SPEAKER_WORDS.has(plain(head.name)) ? head.name : '',
        ...content,
        ...(names.length > 0 && { names, namesGuessed: false }),
      });
    }
  }
  return { cells: found, stray };
}
