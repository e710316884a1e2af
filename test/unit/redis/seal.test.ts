/** Sealing at rest: what was sealed comes back, whatever is changed does not, and old keys and values are read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCodec } from '../../../src/adapters/redis/codec.ts';
import { createSealer, isSealed, SealError } from '../../../src/adapters/redis/seal.ts';
import { secretsFrom } from '../../../src/adapters/redis/secret-text.ts';
import { document } from '../../../src/core/commit.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const sealer = createSealer([key(1)]);
const NUMBER = '+12025550111';

describe('a sealed value', () => {
  it('is what went in, in its own place only, and says nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (plain, place, other) => {
        const sealed = sealer.seal(plain, place);
        expect(sealer.open(sealed, place)).toBe(plain);
        if (other !== place) expect(() => sealer.open(sealed, other)).toThrow(SealError);
        if (plain.length > 8) expect(sealed).not.toContain(plain);
      }),
    );
  });

  it('does not open when a character of it was changed', () => {
    const sealed = sealer.seal(NUMBER, 'doc person U1');
    const body = sealed.lastIndexOf('.') + 1;
    for (let i = body; i < sealed.length - 1; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
      expect(() => sealer.open(changed, 'doc person U1'), `${i}`).toThrow(SealError);
    }
  });

  it('differs each time, but for what the database compares', () => {
    expect(sealer.seal('x', 'p')).not.toBe(sealer.seal('x', 'p'));
    expect(sealer.sealAlike('x', 'p')).toBe(sealer.sealAlike('x', 'p'));
    expect(sealer.sealAlike('x', 'p')).not.toBe(sealer.sealAlike('x', 'q'));
  });
});

describe('keys', () => {
  it('an older key opens, a newer one seals, a lost one is named', () => {
    const old = sealer.seal(NUMBER, 'p');
    const rotated = createSealer([key(2), key(1)]);
    expect(rotated.open(old, 'p')).toBe(NUMBER);
    expect(rotated.isCurrent(old)).toBe(false);
    expect(rotated.isCurrent(rotated.seal(NUMBER, 'p'))).toBe(true);
    expect(() => createSealer([key(2)]).open(old, 'p')).toThrow(`under key ${sealer.keys[0]}`);
  });

  it('are read in base64, base64url and hex, several with remarks, and nothing else is', () => {
    const bytes = new Uint8Array(32).map((_, i) => i * 8 + 7);
    const forms = (['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(bytes).toString(form));
    expect(secretsFrom(`# newest first\n${forms.join(',\n')}\n`)?.map((one) => [...one])).toEqual(
      forms.map(() => [...bytes]),
    );
    for (const bad of ['', 'secret', forms[0]?.slice(1) ?? '', `${forms[0]},password`])
      expect(secretsFrom(bad), bad).toBeUndefined();
  });
});

describe('what the database gets', () => {
  const codec = createCodec(sealer);
  const kind = document({
    name: 'contact',
    schema: z.object({ phone: z.string(), open: z.boolean() }),
    schemaVersion: 1,
    indexes: ({ phone, open }) => [`phone:${phone}`, ...(open ? ['open'] : [])],
    sealed: ({ open }) => open,
    digested: ['phone'],
  });

  it('a document is sealed where its kind says so, and read sealed or plain', () => {
    const sealed = codec.writeDocument(kind, 'a', { phone: NUMBER, open: true });
    const plain = codec.writeDocument(kind, 'a', { phone: NUMBER, open: false });
    expect([isSealed(sealed), isSealed(plain)]).toEqual([true, false]);
    expect(JSON.parse(codec.readDocument(kind, 'a', sealed))).toEqual({ phone: NUMBER, open: true });
    expect(JSON.parse(codec.readDocument(kind, 'a', plain))).toEqual({ phone: NUMBER, open: false });
    expect(() => codec.readDocument(kind, 'b', sealed)).toThrow(SealError);
  });

  it('an index that identifies somebody is a digest that only the key makes, others stay words', () => {
    const [digest, open] = codec.indexKeys(kind, { phone: NUMBER, open: true });
    expect(open).toBe('open');
    expect(digest).toMatch(/^phone:[\w-]{22}$/);
    expect(codec.indexKey(kind, `phone:${NUMBER}`)).toBe(digest);
    expect(createCodec(createSealer([key(2)])).indexKey(kind, `phone:${NUMBER}`)).not.toBe(digest);
  });

  it('a fact is sealed where it says so; a job always, and alike for alike', () => {
    const at = '2019-06-05T09:00:00Z';
    const note = { name: 'incident.noted', data: { text: NUMBER } };
    const sealed = codec.writeFact({ ...note, sealed: true }, at);
    expect(sealed).not.toContain(NUMBER);
    expect(JSON.parse(codec.readFact(note.name, at, sealed))).toEqual(note.data);
    expect(JSON.parse(codec.readFact(note.name, at, codec.writeFact(note, at)))).toEqual(note.data);
    const job = codec.writeJob('j', { to: NUMBER });
    expect(isSealed(job)).toBe(true);
    expect(codec.writeJob('j', { to: NUMBER })).toBe(job);
    expect(JSON.parse(codec.readJob('j', job))).toEqual({ to: NUMBER });
    expect(JSON.parse(codec.readJob('j', '{"to":"plain"}'))).toEqual({ to: 'plain' });
  });
});
