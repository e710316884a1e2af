/** 1,000 jobs due in the same second, and how soon a single one starts: our outbox beside bare BullMQ. */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { z } from 'zod';
import { Dispatcher } from '../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../src/adapters/redis/connect.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { realClock } from '../src/core/clock.ts';
import { jobKind, type QueueName, RETRY, scheduleJob } from '../src/core/commit.ts';
import type { Deps } from '../src/core/deps.ts';
import { job } from '../src/core/job.ts';
import { runJob } from '../src/core/run-job.ts';
import { startRedis } from '../test/support/redis.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';

const JOBS = 1000;
const SINGLES = 200;
const LEAD_MS = 1500;
const kindOf = (queue: QueueName) =>
  jobKind({
    name: 'work',
    queue,
    retry: RETRY.never,
    schema: z.object({ n: z.number() }),
    id: (_: unknown, key: string) => key,
  });
const kind = kindOf('reminders');
/** What pages begins where it was committed. */
const page = kindOf('pages');

interface Measured {
  /** Milliseconds late, of each of the jobs due at once. */
  readonly late: readonly number[];
  /** Milliseconds from asking to start, of single ones. */
  readonly single: readonly number[];
}

/** Resolves when `n` samples have come. */
function collect(n: number): { add(sample: number): void; readonly all: Promise<number[]> } {
  const samples: number[] = [];
  let done: (all: number[]) => void;
  const all = new Promise<number[]>((resolve) => {
    done = resolve;
  });
  return {
    add(sample) {
      samples.push(sample);
      if (samples.length === n) done(samples);
    },
    all,
  };
}

async function bare(url: string, name: string): Promise<Measured> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const started: ((at: number) => void)[] = [];
  const queue = new Queue<{ at: number }>(name, { connection: requests as unknown as ConnectionOptions });
  const worker = new Worker<{ at: number }>(name, async ({ data }) => started[0]?.(data.at), {
    connection: workers as unknown as ConnectionOptions,
    concurrency: 50,
  });
  await worker.waitUntilReady();
  const measure = async (n: number, ask: () => Promise<void>) => {
    const { add, all } = collect(n);
    started[0] = (at) => add(Date.now() - at);
    await ask();
    return await all;
  };
  const single: number[] = [];
  for (let i = 0; i < SINGLES; i++) {
    const began = performance.now();
    await new Promise<void>((resolve) => {
      started[0] = () => resolve();
      void queue.add('work', { at: 0 }, { removeOnComplete: true });
    });
    single.push(performance.now() - began);
  }
  const at = Date.now() + LEAD_MS;
  const late = await measure(JOBS, async () => {
    await queue.addBulk(
      Array.from({ length: JOBS }, () => ({
        name: 'work',
        data: { at },
        opts: { delay: Math.max(0, at - Date.now()), removeOnComplete: true },
      })),
    );
  });
  await worker.close();
  await queue.close();
  requests.disconnect();
  workers.disconnect();
  return { late, single };
}

async function ours(url: string, event: string): Promise<Measured> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const store = new RedisStore(requests, event, testSealer);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const deps = { clock: realClock, store, log, chat: {}, channels: [] } as unknown as Deps;
  let started: (dueAt: number) => void = () => {};
  const handler = job({
    kind,
    run: async (data) => {
      started(data.n);
      return undefined;
    },
  });
  const dispatcher = new Dispatcher({
    outbox: store,
    clock: realClock,
    log,
    event,
    requests,
    workers,
    run: async (handed) => void (await runJob(handed, handler, deps)),
  });
  dispatcher.start();
  const single: number[] = [];
  for (let i = 0; i < SINGLES; i++) {
    const began = performance.now();
    await new Promise<void>((resolve) => {
      started = () => resolve();
      void store.commit({ jobs: [scheduleJob(page, realClock.now(), { n: 0 }, `s${i}`)] });
    });
    single.push(performance.now() - began);
  }
  const { add, all } = collect(JOBS);
  const at = realClock.now().add({ milliseconds: LEAD_MS });
  started = (dueAt) => add(Date.now() - dueAt);
  await store.commit({
    jobs: Array.from({ length: JOBS }, (_, n) => scheduleJob(kind, at, { n: at.epochMilliseconds }, `j${n}`)),
  });
  const late = await all;
  await dispatcher.stop();
  requests.disconnect();
  workers.disconnect();
  return { late, single };
}

const row = (what: string, ours: number, bare: number, most: number): Figure =>
  measured({ what, unit: 'ms', ours, bare, goal: { of: 'ratio', most, beside: 'bare BullMQ' } });

/** Runs of each, by turns: one run of either is at the mercy of what else the machine does. */
const ROUNDS = 5;
const median = (samples: readonly number[]) => percentile(samples, 0.5);

export const outbox: Benchmark = {
  name: 'outbox',
  async run() {
    const redis = await startRedis();
    try {
      const [mine, theirs]: [Measured[], Measured[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        theirs.push(await bare(redis.url, `bare-${round}`));
        mine.push(await ours(redis.url, `bench-${round}`));
      }
      const late = (all: readonly Measured[]) => median(all.map((one) => percentile(one.late, 0.99)));
      const single = (all: readonly Measured[]) => median(all.flatMap((one) => one.single));
      return [
        row('1,000 jobs due at once: lateness p99', late(mine), late(theirs), 1.2),
        row('one page: commit → start, p50', single(mine), single(theirs), 2),
      ];
    } finally {
      await redis.stop();
    }
  },
};
