/** Exports of tools whose headers mean something else than they say, told by the columns they have. */
import { plain } from '../../core/match.ts';

interface ToolExport {
  readonly name: string;
  /** All of these columns make it this tool's. */
  readonly has: readonly string[];
  /** Field to column; null where a column that looks like it is something else. */
  readonly columns: Readonly<Record<string, string | null>>;
}

const EXPORTS: readonly ToolExport[] = [
  {
    name: 'Papercall',
    has: ['name', 'title', 'talk format', 'audience level'],
    columns: { title: 'title', speakers: 'name', kind: 'talk format', room: null, url: null, start: null },
  },
  {
    name: 'Sessionize, flattened',
    has: ['session id', 'scheduled at', 'firstname', 'lastname'],
    columns: {
      id: 'session id',
      start: 'scheduled at',
      duration: 'scheduled duration',
      url: null,
      status: null,
    },
  },
  {
    name: 'Sched',
    has: ['event key', 'event start', 'event end', 'name'],
    columns: {
      id: 'event key',
      title: 'name',
      start: 'event start',
      end: 'event end',
      room: 'venue',
      kind: 'event type',
    },
  },
  {
    name: 'Whova',
    has: ['time start', 'time end', 'session or sub session'],
    columns: { kind: null, status: null },
  },
];

/** The guess, corrected where the tool is known. */
export function exportOf(
  columns: readonly string[],
  guessed: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const names = columns.map((column) => plain(column.replace(/[([][^()[\]]*[)\]]/g, ' ')));
  const tool = EXPORTS.find(({ has }) => has.every((name) => names.includes(name)));
  if (!tool) return guessed;
  const corrected = new Map(guessed);
  for (const [field, column] of Object.entries(tool.columns)) {
    const place = column === null ? -1 : names.indexOf(column);
    if (place < 0) {
      if (column === null) corrected.delete(field);
      continue;
    }
    for (const [other, at] of corrected) if (at === place) corrected.delete(other);
    corrected.set(field, place);
  }
  return corrected;
}
