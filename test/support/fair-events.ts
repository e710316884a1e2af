/** Two events in one process on a real Redis: one that is noisy, and how late the other's jobs begin beside it. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Dispatcher, type EventShare } from '../../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../../src/adapters/redis/connect.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { realClock } from '../../src/core/clock.ts';
import { jobKind, type QueueName, RETRY, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { FairBudget, type FairPart } from '../../src/core/fair-share.ts';
import { job } from '../../src/core/job.ts';
import { runJob } from '../../src/core/run-job.ts';
import { Turns } from '../../src/core/turns.ts';
import { testSealer } from './sealer.ts';

/** How the two share: by fair parts; one budget for both where the first takes what is free; or BullMQ for each. */
export type Sharing = 'fair' | 'first come' | 'bullmq';

export interface FairRun {
  readonly sharing: Sharing;
  readonly queue: QueueName;
  /** Milliseconds that each job of the noisy one waits for its provider, or that it burns of the processor. */
  readonly noise: { readonly jobs: number; readonly waits?: number; readonly burns?: number };
  /** Jobs of the quiet one, one after the other. */
  readonly quiet: number;
}

const CAPACITY = 50;
const BETWEEN_MS = 40;
const log = { debug() {}, info() {}, warn() {}, error() {} };

const kindOf = (queue: QueueName) =>
  jobKind({
    name: 'work',
    queue,
    retry: RETRY.never,
    schema: z.object({ n: z.number() }),
    id: (_: unknown, key: string) => key,
  });

function burn(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** What the first comer takes is its own until it ends: no parts, no turns. */
function firstCome(): (wake: () => void) => FairPart {
  let held = 0;
  const wakes = new Map<object, () => void>();
  return (wake) => {
    const me = {};
    const take = (most: number) => {
      const got = Math.max(0, Math.min(most, CAPACITY - held));
      held += got;
      return got;
    };
    return {
      room: () => CAPACITY - held,
      take,
      add: (count) => {
        held += count;
      },
      giveBack: (count) => {
        held -= count;
        for (const one of wakes.values()) one();
      },
      waits: (isWaiting) => void (isWaiting ? wakes.set(me, wake) : wakes.delete(me)),
      leave: () => void wakes.delete(me),
    };
  };
}

function shareOf(sharing: Sharing): EventShare | undefined {
  if (sharing === 'bullmq') return undefined;
  const budget = new FairBudget({ capacity: CAPACITY, own: 2 });
  const join = sharing === 'fair' ? (wake: () => void) => budget.join(wake) : firstCome();
  const turns = new Turns();
  // Without fairness what is handed out begins at once.
  const atOnce = { add: (_: object, begin: () => void) => begin() } as Turns;
  return { join: (_queue, wake) => join(wake), turns: sharing === 'fair' ? turns : atOnce };
}

let runs = 0;

/** @returns By how many milliseconds each job of the quiet event began late. */
export async function latenessBeside(url: string, run: FairRun): Promise<number[]> {
  const { sharing, queue, noise, quiet } = run;
  const kind = kindOf(queue);
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const share = shareOf(sharing);
  const open = (event: string, work: (n: number) => Promise<void>) => {
    const store = new RedisStore(requests, event, testSealer);
    const deps = { clock: realClock, store, log, chat: {}, channels: [] } as unknown as Deps;
    const handler = job({
      kind,
      run: async ({ n }) => {
        await work(n);
        return undefined;
      },
    });
    const options = {
      outbox: store,
      clock: realClock,
      log,
      event,
      requests,
      workers,
      ...(share && { share }),
    };
    const dispatcher = new Dispatcher({
      ...options,
      run: async (handed) => void (await runJob(handed, handler, deps)),
    });
    return { store, dispatcher };
  };
  let began = 0;
  const noisy = open(`noisy${++runs}`, async () => {
    began++;
    if (noise.burns !== undefined) burn(noise.burns);
    if (noise.waits !== undefined) await wait(noise.waits);
  });
  const asked = new Map<number, number>();
  const late: number[] = [];
  let arrived: () => void = () => {};
  const calm = open(`quiet${runs}`, async (n) => {
    late.push(performance.now() - (asked.get(n) ?? 0));
    if (late.length === quiet) arrived();
  });
  const due = realClock.now();
  for (let from = 0; from < noise.jobs; from += 1000) {
    const numbers = Array.from({ length: Math.min(1000, noise.jobs - from) }, (_, i) => from + i);
    await noisy.store.commit({ jobs: numbers.map((n) => scheduleJob(kind, due, { n }, `n${n}`)) });
  }
  noisy.dispatcher.start();
  calm.dispatcher.start();
  // All that there is room for runs.
  while (began < Math.min(CAPACITY, noise.jobs)) await wait(5);
  const all = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  for (let n = 0; n < quiet; n++) {
    asked.set(n, performance.now());
    await calm.store.commit({ jobs: [scheduleJob(kind, realClock.now(), { n }, `q${n}`)] });
    await wait(BETWEEN_MS);
  }
  await all;
  await Promise.all([noisy.dispatcher.stop(500), calm.dispatcher.stop(500)]);
  requests.disconnect();
  workers.disconnect();
  return late;
}
