import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { LEASE_MILLISECONDS, RedisStore } from '../../src/adapters/redis/store.ts';
import { keepsItsPromise, steps } from '../support/outbox-property.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

describe.skipIf(!hasRedis)('the outbox on Redis', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let events = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());

  it('keeps its promise under any interleaving of commits, dispatches, crashes and lease ends', async () => {
    const open = () => {
      const store = new RedisStore(redis, `p${++events}`, testSealer);
      const lapse = async () => {
        const key = `${store.prefix}:outbox:leased:pages`;
        for (const id of await redis.zrange(key, 0, '-1'))
          await redis.zincrby(key, -LEASE_MILLISECONDS - 1, id);
      };
      return { store, lapse };
    };
    await fc.assert(
      fc.asyncProperty(steps, (script) => keepsItsPromise(open(), script)),
      { numRuns: 150 },
    );
  });
});
