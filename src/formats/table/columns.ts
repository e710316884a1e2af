/** Which column holds what: by its header, as people decorate it, and where that says nothing by its cells. */
import { NO_COLUMN } from '../../agenda/domain/parsed.ts';
import { UserError } from '../../core/errors.ts';
import { plain } from '../../core/match.ts';
import { escape } from '../../slack/mrkdwn.ts';
import { isDateCell, isTimeCell } from './cell.ts';
import type { Row } from './sheet.ts';

/** The words for each field, the surest first. */
export type Dictionary = Readonly<Record<string, readonly string[]>>;
/** Columns by the names that people see. */
export type Mapping = Readonly<Record<string, string>>;

/** Characters: a cell that is longer heads nothing. */
const MAX_HEADER = 80;

/** `*Session Title`, `Room/Location (Optional)`, `StartTime` without what is only for those who fill it in. */
const undecorated = (header: string): string =>
  header
    .slice(0, 2 * MAX_HEADER)
    .replace(/[([{][^()[\]{}]*[)\]}]/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');

/** Words that say of what a column is: `Event start time`, `Talk room`. */
const OF_WHAT =
  /\b(?:session|sessions|talk|talks|event|proposal|presentation|conference|scheduled|actual|charla|evento|vortrags|primary|local|official|the|s|slot|final|assigned)\b/g;

/** What a header could be called, the whole of it first. */
export function headerNames(header: string): string[] {
  if (header.length > MAX_HEADER) return [];
  const said = undecorated(header);
  const whole = plain(said);
  const parts = said.split(/[/|]|\bor\b/).map(plain);
  const general = [whole, ...parts].map((name) =>
    name.replace(OF_WHAT, ' ').replace(/ +/g, ' ').trim().replace(/ of$/, ''),
  );
  const several = [plain(header), whole, ...(parts.length > 1 ? parts : []), ...general];
  // `Horaires`, `Locations`: one of them is a word as well.
  const single = several.filter((name) => /\p{L}{4,}s$/u.test(name)).map((name) => name.slice(0, -1));
  return [...new Set([...several, ...single])].filter((name) => name !== '');
}

/** By the name that people see: the header, or `#3` where it is empty or there twice. */
export function columnNames(header: readonly string[]): string[] {
  const trimmed = header.map((cell) => cell.replace(/\s+/g, ' ').trim());
  return trimmed.map((cell, i) => (cell === '' || trimmed.indexOf(cell) !== i ? `#${i + 1}` : cell));
}

/** Words that say too little of a column when they are only a part of its header. */
const WEAK = new Set(
  `name nombre session talk event what min to from by text fin final place type id code key data do od van das til fra
  tot fi den dag local sal rom content about person people who host hosts names artist artists subject activity link
  page art format topic theme stream series category kind status state accepted slot times schedule nap cas tid kl od
  presentation ort teacher author authors autor autores moderator moderators lang until ends starts begin end start time
  date day length`.split(/\s+/),
);

/** What is told of speakers or talks besides who and what they are. */
const ABOUT =
  /\b(?:bio|biography|biografia|company|organi[sz]ation|firma|empresa|e ?mail|phone|photo|picture|image|twitter|linkedin|github|affiliation|notes?|count|number|capacity|country|gender|pronouns?|confirmed|rating|requirements?|submitted|submission|created|updated|deadline|decision|id|url|link|slides|video|level|tags?|job|position|role|fee|travel|hotel)\b/;

/** The one field whose word stands in a header beside other words: `Título de la charla`, `Name of speaker`. */
function fieldInside(header: string, strong: ReadonlyMap<string, string>): string | undefined {
  const said = plain(undecorated(header.slice(0, MAX_HEADER)));
  if (ABOUT.test(said)) return undefined;
  const fields = new Set(
    said.split(' ').flatMap((word) => strong.get(word) ?? strong.get(word.replace(/s$/, '')) ?? []),
  );
  const [only, second] = fields;
  return second === undefined ? only : undefined;
}

/** Fields that a part of a header is enough for. */
const IN_PART = new Set(['title', 'speakers', 'room', 'abstract', 'description', 'track', 'role']);

const strongWords = (words: Dictionary): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(words).flatMap(([field, known]) =>
      known.filter((word) => !word.includes(' ') && !WEAK.has(word)).map((word) => [word, field] as const),
    ),
  );

