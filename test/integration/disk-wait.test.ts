/** A page is confirmed when it is on disk, and nobody else waits for that. Runs on old and new Redis. */
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { document, fact, put, recordFact } from '../../src/core/commit.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const note = document({ name: 'note', schemaVersion: 1, schema: z.object({ text: z.string() }) });
const written = fact('note.written', z.object({}));
const facts = [
  recordFact(written, { at: Temporal.Instant.from('2026-06-05T08:00:00Z'), by: 'x', about: [], data: {} }),
];

describe.skipIf(!hasRedis)('waiting for the disk', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let isNew: boolean;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
    const [, major = '0', minor = '0'] = /redis_version:(\d+)\.(\d+)/.exec(await redis.info('server')) ?? [];
    isNew = Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 2);
  });
  afterAll(() => server.stop());

  it('answers what the database knows, and an old one costs one try', async () => {
    const store = new RedisStore(redis, 'known', testSealer);
    await store.commit({ put: [put(note, 'a', { text: 'a' })], facts });
    expect(await store.waitForDisk()).toBe(isNew);
    expect(await store.waitForDisk()).toBe(isNew);
    store.close();
  });

  it('lets everything else through while a burst of pages waits, and shares the waits', async () => {
    const store = new RedisStore(redis, 'burst', testSealer);
    const before = Number(/cmdstat_waitaof:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    const order: string[] = [];
    const waits: Promise<boolean>[] = [];
    for (let page = 0; page < 10; page++) {
      await store.commit({ put: [put(note, `p${page}`, { text: 'page' })], facts });
      waits.push(store.waitForDisk().finally(() => order.push('disk')));
      // Somebody else's work, on the connection that the commits use.
      await store.get(note, `p${page}`);
      order.push('read');
    }
    expect(await Promise.all(waits)).toEqual(Array.from({ length: 10 }, () => isNew));
    if (isNew) expect(order.filter((what) => what === 'read').length).toBe(10);
    // With WAITAOF on the shared connection the second commit would have stood behind the first fsync.
    if (isNew) expect(order.slice(0, 5)).toEqual(['read', 'read', 'read', 'read', 'read']);
    const after = Number(/cmdstat_waitaof:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    if (isNew) expect(after - before).toBeLessThanOrEqual(4);
    store.close();
  });

  it('says no within seconds where the database is gone, and yes when it is back', async () => {
    const store = new RedisStore(redis, 'gone', testSealer);
    await store.commit({ put: [put(note, 'a', { text: 'a' })], facts });
    await store.waitForDisk();
    await server.kill();
    expect(await store.waitForDisk()).toBe(false);
    await server.restart();
    await expect.poll(() => store.waitForDisk(), { timeout: 10_000 }).toBe(isNew);
    store.close();
  });
});
