/**
 * secrets.js-grempe, tamed. It is loaded in the child process alone, given bytes that were checked before,
 * and its errors end here: one of its messages contains the share.
 *
 * Its own generator never gives a zero, so splitting the same key again and again would leak it; it gets a
 * fair one. Its self-test of a generator draws a byte and refuses a zero: a fair one fails it once in 256
 * times, so it is tried again.
 */
import { randomBytes } from 'node:crypto';
import library from 'secrets.js-grempe';

const WIDTH = 8;
const SELF_TESTS = 20;

/** What its types get wrong: `init` works with one argument, `setRNG` takes a function. */
const shamir = library as unknown as {
  init(bits: number): void;
  setRNG(rng: (bits: number) => string): boolean;
  getConfig(): { bits: number };
  share(hex: string, n: number, k: number, padTo: number): string[];
  combine(shares: string[]): string;
};

/** So many random bits as a text of 0 and 1, zeros included. */
export function fairBits(bits: number): string {
  const bytes = randomBytes(Math.ceil(bits / 8));
  let text = '';
  for (const byte of bytes) text += byte.toString(2).padStart(8, '0');
  bytes.fill(0);
  return text.slice(0, bits);
}

/** Afresh each time, because a share of another width would have changed the library's global state. */
export function prepare(rng: (bits: number) => string = fairBits): void {
  shamir.init(WIDTH);
  for (let attempt = 1; ; attempt++) {
    try {
      shamir.setRNG(rng);
      return;
    } catch {
      if (attempt === SELF_TESTS) throw new Error('generator-refused');
    }
  }
}

/** Shares 1 to n of a key given as hex: each the 33 bytes behind the library's width and index. */
export function split(key: Uint8Array, k: number, n: number): Uint8Array[] {
  prepare();
  return shamir.share(Buffer.from(key).toString('hex'), n, k, WIDTH).map((share, at) => {
    const head = `${WIDTH}${(at + 1).toString(16).padStart(2, '0')}`;
    if (!share.startsWith(head)) throw new Error('unexpected-share');
    return new Uint8Array(Buffer.from(share.slice(head.length), 'hex'));
  });
}

/** Texts of our own making (`libraryShare`), so they begin with 8 and the width stays as it is. */
export function combine(shares: string[]): string {
  prepare();
  const hex = shamir.combine(shares);
  if (shamir.getConfig().bits !== WIDTH) throw new Error('width-changed');
  return hex;
}
