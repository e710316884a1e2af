/**
 * The public half of a key set: enough to tell which share is wrong and whether the combined key is the
 * right one, and nothing about the key. Its hash is in every share, so it cannot be swapped unnoticed.
 */
import { z } from 'zod';
import { byte, bytesEqual, concat, fromHex, prefixed, toHex } from './bytes.ts';
import { hkdf, sha256 } from './crypto.ts';

/** The version of the format: of manifest, share text and derivations alike. */
export const FORMAT = 1;
export const MAX_HOLDERS = 10;
/** A share's data: 32 bytes of key behind the library's marker bit, padded to whole bytes. */
export const DATA_BYTES = 33;
export const KEY_BYTES = 32;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

export const Manifest = z
  .object({
    v: z.literal(FORMAT),
    k: z.number().int().min(2).max(MAX_HOLDERS),
    n: z.number().int().min(2).max(MAX_HOLDERS),
    salt: hex(32),
    /** Of share 1, 2, … n. */
    commit: z.array(hex(32)),
    kcv: hex(16),
  })
  .refine(({ k, n, commit }) => k <= n && commit.length === n);
export type Manifest = z.infer<typeof Manifest>;

/**
 * A manifest as it is stored: whatever is there can be read, since one that cannot be used is one that somebody
 * changed, which is an alarm and not a failure. {@link isIntact} says whether it may be used.
 */
export const StoredManifest: z.ZodType<Manifest> = z.union([
  Manifest,
  z.looseObject({}) as unknown as typeof Manifest,
]);

export const SetId = hex(10);

/** SHA-256(len ‖ "cb-share" ‖ salt ‖ i ‖ data): says at submission which share is wrong. */
export const commitment = (salt: Uint8Array, index: number, data: Uint8Array): Uint8Array =>
  sha256(prefixed('cb-share'), salt, byte(index), data);

/** The key check value: 16 bytes that only the right key gives, and that say nothing about it. */
export const keyCheck = (key: Uint8Array, salt: Uint8Array): Uint8Array =>
  hkdf(key, salt, 'callboard/keys/v1/kcv', 16);

/** The one way to write a manifest as bytes. */
export const manifestBytes = (manifest: Manifest): Uint8Array =>
  concat(
    prefixed('cb-manifest'),
    byte(manifest.v),
    byte(manifest.k),
    byte(manifest.n),
    fromHex(manifest.salt),
    ...manifest.commit.map(fromHex),
    fromHex(manifest.kcv),
  );

/** The set's name in every share: the first 10 bytes of SHA-256(manifest), as hex. */
export const setIdOf = (manifest: Manifest): string => toHex(sha256(manifestBytes(manifest)).subarray(0, 10));

/** Builds the manifest of a new set from its key, its salt and the data of shares 1 to n. */
export const manifestOf = (
  key: Uint8Array,
  salt: Uint8Array,
  k: number,
  shares: readonly Uint8Array[],
): Manifest => ({
  v: FORMAT,
  k,
  n: shares.length,
  salt: toHex(salt),
  commit: shares.map((data, at) => toHex(commitment(salt, at + 1, data))),
  kcv: toHex(keyCheck(key, salt)),
});

export const keyFits = (manifest: Manifest, key: Uint8Array): boolean =>
  bytesEqual(keyCheck(key, fromHex(manifest.salt)), fromHex(manifest.kcv));

/** Whether a stored manifest is one at all, and the one that the set's name is the hash of. */
export const isIntact = (manifest: Manifest, setId: string): boolean =>
  Manifest.safeParse(manifest).success && setIdOf(manifest) === setId;
