/** What an event's history costs: with an archive, no more after months than after weeks. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incident } from '../../commands/incident/command.ts';
import { page } from '../../commands/page/command.ts';
import { archiveLateSince } from '../../src/callboard/archive/state.ts';
import { countCardsNow } from '../../src/callboard/cards/count.ts';
import { factsErased } from '../../src/callboard/domain/forgotten.ts';
import { countsAt } from '../../src/callboard/domain/promise-tally.ts';
import { countLedger } from '../../src/callboard/promises/count.ts';
import { recordFact } from '../../src/core/commit.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
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
    // Whoever counts anew has the same: what has left the ledger is counted still.
    const { deps, clock } = world;
    const counted = async () => [
      countsAt((await countLedger(deps)).tally, clock.now().epochMilliseconds),
      (await countCardsNow(deps)).tally.cards,
    ];
    const before = await counted();
    const erased = { at: clock.now(), by: 'callboard', about: [], data: { people: [], facts: 0 } };
    await store.commit({ facts: [recordFact(factsErased, erased)] });
    expect(await counted()).toEqual(before);
    expect(before[0]).toMatchObject({ answered: { kept: 42, missed: 0 } });
    // A page of then says where it is; one of now is there.
    await expect(world.type('UORG', page, 'show P1')).rejects.toMatchObject({
      key: 'page.archived',
      params: { day: 'Tue 1 Jan', command: '`callboard ledger --from 2019-01-01 --about P1`' },
    });
    const latest = (await store.all(pageDocument)).map(({ id }) => id).at(-1) ?? '';
    expect(JSON.stringify(await world.type('UORG', page, `show ${latest}`))).toContain('microphone');
    // A postmortem of long ago is as it was.
    const timeline = JSON.stringify(await world.type('UORG', incident, 'timeline I1'));
    expect(timeline).toContain('Power cut');
    store.close();
    expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(passing(later)).toEqual(passing(full));
    expect([later.jobs, later.counts]).toEqual([full.jobs, full.counts]);
    // What is left of three more incidents, and of nothing else.
    expect(later.facts - full.facts).toBeLessThan(120);
    expect(later.bytes).toBeLessThan(full.bytes * 1.5);
  });

  it('waits while the place is away, and says so', { timeout: 120_000 }, async () => {
    const { day, store, place, world } = await longEvent(redis, 'waits', 14);
    place.before = () => {
      throw new Error('the disk is full');
    };
    for (let i = 0; i < 15; i++) await day(0);
    expect(await archiveLateSince(world.deps)).toBeUndefined();
    for (let i = 0; i < 3; i++) await day(0);
    expect(place.files.size).toBe(0);
    expect(await archiveLateSince(world.deps)).toBe('2019-01-15T03:30:00Z');
    expect(JSON.stringify(world.chat.sent)).toContain('archive-ledger');
    expect((await store.facts()).some(({ at }) => at.epochMilliseconds <= Date.parse('2019-01-02'))).toBe(
      true,
    );
    place.before = () => {};
    await day(0);
    expect([...place.files.keys()].at(-1)).toBe('2019-01-05');
    expect(await archiveLateSince(world.deps)).toBeUndefined();
    store.close();
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
