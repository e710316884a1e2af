import { page as command } from '../commands/page/command.ts';
import { pageRoutes } from '../commands/page/routes.ts';
import { personChanged, personDocument } from '../src/callboard/domain/person.ts';
import type { CommandInvocation } from '../src/core/command.ts';
import { put, recordFact } from '../src/core/commit.ts';
import type { Outgoing } from '../src/core/ports/paging.ts';
import { runCommand } from '../src/core/run-command.ts';
import { translator } from '../src/i18n/index.ts';
import { pageDocument } from '../src/page/domain/page.ts';
import { somebody } from '../test/support/fake-deps.ts';
import type { Stack } from '../test/support/paging-stack.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';
import { type Bare, bare, startPlain, type Watching, watch } from './paging-bots.ts';

const PAGES = 200;

export const typed = async (stack: Stack, text: string): Promise<CommandInvocation> => ({
  person: somebody('UANY'),
  permission: 'crew',
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

/** Milliseconds from `/page` to the first Slack and the first Twilio request. */
async function onePage({ stack, chat, sms }: Watching, n: number): Promise<{ slack: number; sms: number }> {
  const call = await typed(stack, `stage-main! Trouble ${n}`);
  const began = performance.now();
  const left = (set: (heard: () => void) => void) =>
    new Promise<number>((resolve) => {
      set(() => {
        resolve(performance.now() - began);
        set(() => {});
      });
    });
  const both = [
    left((heard) => {
      chat.heard = heard;
    }),
    left((heard) => {
      sms.heard = heard;
    }),
  ];
  // The author is answered when the page is on disk, which newer Redis says up to a second later.
  const answered = runCommand(command, call, stack.deps);
  const [toSlack = Number.NaN, toPhone = Number.NaN] = await Promise.all(both);
  void answered.catch(() => {});
  await runCommand(command, { ...call, text: `resolve P${n}` }, stack.deps);
  await idle(stack);
  return { slack: toSlack, sms: toPhone };
}

interface FirstRequests {
  readonly slack: number[];
  readonly sms: number[];
}

/** In turns, so that a machine that slows down slows all. */
async function firstRequests(ours: Watching, plain: Watching, beside: Bare) {
  const none = (): FirstRequests => ({ slack: [], sms: [] });
  const found = { ours: none(), plain: none(), bare: [] as number[] };
  for (let n = 1; n <= PAGES; n++) {
    for (const [watching, samples] of [
      [ours, found.ours],
      [plain, found.plain],
    ] as const) {
      const { slack, sms } = await onePage(watching, n);
      samples.slack.push(slack);
      samples.sms.push(sms);
    }
    found.bare.push(await beside.once());
  }
  return found;
}

/** Cards and the like are over, so that one page does not wait behind the last one's housekeeping. */
export async function idle({ store, deps }: Stack): Promise<void> {
  const now = deps.clock.now().add({ milliseconds: 50 }).epochMilliseconds;
  while ((await store.outbox()).some(({ at }) => at.epochMilliseconds < now))
    await new Promise((resolve) => setTimeout(resolve, 2));
}

const BURST = 10;
const BURSTS = 5;

/** Milliseconds from each of ten `/page`s, 100 ms apart, to its own text; five such bursts. */
async function bursts({ stack, sms }: Watching): Promise<number[]> {
  const samples: number[] = [];
  for (let burst = 0; burst < BURSTS; burst++) {
    const left = new Map<string, number>();
    const began = new Map<string, number>();
    const allLeft = new Promise<void>((resolve) => {
      sms.heard = ({ text }) => {
        const [word = ''] = /burst-\d+-\d+/.exec(text) ?? [];
        left.set(word, performance.now());
        if (left.size === BURST) resolve();
      };
    });
    for (let n = 0; n < BURST; n++) {
      const word = `burst-${burst}-${n}`;
      const call = await typed(stack, `stage-main! ${word}`);
      began.set(word, performance.now());
      void runCommand(command, call, stack.deps).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await allLeft;
    samples.push(...[...left].map(([word, at]) => at - (began.get(word) ?? Number.NaN)));
    for (const { id } of await stack.store.find(pageDocument, 'unresolved'))
      await runCommand(command, await typed(stack, `resolve ${id}`), stack.deps);
    await idle(stack);
  }
  sms.heard = () => {};
  return samples;
}

const FAILURES = 50;

/**
 * A page that is not critical: the call would come 60 s after the text. The text fails; the call comes now. Each
 * is for somebody else, since no phone is rung more than six times in ten minutes.
 */
async function nextChannel({ stack, sms, voice }: Watching): Promise<number[]> {
  const status = pageRoutes.find(({ path }) => path.startsWith('/twilio/status'));
  const samples: number[] = [];
  for (let i = 0; i < FAILURES; i++) {
    const texted = new Promise<Outgoing>((resolve) => {
      sms.heard = resolve;
    });
    const { store, deps } = stack;
    const id = `UFAIL${i}`;
    const added = {
      at: deps.clock.now(),
      by: 'bench',
      about: [`person:${id}`],
      data: { person: id, fields: ['name'] },
    };
    await store.commit({
      put: [put(personDocument, id, somebody(id))],
      facts: [recordFact(personChanged, added)],
    });
    await runCommand(command, await typed(stack, `<@${id}> Failure ${i}`), deps);
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

const figures = (
  what: string,
  mine: readonly number[],
  same: readonly number[],
  nothing: readonly number[],
): Figure[] => {
  const [p50, p99, bare] = [percentile(mine, 0.5), percentile(mine, 0.99), percentile(nothing, 0.5)];
  const plain = percentile(same, 0.5);
  return [
    measured({ what: `${what}, p50`, unit: 'ms', ours: p50, bare }),
    measured({
      what: `${what}, p50, beside BullMQ doing the same`,
      unit: 'ms',
      ours: p50,
      bare: plain,
      goal: { of: 'ratio', most: 0.7 },
    }),
    measured({ what: `${what}, p99`, unit: 'ms', ours: p99, goal: { of: 'ours', most: 20 } }),
  ];
};

export const paging: Benchmark = {
  name: 'paging',
  async run() {
    const [redis, another] = [await startRedis(), await startRedis()];
    try {
      const beside = await bare(redis.url);
      const ours = await watch(redis.url);
      const plain = await startPlain(another.url);
      const found = await firstRequests(ours, plain, beside);
      const inBursts = await bursts(ours);
      const failed = await nextChannel(ours);
      await ours.stack.stop();
      await plain.stop();
      await beside.stop();
      const worst = percentile(failed, 0.99);
      return [
        ...figures('`/page` → first Slack request', found.ours.slack, found.plain.slack, found.bare),
        ...figures('`/page` → first Twilio request', found.ours.sms, found.plain.sms, found.bare),
        measured({
          what: 'ten pages 100 ms apart → text of each, p99',
          unit: 'ms',
          ours: percentile(inBursts, 0.99),
          goal: { of: 'ours', most: 20 },
        }),
        measured({
          what: 'provider says failed → next channel, p99',
          unit: 'ms',
          ours: worst,
          goal: { of: 'ours', most: 1000 },
        }),
      ];
    } finally {
      await redis.stop();
      await another.stop();
    }
  },
};
