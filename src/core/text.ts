/** Plain text: what is typed, taken apart. */

/**
 * The first word and what stands behind it, both trimmed; `''` where there is none.
 *
 * @example splitFirstWord('I2  and the rest') // ['I2', 'and the rest']
 */
export function splitFirstWord(text: string): readonly [word: string, rest: string] {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return [word, rest.trim()];
}
