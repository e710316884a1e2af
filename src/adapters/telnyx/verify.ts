/**
 * Telnyx's signature: Ed25519 over `timestamp|body`, the body as it came. It says nothing of the address, so what
 * the body names is held against what the address names where it is read.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { SignedRequest } from '../../core/route.ts';

/** Seconds that a request may be old or early, as Telnyx's own libraries have it. */
const WINDOW = 300;

/** @param now - Milliseconds of real time: a sandbox's clock moves, Telnyx's does not. */
export function verifyTelnyx(
  publicKey: string,
  now: () => number = Date.now,
): (request: SignedRequest) => boolean {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return ({ headers, raw }) => {
    const timestamp = headers['telnyx-timestamp'] ?? '';
    const signature = headers['telnyx-signature-ed25519'] ?? '';
    if (!/^\d{1,12}$/.test(timestamp) || !/^[A-Za-z0-9+/]{86}==$/.test(signature)) return false;
    if (Math.abs(now() / 1000 - Number(timestamp)) > WINDOW) return false;
    const signed = Buffer.concat([Buffer.from(`${timestamp}|`), raw]);
    return verify(null, signed, key, Buffer.from(signature, 'base64'));
  };
}
