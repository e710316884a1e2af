/**
 * What a rehearsal leaves to chance. Every draw has a name, and the same seed and name give the same number: so what
 * befalls one person does not depend on how often anybody else was drawn for, and two plays of one seed that differ in
 * a single thing differ by that thing alone.
 */

/** A number from 0 up to 1, the same each time for a name. */
export type Chance = (...name: readonly (string | number)[]) => number;

/** FNV-1a over the name, then the finish of MurmurHash3, so that names that differ in a letter are far apart. */
export function chanceOf(seed: number): Chance {
  return (...name) => {
    let hash = 0x811c9dc5 ^ seed;
    for (const char of name.join('\u0000')) {
      hash ^= char.codePointAt(0) ?? 0;
      hash = Math.imul(hash, 0x01000193);
    }
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
    return (hash >>> 0) / 4_294_967_296;
  };
}

export const drawnBetween = (drawn: number, least: number, most: number): number =>
  least + drawn * (most - least);

/** One of them; undefined where there is none. */
export const oneOf = <T>(drawn: number, all: readonly T[]): T | undefined =>
  all[Math.floor(drawn * all.length)];

/**
 * A waiting time whose half is below `median`, seldom many times as long: people look at a phone at once, or much
 * later (log-logistic with shape 2). At most eight times the median.
 */
export const waited = (drawn: number, median: number): number =>
  Math.min(8 * median, median * Math.sqrt(drawn / Math.max(1e-9, 1 - drawn)));

/** How many of something that happens so often on average: whole ones, and one more by chance. */
export const countOf = (mean: number, drawn: number): number =>
  Math.floor(mean) + (drawn < mean - Math.floor(mean) ? 1 : 0);
