/**
 * Plain text: what is typed, taken apart; and text that is cut to fit. A cut never leaves half a character behind: half a surrogate pair cannot be sent
 * (`URIError: URI malformed` in Slack's own client), and half a family of emoji is another picture.
 */

declare const brand: unique symbol;

/** Text for Slack in which whatever is live was put there by us. Only `src/slack/mrkdwn.ts` makes it. */
export type Mrkdwn = string & { readonly [brand]: 'mrkdwn' };

const ELLIPSIS = '…';

/** Graphemes longer than this, in UTF-16 units, are no letters anybody reads: they are cut between code points. */
const MAX_GRAPHEME = 64;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The last place at or before `at` (UTF-16 units) where text can be cut without halving what is seen as one character. */
export function cutBefore(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  // Between two Latin letters there is always a boundary, and asking for it is slow.
  if (/[\u0020-\u02ff]/.test(text.charAt(at - 1)) && /[\u0020-\u02ff]/.test(text.charAt(at))) return at;
  // Only the surroundings are looked at, so that a long text costs no more than a short one.
  const from = wholePoint(text, Math.max(0, at - 2 * MAX_GRAPHEME));
  const near = text.slice(from, at + MAX_GRAPHEME);
  const start = from + (graphemes.segment(near).containing(at - from)?.index ?? 0);
  return start > from && at - start <= MAX_GRAPHEME ? start : wholePoint(text, at);
}

/** `at`, or one less where that is between the halves of a surrogate pair. */
const wholePoint = (text: string, at: number): number => {
  const point = at > 0 ? text.codePointAt(at - 1) : undefined;
  return point !== undefined && point > 0xffff ? at - 1 : at;
};

/**
 * At most `max` UTF-16 units (Slack counts these), the last an ellipsis where some are missing. For text
 * that is not Slack's mrkdwn; `truncate` of `src/slack/mrkdwn.ts` also keeps mentions and entities whole.
 */
export const truncatePlain = (text: string, max: number): string => truncateAt(text, max, cutBefore);

/** As `truncate`, with another rule for where text may be cut. `cut` gives a place at or before the one it is given. */
export function truncateAt(text: string, max: number, cut: (text: string, at: number) => number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  return `${text.slice(0, cut(text, max - 1)).trimEnd()}${ELLIPSIS}`;
}

/**
 * The first word and what stands behind it, both trimmed; `''` where there is none.
 *
 * @example splitFirstWord('I2  and the rest') // ['I2', 'and the rest']
 */
export function splitFirstWord(text: string): readonly [word: string, rest: string] {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  return [word, rest.trim()];
}

/**
 * What shows nothing and changes what stands around it: control characters (but line breaks and tabs), marks that
 * turn the direction of reading, spaces without width, soft hyphens. Joiners stay, which emoji and scripts need.
 */
const INVISIBLE =
  /[^\P{Cc}\t\n]|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Without what shows nothing; all else stays as it is. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Typed text as it reads: without what nobody sees. */
export const visibleText = (text: string): string => withoutInvisible(text.replace(/\r\n?/g, '\n')).trim();
