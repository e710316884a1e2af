/**
 * A real cluster of three masters with a replica each, set as the guide for operators says: pages go on after a
 * failover and while their slot moves, none that was confirmed to its author is lost, and none is doubled.
 */
import { Queue } from 'bullmq';
import { Cluster } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coordinator } from '../../src/adapters/cron/chores.ts';
import { exportEvent, removeEvent, restoreEvent } from '../../src/adapters/redis/backup.ts';
import { connectForRequests } from '../../src/adapters/redis/connect.ts';
import { examineRedis } from '../../src/adapters/redis/doctor.ts';
import { durability } from '../../src/adapters/redis/durability.ts';
import { connectOrExplain } from '../../src/adapters/redis/explain.ts';
import { firstTime } from '../../src/adapters/redis/first-time.ts';
import { sharedBuckets } from '../../src/adapters/redis/shared-buckets.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import type { DocumentKind } from '../../src/core/commit.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { keySlot, startCluster, type TestCluster } from '../support/nodes/cluster.ts';
import { countsLine, type PageLoad, startPageLoad } from '../support/nodes/page-load.ts';
import { eventually, type NodeServer } from '../support/nodes/server.ts';
import { hasRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const SAFE = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '3'];
const EVENT = 'paging';
const GOES_ON_WITHIN = 20_000;
/** What the next master needs beside it, as an operator gives it one: a cluster with one replica each has none left. */
const ALONE = ['min-replicas-to-write', '0'] as const;

