/** Text as files bring it: bytes to characters, and characters to something that can be shown. */
import { decodeHTMLStrict } from 'entities';

/** What cannot be shown, or could make a line read differently from what it says. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Half of a pair alone cannot be stored as UTF-8, so it would look changed at each import. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

const tidy = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').replace(LONE_SURROGATE, '\ufffd');

/** One line: every run of white space is one blank. */
export const oneLine = (text: string): string => tidy(text).replace(/\s+/g, ' ').trim();

/** XML's, HTML's and numeric entities, where a semicolon ends them. A file's own entities stay as written. */
export const decodeEntities = (text: string): string => (text.includes('&') ? decodeHTMLStrict(text) : text);

const TAG =
  /<\/?(?:p|br|hr|a|div|span|strong|em|b|i|u|ul|ol|li|dl|dt|dd|h[1-6]|blockquote|code|pre|img|table|tbody|tr|td|th|script|style|iframe|sup|sub|small|font)\b[^<>]*>/gi;
const LINK =
  /<a\b[^<>]{0,300}?\bhref\s{0,9}=\s{0,9}["']?(https?:[^"'\s<>]{1,1000})["']?[^<>]{0,300}>([^<]*)<\/a>/gi;

export const looksLikeHtml = (text: string): boolean => text.search(TAG) >= 0;

const stripOnce = (html: string): string =>
  decodeEntities(
    html
      .replace(LINK, (_, url: string, words: string) =>
        words.trim() === '' || words.includes(url) ? url : `${words.trim()} (${url})`,
      )
      .replace(/<li\b[^<>]*>/gi, '\n• ')
      .replace(/<(?:br|hr)\b[^<>]*>|<\/(?:p|div|h[1-6]|blockquote|tr|ul|ol|dl|table)\s*>/gi, '\n')
      .replace(TAG, ''),
  );

/** Several lines, HTML taken out. Doing it again changes nothing. */
export function paragraphs(text: string): string {
  let plain = tidy(text);
  // Entities may hide another layer of tags; more than a few layers is no text that anybody wrote.
  for (let layer = 0; layer < 8 && looksLikeHtml(plain); layer++) plain = stripOnce(plain);
  return tidy(plain.replace(TAG, ''))
    .split('\n')
    .map((one) => one.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** UTF-8, UTF-16 with its mark, or else Windows-1252. `replaced` counts characters that were broken. */
export function decode(bytes: Uint8Array): { text: string; replaced: number } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), replaced: 0 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), replaced: 0 };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), replaced: 0 };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const replaced = count(text, /\ufffd/g);
    // A few broken characters among good ones: UTF-8 that was damaged. Mostly broken: another encoding.
    if (replaced <= count(text, /[^\0-\x7f\ufffd]/g)) return { text, replaced };
    return { text: new TextDecoder('windows-1252').decode(bytes), replaced: 0 };
  }
}
