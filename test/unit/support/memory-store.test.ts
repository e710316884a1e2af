import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { jobKind, RETRY, scheduleJob } from '../../../src/core/commit.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { storeConformance } from '../../support/store-conformance.ts';

storeConformance('MemoryStore', async () => ({ store: new MemoryStore() }));

const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const all = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };
const chore = jobKind({
  name: 'chore',
  queue: 'chores',
  retry: RETRY.never,
  schema: z.object({}),
  id: (_: unknown, key: string) => key,
});

it('hands a job out again when its lease has run out, although the clock was set back', async () => {
  const store = new MemoryStore();
  await store.commit({ jobs: [scheduleJob(chore, T, {}, 'a')] });
  await store.claim(T, all);
  expect((await store.claim(T, all)).jobs).toEqual([]);
  store.realNow += store.leaseMilliseconds;
  expect((await store.claim(T.subtract({ hours: 1 }), all)).jobs).toMatchObject([
    { id: 'a', deliveryCount: 2 },
  ]);
});
