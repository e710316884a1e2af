/**
 * Forgetting somebody in an event with 100,000 facts, beside reading its ledger once; and how long others wait
 * meanwhile: for Redis, and for this process.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Temporal } from 'temporal-polyfill';
import eraseFactsJob from '../jobs/callboard/erase-facts.ts';
import type { RedisClient } from '../src/adapters/redis/client.ts';
import { connectForRequests } from '../src/adapters/redis/connect.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { type Person, personDocument } from '../src/callboard/domain/person.ts';
import { forgetPeople } from '../src/callboard/forget.ts';
import { type Fact, put } from '../src/core/commit.ts';
import { newId } from '../src/core/new-id.ts';
import { startRedis } from '../test/support/redis.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';

const FACTS = 100_000;
const PEOPLE = 50;
const BATCH = 1_000;
const NOW = Temporal.Instant.from('2019-07-20T08:00:00Z');

const person = (n: number): Person => ({
  id: `U0PERSON${n}`,
  name: `Person Number${n}`,
  email: `person${n}@example.org`,
  phone: { number: `+346001234${String(n).padStart(2, '0')}` },
});

/** Notes of everybody, some of which name somebody. */
const noted = (n: number): Fact => {
  const by = `U0PERSON${n % PEOPLE}`;
  const text = n % 10 === 0 ? `ask <@U0PERSON${(n / 10) % PEOPLE}> about it` : `the ${n}th thing of the day`;
  const about = [`page:P${n % 500}`, `person:${by}`];
  return { name: 'page.noted', at: NOW, by, about, data: { page: `P${n % 500}`, text } };
};

async function fill(store: RedisStore): Promise<void> {
  for (let n = 0; n < FACTS; n += BATCH)
    await store.commit({
      ...(n === 0 && {
        put: Array.from({ length: PEOPLE }, (_, i) => put(personDocument, person(i).id, person(i))),
      }),
      facts: Array.from({ length: BATCH }, (_, i) => noted(n + i)),
    });
}

/** Milliseconds to read all of the ledger, as it is stored. */
async function readOnce(redis: RedisClient, ledger: string): Promise<number> {
  const before = performance.now();
  for (let from = '-'; ; ) {
    const entries = await redis.xrange(ledger, from, '+', 'COUNT', BATCH);
    const last = entries.at(-1);
    if (!last || entries.length < BATCH) return performance.now() - before;
    from = `(${last[0]}`;
  }
}

/** How long each request of somebody else took, in milliseconds, until it is told to stop. */
function ask(redis: RedisClient): () => Promise<number[]> {
  const waits: number[] = [];
  let stopped = false;
  const asking = (async () => {
    while (!stopped) {
      const before = performance.now();
      await redis.ping();
      waits.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return async () => {
    stopped = true;
    await asking;
    return waits;
  };
}

async function forgetOne(store: RedisStore): Promise<number> {
  const before = performance.now();
  await forgetPeople([person(7)], { store, newId }, { by: 'U0ORG', why: 'asked', now: NOW });
  const waiting = (await store.outbox()).find(({ name }) => name === eraseFactsJob.kind.name);
  const data = eraseFactsJob.kind.schema.parse(waiting?.data);
  const deps = { store, clock: { now: () => NOW } } as never;
  const change = await eraseFactsJob.run(data, deps, {} as never);
  await store.commit({ ...change, jobs: [{ cancel: waiting?.id ?? '' }] });
  return performance.now() - before;
}

async function measure(): Promise<readonly Figure[]> {
  const server = await startRedis();
  const [redis, other] = [connectForRequests(server.url), connectForRequests(server.url)];
  await Promise.all([redis.connect(), other.connect()]);
  const store = new RedisStore(redis, 'bench', testSealer);
  await fill(store);
  const ledger = 'cb:{bench}:ledger';
  await readOnce(redis, ledger);
  const bare = await readOnce(redis, ledger);
  await redis.config('RESETSTAT');
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const stop = ask(other);
  const ours = await forgetOne(store);
  const waits = await stop();
  loop.disable();
  const left = (await store.facts({ about: 'person:U0PERSON7' })).length;
  // What Redis itself says: microseconds of the longest script, which others wait for.
  const stats = await other.info('commandstats');
  const [, usec = '0'] = /cmdstat_evalsha:calls=\d+,usec=(\d+)/.exec(stats) ?? [];
  store.close();
  redis.disconnect();
  other.disconnect();
  await server.stop();
  if (left > 0) throw new Error(`${left} facts still name them`);
  const still = loop.max / 1e6;
  const worst = Math.max(...waits);
  const script = Number(usec) / 1000;
  return [
    measured({
      what: 'forget somebody among 100,000 facts, beside reading the ledger once',
      unit: 'ms',
      ours,
      bare,
      goal: { of: 'ratio', most: 15 },
    }),
    measured({
      what: 'meanwhile, what another request to Redis waits: p99',
      unit: 'ms',
      ours: percentile(waits, 0.99),
    }),
    measured({
      what: 'meanwhile, what another request to Redis waits: longest',
      unit: 'ms',
      ours: worst,
      goal: { of: 'ours', most: 200 },
    }),
    measured({
      what: 'meanwhile, all scripts in Redis together',
      unit: 'ms',
      ours: script,
      goal: { of: 'ours', most: 100 },
    }),
    measured({
      what: 'meanwhile, the longest that this process stands still',
      unit: 'ms',
      ours: still,
      goal: { of: 'ours', most: 200 },
    }),
  ];
}

export const forgets: Benchmark = { name: 'forget', run: measure };
