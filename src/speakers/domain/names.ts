/** Is this the same person's name? Accents, order, initials, missing middle names and slips of the pen. */
import { plain } from '../../core/match.ts';
import { distance } from '../../core/nearest.ts';

/** From surest to least; only `same` is beyond doubt, and only when it fits one person. */
export const nameLikeness = ['same', 'order', 'initials', 'part', 'spelling'] as const;
export type NameLikeness = (typeof nameLikeness)[number];

/** Letters that NFD leaves whole, as people without them on their keyboard write them. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const words = (name: string): string[] =>
  plain(name.replace(/\b(?:dr|prof|mr|mrs|ms|dipl|ing|phd|msc)\b\.?/giu, ' '))
    .replace(/[ßøæœłđðþı]/g, (letter) => FOLDED[letter] ?? letter)
    .split(' ')
    .filter(Boolean);

const setEqual = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join(' ') === [...b].sort().join(' ');

/** Equal for a name in any order, with accents or without: what `same` and `order` have in common. */
export const nameKey = (name: string): string => words(name).sort().join(' ');

/** `j` stands for `juan`; two whole words must be the same. */
const stands = (a: string, b: string): boolean =>
  a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/** Each word of the shorter finds its own word of the longer, at least one of them whole. */
function covers(
  short: readonly string[],
  long: readonly string[],
  fits: (a: string, b: string) => boolean,
): boolean {
  const free = [...long];
  let whole = 0;
  for (const word of [...short].sort((a, b) => b.length - a.length)) {
    const i = free.includes(word) ? free.indexOf(word) : free.findIndex((other) => fits(word, other));
    if (i < 0) return false;
    if (free[i] === word && word.length > 1) whole++;
    free.splice(i, 1);
  }
  return whole > 0;
}

/** One letter wrong in a word of five or more. */
const nearly = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 5 && distance(a, b) === 1);

/** How alike two names are; undefined where they are not. One word alone (`Ana`) is never enough. */
export function likeness(a: string, b: string): NameLikeness | undefined {
  const [left, right] = [words(a), words(b)];
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.join(' ') === right.join(' ')) return 'same';
  if (setEqual(left, right)) return 'order';
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 2) return undefined;
  if (covers(short, long, stands) && !covers(short, long, (x, y) => x === y)) return 'initials';
  if (covers(short, long, (x, y) => x === y)) return 'part';
  return covers(short, long, nearly) ? 'spelling' : undefined;
}

/** Finds whose name is alike without asking everybody: alike names have a whole word in common. */
export class NameIndex<T> {
  readonly #named: readonly { readonly thing: T; readonly name: string }[];
  /** By word, who has it, as places in the list. */
  readonly #having = new Map<string, number[]>();

  constructor(things: readonly T[], nameOf: (thing: T) => string) {
    this.#named = things.map((thing) => ({ thing, name: nameOf(thing) }));
    for (const [place, { name }] of this.#named.entries())
      for (const word of new Set(words(name))) {
        const having = this.#having.get(word);
        if (having) having.push(place);
        else this.#having.set(word, [place]);
      }
  }

  /** In the order in which they were given. */
  alike(name: string): { readonly thing: T; readonly how: NameLikeness }[] {
    const places = new Set(words(name).flatMap((word) => this.#having.get(word) ?? []));
    return [...places]
      .sort((a, b) => a - b)
      .flatMap((place) => {
        const one = this.#named[place];
        const how = one && likeness(name, one.name);
        return how ? [{ thing: one.thing, how }] : [];
      });
  }
}
