/** What Redis holds of a private incident: its words are in no key, value, fact or job, in clear. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import type { Change } from '../../src/core/commit.ts';
import { incidentDocument } from '../../src/incident/domain/incident.ts';
import { readIncident } from '../../src/incident/read.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { emptyWorld, liveThrough, privateWorld, WORDS } from '../unit/incident/private-world.ts';

/** Every key with its value as text, of every type. */
async function dump(redis: Redis): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const key of await redis.keys('*')) {
    const read: Readonly<Record<string, () => Promise<unknown>>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, '-1'),
      list: () => redis.lrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    all.set(key, JSON.stringify(await read[await redis.type(key)]?.()));
  }
  return all;
}

describe.skipIf(!hasRedis)('a private incident at rest', () => {
  let server: PrivateRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());

  it('has its words sealed, and is read again as it was', async () => {
    const world = await emptyWorld();
    const changes: Change[] = [];
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (change) => {
      const done = await commit(change);
      changes.push(change);
      return done;
    };
    const told = await privateWorld(world);
    await liveThrough(told);
    const store = new RedisStore(redis, 'private', testSealer);
    for (const change of changes) await store.commit(change);
    const found = await dump(redis);
    expect(found.size).toBeGreaterThan(10);
    const { page, ...words } = WORDS;
    for (const [key, value] of found)
      for (const word of Object.values(words)) expect(`${key} ${value}`, key).not.toContain(word);
    // What a page said before it became a part of a private incident stays in the ledger, and there alone.
    const holding = [...found].filter(([, value]) => value.includes(page)).map(([key]) => key);
    expect(holding).toEqual(['cb:{private}:ledger']);
    expect([...found.keys()].filter((key) => key.includes(':index:incident:kind'))).toEqual([]);
    expect((await readIncident(told.code, { id: 'UDEC' }, { store }))?.value).toEqual(
      (await world.store.get(incidentDocument, told.code))?.value,
    );
  });
});
