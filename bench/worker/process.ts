/**
 * One worker of many, a process of its own: the real dispatcher and store, or a bare BullMQ worker. Its jobs wait
 * for their provider and are recorded; its parent hears how many are over, when the last one was, and what they cost.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionOptions, Worker } from 'bullmq';
import { Dispatcher } from '../../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../../src/adapters/redis/connect.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { realClock } from '../../src/core/clock.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { runJob } from '../../src/core/run-job.ts';
import { testSealer } from '../../test/support/sealer.ts';
import { type Backlog, kind, type Order, type Told } from './orders.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
/** Milliseconds between two words to the parent. */
const TELL_EVERY_MS = 20;

interface Working {
  stop(): Promise<void>;
}

async function ours({ url, name, waitMs }: Backlog, over: () => void): Promise<Working> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const store = new RedisStore(requests, name, testSealer);
  const deps = { clock: realClock, store, log, chat: {}, channels: [] } as unknown as Deps;
  const handler = job({ kind, run: async () => void (await pause(waitMs)) });
  const options = { outbox: store, clock: realClock, log, event: name, requests, workers };
  const dispatcher = new Dispatcher({
    ...options,
    run: async (handed) => {
      await runJob(handed, handler, deps);
      over();
    },
  });
  dispatcher.start();
  return {
    async stop() {
      await dispatcher.stop();
      store.close();
      requests.disconnect();
      workers.disconnect();
    },
  };
}

async function bare({ url, name, waitMs, concurrency }: Backlog, over: () => void): Promise<Working> {
  const redis = connectForWorkers(url);
  const work = async () => {
    await pause(waitMs);
    over();
  };
  const worker = new Worker(name, work, { connection: redis as unknown as ConnectionOptions, concurrency });
  await worker.waitUntilReady();
  return {
    async stop() {
      await worker.close();
      redis.disconnect();
    },
  };
}

const say = (told: Told) => process.send?.(told);

async function work(backlog: Backlog): Promise<void> {
  let [done, last, told] = [0, 0, 0];
  const before = process.cpuUsage();
  const tell = () => {
    if (done === told) return;
    told = done;
    const { user, system } = process.cpuUsage(before);
    say({ done, last, cpuMs: (user + system) / 1000 });
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  const working = await (backlog.bare ? bare : ours)(backlog, () => {
    done++;
    last = Date.now();
  });
  process.once('message', () => {
    clearInterval(timer);
    void working.stop().then(() => say('stopped'));
  });
}

process.on('message', (order: Order) => {
  if (order !== 'stop') void work(order);
});
// Without its parent it has no business.
process.once('disconnect', () => process.exit(0));
say('ready');
