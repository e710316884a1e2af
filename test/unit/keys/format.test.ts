/** The format against its written-down vectors, all subsets, and 200,000 mutated shares. */
import { readFileSync } from 'node:fs';
import { bech32m } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { combine, fairBits, prepare, split } from '../../../src/adapters/shamir/library.ts';
import { fromHex, toHex } from '../../../src/keys/domain/bytes.ts';
import { checkShare, isBad, shareFault } from '../../../src/keys/domain/check.ts';
import { boxOpen, boxSeal, publicOf } from '../../../src/keys/domain/crypto.ts';
import { type Manifest, manifestOf, setIdOf } from '../../../src/keys/domain/manifest.ts';
import { combineKey } from '../../../src/keys/domain/open.ts';
import { openSecret, sealSecret } from '../../../src/keys/domain/seal.ts';
import { grouped, readShare, type Share, shareText } from '../../../src/keys/domain/share.ts';

interface Vector {
  readonly key: string;
  readonly manifest: Manifest;
  readonly setId: string;
  readonly shares: { index: number; data: string; text: string }[];
  readonly sealed: {
    id: string;
    action: string;
    environment: string;
    plain: string;
    nonce: string;
    box: string;
  };
}
const vectors = JSON.parse(readFileSync('test/fixtures/keys/vectors.json', 'utf8')) as Vector[];

