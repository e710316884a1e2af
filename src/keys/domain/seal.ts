/**
 * A sealed secret: AES-256-GCM under a key that only the set's key gives. What it is for (set, name,
 * action, environment, version) is authenticated with it, so it cannot be presented as another.
 */
import { z } from 'zod';
import { byte, concat, fromBase64, fromHex, prefixed, toBase64 } from './bytes.ts';
import { gcmOpen, gcmSeal, hkdf } from './crypto.ts';
import { FORMAT } from './manifest.ts';

export const Sealed = z.object({
  /** base64, 12 bytes. */
  nonce: z.string(),
  /** base64: ciphertext ‖ tag. */
  box: z.string(),
});
export type Sealed = z.infer<typeof Sealed>;

/** What a secret is bound to. `setId` and `salt` are hex. */
export interface SealContext {
  readonly setId: string;
  readonly salt: string;
  /** The secret's name. */
  readonly id: string;
  /** What opening it is for: `open`, or the guarded action that it signs. */
  readonly action: string;
  /** The event's key space, so that a backup of one event's secrets does not open in another. */
  readonly environment: string;
}

const payloadKey = (key: Uint8Array, { salt, id }: SealContext): Uint8Array =>
  hkdf(key, fromHex(salt), `callboard/keys/v1/payload/${id}`, 32);

/** setId ‖ id ‖ action ‖ environment ‖ version, each but the last behind its length. */
export const sealAad = ({ setId, id, action, environment }: SealContext): Uint8Array =>
  concat(prefixed(fromHex(setId)), prefixed(id), prefixed(action), prefixed(environment), byte(FORMAT));

export function sealSecret(
  key: Uint8Array,
  nonce: Uint8Array,
  context: SealContext,
  plain: Uint8Array,
): Sealed {
  const secretKey = payloadKey(key, context);
  const box = gcmSeal(secretKey, nonce, sealAad(context), plain);
  secretKey.fill(0);
  return { nonce: toBase64(nonce), box: toBase64(box) };
}

export function openSecret(key: Uint8Array, context: SealContext, sealed: Sealed): Uint8Array | undefined {
  const secretKey = payloadKey(key, context);
  const plain = gcmOpen(secretKey, fromBase64(sealed.nonce), sealAad(context), fromBase64(sealed.box));
  secretKey.fill(0);
  return plain;
}
