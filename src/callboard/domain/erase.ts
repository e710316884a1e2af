/**
 * Taking people out of values: their id becomes another that nobody can follow back, and their names, numbers
 * and addresses go from every text, whoever wrote it. Knows no kind of document: works on any JSON.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { mailPrint } from './mail-print.ts';
import type { Person } from './person.ts';

/** Stands for a name, and for words that somebody wrote. */
export const FORGOTTEN = '(forgotten)';

/** Who is taken out, and the id that takes the place of theirs; `x-…`, so that Slack is never asked for it. */
export interface Leaving {
  readonly person: Pick<Person, 'id' | 'name' | 'handle' | 'email'> & {
    readonly phone?: { readonly number: string };
  };
  readonly alias: string;
}

export interface Eraser {
  /** Whether it is the id of somebody who is taken out. */
  is(id: string | undefined): boolean;
  text(text: string): string;
  /** The same object where there was nothing to take out. */
  value<T>(value: T): T;
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
/** Neither within a word nor within a number. */
const whole = (pattern: string): string => `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`;

/** A number as people write it: with or without its country, with whatever stands between its digits. */
function numberPattern(number: string): string[] {
  const national = parsePhoneNumberFromString(number)?.nationalNumber ?? number.replace(/\D/g, '');
  const country = number.replace(/\D/g, '').slice(0, -national.length || undefined);
  const between = '[\\s().\\-/]{0,3}';
  const digits = [...national].join(between);
  return national.length < 6 ? [] : [`(?:(?:\\+|00)?${country}${between})?(?:0${between})?${digits}`];
}

const ID = /[A-Za-z0-9][\w-]*/g;
/** Words of this length, or with a space in them, are no state or name of ours by chance. */
const MIN_WORDS = 12;

/** Found however it is written. */
function anyCase({ person: { id, name, handle, email, phone } }: Leaving): string[] {
  return [
    `<@${quote(id)}(?:\\|[^>]*)?>`,
    ...(email ? [whole(quote(email))] : []),
    ...(phone ? numberPattern(phone.number).map((one) => `(?<!\\d)${one}(?!\\d)`) : []),
    ...(/\S\s+\S/.test(name) ? [whole(quote(name.trim()).replace(/\s+/g, '\\s+'))] : []),
    ...(handle ? [`@${quote(handle)}(?![\\w.-])`] : []),
  ];
}

/** A name of one word only as they write it, and with a capital: “open” is a state more often than somebody. */
const asWritten = ({ person: { name } }: Leaving): string[] =>
  /^\p{Lu}\S{2,}$/u.test(name.trim()) ? [whole(quote(name.trim()))] : [];

const joinedTo = (flags: string, all: readonly string[]): RegExp | undefined =>
  all.length > 0 ? new RegExp(all.join('|'), flags) : undefined;

/**
 * For all of them in one pass, however many they are.
 *
 * @param words - What they wrote: a text that is one of these goes whole, wherever it was copied to.
 */
export function createEraser(leaving: readonly Leaving[], words: ReadonlySet<string> = new Set()): Eraser {
  const aliases = new Map(leaving.map(({ person, alias }) => [person.id, alias]));
  const prints = new Set(leaving.flatMap(({ person: { email } }) => (email ? [mailPrint(email)] : [])));
  const loose = joinedTo('giu', leaving.flatMap(anyCase));
  const strict = joinedTo('gu', leaving.flatMap(asWritten));

  const text = (given: string): string => {
    if (prints.has(given)) return '';
    if (words.has(given) && (given.length >= MIN_WORDS || given.includes(' '))) return FORGOTTEN;
    let clean = given;
    for (const pattern of [loose, strict]) if (pattern) clean = clean.replace(pattern, FORGOTTEN);
    return clean.replace(ID, (word) => aliases.get(word) ?? word);
  };

  const value = <T>(given: T): T => {
    if (typeof given === 'string') return text(given) as T;
    if (Array.isArray(given)) {
      const items = given.map(value);
      return (items.some((item, i) => item !== given[i]) ? items : given) as T;
    }
    if (typeof given !== 'object' || given === null) return given;
    const entries = Object.entries(given).map(([name, one]) => [text(name), value(one)] as const);
    const same = Object.entries(given).every(
      ([name, one], i) => entries[i]?.[0] === name && entries[i]?.[1] === one,
    );
    return same ? given : (Object.fromEntries(entries) as T);
  };

  return { is: (id) => id !== undefined && aliases.has(id), text, value };
}