/** Known numbers instead of random ones, so that a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function made(
  k: number,
  n: number,
  seed = 7,
): { key: Uint8Array; manifest: Manifest; setId: string; shares: Share[] } {
  const next = numbers(seed + k * 16 + n);
  const bytes = () => Uint8Array.from({ length: 32 }, () => Math.floor(next() * 256));
  const key = bytes();
  const data = split(key, k, n);
  const manifest = manifestOf(key, bytes(), k, data);
  const setId = setIdOf(manifest);
  return { key, manifest, setId, shares: data.map((one, at) => ({ k, n, index: at + 1, setId, data: one })) };
}

const expected = (set: { manifest: Manifest; setId: string }, index: number) => ({
  ...{ manifest: set.manifest, setId: set.setId, retired: [], index, revoked: false },
});

function subsets<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((one, at) => subsets(all.slice(at + 1), size - 1).map((rest) => [one, ...rest]));
}

describe('the written-down vectors', () => {
  it.each(vectors.map((vector, at) => [at, vector] as const))(
    '%i opens, from text to secret',
    (_at, vector) => {
      expect(setIdOf(vector.manifest)).toBe(vector.setId);
      const shares = vector.shares.map(({ text, index, data }) => {
        const share = checkShare(grouped(text), expected(vector, index));
        if (isBad(share)) throw new Error('refused');
        expect(toHex(share.data)).toBe(data);
        return share;
      });
      for (const some of subsets(shares, vector.manifest.k)) {
        const key = combineKey(vector.manifest, vector.manifest.k, some, combine);
        if (isBad(key)) throw new Error('no key');
        expect(toHex(key)).toBe(vector.key);
        const context = { ...vector.sealed, setId: vector.setId, salt: vector.manifest.salt };
        const plain = openSecret(key, context, vector.sealed);
        expect(plain && Buffer.from(plain).toString()).toBe(vector.sealed.plain);
        for (const other of [{ environment: 'x' }, { action: 'x' }, { id: 'x' }, { setId: '00'.repeat(10) }])
          expect(openSecret(key, { ...context, ...other }, vector.sealed)).toBeUndefined();
      }
    },
  );
});

describe('every k-subset opens and every (k−1)-subset does not', () => {
  const small = [2, 3, 4, 5].flatMap((n) => Array.from({ length: n - 1 }, (_, at) => [at + 2, n] as const));
  it.each(small)('exhaustively for %i of %i', (k, n) => {
    const { key, manifest, shares } = made(k, n);
    for (let size = k; size <= n; size++)
      for (const some of subsets(shares, size)) expect(combineKey(manifest, k, some, combine)).toEqual(key);
    for (const some of subsets(shares, k - 1)) {
      expect(combineKey(manifest, k, some, combine)).toEqual({ bad: 'too-few' });
      // Also where somebody makes the code believe that k is smaller: the key check stands behind it.
      const weak = combineKey({ ...manifest, k: 2 }, 2, some, combine);
      expect(isBad(weak)).toBe(true);
    }
  });

  it('sampled up to ten of ten', () => {
    const next = numbers(3);
    for (let n = 6; n <= 10; n++)
      for (let k = 2; k <= n; k++) {
        const { key, manifest, shares } = made(k, n);
        for (let sample = 0; sample < 5; sample++) {
          const mixed = shares
            .map((share) => [next(), share] as const)
            .sort(([a], [b]) => a - b)
            .map(([, share]) => share);
          expect(combineKey(manifest, k, mixed.slice(0, k), combine)).toEqual(key);
          expect(isBad(combineKey({ ...manifest, k: 2 }, 2, mixed.slice(0, k - 1), combine))).toBe(true);
        }
      }
  });
});

describe('mutated shares', () => {
  const set = made(3, 5);
  const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

  it('200,000 of them, none accepted', () => {
    const next = numbers(11);
    const pick = (below: number) => Math.floor(next() * below);
    const texts = set.shares.map(shareText);
    const reasons = new Map<string, number>();
    let accepted = 0;
    for (let round = 0; round < 200_000; round++) {
      const at = pick(5);
      let text = texts[at] ?? '';
      if (round % 4 === 0) {
        // With a valid checksum: any byte of the decoded share changed.
        const bytes = bech32m.decodeToBytes(text as `cbs1${string}`).bytes.slice();
        const where = pick(bytes.length);
        bytes[where] = ((bytes[where] ?? 0) + 1 + pick(255)) & 255;
        text = bech32m.encodeFromBytes('cbs', bytes);
      } else {
        for (let change = 0; change <= pick(4); change++) {
          const where = pick(text.length);
          const letter = alphabet[pick(32)] ?? 'q';
          const kind = pick(4);
          if (kind === 0) text = text.slice(0, where) + text.slice(where + 1);
          else if (kind === 1) text = text.slice(0, where) + letter + text.slice(where);
          else if (kind === 2) text = text.slice(0, where) + letter + text.slice(where + 1);
          else
            text =
              text.slice(0, where) +
              text.slice(where + 1, where + 2) +
              text.slice(where, where + 1) +
              text.slice(where + 2);
        }
        if (text === texts[at]) continue;
      }
      const answer = checkShare(text, expected(set, at + 1));
      if (!isBad<string>(answer)) accepted++;
      else reasons.set(answer.bad, (reasons.get(answer.bad) ?? 0) + 1);
    }
    console.log(
      `mutated shares: ${accepted} accepted; ${[...reasons].map((one) => one.join(' ')).join(', ')}`,
    );
    expect(accepted).toBe(0);
    for (const reason of ['typo', 'forged', 'other-set', 'not-yours'])
      expect(reasons.get(reason)).toBeGreaterThan(0);
  }, 120_000);

  it('are told apart in the order of the checks', () => {
    const [share, second] = set.shares;
    if (!share || !second) throw new Error('no shares');
    const of = (more: Partial<Share>) => shareFault({ ...share, ...more }, expected(set, 1));
    const data = share.data.map((byte) => byte ^ 1);
    expect(of({ setId: '00'.repeat(10), index: 2, data })).toBe('other-set');
    expect(of({ k: 2, index: 2, data })).toBe('other-shape');
    expect(of({ index: 2, data })).toBe('not-yours');
    expect(of({ data })).toBe('forged');
    expect(of({})).toBeUndefined();
    expect(shareFault(share, { ...expected(set, 1), revoked: true })).toBe('revoked');
    expect(shareFault(share, { ...expected(set, 1), manifest: { ...set.manifest, k: 2 } })).toBe(
      'manifest-changed',
    );
    expect(readShare('')).toEqual({ bad: 'empty' });
    expect(
      isBad(readShare(`${shareText(share).slice(0, 20)}-\n${shareText(share).slice(20).toUpperCase()}`)),
    ).toBe(false);
  });
});

describe('the splitting library', () => {
  it('gets a generator that gives zeros, and is asked again when its self-test refuses one', () => {
    const bytes = Array.from({ length: 4096 }, () => fairBits(8));
    expect(bytes).toContain('00000000');
    expect(bytes.every((bits) => /^[01]{8}$/.test(bits))).toBe(true);
    let refusals = 3;
    prepare(() => (refusals-- > 0 ? '00000000' : '10101010'));
    expect(refusals).toBeLessThan(0);
    expect(() => prepare(() => '00000000')).toThrow('generator-refused');
  });

  it('makes each byte of a share equally likely, the key’s own byte included', () => {
    // With the library's own generator share 1 never equals the key's byte; with a fair one it does, 1 in 256.
    const key = new Uint8Array(32);
    let equal = 0;
    for (let round = 0; round < 300; round++) {
      const [first] = split(key, 2, 2);
      equal += [...(first ?? new Uint8Array()).subarray(1)].filter((byte) => byte === 0).length;
    }
    expect(equal).toBeGreaterThan(5);
  });
});

describe('a box', () => {
  it('opens for its key and context alone', () => {
    const mine = fromHex('01'.repeat(32));
    const box = boxSeal(publicOf(mine), fromHex('02'.repeat(32)), 'here', fromHex('abcd'));
    expect(boxOpen(mine, 'here', box)).toEqual(fromHex('abcd'));
    expect(boxOpen(mine, 'there', box)).toBeUndefined();
    expect(boxOpen(fromHex('03'.repeat(32)), 'here', box)).toBeUndefined();
    const context = {
      setId: '00'.repeat(10),
      salt: '00'.repeat(32),
      id: 'a',
      action: 'open',
      environment: 'e',
    };
    const sealed = sealSecret(mine, new Uint8Array(12), context, fromHex('abcd'));
    expect(openSecret(mine, context, { ...sealed, box: 'AA==' })).toBeUndefined();
  });
});
