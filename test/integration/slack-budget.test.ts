/** The budget of each Slack method is one for all replicas; a page never waits for it, nor for Redis. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RedisClient } from '../../src/adapters/redis/client.ts';
import { connectForRequests } from '../../src/adapters/redis/connect.ts';
import { sharedBuckets } from '../../src/adapters/redis/shared-buckets.ts';
import { type Budget, createBudget, type Priority } from '../../src/adapters/slack/budget.ts';
import { RetryLater } from '../../src/core/errors.ts';
import type { SharedBuckets } from '../../src/core/ports/shared-buckets.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

const METHOD = 'chat.postMessage';
/** Of 200 a minute, a quarter is left to pages. */
const FOR_REMINDERS = 150;

/** Seconds that it has to wait; 0 where it may go. */
const waitOf = async (budget: Budget, priority: Priority, method = METHOD): Promise<number> =>
  budget.take(method, priority).then(
    () => 0,
    (error: unknown) => {
      if (error instanceof RetryLater) return error.seconds;
      throw error;
    },
  );

describe.skipIf(!hasRedis)('the budget of two replicas', () => {
  let redis: PrivateRedis;
  let clients: RedisClient[];
  let event = 0;
  let one: Budget;
  let other: Budget;

  beforeAll(async () => {
    redis = await startRedis();
    clients = [connectForRequests(redis.url), connectForRequests(redis.url)];
    await Promise.all(clients.map((client) => client.connect()));
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await redis.stop();
  });
  beforeEach(() => {
    event += 1;
    const [first, second] = clients.map((client) =>
      createBudget({ shared: sharedBuckets(client, `e${event}`) }),
    );
    if (!first || !second) throw new Error('no clients');
    [one, other] = [first, second];
  });

  it('is one: together they send what one may', async () => {
    const waits = await Promise.all(
      Array.from({ length: 400 }, (_, i) => waitOf(i % 2 ? one : other, 'reminders')),
    );
    const sent = waits.filter((wait) => wait === 0).length;
    // What comes back in the meantime may go too.
    expect(sent).toBeGreaterThanOrEqual(FOR_REMINDERS);
    expect(sent).toBeLessThan(FOR_REMINDERS + 20);
    // The rest is told to come back one after the other, not in the same second.
    const later = waits.filter((wait) => wait > 0).toSorted((a, b) => a - b);
    expect((later.at(-1) ?? 0) - (later[0] ?? 0)).toBeGreaterThan((60 / 200) * (later.length - 20));
  });

  it('keeps what is left for pages, which are counted by both', async () => {
    for (let i = 0; i < 60; i++) await one.take(METHOD, 'pages');
    const waits = await Promise.all(Array.from({ length: 200 }, () => waitOf(other, 'reminders')));
    const sent = waits.filter((wait) => wait === 0).length;
    expect(sent).toBeGreaterThanOrEqual(FOR_REMINDERS - 60);
    expect(sent).toBeLessThan(FOR_REMINDERS - 60 + 20);
    expect(await waitOf(one, 'pages')).toBe(0);
  });

  it('waits in both when Slack has refused one', async () => {
    one.refused('conversations.open', 20);
    // Said on the same connection, so it is there before the question.
    expect(await waitOf(one, 'reminders', 'conversations.open')).toBeGreaterThan(19);
    expect(await waitOf(other, 'chores', 'conversations.open')).toBeGreaterThan(19);
    expect(await waitOf(other, 'pages', 'conversations.open')).toBe(0);
  });

  it('is not kept for ever', async () => {
    await one.take(METHOD, 'reminders');
    const left = await clients[0]?.pttl(`cb:{e${event}}:bucket:${METHOD}`);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(61_000);
  });
});

describe('the budget where nobody shares', () => {
  const silent: SharedBuckets = { take: () => new Promise(() => {}), block: () => new Promise(() => {}) };

  it('lets a page go before anybody has answered', async () => {
    const budget = createBudget({ shared: silent, patience: 60_000 });
    expect(await waitOf(budget, 'pages')).toBe(0);
  });

  it('is each process’s own after a moment, and counts what went before', async () => {
    const budget = createBudget({ shared: silent, patience: 1, now: () => 0 });
    for (let i = 0; i < 50; i++) await budget.take(METHOD, 'pages');
    const waits = await Promise.all(Array.from({ length: 150 }, () => waitOf(budget, 'reminders')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(FOR_REMINDERS - 50);
  });

  it('is the same with a Redis that is gone', async () => {
    const gone = new Redis('redis://127.0.0.1:1', {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
    });
    gone.on('error', () => {});
    const budget = createBudget({ shared: sharedBuckets(gone, 'none'), now: () => 0 });
    const waits = await Promise.all(Array.from({ length: 200 }, () => waitOf(budget, 'reminders')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(FOR_REMINDERS);
    expect(await waitOf(budget, 'pages')).toBe(0);
    gone.disconnect();
  });
});
