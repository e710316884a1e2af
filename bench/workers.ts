/**
 * Two worker processes against one: 10,000 jobs that wait for their provider 50 ms each, by the real dispatcher and
 * store; beside bare BullMQ doing the same with one and with two.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { type ConnectionOptions, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { connectForRequests } from '../src/adapters/redis/connect.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { realClock } from '../src/core/clock.ts';
import { scheduleJob } from '../src/core/commit.ts';
import { startRedis } from '../test/support/redis.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured } from './figure.ts';
import { type Backlog, kind, type Order, type Progress, type Told } from './worker/orders.ts';

const JOBS = 10_000;
const WAIT_MS = 50;
/** Jobs that one of our processes runs at a time: so many has the bare worker too. */
const CONCURRENCY = 100;
const BATCH = 500;
/** Of each, by turns; the quickest counts, since what else the machine does only adds to it. */
const ROUNDS = 4;

interface Drained {
  /** Milliseconds from the order until the last was over. */
  readonly took: number;
  /** Milliseconds of processor time of the workers together, and of Redis. */
  readonly cpuMs: number;
  readonly redisMs: number;
}

async function redisCpu(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1] ?? 0);
  return 1000 * (seconds('used_cpu_sys') + seconds('used_cpu_user'));
}

/** Everything that is to be done, due already. */
async function pile({ url, name, bare }: Backlog, jobs: number): Promise<void> {
  const redis = connectForRequests(url);
  await redis.connect();
  const queue = new Queue(name, { connection: redis as unknown as ConnectionOptions });
  const store = new RedisStore(redis, name, testSealer);
  const due = realClock.now();
  const opts = { removeOnComplete: true };
  for (let n = 0; n < jobs; n += BATCH)
    if (bare) await queue.addBulk(Array.from({ length: BATCH }, () => ({ name: kind.name, data: {}, opts })));
    else
      await store.commit({
        jobs: Array.from({ length: BATCH }, (_, i) => scheduleJob(kind, due, {}, `j${n + i}`)),
      });
  await queue.close();
  store.close();
  redis.disconnect();
}

const startWorkerProcess = (): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./worker/process.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
    child.once('message', () => resolve(child));
  });

const order = (child: ChildProcess, what: Order) => child.send(what);

async function drain(backlog: Backlog, workers: readonly ChildProcess[], jobs = JOBS): Promise<Drained> {
  await pile(backlog, jobs);
  const redis = new Redis(backlog.url);
  const before = await redisCpu(redis);
  const told = new Map<ChildProcess, Progress>();
  const began = Date.now();
  await new Promise<void>((resolve) => {
    for (const worker of workers) {
      worker.on('message', (message: Told) => {
        if (typeof message === 'string') return;
        told.set(worker, message);
        if ([...told.values()].reduce((sum, { done }) => sum + done, 0) >= jobs) resolve();
      });
      order(worker, backlog);
    }
  });
  const redisMs = (await redisCpu(redis)) - before;
  redis.disconnect();
  await Promise.all(
    workers.map((worker) => {
      const stopped = new Promise<void>((resolve) => {
        worker.removeAllListeners('message').on('message', (message: Told) => {
          if (message === 'stopped') resolve();
        });
      });
      order(worker, 'stop');
      return stopped;
    }),
  );
  for (const worker of workers) worker.removeAllListeners('message');
  const all = [...told.values()];
  return {
    took: Math.max(...all.map(({ last }) => last)) - began,
    cpuMs: all.reduce((sum, one) => sum + one.cpuMs, 0),
    redisMs,
  };
}

/** The quickest of the rounds, and of its processor time the least. */
const best = (all: readonly Drained[], of: keyof Drained): number => Math.min(...all.map((one) => one[of]));

export const workers: Benchmark = {
  name: 'workers',
  async run(): Promise<readonly Figure[]> {
    const redis = await startRedis();
    const processes = [await startWorkerProcess(), await startWorkerProcess()];
    try {
      const ways = [true, false].flatMap((bare) =>
        [1, 2].map((count) => ({ bare, count, drained: [] as Drained[] })),
      );
      // The first round warms up.
      for (let round = 0; round <= ROUNDS; round++)
        for (const { bare, count, drained } of ways) {
          const name = `${bare ? 'bare' : 'ours'}-${count}-${round}`;
          const backlog = { url: redis.url, name, bare, waitMs: WAIT_MS, concurrency: CONCURRENCY };
          const one = await drain(backlog, processes.slice(0, count));
          if (round > 0) drained.push(one);
        }
      const of = (bare: boolean, count: number, what: keyof Drained) =>
        best(ways.find((way) => way.bare === bare && way.count === count)?.drained ?? [], what);
      const perSecond = (bare: boolean, count: number) => (1000 * JOBS) / of(bare, count, 'took');
      const cpu = (bare: boolean, count: number) =>
        (of(bare, count, 'cpuMs') + of(bare, count, 'redisMs')) / JOBS;
      return [
        measured({
          what: 'two workers against one, 10,000 jobs that wait 50 ms',
          unit: 'jobs/s',
          ours: perSecond(false, 2),
          bare: perSecond(false, 1),
          goal: { of: 'ratio', least: 1.8, beside: 'one worker' },
        }),
        measured({
          what: 'the same by bare BullMQ',
          unit: 'jobs/s',
          ours: perSecond(true, 2),
          bare: perSecond(true, 1),
        }),
        measured({
          what: 'two workers, ours beside bare BullMQ',
          unit: 'jobs/s',
          ours: perSecond(false, 2),
          bare: perSecond(true, 2),
        }),
        measured({
          what: 'processor time of such a job, two workers and Redis, beside bare BullMQ',
          unit: 'ms',
          ours: cpu(false, 2),
          bare: cpu(true, 2),
        }),
      ];
    } finally {
      for (const one of processes) one.removeAllListeners('exit').disconnect();
      await redis.stop();
    }
  },
};
