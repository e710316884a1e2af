/** What an older version wrote in clear is sealed at the next start, and a new key takes over from an old one. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSealer } from '../../src/adapters/redis/open-sealer.ts';
import { createSealer } from '../../src/adapters/redis/seal.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import {
  type DocumentKind,
  fact,
  jobKind,
  put,
  RETRY,
  recordFact,
  scheduleJob,
} from '../../src/core/commit.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const NUMBER = '+12025550111';
const val = { id: 'U1', name: 'Val Volunteer', email: 'val@example.org', phone: { number: NUMBER } };
const key = (fill: number) => new Uint8Array(32).fill(fill);
const noted = fact('secret.noted', z.object({ text: z.string() }), { sealed: true });
const tell = jobKind({
  name: 'tell',
  queue: 'chores',
  retry: RETRY.never,
  schema: z.object({ to: z.string() }),
  id: () => 'tell',
});
const kinds = [personDocument] as unknown as DocumentKind<unknown>[];

describe.skipIf(!hasRedis)('sealing what is there', () => {
  let server: PrivateRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());

  const dump = async (event: string): Promise<string> => {
    const keys = await redis.keys(`cb:{${event}}:*`);
    const values = await Promise.all(
      keys.map(async (name) => {
        const type = await redis.type(name);
        if (type === 'hash') return await redis.hgetall(name);
        return type === 'stream' ? await redis.xrange(name, '-', '+') : '';
      }),
    );
    return JSON.stringify([keys, values]);
  };

  it('documents of an older version are sealed, and their indexes found by digest', async () => {
    const prefix = 'cb:{older}';
    // As the version before wrote it.
    await redis.hset(`${prefix}:doc:person`, 'U1', `3:1:${JSON.stringify(val)}`);
    await redis.hset(`${prefix}:indexed:person`, 'U1', JSON.stringify([`phone:${NUMBER}`]));
    await redis.sadd(`${prefix}:index:person:phone:${NUMBER}`, 'U1');
    await redis.hset(`${prefix}:outbox:data`, 'tell', JSON.stringify({ to: NUMBER }));
    const store = new RedisStore(redis, 'older', createSealer([key(1)]));
    expect(await store.get(personDocument, 'U1')).toEqual({ id: 'U1', value: val, version: 3 });
    expect(await store.reseal(kinds)).toBe(2);
    expect(await dump('older')).not.toContain('2025550111');
    expect(await dump('older')).not.toContain('Val');
    expect(await store.find(personDocument, `phone:${NUMBER}`)).toEqual([
      { id: 'U1', value: val, version: 3 },
    ]);
    expect((await store.find(personDocument, 'email:val@example.org')).length).toBe(1);
    expect(await store.reseal(kinds)).toBe(0);
    store.close();
  });

  it('a new key in front seals all of it anew; then the old one is not needed', async () => {
    const open = async (...fills: number[]) =>
      await openSealer(redis, 'rotated', { CALLBOARD_SECRET: fills.map(key) }, { claim: true });
    const first = new RedisStore(redis, 'rotated', await open(1));
    await first.commit({
      put: [put(personDocument, 'U1', val)],
      facts: [recordFact(noted, { at: T, by: 'U1', about: ['x'], data: { text: 'the fact' } })],
      jobs: [scheduleJob(tell, T, { to: NUMBER })],
    });
    await first.reseal(kinds);
    await expect(open(2)).rejects.toThrow(/sealed under key [0-9a-f]{8}, which is not here/);
    const both = new RedisStore(redis, 'rotated', await open(2, 1));
    expect((await both.get(personDocument, 'U1'))?.value).toEqual(val);
    expect(await both.reseal(kinds)).toBe(3);
    const only = new RedisStore(redis, 'rotated', await open(2));
    expect((await only.find(personDocument, `phone:${NUMBER}`))[0]?.value).toEqual(val);
    expect((await only.facts({ about: 'x' })).map(({ data }) => data)).toEqual([{ text: 'the fact' }]);
    expect((await only.job('tell'))?.data).toEqual({ to: NUMBER });
    expect(await dump('rotated')).not.toMatch(/2025550111|the fact/);
    for (const store of [first, both, only]) store.close();
  });

  it('a key is made where nothing is sealed yet, for its owner alone, and never a second one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-secret-'));
    const config = { CALLBOARD_SECRET_FILE: join(folder, 'new', 'secret') };
    await expect(openSealer(redis, 'made', config, { claim: false })).rejects.toThrow(/no key can be read/);
    const made = await openSealer(redis, 'made', config, { claim: true });
    expect(statSync(config.CALLBOARD_SECRET_FILE).mode & 0o777).toBe(0o600);
    expect((await openSealer(redis, 'made', config, { claim: true })).keys).toEqual(made.keys);
    rmSync(folder, { recursive: true });
    await expect(openSealer(redis, 'made', config, { claim: true })).rejects.toThrow(/no key can be read/);
  });
});
