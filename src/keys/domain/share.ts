/**
 * A share as people hold it: `CBS1 QQSZ …`, bech32m, so that one wrong letter is caught before anything
 * else is asked. It says its version, k, n, its index and the set that it belongs to.
 */
import { bech32m } from '@scure/base';
import { byte, concat, fromHex, toHex } from './bytes.ts';
import { DATA_BYTES, FORMAT } from './manifest.ts';

export interface Share {
  readonly k: number;
  readonly n: number;
  /** From 1. */
  readonly index: number;
  /** Hex. */
  readonly setId: string;
  readonly data: Uint8Array;
}

const PREFIX = 'cbs';
const BYTES = 4 + 10 + DATA_BYTES;

/** The canonical text, 86 characters in lower case. */
export const shareText = ({ k, n, index, setId, data }: Share): string =>
  bech32m.encodeFromBytes(PREFIX, concat(Uint8Array.of(FORMAT, k, n, index), fromHex(setId), data));

/** Upper case in groups of four, as it is shown and printed. */
export function grouped(share: string): string {
  let shown = '';
  for (let at = 0; at < share.length; at += 4) shown += `${at ? ' ' : ''}${share.slice(at, at + 4)}`;
  return shown.toUpperCase();
}

const IGNORED = new Set([' ', '-', '\n', '\r', '\t', '\u00a0', '\u2010', '\u2011', '\u2013']);

/**
 * What was typed, without what people add to it. Written as a loop: a regular expression would leave the
 * share in `RegExp.$_`, where a heap snapshot finds it. Longer than any share with its spaces is nothing.
 */
export function stripped(typed: string): string {
  if (typed.length > 400) return '';
  let bare = '';
  for (const letter of typed) if (!IGNORED.has(letter)) bare += letter;
  return bare;
}

export type BadShareText = 'empty' | 'not-a-share' | 'typo' | 'other-version';

/** The first check: is this a share at all, and typed rightly. The text itself is in no error. */
export function readShare(typed: string): Share | { readonly bad: BadShareText } {
  const bare = stripped(typed);
  if (bare === '') return { bad: typed.length > 400 ? 'not-a-share' : 'empty' };
  const lower = bare.toLowerCase();
  if (bare !== lower && bare !== bare.toUpperCase()) {
    // Mixed case is a phone's autocapitalisation, never a reason to refuse; bech32 itself allows only one.
    return readShare(lower);
  }
  if (!lower.startsWith(`${PREFIX}1`)) return { bad: 'not-a-share' };
  let bytes: Uint8Array;
  try {
    bytes = bech32m.decodeToBytes(lower).bytes;
  } catch {
    return { bad: 'typo' };
  }
  const [version = 0, k = 0, n = 0, index = 0] = bytes;
  if (version !== FORMAT) return { bad: 'other-version' };
  if (bytes.length !== BYTES) return { bad: 'not-a-share' };
  return { k, n, index, setId: toHex(bytes.subarray(4, 14)), data: bytes.slice(14) };
}

/** The share as the splitting library writes it: width 8, index, data. Built from bytes, never from what was typed. */
export const libraryShare = (index: number, data: Uint8Array): string =>
  `8${toHex(byte(index))}${toHex(data)}`;
