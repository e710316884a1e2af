/**
 * What is asked again and again, of an event with a long history beside the same event without one: by turns, in one
 * process, each on a Redis of its own. `docs/operators.md` says what that means for a deployment.
 */
import { page as command } from '../commands/page/command.ts';
import { runCommand } from '../src/core/run-command.ts';
import { type Growth, growEvent, seedProgramme } from '../test/support/grown-event.ts';
import { askedBy, HOT_PATHS } from '../test/support/hot-paths.ts';
import { type Stack, startStack } from '../test/support/paging-stack.ts';
import { type PrivateRedis, startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';
import { Watched, WatchedChat } from './paging-bots.ts';

/** Of DESIGN.md's numbers, with people and pages beside. */
const GROWN: Growth = { facts: 100_000, jobs: 10_000, people: 3000, pages: 3000, incidents: 300 };
const ROUNDS = 60;
const WARM = 10;
const PAGES = 40;
const GOAL = 2;

interface Side {
  readonly redis: PrivateRedis;
  readonly stack: Stack;
  readonly chat: WatchedChat;
}

async function open(grown: boolean): Promise<Side> {
  const redis = await startRedis();
  const chat = new WatchedChat();
  const stack = await startStack({ url: redis.url, chat, channels: [new Watched('sms')] });
  Object.assign(stack.deps, { pagingLimits: {} });
  await seedProgramme(stack);
  if (grown) await growEvent(GROWN, stack);
  await stack.deps.shifts.read();
  return { redis, stack, chat };
}

/** Milliseconds from `/page` to its first message in Slack, and to the answer to `/page ack`. */
async function onePage({ stack, chat }: Side, n: number): Promise<readonly [first: number, ack: number]> {
  const call = {
    ...(await askedBy('UANY', 'crew', stack.deps)),
    ...{ channel: 'CGENERAL', progress: async () => {} },
  };
  const first = new Promise<number>((resolve) => {
    chat.heard = () => resolve(performance.now());
  });
  const began = performance.now();
  await runCommand(command, { ...call, text: `stage-main! Trouble ${n}` }, stack.deps);
  const took = (await first) - began;
  const acking = performance.now();
  const vera = { ...call, ...(await askedBy('UVOL', 'crew', stack.deps)) };
  await runCommand(command, { ...vera, text: `ack P${n}` }, stack.deps);
  const acked = performance.now() - acking;
  await runCommand(command, { ...vera, text: `resolve P${n}` }, stack.deps);
  await settled(stack);
  return [took, acked];
}

/** What the page left to do is done, so that the next waits behind nothing. */
async function settled({ store, deps }: Stack): Promise<void> {
  for (;;) {
    const queues = Object.values(await store.outboxCounts(deps.clock.now().add({ milliseconds: 50 })));
    if (queues.every(({ due, leased }) => due + leased === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const figure = (what: string, grown: readonly number[], empty: readonly number[]): Figure => {
  const [ours, bare] = [percentile(grown, 0.5), percentile(empty, 0.5)];
  return {
    what: `${what}, p50 of ${grown.length}`,
    ours: ms(ours),
    bare: ms(bare),
    ratio: ours / bare,
    goal: `≤ ${GOAL} ×`,
    met: ours / bare <= GOAL,
  };
};

async function pathFigures(grown: Side, empty: Side): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const [name, ask] of Object.entries(HOT_PATHS)) {
    const samples: readonly [number[], number[]] = [[], []];
    for (let i = 0; i < WARM + ROUNDS; i++)
      for (const [side, own] of [
        [grown, samples[0]],
        [empty, samples[1]],
      ] as const) {
        const began = performance.now();
        await ask(side.stack.deps);
        if (i >= WARM) own.push(performance.now() - began);
      }
    found.push(figure(name, ...samples));
  }
  return found;
}

export const growth: Benchmark = {
  name: 'growth',
  async run() {
    const [empty, grown] = [await open(false), await open(true)];
    try {
      const pages: Record<'first' | 'ack', readonly [number[], number[]]> = {
        first: [[], []],
        ack: [[], []],
      };
      for (let n = 1; n <= PAGES; n++)
        for (const [i, side] of ([grown, empty] as const).entries()) {
          const [first, ack] = await onePage(side, n);
          pages.first[i]?.push(first);
          pages.ack[i]?.push(ack);
        }
      // One that stays open, to draw its card.
      for (const { stack } of [grown, empty]) {
        const call = await askedBy('UANY', 'crew', stack.deps);
        const typed = { ...call, channel: 'CGENERAL', progress: async () => {} };
        await runCommand(command, { ...typed, text: 'stage-main Still open' }, stack.deps);
        await settled(stack);
      }
      const { facts, jobs, people } = GROWN;
      return [
        ...(await pathFigures(grown, empty)),
        figure('`/page` to its first message', ...pages.first),
        figure('`/page ack`', ...pages.ack),
      ].map((one) => ({
        ...one,
        what: `${one.what}: ${facts} facts, ${jobs} jobs, ${people} people, ${GROWN.pages} pages`,
      }));
    } finally {
      for (const { stack, redis } of [empty, grown]) {
        await stack.stop();
        await redis.stop();
      }
    }
  },
};
