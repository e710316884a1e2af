import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { LEASE_MILLISECONDS, RedisStore } from '../../src/adapters/redis/store.ts';
import { document, fact, jobKind, put, RETRY, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { StoreUnavailable } from '../../src/core/errors.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { storeConformance } from '../support/store-conformance.ts';

const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const note = document({
  name: 'note',
  schemaVersion: 2,
  schema: z.object({ text: z.string() }),
  upgrade: (old) => old,
});
const written = fact('note.written', z.object({}));
const chore = jobKind({
  name: 'chore',
  queue: 'chores',
  retry: RETRY.never,
  schema: z.object({}),
  id: (_: unknown, key: string) => key,
});
const facts = [recordFact(written, { at: T, by: 'test', about: [], data: {} })];

describe.skipIf(!hasRedis)('RedisStore', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let events = 0;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());
  const fresh = () => new RedisStore(redis, `t${++events}`, testSealer);

  storeConformance('RedisStore', async () => ({ store: fresh() }));

  it('reads the outbox at one moment, however many jobs end and leave another meanwhile', async () => {
    const store = fresh();
    const other = new RedisStore(await server.connect(), store.prefix.slice('cb:{'.length, -1), testSealer);
    const all = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };
    await store.commit({ jobs: [scheduleJob(chore, T, {}, 'job-0')] });
    let ended = false;
    const relay = async () => {
      for (let i = 1; i <= 300; i++) {
        const [claimed] = (await other.claim(T, all)).jobs;
        if (!claimed) throw new Error(`no job ${i}`);
        await other.commit({ done: claimed, jobs: [scheduleJob(chore, T, {}, `job-${i}`)] });
      }
      ended = true;
    };
    const counts = new Set<number>();
    const look = async () => {
      while (!ended) counts.add((await store.outbox()).length);
    };
    await Promise.all([relay(), look()]);
    other.close();
    expect([...counts]).toEqual([1]);
  });

  it('hands a job out again when its lease has run out in real time', async () => {
    const store = fresh();
    await store.commit({ jobs: [scheduleJob(chore, T, {}, 'a')] });
    const all = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };
    const first = (await store.claim(T, all)).jobs[0];
    const leased = `${store.prefix}:outbox:leased:chores`;
    // As if the lease had been given LEASE_MILLISECONDS ago.
    await redis.zincrby(leased, -LEASE_MILLISECONDS - 1, 'a');
    // Whatever Callboard's clock says meanwhile: it may have been set back.
    const second = (await store.claim(T.subtract({ hours: 1 }), all)).jobs[0];
    expect(second).toMatchObject({ id: 'a', deliveryCount: 2, revision: first?.revision });
    expect(first && (await store.acquireOrRenewLease(first))).toBe(false);
    expect(second && (await store.acquireOrRenewLease(second))).toBe(true);
  });

  it('hands a job out again where the clock of Redis was set back by more than a lease, not by a little', async () => {
    const store = fresh();
    await store.commit({ jobs: [scheduleJob(chore, T, {}, 'a')] });
    const all = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };
    await store.claim(T, all);
    const leased = `${store.prefix}:outbox:leased:chores`;
    // As if the lease had been given by a clock that was ahead.
    await redis.zincrby(leased, LEASE_MILLISECONDS / 2, 'a');
    expect((await store.claim(T, all)).jobs).toEqual([]);
    await redis.zincrby(leased, 3_600_000, 'a');
    expect((await store.claim(T, all)).jobs).toMatchObject([{ id: 'a', deliveryCount: 2 }]);
  });

  it('keeps mirrors current with commits of other processes, and identical while nothing changes', async () => {
    const store = fresh();
    const other = new RedisStore(redis, `t${events}`, testSealer);
    await store.commit({ put: [put(note, 'n1', { text: 'one' })], facts });
    const mirror = new DocumentCaches(store).of(note);
    const before = await mirror.read();
    expect([...before.keys()]).toEqual(['n1']);
    expect(await mirror.read()).toBe(before);
    await other.commit({ put: [put(note, 'n1', { text: 'two' }, 1), put(note, 'n2', { text: 'x' })], facts });
    const [after, same] = await Promise.all([mirror.read(), mirror.read()]);
    expect(after.get('n1')?.value.text).toBe('two');
    expect(same.get('n2')?.version).toBe(1);
    await other.commit({ put: [put(note, 'n1', null, 2)], facts });
    expect((await mirror.read()).has('n1')).toBe(false);
    expect(before.get('n1')?.value.text).toBe('one');
  });

  it('upgrades older documents and refuses newer ones', async () => {
    const store = fresh();
    await redis.hset(`${store.prefix}:doc:note`, { old: '3:1:{"text":"o"}', newer: '1:9:{"text":"n"}' });
    expect(await store.get(note, 'old')).toEqual({ id: 'old', value: { text: 'o' }, version: 3 });
    await expect(store.get(note, 'newer')).rejects.toThrow(/schema 9/);
  });

  it('says within three seconds that Redis is gone, and goes on when it is back with all it had', async () => {
    const store = fresh();
    await store.commit({ put: [put(note, 'kept', { text: 'kept' })], facts });
    expect(await store.waitForDisk()).toBeTypeOf('boolean');
    await server.kill();
    const began = performance.now();
    await expect(store.get(note, 'kept')).rejects.toThrow(StoreUnavailable);
    await expect(store.commit({ facts })).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(3000);
    await server.restart();
    await expect.poll(() => store.get(note, 'kept').catch(() => undefined), { timeout: 5000 }).toBeDefined();
    await store.commit({ facts });
  });
});
