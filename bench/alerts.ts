/** A storm: 10,000 alerts at once by one token, while people page; what the 10,000th costs beside the 100th. */
import { page as command } from '../commands/page/command.ts';
import { hookRoutes } from '../commands/page/hooks.ts';
import type { CommandInvocation } from '../src/core/command.ts';
import { put, recordFact } from '../src/core/commit.ts';
import { runCommand } from '../src/core/run-command.ts';
import { translator } from '../src/i18n/index.ts';
import { type Hook, hookDocument } from '../src/page/domain/alert.ts';
import { hookCreated } from '../src/page/domain/facts.ts';
import { pageDocument } from '../src/page/domain/page.ts';
import { hashOf } from '../src/page/hook-token.ts';
import { somebody } from '../test/support/fake-deps.ts';
import type { Stack } from '../test/support/paging-stack.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, measured, percentile } from './figure.ts';
import { type Watching, watch } from './paging-bots.ts';

const REQUESTS = 20;
const ALERTS = 500;
const TOKEN = 'cb_bench';

async function addHook({ store, deps }: Stack): Promise<void> {
  const now = deps.clock.now();
  const hook: Hook = {
    code: 'K1',
    name: 'Bench',
    target: { kind: 'oncall', name: '' },
    by: 'UORG',
    createdAt: now.toString(),
    opened: [],
  };
  const created = recordFact(hookCreated, {
    at: now,
    by: 'UORG',
    about: ['hook:K1'],
    data: { hook: 'K1', name: hook.name },
  });
  await store.commit({ put: [put(hookDocument, hashOf(TOKEN), hook)], facts: [created] });
}

async function send({ deps }: Stack, request: number): Promise<number> {
  const alerts = Array.from({ length: ALERTS }, (_, n) => ({
    status: 'firing',
    labels: { alertname: `Disk${request}-${n}`, instance: `host-${n}`, severity: 'warning' },
    annotations: { summary: 'the disk is full' },
    fingerprint: `${request}-${n}`,
  }));
  const route = hookRoutes[0];
  if (!route) throw new Error('there is no hook');
  const began = performance.now();
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ version: '4', alerts });
  const { status } = await route.run({ params: {}, query: {}, headers, body }, deps);
  if (status !== 200) throw new Error(`a delivery was answered ${status}`);
  return performance.now() - began;
}

/** Milliseconds from a person's `/page` to its text, again and again until `isOver`. */
async function pageMeanwhile(
  { stack, sms }: Watching,
  words: string,
  isOver: () => boolean,
): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 1; !isOver(); n++) {
    const call: CommandInvocation = {
      person: somebody('UANY'),
      permission: 'crew',
      locale: 'en',
      t: translator('en'),
      now: stack.deps.clock.now(),
      event: await stack.deps.events.settings(),
      zone: 'Europe/Madrid',
      trigger: '',
      text: `stage-main! ${words} ${n}`,
      channel: 'CGENERAL',
      progress: async () => {},
    };
    const began = performance.now();
    const left = new Promise<void>((resolve) => {
      sms.heard = ({ text }) => (text.includes(`${words} ${n}`) ? resolve() : undefined);
    });
    void runCommand(command, call, stack.deps).catch(() => {});
    await left;
    samples.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return samples;
}

export const alerts: Benchmark = {
  name: 'alerts',
  async run() {
    const redis = await startRedis();
    try {
      const watching = await watch(redis.url);
      const { stack } = watching;
      await addHook(stack);
      // The first page of a process is slower than all others; that is what bench/paging.ts measures.
      let pagesBefore = 0;
      await pageMeanwhile(watching, 'Before', () => pagesBefore++ >= 10);
      const began = performance.now();
      let isOver = false;
      const meanwhile = pageMeanwhile(watching, 'Meanwhile', () => isOver);
      const costs: number[] = [];
      // As a sender does that has more than fits: the next one when the last one was taken.
      for (let request = 0; request < REQUESTS; request++) costs.push(await send(stack, request));
      const taken = performance.now() - began;
      isOver = true;
      const samples = await meanwhile;
      const pages = (await stack.store.all(pageDocument)).filter(
        ({ value }) => value.author === 'hook:Bench',
      );
      await stack.stop();
      // The first delivery also opens the pages: the second and the last are alike in all but their number.
      const early = percentile(costs.slice(1, 6), 0.5);
      const late = percentile(costs.slice(-5), 0.5);
      const p99 = percentile(samples, 0.99);
      return [
        measured({
          what: '10,000 alerts at once: taken',
          unit: 'ms',
          ours: taken,
          goal: { of: 'ours', most: 30_000 },
        }),
        {
          what: '10,000 alerts at once: pages',
          ours: `${pages.length}`,
          bare: '',
          goal: '≤ 6',
          met: pages.length <= 6,
        },
        measured({
          what: '500 alerts at the end of the storm, against its start',
          unit: 'ms',
          ours: late,
          bare: early,
          goal: { of: 'ratio', most: 1.2 },
        }),
        measured({
          what: "a person's page meanwhile → its text, p99",
          unit: 'ms',
          ours: p99,
          goal: { of: 'ours', most: 100 },
        }),
      ];
    } finally {
      await redis.stop();
    }
  },
};
