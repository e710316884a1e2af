/**
 * From shares to the key: k distinct → combine → length → key check. The splitting library notices none
 * of what can go wrong (too few, mixed or damaged shares give garbage), so each is noticed here.
 */
import { fromHex, wipe } from './bytes.ts';
import { KEY_BYTES, keyFits, type Manifest } from './manifest.ts';
import { libraryShare, type Share } from './share.ts';

export type KeyFault = 'too-few' | 'wrong-length' | 'wrong-key';

/** The library's `combine`: texts like `801…` in, hex out. */
export type Combine = (libraryShares: string[]) => string;

/**
 * The key, or why there is none. `shares` have passed `shareFault`; the same index twice counts once.
 * `need` is at least the set's k (an action may ask for more people than the key does).
 */
export function combineKey(
  manifest: Manifest,
  need: number,
  shares: readonly Share[],
  combine: Combine,
): Uint8Array | { readonly bad: KeyFault } {
  const byIndex = new Map(shares.map((share) => [share.index, share]));
  if (byIndex.size < Math.max(need, manifest.k)) return { bad: 'too-few' };
  const hex = combine([...byIndex.values()].map(({ index, data }) => libraryShare(index, data)));
  if (hex.length !== KEY_BYTES * 2 || !/^[0-9a-f]*$/.test(hex)) return { bad: 'wrong-length' };
  const key = fromHex(hex);
  if (keyFits(manifest, key)) return key;
  wipe(key);
  return { bad: 'wrong-key' };
}
