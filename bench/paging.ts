/** `/page` to the first Slack and Twilio request, and a provider's "failed" to the next channel's request. */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { page as command } from '../commands/page/command.ts';
import { pageRoutes } from '../commands/page/routes.ts';
import { connectForRequests, connectForWorkers } from '../src/adapters/redis/connect.ts';
import { type Call, runCommand } from '../src/command.ts';
import { translator } from '../src/i18n/index.ts';
import type { Outgoing, PagingChannel } from '../src/ports.ts';
import { FakeChat, somebody } from '../test/support/fake-deps.ts';
import { type Stack, seedEvent, startStack } from '../test/support/paging-stack.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';

const PAGES = 200;

/** A channel that tells when it is asked to send. */
class Watched implements PagingChannel {
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

class WatchedChat extends FakeChat {
  heard: () => void = () => {};
  override async dm(user: string, message: Parameters<FakeChat['dm']>[1]) {
    this.heard();
    return await super.dm(user, message);
  }
}

interface Bare {
  /** Milliseconds from adding one job to its start. */
  once(): Promise<number>;
  stop(): Promise<void>;
}

async function bare(url: string): Promise<Bare> {
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

const typed = async (stack: Stack, text: string): Promise<Call> => ({
  person: somebody('UANY'),
  locale: 'en',
  t: translator('en'),
  now: stack.deps.clock.now(),
  event: await stack.deps.events.settings(),
  zone: 'Europe/Madrid',
  trigger: '',
  text,
  channel: 'CGENERAL',
  progress: async () => {},
});

async function firstRequests(
  stack: Stack,
  chat: WatchedChat,
  sms: Watched,
  beside: Bare,
): Promise<{ slack: number[]; sms: number[]; bare: number[] }> {
  const found = { slack: [] as number[], sms: [] as number[], bare: [] as number[] };
  for (let i = 0; i < PAGES; i++) {
    const call = await typed(stack, `stage-main! Trouble ${i}`);
    const began = performance.now();
    const left = (samples: number[], set: (heard: () => void) => void) =>
      new Promise<void>((resolve) => {
        set(() => {
          samples.push(performance.now() - began);
          set(() => {});
          resolve();
        });
      });
    const both = Promise.all([
      left(found.slack, (heard) => {
        chat.heard = heard;
      }),
      left(found.sms, (heard) => {
        sms.heard = heard;
      }),
    ]);
    await runCommand(command, call, stack.deps);
    await both;
    await runCommand(command, { ...call, text: `resolve P${i + 1}` }, stack.deps);
    await idle(stack);
    // In turns, so that a machine that slows down slows both.
    found.bare.push(await beside.once());
  }
  return found;
}

/** Cards and the like are over, so that one page does not wait behind the last one's housekeeping. */
async function idle({ store, deps }: Stack): Promise<void> {
  const now = deps.clock.now().add({ milliseconds: 50 }).epochMilliseconds;
  while ((await store.outbox()).some(({ at }) => at.epochMilliseconds < now))
    await new Promise((resolve) => setTimeout(resolve, 2));
}

const FAILURES = 50;

/** A page that is not critical: the call would come 60 s after the text. The text fails; the call comes now. */
async function nextChannel(stack: Stack, sms: Watched, voice: Watched): Promise<number[]> {
  const status = pageRoutes.find(({ path }) => path.startsWith('/twilio/status'));
  const samples: number[] = [];
  for (let i = 0; i < FAILURES; i++) {
    const texted = new Promise<Outgoing>((resolve) => {
      sms.heard = resolve;
    });
    await runCommand(command, await typed(stack, `stage-main Failure ${i}`), stack.deps);
    // The text is due in 30 s; the operator of the benchmark does not wait for it.
    const [due] = (await stack.store.outbox()).filter(
      ({ name, data }) => name === 'notify' && (data as { channel?: string }).channel === 'sms',
    );
    if (due) await stack.store.commit({ jobs: [{ ...due, at: stack.deps.clock.now() }] });
    const { notification } = await texted;
    const called = new Promise<void>((resolve) => {
      voice.heard = () => resolve();
    });
    const began = performance.now();
    const params = { notification };
    const body = { MessageStatus: 'undelivered', ErrorCode: '30005' };
    await status?.run({ params, query: {}, headers: {}, body }, stack.deps);
    await called;
    samples.push(performance.now() - began);
    const open = (await stack.store.outbox()).find(({ name }) => name === 'escalate-page');
    const code = (open?.data as { page?: string } | undefined)?.page;
    if (code) await runCommand(command, await typed(stack, `resolve ${code}`), stack.deps);
    await idle(stack);
  }
  return samples;
}

const figure = (what: string, mine: readonly number[], theirs: readonly number[]): Figure[] => {
  const [p50, p99, base] = [percentile(mine, 0.5), percentile(mine, 0.99), percentile(theirs, 0.5)];
  return [
    {
      what: `${what}, p50`,
      ours: ms(p50),
      bare: ms(base),
      ratio: p50 / base,
      goal: '≤ 2 × bare BullMQ',
      met: p50 / base <= 2,
    },
    { what: `${what}, p99`, ours: ms(p99), bare: '', goal: '≤ 100 ms', met: p99 <= 100 },
  ];
};

export const paging: Benchmark = {
  name: 'paging',
  async run() {
    const redis = await startRedis();
    try {
      const beside = await bare(redis.url);
      const [chat, sms, voice] = [new WatchedChat(), new Watched('sms'), new Watched('voice')];
      const stack = await startStack({ url: redis.url, chat, channels: [sms, voice] });
      Object.assign(stack.deps, { pagingLimits: {} });
      await seedEvent(stack);
      await stack.deps.shifts.read();
      const found = await firstRequests(stack, chat, sms, beside);
      const failed = await nextChannel(stack, sms, voice);
      await stack.stop();
      await beside.stop();
      const worst = percentile(failed, 0.99);
      return [
        ...figure('`/page` → first Slack request', found.slack, found.bare),
        ...figure('`/page` → first Twilio request', found.sms, found.bare),
        {
          what: 'provider says failed → next channel, p99',
          ours: ms(worst),
          bare: '',
          goal: '≤ 1 s',
          met: worst <= 1000,
        },
      ];
    } finally {
      await redis.stop();
    }
  },
};
