/**
 * Sessions in JSON and YAML whose shape nobody has agreed on: objects that have a title and a time, by themselves
 * or by what is around them (the day that they are listed under, the slot, the room). They become the rows of a
 * table, and are read as one.
 */
import { UserError } from '../../core/errors.ts';
import { type Fields, list, scalarText } from '../json.ts';
import { MAX_SESSIONS } from '../limits.ts';
import { readDate } from '../table/dates.ts';
import { MAX_COLUMNS, MAX_ROWS, type Sheet } from '../table/sheet.ts';
import { type Around, fieldsOf, heldIn, keySays, refersTo } from './keys.ts';
import { cellOf, type Index, indexOf, isObject, nameOfObject, scalarsOf } from './values.ts';

interface Context {
  readonly around: Readonly<Partial<Record<Around, string>>>;
  /** The slot around it has a title of its own, so that what it holds are its parts. */
  readonly titled: boolean;
  /** A key that may be the name of a room, where nothing better names one. */
  readonly maybeRoom: string;
  /** Names of columns, where sessions are told apart by their place in a list (Hoverboard). */
  readonly lanes: readonly string[];
}

type Row = Map<string, string>;

interface Found {
  readonly row: Row;
  readonly maybeRoom: string;
}

const NOTHING: Context = { around: {}, titled: false, maybeRoom: '', lanes: [] };
const INHERITED = ['date', 'start', 'end', 'room', 'track', 'kind'] as const satisfies readonly Around[];

/** The cells of an object, and what in it holds more. */
interface Opened {
  readonly cells: Row;
  readonly inside: readonly (readonly [string, unknown])[];
}

const holdsObjects = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some((item) => typeof item === 'object' && item !== null)
    : isObject(value) && Object.values(value).some((item) => typeof item === 'object' && item !== null);

/** `location`, `sessions`: what is named there belongs to the object, and stands under no name of its own. */
const isPart = (key: string): boolean =>
  refersTo(key) !== undefined || fieldsOf([key]).size > 0 || keySays(key).is === 'structure';

class Finder {
  readonly #index: Index;
  readonly found: Found[] = [];
  /** Ids of sessions that the file does not explain. */
  readonly unresolved: string[] = [];

  constructor(root: unknown) {
    this.#index = indexOf(root);
  }

  #add(found: Found): void {
    if (this.found.length >= MAX_ROWS) throw new UserError('format.tooMany', { most: MAX_SESSIONS });
    this.found.push(found);
  }

  #open(of: Fields): Opened {
    const cells: Row = new Map();
    const inside: [string, unknown][] = [];
    for (const [key, value] of Object.entries(of)) {
      if (holdsObjects(value) || (isObject(value) && (nameOfObject(value) === '' || !isPart(key))))
        inside.push([key, value]);
      // `talks: [{ … }]` holds talks, and is no title.
      const isList = Array.isArray(value) && value.some(isObject) && refersTo(key) === undefined;
      const cell = isList && keySays(key).is === 'structure' ? undefined : cellOf(key, value, this.#index);
      if (cell && cell.text.trim() !== '' && (!cells.has(cell.column) || cell.column === key))
        cells.set(cell.column, cell.text);
    }
    return { cells, inside };
  }

  /** How many sessions it held. */
  walk(value: unknown, key: string, context: Context): number {
    if (Array.isArray(value)) return this.#list(value, key, context);
    return isObject(value) ? this.#object(value, key, context) : 0;
  }

  #list(values: readonly unknown[], key: string, context: Context): number {
    let count = 0;
    const lanes = context.lanes.length >= values.length && values.length > 1 ? context.lanes : [];
    for (const [place, value] of values.entries()) {
      const lane = lanes[place];
      const inside = lane === undefined ? context : { ...context, around: { ...context.around, room: lane } };
      if (typeof value === 'object') count += this.walk(value, key, inside);
      else count += this.#reference(scalarText(value), key, inside);
    }
    return count;
  }

  /** `"items": ["101"]`: a session that is told of elsewhere in the file. */
  #reference(id: string, key: string, context: Context): number {
    if (!/^(?:items?|sessions?|talks?|sessionIds?)$/i.test(key) || context.around.start === undefined)
      return 0;
    const session = this.#index.sessions.get(id);
    if (!isObject(session)) {
      this.unresolved.push(id);
      return 0;
    }
    const { cells } = this.#open(session);
    if (!cells.has('id')) cells.set('id', id);
    this.#add({ row: withAround(cells, context), maybeRoom: context.maybeRoom });
    return 1;
  }

  #object(of: Fields, key: string, context: Context): number {
    const { cells, inside } = this.#open(of);
    const own = fieldsOf([...cells.keys()]);
    const below = contextOf(of, cells, own, key, context);
    let count = 0;
    for (const [name, value] of inside) {
      if (isSpeakers(name)) continue;
      const says = keySays(name);
      const named =
        says.is === 'structure'
          ? below
          : says.is === 'name'
            ? { ...below, maybeRoom: below.maybeRoom === '' ? says.text : below.maybeRoom }
            : { ...below, around: { ...below.around, [says.is]: says.text } };
      count += this.#slots(name, value, own, cells, named) ?? this.walk(value, name, named);
    }
    for (const [name, value] of Object.entries(of))
      if (scalarsOf(value).length > 0 && !own.has('title')) count += this.#list(list(value), name, below);
    if (count > 0 || !isSession(own, cells, context)) return count;
    const { id } = context.around;
    if (id !== undefined && !own.has('id')) cells.set('id', id);
    this.#add({ row: withAround(cells, context), maybeRoom: context.maybeRoom });
    return 1;
  }

  /** A talk that holds its own slots: once in each of them. Undefined where it does not. */
  #slots(
    name: string,
    value: unknown,
    own: ReadonlyMap<string, string>,
    cells: Row,
    context: Context,
  ): number | undefined {
    if (
      !own.has('title') ||
      own.has('start') ||
      !/^(?:slots?|times?|when|schedule[ds]?|occurrences?|dates?)$/i.test(name)
    )
      return undefined;
    const slots = (Array.isArray(value) ? value : [value])
      .filter(isObject)
      .map((slot) => this.#open(slot).cells);
    const timed = slots.filter((slot) => fieldsOf([...slot.keys()]).has('start'));
    for (const slot of timed) {
      const row = new Map([
        ...cells,
        ...[...slot].filter(([column]) => !/^(?:id|title|name)$/i.test(column)),
      ]);
      this.#add({ row: withAround(row, context), maybeRoom: '' });
    }
    return timed.length > 0 ? timed.length : undefined;
  }
}

