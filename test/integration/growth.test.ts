/** What an event's history costs: with an archive, no more after months than after weeks. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventSize, longEvent, sizeOf } from '../support/long-event.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

/** Incidents, cards and a line a day stay; all else is of the days that are kept. */
const STAYS = /^(?:incident.*|postmortem|card-tally|archived-day)$/;

const passing = ({ documents }: EventSize) =>
  Object.fromEntries(Object.entries(documents).filter(([kind]) => !STAYS.test(kind)));

describe.skipIf(!hasRedis)('the growth of an event', () => {
  let server: PrivateRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(async () => await server.stop());

  it('stops once its days are archived', { timeout: 240_000 }, async () => {
    const { day, store, world } = await longEvent(redis, 'grows', 14);
    const after = async (days: number) => {
      for (let i = 0; i < days; i++) await day(1);
      return await sizeOf(redis, store);
    };
    const full = await after(21);
    const later = await after(21);
    store.close();
    expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(passing(later)).toEqual(passing(full));
    expect([later.jobs, later.counts]).toEqual([full.jobs, full.counts]);
    // What is left of three more incidents, and of nothing else.
    expect(later.facts - full.facts).toBeLessThan(80);
    expect(later.bytes).toBeLessThan(full.bytes * 1.3);
  });

  it('goes on where nobody archives: nothing is lost', { timeout: 120_000 }, async () => {
    const { day, store, place } = await longEvent(redis, 'stays', undefined);
    for (let i = 0; i < 20; i++) await day(1);
    const { facts, documents } = await sizeOf(redis, store);
    store.close();
    expect(place.files.size).toBe(0);
    expect(documents['page']).toBe(20);
    expect((await store.facts()).length).toBe(facts);
  });
});
