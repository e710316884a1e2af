/** The bots that the paging benchmark compares: ours, the same by BullMQ alone, and BullMQ that does nothing. */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import notify from '../jobs/page/notify.ts';
import { connectForRequests, connectForWorkers } from '../src/adapters/redis/connect.ts';
import type { Outgoing, PagingChannel } from '../src/core/ports/paging.ts';
import type { Store } from '../src/core/ports/store.ts';
import { FakeChat } from '../test/support/fake-deps.ts';
import { type Stack, seedEvent, startStack } from '../test/support/paging-stack.ts';

/** A channel that tells when it is asked to send. */
export class Watched implements PagingChannel {
  readonly name: string;
  heard: (outgoing: Outgoing) => void = () => {};
  #count = 0;
  constructor(name: string) {
    this.name = name;
  }
  address = () => '+1 ••• ••00';
  async send(outgoing: Outgoing) {
    this.heard(outgoing);
    return { reference: `${this.name}-${++this.#count}` };
  }
}

export class WatchedChat extends FakeChat {
  heard: () => void = () => {};
  override async dm(user: string, message: Parameters<FakeChat['dm']>[1]) {
    this.heard();
    return await super.dm(user, message);
  }
}

export interface Bare {
  /** Milliseconds from adding one job to its start. */
  once(): Promise<number>;
  stop(): Promise<void>;
}

export async function bare(url: string): Promise<Bare> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  let started = () => {};
  const connection = (redis: unknown) => redis as ConnectionOptions;
  const queue = new Queue('bare', { connection: connection(requests) });
  const worker = new Worker('bare', async () => started(), {
    connection: connection(workers),
    concurrency: 50,
  });
  await worker.waitUntilReady();
  return {
    async once() {
      const began = performance.now();
      await new Promise<void>((resolve) => {
        started = resolve;
        void queue.add('work', {}, { removeOnComplete: true });
      });
      return performance.now() - began;
    },
    async stop() {
      await worker.close();
      await queue.close();
      requests.disconnect();
      workers.disconnect();
    },
  };
}

/** A bot whose channels tell when something leaves. */
export interface Watching {
  readonly stack: Stack;
  readonly chat: WatchedChat;
  readonly sms: Watched;
  readonly voice: Watched;
}

export async function watch(url: string, around?: (store: Store) => Store): Promise<Watching> {
  const [chat, sms, voice] = [new WatchedChat(), new Watched('sms'), new Watched('voice')];
  const stack = await startStack({ url, chat, channels: [sms, voice], ...(around && { around }) });
  Object.assign(stack.deps, { pagingLimits: {} });
  await seedEvent(stack);
  await stack.deps.shifts.read();
  return { stack, chat, sms, voice };
}

/** The same bot by BullMQ alone: each commit without its jobs, then a job of BullMQ for what is to leave now. */
export async function startPlain(url: string): Promise<Watching & { stop(): Promise<void> }> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const connection = (redis: unknown) => redis as ConnectionOptions;
  const queue = new Queue<unknown>('plain', { connection: connection(requests) });
  const withoutOutbox = (store: Store): Store => {
    const commit: Store['commit'] = async ({ put = [], facts = [], jobs = [] }) => {
      const committed = await store.commit({ put, facts });
      const leaving = jobs.flatMap((job) => ('name' in job && job.name === notify.kind.name ? [job] : []));
      const added = leaving.map(({ name, data }) => ({ name, data, opts: { removeOnComplete: true } }));
      if (added.length > 0) await queue.addBulk(added);
      return committed;
    };
    return new Proxy(store, {
      get: (target, key: keyof Store) => (key === 'commit' ? commit : target[key].bind(target)),
    });
  };
  const watching = await watch(url, withoutOutbox);
  const { deps } = watching.stack;
  const run = { id: '', attempt: 1, lastAttempt: false, mayHaveRunBefore: false };
  const worker = new Worker<unknown>(
    'plain',
    async ({ data }) => void (await deps.store.commit((await notify.run(data, deps, run)) ?? {})),
    { connection: connection(workers), concurrency: 50 },
  );
  await worker.waitUntilReady();
  const stop = async () => {
    await worker.close();
    await queue.close();
    await watching.stack.stop();
    requests.disconnect();
    workers.disconnect();
  };
  return { ...watching, stop };
}
