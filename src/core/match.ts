/** Names as people type them: any unambiguous beginning, case and accents ignored. */

/** Lower case, accents gone, anything that is no letter or digit as one space. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export type Match<T> = { readonly found: T } | { readonly ambiguous: readonly T[] } | { readonly none: true };

/**
 * The one thing whose name (or one of whose names) is `typed`, or begins with it; `stage-main` finds
 * "Stage Main". A whole name goes before beginnings; several candidates are all given back.
 */
export function matchByName<T>(
  typed: string,
  things: Iterable<T>,
  names: (thing: T) => readonly string[],
): Match<T> {
  const wanted = plain(typed);
  if (wanted === '') return { none: true };
  const all = [...things];
  const fits = (test: (name: string) => boolean) =>
    all.filter((thing) => names(thing).some((name) => test(plain(name))));
  const whole = fits((name) => name === wanted);
  const candidates = whole.length > 0 ? whole : fits((name) => name.startsWith(wanted));
  const [first, second] = candidates;
  if (first === undefined) return { none: true };
  return second === undefined ? { found: first } : { ambiguous: candidates };
}