describe.skipIf(!hasRedis)('Redis as a cluster', () => {
  let cluster: TestCluster;
  let redis: Cluster;
  let load: PageLoad;
  const rows: string[] = [];
  beforeAll(async () => {
    cluster = await startCluster({ settings: SAFE });
    const client = connectForRequests(cluster.url);
    await connectOrExplain(client, cluster.url);
    if (!(client instanceof Cluster)) throw new Error('no cluster');
    redis = client;
    load = await startPageLoad(cluster.url);
  });
  afterAll(async () => {
    console.log(`\n${rows.join('\n')}`);
    await load?.stop();
    redis?.disconnect();
    await cluster?.stop();
  });

  const allKeys = async (): Promise<string[]> =>
    (await Promise.all(redis.nodes('master').map((node) => node.keys('*')))).flat();

  const counted = async (what: string) => {
    await load.stopTyping();
    const counts = await load.count();
    rows.push(countsLine(what, counts));
    expect(counts).toMatchObject({ lost: 0, doubled: 0, unsent: 0 });
    return counts;
  };

  it('is found well set', async () => {
    expect(await durability(redis)).toEqual({ ok: true });
    const findings = await examineRedis(cluster.url, Date.now);
    expect(findings.filter(({ state }) => state !== 'well')).toEqual([]);
    expect(findings.map(({ said }) => said)).toContain('a cluster: 3 masters, 3 replicas, all in step');
  });

  it('pages, and whatever else lies in Redis, in the two slots of the event alone', async () => {
    load.begin(50);
    await load.taken(10, 'pages');
    await counted('nothing wrong');
    expect(await firstTime(redis, EVENT)('a', 60_000)).toBe(true);
    expect(await firstTime(redis, EVENT)('a', 60_000)).toBe(false);
    expect(await coordinator(redis, EVENT).shouldRun('chore', 60_000)).toBe(true);
    expect(await coordinator(redis, EVENT).shouldRun('chore', 60_000)).toBe(false);
    const bucket = { name: 'calls', perMinute: 60 };
    expect(await sharedBuckets(redis, EVENT).take(bucket, { keep: 0, forced: false })).toBe(0);
    await load.stack.store.rewriteFacts(
      (fact) => fact,
      (id) => id,
    );
    expect(
      await load.stack.store.reseal([pageDocument as unknown as DocumentKind<unknown>]),
    ).toBeGreaterThanOrEqual(0);
    // More than one process takes at once, so that BullMQ carries some too.
    const queue = new Queue('reminders', { prefix: `{cb:${EVENT}}`, connection: redis as never });
    await queue.add('x', {}, { jobId: 'seen', removeOnComplete: true, removeOnFail: true });
    await queue.close();
    const keys = await allKeys();
    expect(keys.some((key) => key.startsWith(`cb:{${EVENT}}:ledger`))).toBe(true);
    expect(keys.some((key) => key.startsWith(`{cb:${EVENT}}:`))).toBe(true);
    // No script and no transaction spans the two: Redis would have refused it (CROSSSLOT).
    const slots = new Set([keySlot(`cb:{${EVENT}}`), keySlot(`{cb:${EVENT}}:`)]);
    expect(keys.filter((key) => !slots.has(keySlot(key)))).toEqual([]);
  });

  it('reads every view of the outbox, and of the ledger, in one slot', async () => {
    const { store } = load.stack;
    const now = Temporal.Now.instant();
    expect((await store.facts()).length).toBeGreaterThan(10);
    expect((await store.facts({ about: 'page:P1' })).length).toBeGreaterThan(0);
    const outbox = await store.outbox();
    expect(outbox.length).toBeGreaterThan(0);
    expect((await store.job(outbox[0]?.id ?? ''))?.id).toBe(outbox[0]?.id);
    expect((await store.outboxCounts(now)).pages.waiting).toBeGreaterThan(0);
    await store.outboxPart({ queue: 'pages', state: 'waiting', from: 0, limit: 10 }, now);
  });

  it('backs up an event, and restores it into another slot', async () => {
    const file = await exportEvent(redis, EVENT, '2019-06-05T08:00:00Z');
    const { keys } = await restoreEvent(redis, 'another-slot', file);
    expect(keys).toBeGreaterThan(10);
    const there = new RedisStore(redis, 'another-slot', testSealer);
    expect((await there.all(pageDocument)).length).toBe((await load.stack.store.all(pageDocument)).length);
    there.close();
    await removeEvent(redis, 'another-slot');
    expect((await allKeys()).filter((key) => key.includes('another-slot'))).toEqual([]);
  });

  it('never runs a script where half of the keys are, and pages go on when the slot has moved', async () => {
    load.begin(100);
    await load.taken(5, 'pages before it');
    const from = await cluster.ownerOf(EVENT);
    const { moved } = await cluster.moveSlot(
      `cb:{${EVENT}}`,
      () => new Promise((done) => setTimeout(done, 20)),
    );
    expect(moved).toBeGreaterThan(10);
    expect((await cluster.ownerOf(EVENT)).port).not.toBe(from.port);
    await load.taken(5, 'pages after it', GOES_ON_WITHIN);
    await counted(`slot of ${moved} keys moved`);
    // A script that had run among half of the keys would have left a job without its work, or the other way round.
    const owner = (await cluster.ownerOf(EVENT)).admin;
    const prefix = `cb:{${EVENT}}:outbox`;
    // At one moment, since jobs come and go.
    const sets = ['pages', 'reminders', 'chores', 'webhooks'].flatMap((queue) => [
      `${prefix}:due:${queue}`,
      `${prefix}:leased:${queue}`,
    ]);
    const asked = owner.multi().hkeys(`${prefix}:jobs`).hkeys(`${prefix}:data`);
    for (const set of sets) asked.zrange(set, 0, '-1');
    const [jobs = [], data = [], ...timed] = ((await asked.exec()) ?? []).map(([, keys]) => keys as string[]);
    expect(data.toSorted()).toEqual(jobs.toSorted());
    expect(new Set(timed.flat())).toEqual(new Set(jobs));
  });

  const trouble = async (fault: (owner: NodeServer) => Promise<void> | void) => {
    load.begin(100);
    await load.taken(5, 'pages before it');
    const before = await cluster.ownerOf(EVENT);
    const [heir] = await cluster.replicasOf(before);
    await fault(before);
    await eventually('the failover', async () =>
      /role:master/.test((await heir?.admin.info('replication')) ?? ''),
    );
    // With one replica a master that took over has none: an operator gives it another one, or does this.
    await heir?.admin.config('SET', ...ALONE);
    // No page is confirmed before another machine has it: the one that was away comes back.
    await eventually('the new owner', async () => (await cluster.ownerOf(EVENT)) === heir);
    return { before, heir };
  };

  it('a node killed in the middle of pages', async () => {
    const { before, heir } = await trouble((owner) => owner.kill());
    await before.restart();
    await load.taken(5, 'pages after it', GOES_ON_WITHIN);
    await counted('node killed (kill -9), and started again');
    await heir?.admin.config('SET', 'min-replicas-to-write', '1');
    await eventually('the replica', async () => (await durability(redis)).ok === true);
  });

  it('a node frozen in the middle of pages, which comes back and wants to write', async () => {
    const { before, heir } = await trouble((owner) => owner.freeze());
    before.thaw();
    await load.taken(5, 'pages after it', GOES_ON_WITHIN);
    await counted('node frozen (SIGSTOP), and thawed');
    expect(heir && (await cluster.ownerOf(EVENT)).port).toBe(heir?.port);
  });
});
