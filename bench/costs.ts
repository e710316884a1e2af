/**
 * What a page, a reminder, a fact, a click and a call to Slack cost, by the real code: processor time of the bot and
 * of Redis, commands, bytes that stay, and calls to the outside. `docs/scale.md` is calculated from these.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { page as command } from '../commands/page/command.ts';
import { createChat } from '../src/adapters/slack/chat.ts';
import { recordFact } from '../src/core/commit.ts';
import { runCommand } from '../src/core/run-command.ts';
import { policyChanged } from '../src/page/domain/facts.ts';
import { mrkdwn } from '../src/slack/mrkdwn.ts';
import { startRedis } from '../test/support/redis.ts';
import { together } from './ack.ts';
import { type Benchmark, type Figure, measured } from './figure.ts';
import { idle, typed } from './paging.ts';
import { watch } from './paging-bots.ts';
import { type Cost, costOf } from './scale/cost.ts';
import { remindEverybody, SPEAKERS } from './speakers.ts';

const PAGES = 200;
const FACTS = 10_000;
const CALLS = 2_000;
/** Crowds of fifty. */
const CROWDS = 10;
/** Pages, facts and calls before the first that is counted. */
const WARM_UP = 20;
/** Pages under way at a time. */
const AT_ONCE = 1;

export type Costs = Readonly<Record<'page' | 'reminder' | 'fact' | 'click' | 'call', Cost>>;

/** `each` of so many numbers, some at a time. */
async function inLanes(count: number, lanes: number, each: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await each(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** A critical page to somebody on duty, by Slack and by text, resolved when both have left. */
async function pageCost(url: string): Promise<Cost> {
  const { stack, chat, sms } = await watch(url);
  let calls = 0;
  const texted = new Map<string, () => void>();
  chat.heard = () => calls++;
  sms.heard = ({ text }) => {
    calls++;
    const [word = ''] = /trouble-\d+;/.exec(text) ?? [];
    texted.get(word)?.();
  };
  let count = 0;
  const one = async () => {
    const word = `trouble-${++count};`;
    const left = new Promise<void>((resolve) => texted.set(word, resolve));
    const call = await typed(stack, `stage-main! ${word}`);
    const [answer] = await Promise.all([runCommand(command, call, stack.deps), left]);
    const [, code = ''] = /\b(P\d+)\b/.exec(JSON.stringify(answer)) ?? [];
    await runCommand(command, { ...call, text: `resolve ${code}` }, stack.deps);
  };
  await inLanes(WARM_UP, AT_ONCE, one);
  await idle(stack);
  const work = async () => {
    await inLanes(PAGES, AT_ONCE, one);
    await idle(stack);
  };
  const cost = await costOf(url, PAGES, work, { calls: () => calls });
  await stack.stop();
  return cost;
}

async function factCost(url: string): Promise<Cost> {
  const { stack } = await watch(url);
  const fact = (n: number) => ({
    ...recordFact(policyChanged, {
      at: stack.deps.clock.now(),
      by: 'UORG',
      about: [],
      data: { policy: 'none' },
    }),
    about: [`page:P${n % 500}`, `person:U${n % 50}`],
  });
  const commit = (n: number) => stack.store.commit({ facts: [fact(n)] });
  await inLanes(WARM_UP, AT_ONCE, commit);
  const cost = await costOf(url, FACTS, () => inLanes(FACTS, AT_ONCE, commit));
  await stack.stop();
  return cost;
}

const started = (script: string, ...args: string[]): Promise<[ChildProcess, unknown]> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL(script, import.meta.url), args, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (said) => resolve([child, said]));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });

/** A slash command over HTTP, from the request to the last of its answer, by the whole of Bolt and our adapter. */
async function clickCost(url: string): Promise<Cost> {
  const [bot, said] = await started('./ack-bot.ts', 'http://127.0.0.1:9/');
  const { endpoint } = said as { endpoint: string };
  const asked = (what: unknown) =>
    new Promise<{ active: number; cpu: number }>((resolve) => {
      bot.once('message', (message) => resolve(message as { active: number; cpu: number }));
      bot.send(what as string);
    });
  await asked({ follow: 'counted' });
  const crowds = async (count: number) => {
    for (let n = 0; n < count; n++) await together(endpoint);
    for (let before = -50; ; ) {
      const { active } = await asked('how busy');
      if (active - before < 6) return;
      before = active;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await crowds(3);
  const clicks = 50 * CROWDS;
  const cost = await costOf(url, clicks, () => crowds(CROWDS), {
    cpu: async () => (await asked('how busy')).cpu,
  });
  bot.removeAllListeners('exit').disconnect();
  return { ...cost, calls: 1 };
}

/** A direct message by the real adapter, over HTTP. */
async function callCost(url: string): Promise<Cost> {
  const [peer, said] = await started('./worker/slack-peer.ts');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const apiUrl = `http://127.0.0.1:${(said as { port: number }).port}/api/`;
  const chat = createChat({ token: 'xoxb-bench', apiUrl, log });
  const call = (n: number) => chat.dm('U0SOMEBODY', { text: mrkdwn`Trouble ${n}` });
  await inLanes(WARM_UP, AT_ONCE, call);
  const cost = await costOf(url, CALLS, () => inLanes(CALLS, AT_ONCE, call));
  peer.removeAllListeners('exit').disconnect();
  return { ...cost, calls: 1 };
}

async function reminderCost(url: string): Promise<Cost> {
  const found: Cost[] = [];
  // Once to warm up.
  for (let round = 0; round < 2; round++)
    await remindEverybody(url, `costs-${round}`, async (work) => {
      found.push(await costOf(url, SPEAKERS, work));
    });
  const [, cost] = found;
  if (!cost) throw new Error('nobody was reminded');
  return { ...cost, calls: 1 };
}

/** Of each kind, on a Redis of its own. */
export async function measureCosts(): Promise<Costs> {
  const on = async (measure: (url: string) => Promise<Cost>): Promise<Cost> => {
    const redis = await startRedis();
    try {
      return await measure(redis.url);
    } finally {
      await redis.stop();
    }
  };
  return {
    page: await on(pageCost),
    reminder: await on(reminderCost),
    fact: await on(factCost),
    click: await on(clickCost),
    call: await on(callCost),
  };
}

const THINGS = {
  page: 'a page, opened to resolved',
  reminder: 'a reminder',
  fact: 'a fact',
  click: 'a click',
  call: 'a message over HTTP',
} as const satisfies Record<keyof Costs, string>;

function figuresOf(thing: string, { cpuMs, redisMs, commands, keptBytes, calls }: Cost): Figure[] {
  const row = (what: string, unit: 'ms' | 'kB' | 'commands' | 'requests', ours: number) =>
    measured({ what: `${thing}: ${what}`, unit, ours });
  return [
    row('processor time of the bot', 'ms', cpuMs),
    row('processor time of Redis', 'ms', redisMs),
    row('commands in Redis', 'commands', commands),
    row('kept by Redis', 'kB', keptBytes / 1000),
    row('calls to the outside', 'requests', calls),
  ];
}

export const costs: Benchmark = {
  name: 'costs',
  async run(): Promise<readonly Figure[]> {
    const found = await measureCosts();
    return (Object.keys(THINGS) as (keyof Costs)[]).flatMap((kind) => figuresOf(THINGS[kind], found[kind]));
  },
};
