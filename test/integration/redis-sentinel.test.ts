/**
 * A real set under Sentinels, set as the guide for operators says: pages go on after a failover by themselves, none
 * that was confirmed to its author is lost, and none is doubled.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectForRequests } from '../../src/adapters/redis/connect.ts';
import { examineRedis } from '../../src/adapters/redis/doctor.ts';
import { durability } from '../../src/adapters/redis/durability.ts';
import { connectOrExplain } from '../../src/adapters/redis/explain.ts';
import { readStanding, standingRemarks } from '../../src/adapters/redis/standing.ts';
import { recordFact } from '../../src/core/commit.ts';
import { StoreUnavailable } from '../../src/core/errors.ts';
import { policyChanged } from '../../src/page/domain/facts.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { countsLine, type PageLoad, startPageLoad } from '../support/nodes/page-load.ts';
import { type SentinelSet, startSentinels } from '../support/nodes/sentinels.ts';
import { eventually, type NodeServer } from '../support/nodes/server.ts';
import { hasRedis } from '../support/redis.ts';

const SAFE = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '3'];
/** DESIGN's ten seconds after the failover, which takes a second to be seen and one to be done. */
const GOES_ON_WITHIN = 20_000;

describe.skipIf(!hasRedis)('Redis under Sentinels', () => {
  let set: SentinelSet;
  let load: PageLoad;
  const rows: string[] = [];
  beforeAll(async () => {
    set = await startSentinels({ settings: SAFE });
    await set.whole();
    load = await startPageLoad(set.url);
  });
  afterAll(async () => {
    console.log(`\n${rows.join('\n')}`);
    await load?.stop();
    await set?.stop();
  });

  const trouble = async (what: string, fault: (master: NodeServer) => Promise<void>) => {
    load.begin(100);
    await load.taken(5, 'pages before it');
    const before = await set.master();
    await fault(before);
    const after = await set.failedOver(before);
    await load.taken(5, 'pages after it', GOES_ON_WITHIN);
    await load.stopTyping();
    const counts = await load.count();
    rows.push(countsLine(what, counts));
    expect(after.port).not.toBe(before.port);
    expect(counts).toMatchObject({ lost: 0, doubled: 0, unsent: 0 });
    return before;
  };

  it('is found well set, and without a replica in step is not', async () => {
    const redis = connectForRequests(set.url);
    await connectOrExplain(redis, set.url);
    expect(await durability(redis)).toEqual({ ok: true });
    expect(await standingRemarks(redis)).toEqual([]);
    expect(await readStanding(redis)).toMatchObject({ replicas: 2, inStep: 2, alone: 0 });
    const findings = await examineRedis(set.url, Date.now);
    expect(findings.filter(({ state }) => state !== 'well')).toEqual([]);
    expect(findings.map(({ said }) => said)).toContain(
      'a set under Sentinels: 1 master, 2 replicas, all in step',
    );
    const [, second] = set.nodes;
    await second?.admin.config('SET', 'min-replicas-to-write', '0');
    expect(await durability(redis)).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^min-replicas-to-write is 0: set it to 1.*\(127\.0\.0\.1:\d+\)$/)],
    });
    await second?.admin.config('SET', 'min-replicas-to-write', '1');
    redis.disconnect();
  });

  it('says that no Sentinel knows the name, or that there is none', async () => {
    const explained = (url: string) => expect(connectOrExplain(connectForRequests(url), url));
    await explained(`${set.url}-of-somebody-else`).rejects.toThrow(
      /no Sentinel .* knows a master of this name/,
    );
    const nobody = `redis+sentinel://127.0.0.1:${await freePort()}/mymaster`;
    await explained(nobody).rejects.toThrow(/nobody answers there/);
  });

  it('confirms nothing that no replica has, and then takes nothing', async () => {
    const { store, deps } = load.stack;
    const note = () =>
      store.commit({
        facts: [
          recordFact(policyChanged, {
            at: deps.clock.now(),
            by: 'test',
            about: [],
            data: { policy: 'none' },
          }),
        ],
      });
    const master = await set.master();
    const replicas = set.nodes.filter((node) => node !== master);
    await note();
    expect(await store.waitForDisk()).toBe(true);
    for (const replica of replicas) replica.freeze();
    try {
      await note();
      await expect(store.waitForDisk()).rejects.toThrow(StoreUnavailable);
      await eventually('it to refuse', () =>
        note().then(
          () => false,
          (error: unknown) => error instanceof StoreUnavailable && error.message.startsWith('NOREPLICAS'),
        ),
      );
      const redis = connectForRequests(set.url);
      await redis.connect();
      // A replica that is silent for `repl-timeout` is no longer counted.
      expect(await standingRemarks(redis)).toEqual([
        expect.stringMatching(/^Redis: a set under Sentinels: 1 master, [0-2] replicas?, 0 in step$/),
      ]);
      expect(await readStanding(redis)).toMatchObject({ inStep: 0, alone: 1 });
      redis.disconnect();
    } finally {
      for (const replica of replicas) replica.thaw();
    }
    await set.whole();
    await eventually('it to take again', () => note().then(() => store.waitForDisk()));
  });

  it('a master killed in the middle of pages', async () => {
    const killed = await trouble('master killed (kill -9)', (master) => master.kill());
    await killed.restart();
    await set.whole();
  });

  it('a master frozen in the middle of pages, which comes back and wants to write', async () => {
    const frozen = await trouble('master frozen (SIGSTOP)', async (master) => master.freeze());
    frozen.thaw();
    await set.whole();
    await eventually('it to follow', async () => /role:slave/.test(await frozen.admin.info('replication')));
  });
});
