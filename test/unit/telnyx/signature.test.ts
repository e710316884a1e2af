/** Telnyx's signature: Ed25519 over the time and the body as it came, within five minutes. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyTelnyx } from '../../../src/adapters/telnyx/verify.ts';

const NOW = 1_559_729_000;
const pair = generateKeyPairSync('ed25519');
const publicOf = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
const verify = verifyTelnyx(publicOf(pair.publicKey), () => NOW * 1000);

const request = (
  raw: string,
  { at = NOW, key = pair.privateKey }: { at?: number; key?: KeyObject } = {},
) => ({
  url: '/telnyx/status/n1',
  headers: {
    'telnyx-timestamp': String(at),
    'telnyx-signature-ed25519': sign(null, Buffer.from(`${at}|${raw}`), key).toString('base64'),
  } as Record<string, string | undefined>,
  body: {},
  raw: Buffer.from(raw),
});

describe('a request of Telnyx', () => {
  it('holds as it was signed, JSON or form, whatever is in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => verify(request(raw))));
  });

  it('does not hold where one letter of the body is another', () => {
    const signed = request('CallSid=v3%3Aa&CallStatus=completed');
    expect(verify({ ...signed, raw: Buffer.from('CallSid=v3%3Ab&CallStatus=completed') })).toBe(false);
  });

  it('does not hold with another key, whose owner is not Telnyx', () => {
    expect(verify(request('{}', { key: generateKeyPairSync('ed25519').privateKey }))).toBe(false);
  });

  it.each(['telnyx-timestamp', 'telnyx-signature-ed25519'])('does not hold without %s', (name) => {
    const signed = request('{}');
    expect(verify({ ...signed, headers: { ...signed.headers, [name]: undefined } })).toBe(false);
  });

  it('holds for five minutes, either way, and not with another time than was signed', () => {
    for (const at of [NOW - 300, NOW + 300]) expect(verify(request('{}', { at }))).toBe(true);
    for (const at of [NOW - 301, NOW + 301, 0]) expect(verify(request('{}', { at }))).toBe(false);
    const old = request('{}', { at: NOW - 4_000 });
    expect(verify({ ...old, headers: { ...old.headers, 'telnyx-timestamp': String(NOW) } })).toBe(false);
  });

  it('is refused, and nothing breaks, where what it names is no time or no signature', () => {
    const signed = request('{}');
    for (const word of ['', 'x', '1e9', ' 1', '9'.repeat(30), '=', 'A'.repeat(88)])
      for (const name of Object.keys(signed.headers))
        expect(verify({ ...signed, headers: { ...signed.headers, [name]: word } })).toBe(false);
  });
});
