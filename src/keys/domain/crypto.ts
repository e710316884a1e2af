/**
 * The cryptography of the keys, as pure functions over bytes: the same input gives the same output.
 * Randomness (keys, nonces) comes in as an argument, as time does elsewhere in the domain; the adapter
 * draws it. So all of the format can be checked against the vectors in docs/keys-format.md.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import { concat, fromBase64, text, toBase64 } from './bytes.ts';

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );

export const hmacSha256 = (key: Uint8Array, message: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest());

/** HKDF-SHA256 (RFC 5869), `length` bytes. */
export const hkdf = (key: Uint8Array, salt: Uint8Array, info: string, length: number): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, text(info), length));

/** AES-256-GCM: ciphertext followed by its 16-byte tag. `nonce` is 12 random bytes, never used twice. */
export function gcmSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** Undefined where the tag does not fit: another key, other context, or one changed bit. */
export function gcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < 16 || nonce.length !== 12) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  const plain = decipher.update(sealed.subarray(0, sealed.length - 16));
  try {
    return concat(plain, decipher.final());
  } catch {
    plain.fill(0);
    return undefined;
  }
}

// RFC 8410: the fixed beginnings of an X25519 private and public key in DER.
const PRIVATE = Uint8Array.from(Buffer.from('302e020100300506032b656e04220420', 'hex'));
const PUBLIC = Uint8Array.from(Buffer.from('302a300506032b656e032100', 'hex'));

const privateKey = (raw: Uint8Array) => {
  const der = Buffer.from(concat(PRIVATE, raw));
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
};
const publicKey = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.from(concat(PUBLIC, raw)), format: 'der', type: 'spki' });

/** The public key (32 bytes) of a private one (32 random bytes). */
export function publicOf(raw: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKey(raw)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(PUBLIC.length));
}

const agree = (mine: Uint8Array, theirs: Uint8Array): Uint8Array =>
  new Uint8Array(diffieHellman({ privateKey: privateKey(mine), publicKey: publicKey(theirs) }));

const BOX_INFO = 'callboard/keys/v1/box';

/**
 * Seals to whoever holds the private key of `recipient`: ephemeral public key ‖ ciphertext ‖ tag, base64.
 * `ephemeral` is 32 random bytes used for nothing else, which is why the nonce may be fixed. `context` must
 * be the same when it is opened, so a box that was moved to another ceremony does not open.
 */
export function boxSeal(
  recipient: Uint8Array,
  ephemeral: Uint8Array,
  context: string,
  plain: Uint8Array,
): string {
  const mine = publicOf(ephemeral);
  const shared = agree(ephemeral, recipient);
  const key = hkdf(shared, concat(mine, recipient), BOX_INFO, 32);
  const box = toBase64(concat(mine, gcmSeal(key, new Uint8Array(12), text(context), plain)));
  shared.fill(0);
  key.fill(0);
  return box;
}

/** Undefined where it was sealed to another key or for another context. */
export function boxOpen(privateRaw: Uint8Array, context: string, box: string): Uint8Array | undefined {
  const bytes = fromBase64(box);
  if (bytes.length < 48) return undefined;
  const theirs = bytes.subarray(0, 32);
  let shared: Uint8Array;
  try {
    shared = agree(privateRaw, theirs);
  } catch {
    return undefined;
  }
  const key = hkdf(shared, concat(theirs, publicOf(privateRaw)), BOX_INFO, 32);
  const plain = gcmOpen(key, new Uint8Array(12), text(context), bytes.subarray(32));
  shared.fill(0);
  key.fill(0);
  return plain;
}
