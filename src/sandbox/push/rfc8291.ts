/** The browser's side of web push: what it decrypts (RFC 8291 over RFC 8188), and the signature over who sent it (RFC 8292). */
import { createDecipheriv, createECDH, createHmac, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};
const ONE = Buffer.from([1]);

export interface BrowserKeys {
  readonly p256dh: string;
  readonly privateKey: string;
  readonly auth: string;
}

/** @throws {Error} what is wrong with the body, in words */
export function decryptPush(body: Buffer, { p256dh, privateKey, auth }: BrowserKeys): string {
  if (body.length < 86 + 18) throw new Error('the body is too short for aes128gcm');
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const idLength = body[20] ?? 0;
  if (idLength !== 65) throw new Error('the key id is no uncompressed P-256 point');
  const sender = body.subarray(21, 86);
  const sealed = body.subarray(86);
  if (recordSize < sealed.length) throw new Error('more than one record: a push message has one');
  const own = createECDH('prime256v1');
  own.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  const receiver = Buffer.from(p256dh, 'base64url');
  const shared = own.computeSecret(sender);
  const input = hmac(
    hmac(Buffer.from(auth, 'base64url'), shared),
    Buffer.concat([Buffer.from('WebPush: info\0'), receiver, sender]),
    ONE,
  );
  const key = hmac(salt, input);
  const content = hmac(key, 'Content-Encoding: aes128gcm\0', ONE).subarray(0, 16);
  const nonce = hmac(key, 'Content-Encoding: nonce\0', ONE).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', content, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('the last record does not end with its mark');
  return padded.subarray(0, end).toString('utf8');
}

const Header = z.object({ alg: z.literal('ES256'), typ: z.string().optional() });
const Claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string().regex(/^(mailto:|https:)/) });

/** Seconds that a token may last (RFC 8292, 2). */
const MAX_LIFE = 24 * 3_600;

const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/**
 * What is wrong with an `Authorization: vapid t=…, k=…`; undefined where nothing is.
 *
 * @param asked - The push service's own origin, the key that the subscription was made for, and the time in seconds.
 */
export function vapidFault(
  header: string | undefined,
  { origin, key, now }: { readonly origin: string; readonly key: string; readonly now: number },
): string | undefined {
  const [, token = '', given = ''] = /^vapid t=([\w.-]+),\s*k=([\w-]+)$/.exec(header ?? '') ?? [];
  if (token === '') return 'no vapid authorization';
  if (given !== key) return 'signed with another key than the subscription was made for';
  const [head = '', body = '', signature = ''] = token.split('.');
  try {
    const claims = Claims.parse(json(body));
    Header.parse(json(head));
    if (claims.aud !== origin) return `for ${claims.aud} and not for ${origin}`;
    if (claims.exp <= now) return 'expired';
    if (claims.exp > now + MAX_LIFE) return 'lasts longer than a day';
  } catch {
    return 'no token of ours: ES256 with aud, exp and sub is wanted';
  }
  const point = Buffer.from(given, 'base64url');
  if (point.length !== 65) return 'the key is no P-256 point';
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) };
  const isRight = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return isRight ? undefined : 'the signature is wrong';
}
