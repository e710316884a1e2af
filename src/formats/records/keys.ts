/** What the names of fields in JSON and YAML say: whether they hold sessions, and what is named by a key. */
import { plain } from '../../core/match.ts';
import { isDateCell, isTimeCell } from '../table/cell.ts';
import { guessByHeader } from '../table/columns.ts';
import { readDate } from '../table/dates.ts';
import { AGENDA_WORDS } from '../table/words.ts';

/** What is inherited from around a session, by the name of the column that it becomes. */
export type Around = 'date' | 'start' | 'end' | 'room' | 'track' | 'kind' | 'id';

/** `roomName`, `room_name`: words with spaces between them. */
const spaced = (key: string): string =>
  plain(
    key
      .slice(0, 80)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{L})(\d)/gu, '$1 $2'),
  );

/** Names that only say "here are several", of whatever. */
const STRUCTURE = new Set(
  `agenda activities actividades blocks body charlas children conference content contents data days dates elements
  entries event events groups hours items list lists objects papers people persons ponencias presenters presentations
  program programa programacion programm programme records result results rows schedule schedules sessions sesiones
  sites slot slots speakers sub events subevents talks time slots times timeslots tracks value values vortraege
  vortrage weekdays calendar elements timetable lectures shows acts`
    .split(/\s+/)
    .concat('time slots', 'sub events', 'schedule items', 'agenda items', 'program items', 'session list'),
);
const KINDS =
  /^(?:keynotes?|workshops?|tutorials?|posters?|panels?|breaks?|ignites?|lightning(?: talks?)?|open spaces?|sprints?|demos?|socials?|training s?|plenary|plenaries|talleres|tutoriales)$/;

export type KeySays =
  | { readonly is: 'structure' }
  | { readonly is: Around; readonly text: string }
  /** A name of something, which may well be a room. */
  | { readonly is: 'name'; readonly text: string };

/** What a key says of the sessions below it: `"2026-06-12": […]`, `"09:00": {…}`, `"Main Hall": […]`. */
export function keySays(key: string): KeySays {
  const said = spaced(key);
  if (/^\d{1,12}$/.test(key) || said === '') return { is: 'id', text: key };
  if (isTimeCell(key)) return { is: 'start', text: key };
  const date = readDate(key) ?? readDate(said);
  if (isDateCell(key) || (date && !('day' in date)) || /^(?:day|tag|dia|jour) \d{1,2}$/.test(said))
    return { is: 'date', text: isDateCell(key) ? key : said };
  if (STRUCTURE.has(said)) return { is: 'structure' };
  if (KINDS.test(said)) return { is: 'kind', text: said.replace(/s$/, '') };
  return { is: 'name', text: key };
}

const HOLDERS: readonly (readonly [Around, RegExp])[] = [
  [
    'room',
    /^(?:rooms?|venues?|stages?|locations?|halls?|places?|salas?|salles?|raume|raeume|escenarios?|lieux)$/,
  ],
  ['track', /^(?:tracks?|streams?|themes?|topics?|categories|strands?)$/],
  ['date', /^(?:days?|dates?|tage?|dias?|jours?|jornadas?)$/],
];

/** What the name of an object in this list is the name of: a room in `rooms`, a day in `days`. */
export const heldIn = (key: string): Around | undefined =>
  HOLDERS.find(([, pattern]) => pattern.test(spaced(key)))?.[0];

export type Things = 'people' | 'rooms' | 'tracks' | 'sessions';

/** What other parts of a file may refer to, by the name of what holds it. */
export function thingsIn(key: string): Things | undefined {
  const said = spaced(key);
  if (
    /^(?:speakers?|presenters?|people|persons?|ponentes|referenten|intervenants|authors?|users?|profiles?)$/.test(
      said,
    )
  )
    return 'people';
  if (/^(?:sessions?|talks?|events?|presentations?|items|charlas|submissions)$/.test(said)) return 'sessions';
  const held = heldIn(key);
  return held === 'room' ? 'rooms' : held === 'track' ? 'tracks' : undefined;
}

/** `speakerIds`, `room_id`: what the ids are of, and the column that their names make. */
export function refersTo(key: string): { things: Things; column: string } | undefined {
  const said = spaced(key);
  const [, of] = /^(.+?) ?(?:ids?|keys?|slugs?|refs?)$/.exec(said) ?? [];
  const things = thingsIn(of ?? said);
  if (things === 'people') return { things, column: 'speakers' };
  if (things === 'rooms') return { things, column: 'room' };
  if (things === 'tracks') return { things, column: 'track' };
  return undefined;
}

const guesses = new Map<string, ReadonlyMap<string, string>>();
const MAX_KNOWN = 500;

/** The key of each field that these keys tell, as a header's columns do. */
export function fieldsOf(keys: readonly string[]): ReadonlyMap<string, string> {
  const known = guesses.get(keys.join('\n'));
  if (known) return known;
  const found = new Map(
    [...guessByHeader(keys, AGENDA_WORDS, false)].map(([field, place]) => [field, keys[place] ?? '']),
  );
  if (guesses.size >= MAX_KNOWN) guesses.clear();
  guesses.set(keys.join('\n'), found);
  return found;
}
