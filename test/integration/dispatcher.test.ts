import { type ConnectionOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Dispatcher } from '../../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../../src/adapters/redis/connect.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { jobKind, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError, RetryLater } from '../../src/core/errors.ts';
import { type Job, job } from '../../src/core/job.ts';
import { runJob } from '../../src/core/run-job.ts';
import { FakeClock } from '../support/fake-deps.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const work = jobKind({
  name: 'work',
  queue: 'pages',
  retry: { attempts: 3, backoff: 10 },
  schema: z.object({ n: z.number() }),
  id: (_: unknown, key: string) => key,
});

describe.skipIf(!hasRedis)('Dispatcher', () => {
  let server: PrivateRedis;
  let events = 0;
  const closing: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const connect = async (make: (url: string) => Redis) => {
    const redis = make(server.url);
    await redis.connect();
    closing.push(() => redis.disconnect());
    return redis;
  };

  /** One process of an event: a store, a dispatcher, and a handler that the test gives. */
  async function process(event: string, clock: FakeClock, run: Job['run'] = async () => undefined) {
    const requests = await connect(connectForRequests);
    const store = new RedisStore(requests, event, testSealer);
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const deps = { clock, store, log, chat: {}, channels: [] } as unknown as Deps;
    const handler = job({ kind: work, run: run as Job<{ n: number }>['run'] });
    const dispatcher = new Dispatcher({
      outbox: store,
      clock,
      log,
      event,
      requests,
      workers: await connect(connectForWorkers),
      run: async (handed) => void (await runJob(handed, handed.name === 'work' ? handler : undefined, deps)),
    });
    closing.push(async () => void (await dispatcher.stop(1000)));
    dispatcher.start();
    return { store, dispatcher };
  }
  const bullmq = async (name: string, event: string) => {
    const connection = (await connect(connectForRequests)) as unknown as ConnectionOptions;
    return new Queue(name, { prefix: `{cb:${event}}`, connection });
  };
  const fresh = () => ({ event: `d${++events}`, clock: new FakeClock('2019-06-05T08:00:00Z') });

  it('runs what is due, and what is later when the clock gets there', async () => {
    const { event, clock } = fresh();
    const seen: [number, string][] = [];
    const { store, dispatcher } = await process(event, clock, async (data) => {
      seen.push([(data as { n: number }).n, clock.now().toString()]);
      return undefined;
    });
    const in5m = clock.now().add({ minutes: 5 });
    await store.commit({
      jobs: [scheduleJob(work, clock.now(), { n: 1 }, 'a'), scheduleJob(work, in5m, { n: 2 }, 'b')],
    });
    await expect.poll(() => seen).toHaveLength(1);
    expect((await dispatcher.nextDue())?.equals(in5m)).toBe(true);
    clock.t = in5m;
    await dispatcher.runDue();
    expect(seen).toEqual([
      [1, '2019-06-05T08:00:00Z'],
      [2, '2019-06-05T08:05:00Z'],
    ]);
    expect(await store.outbox()).toEqual([]);
  });

  it('tries again with backoff by the clock, then fails for good: a fact, and the organizers are told', async () => {
    const { event, clock } = fresh();
    const tries: string[] = [];
    const { store, dispatcher } = await process(event, clock, async () => {
      tries.push(clock.now().toString());
      throw new Error('no');
    });
    await store.commit({ jobs: [scheduleJob(work, clock.now(), { n: 1 }, 'a')] });
    await dispatcher.runDue();
    for (let i = 0; i < 2; i++) {
      const next = await dispatcher.nextDue();
      if (next) clock.t = next;
      await dispatcher.runDue();
    }
    expect(tries).toEqual(['2019-06-05T08:00:00Z', '2019-06-05T08:00:10Z', '2019-06-05T08:00:30Z']);
    const facts = await store.facts({ about: 'job:a' });
    expect(facts).toMatchObject([
      { name: 'job.failed', data: { job: 'a', name: 'work', code: 'exhausted' } },
    ]);
  });

  it('does not try again what cannot be helped, and waits as long as a provider asks without counting it', async () => {
    const { event, clock } = fresh();
    let patience = 5;
    const { store, dispatcher } = await process(event, clock, async (data) => {
      if ((data as { n: number }).n === 1) throw new PermanentError('gone');
      if (patience-- > 0) throw new RetryLater(30);
      return undefined;
    });
    await store.commit({
      jobs: [scheduleJob(work, clock.now(), { n: 1 }, 'a'), scheduleJob(work, clock.now(), { n: 2 }, 'b')],
    });
    await dispatcher.runDue();
    expect(await store.facts({ about: 'job:a' })).toMatchObject([{ data: { code: 'gone' } }]);
    while (await store.job('b')) {
      clock.t = clock.t.add({ seconds: 30 });
      await dispatcher.runDue();
    }
    expect(clock.t.toString()).toBe('2019-06-05T08:02:30Z');
    expect(await store.facts({ about: 'job:b' })).toEqual([]);
  });

  it('shares 1,000 jobs among two processes, each run once', async () => {
    const { event, clock } = fresh();
    const runs: number[] = [];
    const run: Job['run'] = async (data) => {
      runs.push((data as { n: number }).n);
      return undefined;
    };
    const one = await process(event, clock, run);
    await process(event, clock, run);
    await one.store.commit({
      jobs: Array.from({ length: 1000 }, (_, n) => scheduleJob(work, clock.now(), { n }, `j${n}`)),
    });
    await expect.poll(() => runs.length, { timeout: 20_000 }).toBe(1000);
    expect(new Set(runs).size).toBe(1000);
    expect(await one.store.outbox()).toEqual([]);
  });

  it('begins what there is room for where it was committed or claimed; the rest goes through BullMQ', async () => {
    const { event, clock } = fresh();
    const runs: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { store, dispatcher } = await process(event, clock, async (data, _deps, { id }) => {
      runs.push(id);
      if ((data as { n: number }).n === 4) await finished;
      return undefined;
    });
    // BullMQ gives out nothing: what runs now runs without it.
    const queue = await bullmq('pages', event);
    await queue.pause();
    const soon = clock.now().add({ seconds: 5 });
    const jobs = [scheduleJob(work, clock.now(), { n: 1 }, 'now'), scheduleJob(work, soon, { n: 2 }, 'soon')];
    await store.commit({
      jobs: [...jobs, { ...scheduleJob(work, clock.now(), { n: 3 }, 'chore'), queue: 'chores' }],
    });
    await expect.poll(() => runs.toSorted()).toEqual(['chore', 'now']);
    clock.t = soon;
    dispatcher.look();
    await expect.poll(() => runs).toContain('soon');
    // More than a process begins by itself.
    const later = soon.add({ seconds: 5 });
    await store.commit({
      jobs: Array.from({ length: 60 }, (_, i) => scheduleJob(work, later, { n: 4 }, `long${i}`)),
    });
    clock.t = later;
    dispatcher.look();
    await expect.poll(() => runs.filter((id) => id.startsWith('long')).length).toBe(50);
    await expect.poll(() => queue.getJobCounts()).toMatchObject({ waiting: 10 });
    await queue.resume();
    await expect.poll(() => new Set(runs).size).toBe(63);
    finish();
    await expect.poll(() => store.outbox()).toEqual([]);
  });

  it('finishes what a commit has begun when it stops, and begins nothing after', async () => {
    const { event, clock } = fresh();
    let finish = () => {};
    const { store, dispatcher } = await process(event, clock, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return undefined;
    });
    await store.commit({ jobs: [scheduleJob(work, clock.now(), { n: 1 }, 'a')] });
    const stopping = dispatcher.stop();
    await store.commit({ jobs: [scheduleJob(work, clock.now(), { n: 2 }, 'b')] });
    finish();
    await stopping;
    expect((await store.outbox()).map(({ id, leasedUntil }) => [id, leasedUntil])).toEqual([
      ['b', undefined],
    ]);
  });

  it('runs all that is due when Redis was gone and is back', async () => {
    const { event, clock } = fresh();
    const runs: number[] = [];
    const { store } = await process(event, clock, async (data) => {
      runs.push((data as { n: number }).n);
      return undefined;
    });
    const soon = clock.now().add({ minutes: 1 });
    await store.commit({
      jobs: [scheduleJob(work, soon, { n: 1 }, 'a'), scheduleJob(work, soon, { n: 2 }, 'b')],
    });
    await server.kill();
    clock.t = Temporal.Instant.from('2019-06-05T08:02:00Z');
    await server.restart();
    await expect.poll(() => runs.toSorted(), { timeout: 10_000 }).toEqual([1, 2]);
  });

  it('gives a job to another process within ten seconds when its own dies without a word', async () => {
    const { event, clock } = fresh();
    let died = false;
    const dead = await process(event, clock, () => {
      died = true;
      return new Promise(() => {});
    });
    await dead.store.commit({ jobs: [scheduleJob(work, clock.now(), { n: 1 }, 'a')] });
    await expect.poll(() => died).toBe(true);
    // A process that hangs renews its lease; one that is killed does not: take its connections away.
    for (const close of closing.splice(0).reverse())
      await Promise.race([close(), new Promise((r) => setImmediate(r))]);
    let ran = 0;
    const began = performance.now();
    await process(event, clock, async () => {
      ran++;
      return undefined;
    });
    await expect.poll(() => ran, { timeout: 10_000 }).toBe(1);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
