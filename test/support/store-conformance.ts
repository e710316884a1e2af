/** What every Store and Outbox must do: run for the one in Redis and for the one in memory. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  cancelJobById,
  document,
  fact,
  jobKind,
  put,
  type QueueName,
  recordFact,
  scheduleJob,
} from '../../src/core/commit.ts';
import { Conflict } from '../../src/core/errors.ts';
import type { ClaimedJob, Outbox } from '../../src/core/ports/outbox.ts';
import type { OutboxState, Store } from '../../src/core/ports/store.ts';

const lamp = document({
  name: 'lamp',
  schemaVersion: 1,
  schema: z.object({ color: z.string(), on: z.boolean(), parts: z.array(z.string()) }),
  indexes: (value) => [`color:${value.color}`, ...(value.on ? ['on'] : [])],
});
const lit = fact('lamp.lit', z.object({ watts: z.number() }));
const blink = jobKind({
  name: 'blink',
  queue: 'chores',
  retry: { attempts: 3, backoff: 1 },
  schema: z.object({ n: z.number() }),
  id: (_: unknown, key: string) => key,
});

const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const later = (seconds: number) => T.add({ seconds });
const saying = (about: string[] = []) => [recordFact(lit, { at: T, by: 'UORG', about, data: { watts: 40 } })];
const green = { color: 'green', on: true, parts: [] };
const ALL = { pages: 100, reminders: 100, chores: 100, webhooks: 100 };

export function storeConformance(name: string, open: () => Promise<{ store: Store & Outbox }>): void {
  describe(`${name}: documents`, () => {
    it('keeps a document, its version and its empty lists', async () => {
      const { store } = await open();
      await store.commit({ put: [put(lamp, 'L1', green)], facts: saying() });
      expect(await store.get(lamp, 'L1')).toEqual({ id: 'L1', value: green, version: 1 });
      await store.commit({ put: [put(lamp, 'L1', { ...green, on: false }, 1)], facts: saying() });
      expect((await store.get(lamp, 'L1'))?.version).toBe(2);
      expect(await store.get(lamp, 'L2')).toBeUndefined();
    });

    it('refuses a stale version, and then writes nothing of that commit', async () => {
      const { store } = await open();
      await store.commit({ put: [put(lamp, 'L1', green)], facts: saying() });
      const stale = {
        put: [put(lamp, 'L2', green), put(lamp, 'L1', green)],
        facts: saying(['lamp:L2']),
        jobs: [scheduleJob(blink, T, { n: 1 }, 'b')],
      };
      await expect(store.commit(stale)).rejects.toThrow(Conflict);
      expect(await store.get(lamp, 'L2')).toBeUndefined();
      expect(await store.facts({ about: 'lamp:L2' })).toEqual([]);
      expect(await store.outbox()).toEqual([]);
    });

    it('finds by index, and forgets what an index held before', async () => {
      const { store } = await open();
      await store.commit({ put: [put(lamp, 'L1', green), put(lamp, 'L2', green)], facts: saying() });
      await store.commit({
        put: [put(lamp, 'L1', { ...green, color: 'red', on: false }, 1)],
        facts: saying(),
      });
      expect((await store.find(lamp, 'color:green')).map((one) => one.id)).toEqual(['L2']);
      expect((await store.find(lamp, 'color:red')).map((one) => one.id)).toEqual(['L1']);
      await store.commit({ put: [put(lamp, 'L2', null, 1)], facts: saying() });
      expect(await store.find(lamp, 'on')).toEqual([]);
      expect((await store.all(lamp)).map((one) => one.id)).toEqual(['L1']);
    });

    it('refuses what does not fit the schema, and a put that no fact explains', async () => {
      const { store } = await open();
      await expect(
        store.commit({ put: [put(lamp, 'L1', { color: 3 } as never)], facts: saying() }),
      ).rejects.toThrow();
      await expect(store.commit({ put: [put(lamp, 'L1', green)] })).rejects.toThrow(/fact/);
      expect(await store.all(lamp)).toEqual([]);
    });

    it('counts sequences from 1', async () => {
      const { store } = await open();
      expect([await store.next('page'), await store.next('page'), await store.next('other')]).toEqual([
        1, 2, 1,
      ]);
    });
  });

  describe(`${name}: the ledger`, () => {
    it('gives facts back in order, all or about one thing, and after a place', async () => {
      const { store } = await open();
      await store.commit({ facts: [...saying(['lamp:L1', 'room:A b']), ...saying(['lamp:L2'])] });
      const { ledgerId } = await store.commit({ facts: saying(['lamp:L1']) });
      const about = await store.facts({ about: 'lamp:L1' });
      expect(about).toHaveLength(2);
      expect(about[0]).toMatchObject({
        name: 'lamp.lit',
        by: 'UORG',
        data: { watts: 40 },
        about: ['lamp:L1', 'room:A b'],
      });
      expect(about[0]?.at.equals(T)).toBe(true);
      expect(about[1]?.id).toBe(ledgerId);
      expect(await store.facts({ after: about[0]?.id ?? '' })).toHaveLength(2);
      expect(await store.facts({ about: 'lamp:L1', after: about[0]?.id ?? '' })).toHaveLength(1);
      expect(await store.facts({ limit: 1 })).toHaveLength(1);
      expect(await store.fact(about[0]?.id ?? '')).toEqual(about[0]);
      expect(await store.fact('999999999999999-0')).toBeUndefined();
    });
  });

  describe(`${name}: the outbox`, () => {
    const claim = async (store: Outbox, at = T): Promise<readonly ClaimedJob[]> =>
      (await store.claim(at, ALL)).jobs;

    it('finds jobs by how their ids begin: those that wait, run and are tried again, and none that is over', async () => {
      const { store } = await open();
      await store.commit({
        jobs: ['a:1', 'a:2', 'a:10', 'ab', 'b:1'].map((id, n) => scheduleJob(blink, T, { n }, id)),
      });
      const ids = async (beginning: string) =>
        (await store.jobsBeginning(beginning)).map(({ id }) => id).sort();
      expect(await ids('a:')).toEqual(['a:1', 'a:10', 'a:2']);
      expect(await store.countJobs('a')).toBe(4);
      expect(await ids('c')).toEqual([]);
      const handed = await claim(store);
      const [first, second] = ['a:1', 'a:2'].map((id) => handed.find((job) => job.id === id));
      if (!first || !second) throw new Error('not handed out');
      await store.commit({ done: first });
      await store.commit({
        done: { ...second, again: { at: later(60), attemptsMade: 1 } },
        jobs: [cancelJobById('b:1'), scheduleJob(blink, later(9), { n: 7 }, 'a:10')],
      });
      expect(await ids('a:')).toEqual(['a:10', 'a:2']);
      expect(await store.countJobs('b')).toBe(0);
      expect((await store.jobsBeginning('a:10'))[0]).toMatchObject({ name: 'blink', data: { n: 7 } });
    });

    it('hands out what is due, once, and says when the next is', async () => {
      const { store } = await open();
      await store.commit({
        jobs: [scheduleJob(blink, T, { n: 1 }, 'a'), scheduleJob(blink, later(60), { n: 2 }, 'b')],
      });
      const { jobs: handed, next, leased } = await store.claim(T, ALL);
      expect(handed).toMatchObject([
        { id: 'a', name: 'blink', queue: 'chores', attemptsMade: 0, data: { n: 1 } },
      ]);
      expect(next?.equals(later(60))).toBe(true);
      expect(leased).toBe(1);
      expect(await claim(store)).toEqual([]);
      expect((await claim(store, later(60))).map((job) => job.id)).toEqual(['b']);
    });

    it('says how much there is of each queue, and since when the oldest is due', async () => {
      const { store } = await open();
      await store.commit({
        jobs: [1, 2, 3, 4].map((n) => scheduleJob(blink, later(10 * n), { n }, `d${n}`)),
      });
      await store.claim(later(10), { ...ALL, chores: 1 });
      const { chores, ...others } = await store.outboxCounts(later(35));
      const empty = { waiting: 0, due: 0, late: 0, leased: 0, retried: 0, oldest: undefined };
      expect(others).toEqual({ pages: empty, reminders: empty, webhooks: empty });
      expect(chores).toMatchObject({ waiting: 1, due: 2, leased: 1 });
      expect(chores.oldest?.equals(later(20))).toBe(true);
    });

    it('keeps to the limit of each queue', async () => {
      const { store } = await open();
      await store.commit({ jobs: [1, 2, 3].map((n) => scheduleJob(blink, T, { n }, `b${n}`)) });
      expect((await store.claim(T, { ...ALL, chores: 2 })).jobs).toHaveLength(2);
      expect((await store.claim(T, { ...ALL, chores: 0 })).jobs).toHaveLength(0);
    });

    it('hands out no more at a time than whoever asks has room for', async () => {
      const { store } = await open();
      await store.commit({ jobs: [1, 2, 3].map((n) => scheduleJob(blink, T, { n }, `b${n}`)) });
      const one = { ...ALL, chores: 1 };
      expect((await store.claim(T, ALL, { ...ALL, chores: 0 })).jobs).toEqual([]);
      expect((await store.claim(T, ALL, one)).jobs).toHaveLength(1);
      expect((await store.claim(T, ALL, one)).jobs).toHaveLength(1);
      expect((await store.claim(T, { ...ALL, chores: 2 }, one)).jobs).toEqual([]);
      expect((await store.claim(T, ALL)).jobs).toHaveLength(1);
    });

    it('puts the same id again to re-time it, and cancels', async () => {
      const { store } = await open();
      await store.commit({
        jobs: [scheduleJob(blink, T, { n: 1 }, 'a'), scheduleJob(blink, T, { n: 1 }, 'b')],
      });
      await store.commit({ jobs: [scheduleJob(blink, later(10), { n: 5 }, 'a'), cancelJobById('b')] });
      expect(await claim(store)).toEqual([]);
      expect(await claim(store, later(10))).toMatchObject([{ id: 'a', data: { n: 5 } }]);
      expect(await store.job('b')).toBeUndefined();
    });

    it('forgets a job when its work is recorded', async () => {
      const { store } = await open();
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const [handed] = await claim(store);
      await store.commit({ done: { id: 'a', revision: handed?.revision ?? 0 } });
      expect(await store.outbox()).toEqual([]);
    });

    it('leaves a job that was re-timed while it ran, whatever the run says', async () => {
      const { store } = await open();
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const [handed] = await claim(store);
      const revision = handed?.revision ?? 0;
      await store.commit({ jobs: [scheduleJob(blink, later(30), { n: 2 }, 'a')] });
      await store.commit({ done: { id: 'a', revision: revision } });
      await store.commit({ done: { id: 'a', revision: revision, again: { at: later(5), attemptsMade: 1 } } });
      expect(await store.job('a')).toMatchObject({ data: { n: 2 }, attemptsMade: 0 });
      expect((await store.job('a'))?.at.equals(later(30))).toBe(true);
    });

    it('lets a run that ends re-time its own job in the same commit', async () => {
      const { store } = await open();
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const [handed] = await claim(store);
      const done = { id: 'a', revision: handed?.revision ?? 0 };
      await store.commit({ done, jobs: [scheduleJob(blink, later(60), { n: 1 }, 'a')] });
      expect(await claim(store, later(59))).toEqual([]);
      expect(await claim(store, later(60))).toHaveLength(1);
    });

    it('holds only what is still the one handed out', async () => {
      const { store } = await open();
      await store.commit({
        jobs: [scheduleJob(blink, T, { n: 1 }, 'a'), scheduleJob(blink, T, { n: 1 }, 'b')],
      });
      const [a, b] = await claim(store);
      if (!a || !b) throw new Error('nothing was handed out');
      expect(await store.acquireOrRenewLease(a)).toBe(true);
      await store.commit({ jobs: [cancelJobById('a'), scheduleJob(blink, later(9), { n: 2 }, 'b')] });
      expect(await store.acquireOrRenewLease(a)).toBe(false);
      expect(await store.acquireOrRenewLease(b)).toBe(false);
    });

    it('tries again at the time it is told, with the count, under a new revision', async () => {
      const { store } = await open();
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const [first] = await claim(store);
      if (!first) throw new Error('nothing was handed out');
      await store.commit({
        done: { id: 'a', revision: first.revision, again: { at: later(4), attemptsMade: 1 } },
      });
      expect(await claim(store, later(3))).toEqual([]);
      const [second] = await claim(store, later(4));
      expect(second).toMatchObject({ attemptsMade: 1, data: { n: 1 } });
      expect(await store.acquireOrRenewLease(first)).toBe(false);
    });

    it('counts how its jobs stand, and reads them in parts', async () => {
      const { store } = await open();
      const part = async (state: OutboxState, from = 0, limit = 10, queue: QueueName = 'chores') =>
        (await store.outboxPart({ queue, state, from, limit }, later(60))).map(({ id }) => id);
      const zero = { waiting: 0, due: 0, late: 0, leased: 0, retried: 0, oldest: undefined };
      const none = { pages: zero, reminders: zero, chores: zero, webhooks: zero };
      expect(await store.outboxCounts(T)).toEqual(none);
      expect(await part('late')).toEqual([]);
      const at = { again: 0, held: 1, late: 49, due: 50, now: 60, next: 61, last: 90 };
      for (const id of ['again', 'held'] as const)
        await store.commit({ jobs: [scheduleJob(blink, later(at[id]), { n: 1 }, id)] });
      const [again] = await claim(store, later(0));
      await claim(store, later(1));
      const done = { id: 'again', revision: again?.revision ?? 0, again: { at: later(70), attemptsMade: 1 } };
      await store.commit({ done });
      for (const id of ['late', 'due', 'now', 'next', 'last'] as const)
        await store.commit({ jobs: [scheduleJob(blink, later(at[id]), { n: 1 }, id)] });
      const counts = await store.outboxCounts(later(60));
      expect({ ...counts, chores: none.chores }).toEqual(none);
      expect(counts.chores).toMatchObject({ waiting: 3, due: 3, late: 1, leased: 1, retried: 1 });
      expect(await part('waiting')).toEqual(['next', 'again', 'last']);
      expect(await part('waiting', 1, 1)).toEqual(['again']);
      expect(await part('due')).toEqual(['late', 'due', 'now']);
      expect(await part('late')).toEqual(['late']);
      expect(await part('leased')).toEqual(['held']);
      expect(await part('retried')).toEqual(['again']);
      expect(await part('waiting', 0, 10, 'pages')).toEqual([]);
      // Whatever becomes of it, it is no longer one that was tried before: timed anew, cancelled, done.
      await store.commit({ jobs: [scheduleJob(blink, later(80), { n: 2 }, 'again')] });
      expect(await part('retried')).toEqual([]);
      const [third] = await store.outboxPart(
        { queue: 'chores', state: 'waiting', from: 1, limit: 1 },
        later(60),
      );
      expect(third).toMatchObject({ id: 'again', name: 'blink', queue: 'chores', attemptsMade: 0 });
      expect((await store.job('again'))?.revision).toBe(third?.revision);
      expect((await store.job('again'))?.leasedUntil).toBeUndefined();
      expect((await store.job('held'))?.leasedUntil).toBeDefined();
      const tried = { id: 'again', revision: third?.revision ?? 0 };
      await store.commit({ done: { ...tried, again: { at: later(80), attemptsMade: 2 } } });
      expect(await part('retried')).toEqual(['again']);
      await store.commit({ jobs: [{ cancel: 'again' }] });
      expect(await part('retried')).toEqual([]);
    });

    it('counts deliveries until the work is recorded, except those that did nothing', async () => {
      const { store } = await open();
      const deliveries = async (at?: Temporal.Instant) => {
        const [handed] = await claim(store, at);
        return { revision: handed?.revision ?? 0, deliveryCount: handed?.deliveryCount };
      };
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const first = await deliveries();
      expect(first.deliveryCount).toBe(1);
      const again = { at: T, attemptsMade: 0 };
      await store.commit({
        done: { id: 'a', revision: first.revision, again: { ...again, nothingSent: true } },
      });
      const second = await deliveries();
      expect(second.deliveryCount).toBe(1);
      await store.commit({ done: { id: 'a', revision: second.revision, again } });
      const third = await deliveries();
      expect(third.deliveryCount).toBe(2);
      // Re-timed by somebody while it is under way: the run may yet die with its work unrecorded.
      await store.commit({ jobs: [scheduleJob(blink, later(1), { n: 1 }, 'a')] });
      const fourth = await deliveries(later(1));
      expect(fourth.deliveryCount).toBe(3);
      await store.commit({
        done: { id: 'a', revision: fourth.revision },
        jobs: [scheduleJob(blink, later(2), { n: 1 }, 'a')],
      });
      expect((await deliveries(later(2))).deliveryCount).toBe(1);
    });

    it('leaves a waiting job alone when it is put again as it is', async () => {
      const { store } = await open();
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      const [handed] = await claim(store);
      await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
      expect(handed && (await store.acquireOrRenewLease(handed))).toBe(true);
      expect(await claim(store)).toEqual([]);
    });

    describe('what a commit begins', () => {
      const hands = (store: Outbox, here: number, everywhere = 100) => {
        const taken: ClaimedJob[] = [];
        store.registerLocalExecutor({
          now: () => T,
          capacity: () => ({ here, everywhere }),
          onClaimed: (handed) => void taken.push(...handed),
        });
        return taken;
      };

      it('is what it makes due now, under a lease, and nothing that is due later', async () => {
        const { store } = await open();
        const taken = hands(store, 10);
        await store.commit({
          jobs: [scheduleJob(blink, T, { n: 1 }, 'a'), scheduleJob(blink, later(1), { n: 2 }, 'b')],
        });
        expect(taken).toMatchObject([
          { id: 'a', name: 'blink', queue: 'chores', attemptsMade: 0, deliveryCount: 1, data: { n: 1 } },
        ]);
        expect(taken[0]?.at.equals(T)).toBe(true);
        expect(await claim(store)).toEqual([]);
        expect(taken[0] && (await store.acquireOrRenewLease(taken[0]))).toBe(true);
        await store.commit({ done: { id: 'a', revision: taken[0]?.revision ?? 0 } });
        expect((await store.outbox()).map(({ id }) => id)).toEqual(['b']);
      });

      it('is no more than this process has room for, and than may be under a lease', async () => {
        const { store } = await open();
        const two = hands(store, 2);
        await store.commit({ jobs: [1, 2, 3].map((n) => scheduleJob(blink, T, { n }, `a${n}`)) });
        expect(two.map(({ id }) => id)).toEqual(['a1', 'a2']);
        expect((await claim(store)).map(({ id }) => id)).toEqual(['a3']);
        const none = hands(store, 10, 3);
        await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'b')] });
        expect(none).toEqual([]);
        expect((await claim(store)).map(({ id }) => id)).toEqual(['b']);
      });

      it('is nothing while another of the queue waits longer', async () => {
        const { store } = await open();
        await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'first')] });
        const taken = hands(store, 10);
        await store.commit({ jobs: [scheduleJob(blink, T, { n: 2 }, 'second')] });
        expect(taken).toEqual([]);
        expect((await claim(store)).map(({ id }) => id)).toEqual(['first', 'second']);
      });

      it('is not what it puts again as it is, and not what it cancels', async () => {
        const { store } = await open();
        const taken = hands(store, 10);
        await store.commit({ jobs: [scheduleJob(blink, T, { n: 1 }, 'a')] });
        await store.commit({
          jobs: [
            scheduleJob(blink, T, { n: 1 }, 'a'),
            scheduleJob(blink, T, { n: 1 }, 'b'),
            cancelJobById('c'),
          ],
        });
        expect(taken.map(({ id }) => id)).toEqual(['a', 'b']);
      });
    });
  });
}
