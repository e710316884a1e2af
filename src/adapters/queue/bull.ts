/** BullMQ's queues and workers: one attempt of each handing out, and never the last word on anything. */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueName } from '../../core/commit.ts';
import type { Log } from '../../core/ports/log.ts';
import type { ClaimedJob } from '../../core/ports/outbox.ts';

export const QUEUES = ['pages', 'reminders', 'chores', 'webhooks'] as const satisfies QueueName[];

/** How long to wait before a worker that lost Redis while it began is made again. */
const AGAIN_AFTER_MS = 500;

/** A job as BullMQ carries it; `at` in milliseconds since 1970. */
export type Work = Omit<ClaimedJob, 'at'> & {
  readonly at: number;
  /** The process that claimed it, and when by its own uptime, in milliseconds: how old the lease is, at most. */
  readonly claimed: { readonly by: string; readonly at: number };
};

export interface BullOptions {
  /** The event's name: all of BullMQ's keys lie in `{cb:<event>}`. */
  readonly event: string;
  /** A connection for adding, which fails fast, and one for workers, which waits. */
  readonly requests: Redis;
  readonly workers: Redis;
  /** Whose jobs this process runs. */
  readonly queues: readonly QueueName[];
  /** Jobs of a queue that run at the same time in this process. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  readonly log: Log;
  work(work: Work): Promise<void>;
}

const connection = (redis: Redis) => redis as unknown as ConnectionOptions;

export class Bull {
  readonly #options: BullOptions;
  readonly #queues: Record<QueueName, Queue<Work>>;
  readonly #workers = new Map<QueueName, Worker<Work>>();
  #stopped = false;

  constructor(options: BullOptions) {
    this.#options = options;
    const queue = (name: QueueName) =>
      new Queue<Work>(name, {
        prefix: `{cb:${options.event}}`,
        connection: connection(options.requests),
        defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
        skipVersionCheck: true,
      });
    this.#queues = {
      pages: queue('pages'),
      reminders: queue('reminders'),
      chores: queue('chores'),
      webhooks: queue('webhooks'),
    };
    for (const name of QUEUES) this.#queues[name].on('error', () => {});
  }

  start(): void {
    for (const name of this.#options.queues) void this.#keepWorker(name);
  }

  /** Once it is ready a worker reconnects by itself; one that lost Redis while it began never would (run). */
  async #keepWorker(name: QueueName): Promise<void> {
    while (!this.#stopped) {
      const worker = this.#worker(name);
      this.#workers.set(name, worker);
      try {
        await worker.waitUntilReady();
        return;
      } catch {
        await worker.close(true).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }

  #worker(name: QueueName): Worker<Work> {
    const { event, workers, concurrency, log, work } = this.#options;
    const worker = new Worker<Work>(name, (job) => work(job.data), {
      prefix: `{cb:${event}}`,
      connection: connection(workers),
      concurrency: concurrency[name],
      skipVersionCheck: true,
    });
    worker.on('error', (error) =>
      log.debug({ queue: name, error: error.message }, 'the queue has no connection'),
    );
    return worker;
  }

  async add(name: QueueName, handed: readonly ClaimedJob[], claimed: Work['claimed']): Promise<void> {
    if (handed.length === 0) return;
    await this.#queues[name].addBulk(
      handed.map((job) => ({
        name: job.name,
        data: { ...job, at: job.at.epochMilliseconds, claimed },
        // BullMQ forbids ':' and integers here; a second handing out is another job to it.
        opts: { jobId: `g${job.revision}h${job.deliveryCount}` },
      })),
    );
  }

  /** Finishes what runs and takes nothing more. */
  async close(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([
      ...[...this.#workers.values()].map((worker) => worker.close()),
      ...QUEUES.map((name) => this.#queues[name].close()),
    ]);
  }
}
