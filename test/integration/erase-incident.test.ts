/**
 * A private incident that was erased, in a real Redis: none of its words and codes is in any key, value, list of
 * references, fact or job, opened or as it is stored; what stood beside it is as it was.
 */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incident } from '../../commands/incident/command.ts';
import { page } from '../../commands/page/command.ts';
import clearErased from '../../jobs/incident/clear-erased.ts';
import eraseIncidentFacts from '../../jobs/incident/erase-facts.ts';
import { exportEvent } from '../../src/adapters/redis/backup.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { ERASURES } from '../../src/callboard/erase-documents.ts';
import type { Change } from '../../src/core/commit.ts';
import { newId } from '../../src/core/new-id.ts';
import { actionDocument } from '../../src/incident/domain/action.ts';
import { erasing } from '../../src/incident/erase.ts';
import { readIncident } from '../../src/incident/read.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { emptyWorld, liveThrough, privateWorld, WORD, WORDS } from '../unit/incident/private-world.ts';

describe.skipIf(!hasRedis)('an erased incident', () => {
  let server: PrivateRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());

  /** Keys and values as they are. */
  const raw = async (): Promise<string> => {
    const lines: string[] = [];
    for (const key of (await redis.keys('*')).sort()) {
      const read: Readonly<Record<string, () => Promise<unknown>>> = {
        string: () => redis.get(key),
        hash: () => redis.hgetall(key),
        set: () => redis.smembers(key),
        zset: () => redis.zrange(key, 0, '-1'),
        list: () => redis.lrange(key, 0, -1),
        stream: () => redis.xrange(key, '-', '+'),
      };
      lines.push(`${key} ${JSON.stringify(await read[await redis.type(key)]?.())}`);
    }
    return lines.join('\n');
  };

  it('is nowhere', { timeout: 120_000 }, async () => {
    const world = await emptyWorld();
    const changes: Change[] = [];
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (change) => {
      const done = await commit(change);
      changes.push(change);
      return done;
    };
    const told = await privateWorld(world);
    await world.type('UBOB', incident, `declare sev2 Door beside ${told.code} in Main hall`);
    await world.type('UBOB', incident, 'note I1 a note of the neighbour');
    await liveThrough(told);
    await world.type('UANA', page, 'resolve P1');
    await told.settle();
    const [action] = await world.store.all(actionDocument);
    const store = new RedisStore(redis, 'erased', testSealer);
    for (const change of changes) await store.commit(change);

    /** All that the store gives, opened. */
    const opened = async (): Promise<string> => {
      const documents = await Promise.all(ERASURES.map(async ({ kind }) => await store.all(kind)));
      return JSON.stringify([documents, await store.facts(), await store.outbox()]);
    };
    // It cannot pass by finding nothing.
    const before = await opened();
    expect([...new Set(before.match(WORD))].toSorted()).toEqual(Object.values(WORDS).toSorted());
    const names = new RegExp(`${told.code}|${action?.id}|\\bP1\\b|quokka`);
    expect(await raw()).toMatch(names);
    const count = (await store.facts()).length;

    const found = await readIncident(told.code, 'responders', { store });
    if (!found) throw new Error('it is not there');
    const deps = { store, newId };
    const now = world.clock.now();
    await store.commit(await erasing(found.value, deps, { by: 'UANA', now }));
    // Each twice: at once, and for what was on its way then.
    for (const handler of [eraseIncidentFacts, clearErased])
      for (const waiting of (await store.outbox()).filter(({ name }) => name === handler.kind.name)) {
        const data = handler.kind.schema.parse(waiting.data);
        const all = { ...world.deps, store } as never;
        const change = await handler.run(data as never, all, {} as never);
        await store.commit({ ...change, jobs: [{ cancel: waiting.id }] });
      }

    expect((await opened()).match(names)).toBeNull();
    expect((await raw()).match(names)).toBeNull();
    const backup = await exportEvent(redis, 'erased', now.toString());
    expect((await import('node:zlib')).gunzipSync(backup).toString().match(names)).toBeNull();
    const facts = await store.facts();
    // None is gone: that something happened stays. One says what was done, the other that the ledger followed.
    expect(facts).toHaveLength(count + 2);
    expect(facts.filter(({ name }) => name === 'fact.erased').length).toBeGreaterThan(30);
    const neighbour = await store.facts({ about: 'incident:I1' });
    expect(neighbour.map(({ name }) => name)).toContain('incident.noted');
    expect(JSON.stringify(neighbour)).toContain('a note of the neighbour');
    store.close();
  });
});
