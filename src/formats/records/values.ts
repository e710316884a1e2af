/** What a field of a record says as the text of a cell, with what it refers to by its name. */
import { type Fields, fields, list, localized, scalarText } from '../json.ts';
import { refersTo, type Things, thingsIn } from './keys.ts';

export type Index = Readonly<Record<Things, ReadonlyMap<string, unknown>>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NAMES = [
  'name',
  'title',
  'fullName',
  'full_name',
  'public_name',
  'label',
  'displayName',
  'nombre',
  'titulo',
];

/** The name that an object has: `{ "name": "Main Hall", … }`, `{ "firstName": …, "lastName": … }`. */
export function nameOfObject(value: unknown): string {
  const of = fields(value);
  for (const key of NAMES) {
    const text = localized(of[key]).trim();
    if (text !== '') return text;
  }
  const parts = [
    ['firstName', 'first_name', 'firstname', 'givenName'],
    ['lastName', 'last_name', 'lastname', 'familyName'],
  ].map((keys) => keys.map((key) => scalarText(of[key]).trim()).find((text) => text !== '') ?? '');
  return parts.join(' ').trim();
}

const IDS = ['id', 'guid', 'uuid', 'code', 'key', 'slug', 'ref', '_id'];

const idsOf = (value: unknown): string[] =>
  IDS.map((key) => scalarText(fields(value)[key]).trim()).filter((id) => id !== '');

/** Speakers, rooms, tracks and sessions by their ids, wherever in the file they are listed. */
export function indexOf(root: unknown): Index {
  const index = { people: new Map(), rooms: new Map(), tracks: new Map(), sessions: new Map() };
  const learn = (things: Things, id: string, value: unknown): void => {
    if (!index[things].has(id)) index[things].set(id, value);
  };
  const walk = (value: unknown, key: string): void => {
    const things = thingsIn(key);
    if (Array.isArray(value)) {
      for (const item of value) {
        if (things && isObject(item)) for (const id of idsOf(item)) learn(things, id, item);
        walk(item, Array.isArray(item) ? key : '');
      }
      return;
    }
    if (!isObject(value)) return;
    for (const [name, inside] of Object.entries(value)) {
      if (things && isObject(inside)) for (const id of [name, ...idsOf(inside)]) learn(things, id, inside);
      if (things && things !== 'sessions' && typeof inside === 'string') learn(things, name, inside);
      walk(inside, name);
    }
  };
  walk(root, '');
  return index;
}

/** `ada-lovelace`, the name of a file about her. */
const SLUG = /^\p{Ll}+(?:[-_]\p{Ll}+){1,4}$/u;
const unslugged = (text: string): string =>
  SLUG.test(text)
    ? text
        .split(/[-_]/)
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(' ')
    : text;

/** Ten digits are seconds since 1970, thirteen milliseconds. */
export function timestampText(value: unknown): string | undefined {
  const text = scalarText(value);
  if (!/^1\d{9}(?:\d{3})?(?:\.\d+)?$/.test(text)) return undefined;
  const at = Number(text) * (text.replace(/\..*/, '').length === 10 ? 1000 : 1);
  return new Date(Math.round(at)).toISOString().replace(/\.000Z$/, 'Z');
}

const resolved = (value: unknown, of: ReadonlyMap<string, unknown> | undefined): string => {
  const text = scalarText(value).trim();
  const known = text === '' ? undefined : of?.get(text);
  return typeof known === 'string' ? known : nameOfObject(known);
};

/** `{ "en": "Talk", "de": "Vortrag" }` */
const isByLanguage = (value: Fields): boolean =>
  Object.keys(value).every((key) => /^[a-z]{2}(?:[-_]\w{2,8})?$/i.test(key));

/** One value as text: what it refers to by its name, a number of a time as a time. */
function single(
  value: unknown,
  of: ReadonlyMap<string, unknown> | undefined,
  things: Things | undefined,
): string {
  const named = resolved(value, of);
  if (named !== '') return named;
  if (isObject(value))
    return (
      nameOfObject(value) || resolved(idsOf(value)[0], of) || (isByLanguage(value) ? localized(value) : '')
    );
  const text = scalarText(value);
  return things === 'people' ? unslugged(text.trim()) : text;
}

/** Names that are listed one by one are not taken apart again: each ends with a `;`. */
const listed = (texts: readonly string[]): string =>
  texts.map((text) => text.replaceAll(';', ',')).join('; ') + (texts.length > 0 ? ';' : '');

/** The text of a field, under the name of its column. Undefined where it holds more records. */
export function cellOf(
  key: string,
  value: unknown,
  index: Index,
): { column: string; text: string } | undefined {
  const reference = refersTo(key);
  const of = reference && index[reference.things];
  const column = reference?.column ?? key;
  if (Array.isArray(value)) {
    const texts = value
      .map((item) => single(item, of, reference?.things).trim())
      .filter((text) => text !== '');
    const people = reference?.things === 'people';
    return { column, text: people ? listed(texts) : texts.join(', ') };
  }
  if (isObject(value)) {
    const text = single(value, of, reference?.things);
    if (text === '') return undefined;
    return { column, text: reference?.things === 'people' ? listed([text]) : text };
  }
  // An id that refers to nothing in the file says nothing to people.
  const text = single(value, of, reference?.things);
  const isLoneId =
    reference !== undefined && column !== key && text === scalarText(value) && /\bids?$|Ids?$/.test(key);
  return { column, text: isLoneId ? '' : (timestampText(value) ?? text) };
}

export const scalarsOf = (value: unknown): readonly string[] =>
  list(value)
    .map(scalarText)
    .filter((text) => text !== '');