/** The field of each column that its header tells; a surer word, and a wholer name, goes first. */
export function guessByHeader(
  columns: readonly string[],
  words: Dictionary,
  /** Whether a part of a header may tell it: people decorate headers, programs do not decorate keys. */
  inPart = true,
): Map<string, number> {
  const names = columns.map(headerNames);
  const candidates: { field: string; column: number; rank: number }[] = [];
  for (const [field, known] of Object.entries(words)) {
    const order = new Map(known.map((word, i) => [word, i]));
    for (const [column, all] of names.entries())
      for (const [whole, name] of all.entries()) {
        const word = order.get(name);
        if (word !== undefined) candidates.push({ field, column, rank: whole * 1000 + word });
      }
  }
  const found = new Map<string, number>();
  const taken = new Set<number>();
  const fields = Object.keys(words);
  // Field by field, so that "Session" is the title where nothing else is.
  for (const field of fields) {
    const [best] = candidates
      .filter((one) => one.field === field && !taken.has(one.column))
      .sort((a, b) => a.rank - b.rank || a.column - b.column);
    if (!best) continue;
    const surer = candidates.some(
      (other) => other.column === best.column && other.field !== field && other.rank < best.rank - 500,
    );
    if (surer) continue;
    found.set(field, best.column);
    taken.add(best.column);
  }
  if (!inPart) return found;
  const strong = strongWords(words);
  for (const [column, header] of columns.entries()) {
    const field = taken.has(column) || header.length > MAX_HEADER ? undefined : fieldInside(header, strong);
    if (field === undefined || found.has(field) || !IN_PART.has(field)) continue;
    found.set(field, column);
    taken.add(column);
  }
  return found;
}

/** How much of a column's cells must be dates or times to take it for one. */
const MOST = 0.7;
const LOOKED_AT = 200;

/** The first column that is not taken and whose cells are mostly such. */
function byCells(
  rows: readonly Row[],
  width: number,
  taken: ReadonlySet<number>,
  fits: (cell: string) => boolean,
): number | undefined {
  for (let column = 0; column < width; column++) {
    if (taken.has(column)) continue;
    const cells = rows.slice(0, LOOKED_AT).flatMap(({ cells }) => {
      const cell = cells[column]?.trim() ?? '';
      return cell === '' ? [] : [cell];
    });
    if (cells.length > 0 && cells.filter(fits).length >= MOST * cells.length) return column;
  }
  return undefined;
}

export interface Guess {
  readonly field: string;
  readonly column: number;
}

/** Dates and times that no header names, told by what the cells hold. */
export function guessByCells(
  rows: readonly Row[],
  width: number,
  known: ReadonlyMap<string, number>,
): Guess[] {
  const taken = new Set(known.values());
  const found: Guess[] = [];
  const look = (field: string, fits: (cell: string) => boolean): void => {
    if (known.has(field) || found.some((one) => one.field === field)) return;
    const column = byCells(rows, width, taken, fits);
    if (column === undefined) return;
    taken.add(column);
    found.push({ field, column });
  };
  look('start', isTimeCell);
  const startHasDate = rows.some(({ cells }) => {
    const start = known.get('start') ?? found.find(({ field }) => field === 'start')?.column ?? -1;
    return isDateCell(cells[start] ?? '');
  });
  if (!startHasDate) look('date', isDateCell);
  return found;
}

/** The guess, with what a person said on top; a column that does not exist is refused by name. */
export function applyMapping(columns: readonly string[], guessed: Mapping, said: Mapping = {}): Mapping {
  const none = new Set(Object.keys(said).filter((field) => said[field] === NO_COLUMN));
  const chosen = Object.entries(said).filter(([field]) => !none.has(field));
  const named = new Set(chosen.map(([, column]) => column));
  const kept = Object.entries(guessed).filter(([field, column]) => !named.has(column) && !none.has(field));
  for (const column of named)
    if (columnIndex(columns, column) < 0)
      throw new UserError('format.noColumn', { column: escape(column), columns: escape(columns.join(', ')) });
  return { ...Object.fromEntries(kept), ...Object.fromEntries(chosen) };
}

/** The place of a column, by its name or as `#3`; -1 where there is none. */
export function columnIndex(columns: readonly string[], column: string | undefined): number {
  if (column === undefined) return -1;
  const named = columns.indexOf(column);
  if (named >= 0) return named;
  const place = Number(/^#(\d{1,3})$/.exec(column)?.[1] ?? 0) - 1;
  return place < columns.length ? place : -1;
}
