/** Processes of one event that do different things, over one Redis: who runs what, who is woken, what is given back. */
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Dispatcher } from '../../src/adapters/queue/dispatcher.ts';
import type { RedisClient } from '../../src/adapters/redis/client.ts';
import { connectForRequests, connectForWorkers } from '../../src/adapters/redis/connect.ts';
import { announceProcess } from '../../src/adapters/redis/processes.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { handToProcess, listenToOthers, wakeWorkers } from '../../src/adapters/redis/wake.ts';
import { createKeeper } from '../../src/adapters/shamir/keeper.ts';
import { jobKind, type QueueName, scheduleJob } from '../../src/core/commit.ts';
import type { ClaimedJob } from '../../src/core/ports/outbox.ts';
import type { ProcessState } from '../../src/core/ports/processes.ts';
import { advanceCeremony, custodianNeeded, openModalAtCustodian } from '../../src/keys/domain/jobs.ts';
import { FakeClock } from '../support/fake-deps.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const kindOf = (queue: QueueName) =>
  jobKind({
    name: `work-${queue}`,
    queue,
    retry: { attempts: 3, backoff: 10 },
    schema: z.object({}),
    id: (_: unknown, key: string) => key,
  });
const page = kindOf('pages');
const chore = kindOf('chores');
const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe.skipIf(!hasRedis)('roles', () => {
  let server: PrivateRedis;
  let events = 0;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const connect = async <Client extends RedisClient>(make: (url: string) => Client): Promise<Client> => {
    const redis = make(server.url);
    await redis.connect();
    closing.push(() => redis.disconnect());
    return redis;
  };
  const fresh = () => ({ event: `r${++events}`, clock: new FakeClock('2019-06-05T08:00:00Z') });

  /** A worker of these queues; `run` ends a job by itself, or never. */
  async function worker(
    { event, clock }: ReturnType<typeof fresh>,
    queues: readonly QueueName[],
    run?: (claimed: ClaimedJob) => Promise<void>,
  ) {
    const requests = await connect(connectForRequests);
    const workers = await connect(connectForWorkers);
    const store = new RedisStore(requests, event, testSealer);
    const ran: ClaimedJob[] = [];
    const dispatcher = new Dispatcher({
      ...{ outbox: store, clock, log: silent, event, requests, workers, queues },
      async run(claimed) {
        ran.push(claimed);
        await run?.(claimed);
        await store.commit({ done: { id: claimed.id, revision: claimed.revision } });
      },
    });
    closing.push(() => dispatcher.stop(100));
    dispatcher.start();
    return { store, dispatcher, ran, workers };
  }
  const web = async (event: string) => new RedisStore(await connect(connectForRequests), event, testSealer);
  const idsOf = (ran: readonly ClaimedJob[]) => ran.map(({ id }) => id);

  it('a worker runs its queues, and what it commits of the others is left to others', async () => {
    const at = fresh();
    const pages = await worker(at, ['pages']);
    await pages.store.commit({
      jobs: [scheduleJob(page, at.clock.now(), {}, 'p'), scheduleJob(chore, at.clock.now(), {}, 'c')],
    });
    await expect.poll(() => idsOf(pages.ran)).toEqual(['p']);
    await pages.dispatcher.runDue();
    expect((await pages.store.outbox()).map(({ id }) => id)).toEqual(['c']);
    const chores = await worker(at, ['reminders', 'chores']);
    await expect.poll(() => idsOf(chores.ran)).toEqual(['c']);
    expect(chores.ran[0]?.deliveryCount).toBe(1);
    expect(idsOf(pages.ran)).toEqual(['p']);
  });

  it('what a web commits waits without a lease for as long as nobody runs it, and is then handed out once', async () => {
    const at = fresh();
    const store = await web(at.event);
    await store.commit({ jobs: [scheduleJob(page, at.clock.now(), {}, 'p')] });
    await wakeWorkers(await connect(connectForRequests), at.event, ['pages', 'pages']);
    expect(await store.job('p')).not.toHaveProperty('leasedUntil');
    expect((await store.outboxCounts(at.clock.now())).pages).toMatchObject({ due: 1, leased: 0 });
    const { ran } = await worker(at, ['pages']);
    await expect.poll(() => idsOf(ran)).toEqual(['p']);
    expect(ran[0]?.deliveryCount).toBe(1);
  });

  it('a wake reaches one of those that run the queue, and nobody else', async () => {
    const { event } = fresh();
    const heard: string[] = [];
    for (const [id, queues] of [
      ['a', ['pages']],
      ['b', ['pages']],
      ['c', ['chores']],
      ['w', []],
    ] as const) {
      const workers = await connect(connectForWorkers);
      closing.push(
        listenToOthers(workers, { event, id, queues }, { woken: () => void heard.push(id), handed() {} }),
      );
    }
    const redis = await connect(connectForRequests);
    await wakeWorkers(redis, event, ['pages']);
    await expect.poll(() => heard).toHaveLength(1);
    await wakeWorkers(redis, event, ['chores']);
    await expect.poll(() => heard.length).toBe(2);
    expect(['a', 'b']).toContain(heard[0]);
    expect(heard[1]).toBe('c');
  });

  it('a job that cannot be finished in time is given back, and begun by another before its lease would have ended', async () => {
    const at = fresh();
    let finish = () => {};
    const stuck = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const old = await worker(at, ['pages'], () => stuck);
    await old.store.commit({ jobs: [scheduleJob(page, at.clock.now(), {}, 'p')] });
    await expect.poll(() => idsOf(old.ran)).toEqual(['p']);
    const other = await worker(at, ['pages']);
    expect(idsOf(await old.dispatcher.stop(50))).toEqual(['p']);
    await expect.poll(() => idsOf(other.ran), { timeout: 4_000 }).toEqual(['p']);
    // An earlier run may have got some way.
    expect(other.ran[0]?.deliveryCount).toBeGreaterThan(1);
    const [claimed] = old.ran;
    expect(claimed && (await old.store.acquireOrRenewLease(claimed))).toBe(false);
    expect(claimed && (await old.store.releaseLease(claimed))).toBe(false);
    finish();
    await expect.poll(() => other.store.outbox()).toEqual([]);
  });

  it('a process is known while it lives, with what it does', async () => {
    const { event } = fresh();
    const states: Record<'a' | 'b', ProcessState> = {
      a: { role: 'web', queues: [], connected: false },
      b: { role: 'worker', queues: ['pages'], connected: false },
    };
    const a = announceProcess(await connect(connectForRequests), event, () => states.a);
    const b = announceProcess(await connect(connectForRequests), event, () => states.b);
    await a.start();
    await b.start();
    expect(await a.living()).toEqual(
      expect.arrayContaining([
        { id: a.id, ...states.a },
        { id: b.id, ...states.b },
      ]),
    );
    states.a = { ...states.a, connected: true };
    await a.changed();
    expect((await b.living()).find(({ id }) => id === a.id)?.connected).toBe(true);
    // Without asking: as it was when each last announced itself.
    expect(
      a
        .lastLiving()
        ?.map(({ id }) => id)
        .toSorted(),
    ).toEqual([a.id, b.id].toSorted());
    await b.stop();
    expect((await a.living()).map(({ id }) => id)).toEqual([a.id]);
    expect(a.lastLiving()?.map(({ id }) => id)).toContain(b.id);
    await a.changed();
    expect(a.lastLiving()?.map(({ id }) => id)).toEqual([a.id]);
    await a.stop();
    expect(await a.living()).toEqual([]);
  });

  it('a process that says nothing is dead after six seconds, and others are told once', async () => {
    const { event } = fresh();
    const state: ProcessState = { role: 'worker', queues: ['pages'], connected: false };
    const redis = await connect(connectForRequests);
    const key = `cb:{${event}}:processes`;
    const saidAgo = async (id: string, milliseconds: number) => {
      const [seconds, micros] = await redis.time();
      const at = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000) - milliseconds;
      await redis.hset(key, id, `${at}|${JSON.stringify(state)}`);
    };
    const own = announceProcess(redis, event, () => state);
    let gone = 0;
    own.onGone(() => gone++);
    closing.push(() => own.stop());
    await own.start();
    await saidAgo('slow', 4_000);
    await own.changed();
    expect(own.lastLiving()?.map(({ id }) => id)).toContain('slow');
    expect(gone).toBe(0);
    await saidAgo('slow', 6_500);
    expect((await own.living()).map(({ id }) => id)).toEqual([own.id]);
    await own.changed();
    expect(gone).toBe(1);
    await own.changed();
    expect(gone).toBe(1);
    expect(await redis.hkeys(key)).toEqual([own.id]);
  });

  it('who comes back first after Redis could not be reached takes nobody for dead who lived until then', async () => {
    const { event } = fresh();
    const state: ProcessState = { role: 'worker', queues: ['pages'], connected: false };
    const redis = await connect(connectForRequests);
    const key = `cb:{${event}}:processes`;
    const [now] = await redis.time();
    const ago = (seconds: number) => `${(Number(now) - seconds) * 1000}|${JSON.stringify(state)}`;
    // Nobody was heard for twenty seconds; one of them had been silent for longer than that.
    await redis.hset(key, { last: ago(20), before: ago(23), dead: ago(40) });
    const first = announceProcess(redis, event, () => state);
    closing.push(() => first.stop());
    const ids = async () => (await first.living()).map(({ id }) => id).toSorted();
    expect(await ids()).toEqual(['before', 'last']);
    await first.start();
    expect(await ids()).toEqual([first.id, 'before', 'last'].toSorted());
    expect(first.lastLiving()).toHaveLength(3);
  });

  it('a job that needs a key goes to the process that holds it, by the name of its custody', async () => {
    const at = fresh();
    const holder = '0123456789abcdef';
    const nonce = createKeeper(undefined, holder).nonce();
    const data = { code: 'K1', nonce, hop: 0 };
    expect(custodianNeeded({ name: advanceCeremony.name, data })).toBe(holder);
    expect(custodianNeeded({ name: page.name, data })).toBeUndefined();
    expect(
      custodianNeeded({
        name: openModalAtCustodian.name,
        data: {
          what: 'share',
          of: 'main',
          custody: `deal/main/${nonce}`,
          person: 'U1',
          trigger: 't',
          hop: 0,
        },
      }),
    ).toBe(holder);
    expect(
      custodianNeeded({ name: advanceCeremony.name, data: { ...data, nonce: createKeeper().nonce() } }),
    ).toBeUndefined();

    const redis = await connect(connectForRequests);
    const store = await web(at.event);
    await store.commit({ jobs: [scheduleJob(advanceCeremony, at.clock.now(), data)] });
    const [claimed] = (await store.claim(at.clock.now(), { pages: 1 })).jobs;
    const got: ClaimedJob[] = [];
    const own = { event: at.event, id: holder, queues: [] };
    const end = listenToOthers(await connect(connectForWorkers), own, {
      woken() {},
      handed: (job) => void got.push(job),
    });
    closing.push(end);
    if (claimed) await handToProcess(redis, at.event, holder, claimed);
    await expect.poll(() => got).toEqual([claimed]);
    expect(got[0]?.at).toBeInstanceOf(Temporal.Instant);
    expect(got[0] && (await store.acquireOrRenewLease(got[0]))).toBe(true);
  });
});