const isSpeakers = (key: string): boolean =>
  /^(?:speakers?|presenters?|people|persons?|authors?)$/i.test(key);

/** What an object says for those below it: its day, its slot, its room. */
function contextOf(
  of: Fields,
  cells: Row,
  own: ReadonlyMap<string, string>,
  key: string,
  context: Context,
): Context {
  const around: Partial<Record<Around, string>> = { ...context.around };
  delete around.id;
  for (const field of INHERITED) {
    const text = cells.get(own.get(field) ?? '');
    if (text !== undefined) around[field] = text;
  }
  const held = heldIn(key);
  const name = nameOfObject(of);
  const isNamed = held !== undefined && name !== '' && (held !== 'date' || readDate(name) !== undefined);
  if (isNamed && !own.has(held)) around[held] = name;
  const lanes = list(of['tracks'] ?? of['rooms'] ?? of['stages']);
  const titled = own.has('start') ? own.has('title') : context.titled;
  return {
    around,
    titled,
    maybeRoom: context.maybeRoom,
    lanes:
      Array.isArray(of['timeslots']) && lanes.length > 0
        ? lanes.map((lane) => nameOfObject(lane) || scalarText(lane))
        : context.lanes,
  };
}

function isSession(own: ReadonlyMap<string, string>, cells: Row, context: Context): boolean {
  if (!own.has('title')) return false;
  if (own.has('start')) return true;
  if (/T\d|\d:\d\d/.test(cells.get(own.get('date') ?? '') ?? '')) return true;
  return context.around.start !== undefined && !context.titled;
}

/** The row with what is around it, in columns called for what they are. */
function withAround(cells: Row, { around }: Context): Row {
  const own = fieldsOf([...cells.keys()]);
  const row = new Map(cells);
  for (const field of INHERITED) {
    const text = around[field];
    if (text === undefined || own.has(field) || row.has(field)) continue;
    // An end belongs to the start beside it.
    if (field === 'end' && own.has('start')) continue;
    row.set(field, text);
  }
  return row;
}

/** Rows under the columns that any of them has. Rows count from 1, as the records do. */
function sheetOf(rows: readonly Row[]): Sheet {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].slice(0, MAX_COLUMNS);
  return {
    name: '',
    rows: [
      { line: 0, cells: columns },
      ...rows.map((row, i) => ({ line: i + 1, cells: columns.map((column) => row.get(column) ?? '') })),
    ],
  };
}

/** Of maybe-rooms that are all the same, none is one: it is the name of what holds them all. */
function withRooms(found: readonly Found[]): Row[] {
  const names = new Set(found.map(({ maybeRoom }) => maybeRoom).filter((name) => name !== ''));
  return found.map(({ row, maybeRoom }) => {
    if (names.size < 2 || maybeRoom === '' || fieldsOf([...row.keys()]).has('room')) return row;
    return new Map([...row, ['room', maybeRoom]]);
  });
}

/** Lists of at least three objects with three values each: a person may know what is in them. */
function anyRecords(root: unknown): Row[] {
  const index = indexOf(root);
  let best: Row[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      const rows = value
        .slice(0, MAX_ROWS)
        .filter(isObject)
        .map((item) => {
          const cells: Row = new Map();
          for (const [key, inside] of Object.entries(item)) {
            const cell = cellOf(key, inside, index);
            if (cell && cell.text.trim() !== '') cells.set(cell.column, cell.text);
          }
          return cells;
        });
      const wide = rows.filter((row) => row.size >= 3);
      if (wide.length >= 3 && wide.length > best.length) best = wide;
      for (const item of value) walk(item);
    } else if (isObject(value)) for (const inside of Object.values(value)) walk(inside);
  };
  walk(root);
  return best;
}

export interface Records {
  /** The sessions as a table; undefined where there are none. */
  readonly sessions: Sheet | undefined;
  /** Ids of sessions that the file names and does not explain. */
  readonly unresolved: readonly string[];
  /** A list of something, where there are no sessions: its columns can be asked for. */
  readonly other: Sheet | undefined;
}

const known = new WeakMap<object, Records>();

/** Looked for once, since several questions are put to the same file. */
export function recordsIn(root: unknown): Records {
  if (typeof root !== 'object' || root === null)
    return { sessions: undefined, unresolved: [], other: undefined };
  const before = known.get(root);
  if (before) return before;
  const finder = new Finder(root);
  finder.walk(root, '', NOTHING);
  const rows = withRooms(finder.found);
  const others = rows.length > 0 ? [] : anyRecords(root);
  const records = {
    sessions: rows.length > 0 ? sheetOf(rows) : undefined,
    unresolved: finder.unresolved,
    other: others.length > 0 ? sheetOf(others) : undefined,
  };
  known.set(root, records);
  return records;
}
