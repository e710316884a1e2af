/** Rolling restarts under load, and the account of it: what people did, what came of it, what was lost or done twice. */
import type { RedisStore } from '../../../src/adapters/redis/store.ts';
import { realClock } from '../../../src/core/clock.ts';
import type { QueueName } from '../../../src/core/commit.ts';
import { pageAcknowledged, pageOpened } from '../../../src/page/domain/facts.ts';
import { SCOPES } from '../../../src/slack/scopes.ts';
import { compileBot } from '../kills/compile.ts';
import { APP_TOKEN, BOT_TOKEN } from '../local-slack.ts';
import { startRedis } from '../redis.ts';
import { TEST_SECRET } from '../sealer.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { seedRollingEvent } from './event.ts';
import { type Member, startMember } from './fleet.ts';
import { AUTH_TOKEN, type Load, numberIn, startLoad } from './load.ts';
import { type Done, startSlackPeer } from './slack-peer.ts';
import { startTwilioPeer } from './twilio-peer.ts';

const EVENT = 'rolling';
/** Milliseconds for what people began last to come to its end. */
const MAX_SETTLING = 60_000;

export interface RollingOptions {
  readonly restarts: number;
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** No further restart after so many minutes. */
  readonly maxMinutes?: number;
  /** So many successors are being started while one is replaced: loading the code takes longer than what is tested. */
  readonly ahead: number;
  readonly pageEvery: number;
  readonly askEvery: number;
  /** Told of each restart. */
  tell?(line: string): void;
}

/** What people did in Slack. */
interface Requests {
  sent: number;
  acked: number;
  /** Acked after Slack's three seconds. */
  late: number;
  /** What was to come of it came once, and twice or more. */
  once: number;
  twice: number;
  /** Sent by a socket that was closed before its ack: Slack says so to whoever did it. */
  cut: number;
  /** Nobody was connected. */
  nobody: number;
  /** Told that it did not work, and to try again: nothing of it was done, and whoever did it knows. */
  refused: number;
}

export interface RollingCounts {
  readonly webs: number;
  readonly workers: number;
  /** Exit codes other than 0. */
  readonly badExits: number;
  /** Milliseconds. */
  readonly slowestEnd: number;
  /** `/rota now`, answered. */
  readonly questions: Requests;
  /** `/page`, opened. */
  readonly commands: Requests;
  /** The button, acknowledged. */
  readonly clicks: Requests;
  readonly texts: { sent: number; answered: number; again: number; once: number; twice: number };
  /** Of the pages that were opened: the volunteer's message and text. */
  readonly messages: { due: number; once: number; twice: number };
  /** `spared`: no text, since the button had answered the page before it was due. */
  readonly phones: { due: number; once: number; twice: number; spared: number };
  /** Milliseconds from the command to the volunteer's message; and of all acks. */
  readonly toMessage: readonly number[];
  readonly acks: readonly number[];
  /** Requests over HTTP that failed at the balancer. */
  readonly failedRequests: number;
  /** What was said to whoever was told to try again, some of it. */
  readonly said: readonly string[];
  /** Due and not done at the end, by queue: boards and cards wait for Slack's pace, and whoever paged is told of pages alone. */
  readonly jobsLeft: Readonly<Record<QueueName, number>>;
}

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

/** @param came - How often what was to come of it came. */
const countRequests = (all: readonly Done[], came: (one: Done) => number): Requests => {
  const count = (is: (one: Done) => boolean) => all.filter(is).length;
  return {
    sent: all.length,
    acked: count(({ ackedAfter }) => ackedAfter !== undefined),
    late: count(({ ackedAfter }) => (ackedAfter ?? 0) > 3000),
    once: count((one) => came(one) === 1),
    twice: count((one) => came(one) > 1),
    cut: count(({ cut }) => cut === true),
    nobody: count(({ nobody }) => nobody === true),
    refused: count((one) => came(one) === 0 && one.answers.length > 0),
  };
};

const countLeft = (left: readonly number[]) => ({
  due: left.length,
  once: left.filter((count) => count === 1).length,
  twice: left.filter((count) => count > 1).length,
});

/** How often each page was opened, and acknowledged, by its number. */
async function readLedger(store: RedisStore) {
  const [opened, acknowledged, byCode] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ];
  const add = (map: Map<number, number>, n: number) => map.set(n, (map.get(n) ?? 0) + 1);
  for (const { name, data } of await store.facts()) {
    if (name === pageOpened.name) {
      const { page, message } = pageOpened.schema.parse(data);
      const n = numberIn(message);
      if (n === undefined) continue;
      byCode.set(page, n);
      add(opened, n);
    } else if (name === pageAcknowledged.name) {
      const n = byCode.get(pageAcknowledged.schema.parse(data).page);
      if (n !== undefined) add(acknowledged, n);
    }
  }
  return { opened, acknowledged };
}

export async function runRolling(options: RollingOptions): Promise<RollingCounts> {
  const { restarts, signal, ahead, maxMinutes = 60, tell = () => {} } = options;
  const program = compileBot('src/main.ts');
  const [redis, slack, phones, balancer] = await Promise.all([
    startRedis(),
    startSlackPeer(SCOPES),
    startTwilioPeer(),
    startBalancer(),
  ]);
  const store = await seedRollingEvent(redis.url, EVENT);
  const url = `http://127.0.0.1:${balancer.port}`;
  const environment = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    REDIS_URL: redis.url,
    CALLBOARD_EVENT: EVENT,
    CALLBOARD_SECRET: TEST_SECRET,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_NUMBER: '+12025550100',
    TWILIO_SMS_PER_SECOND: '100',
    ROLLING_TWILIO_PORT: String(phones.port),
    PAGING_LIMITS: 'sms=1000/60 voice=1000/60',
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
  };
  const members: Member[] = [];
  const start = async (role: 'web' | 'worker') => {
    const member = await startMember({ entry: program.entry, environment }, role);
    members.push(member);
    await member.ready();
    if (role === 'web') balancer.add(member.port);
    return member;
  };
  const counts = { webs: 0, workers: 0, badExits: 0, slowestEnd: 0 };
  let load: Load | undefined;
  try {
    await Promise.all([start('web'), start('worker')]);
    await Promise.all([start('web'), start('worker')]);
    load = startLoad({ slack, twilio: phones, url, ...options });
    const roleOf = (i: number) => (i % 2 === 0 ? 'web' : 'worker');
    const successors = Array.from({ length: Math.min(ahead, restarts) }, (_, i) => start(roleOf(i)));
    const until = performance.now() + maxMinutes * 60_000;
    for (let i = 0; i < restarts && performance.now() < until; i++) {
      const role = roleOf(i);
      const old = members.find((member) => member.role === role);
      await successors[i];
      if (i + ahead < restarts) successors.push(start(roleOf(i + ahead)));
      if (!old) throw new Error(`no ${role}`);
      const { code, took } = await old.end(signal);
      members.splice(members.indexOf(old), 1);
      balancer.remove(old.port);
      counts[`${role}s`]++;
      counts.slowestEnd = Math.max(counts.slowestEnd, took);
      if (code !== 0) counts.badExits++;
      tell(
        `${i + 1}: a ${role} ended with ${code ?? signal} after ${Math.round(took)} ms${code === 0 ? '' : `\n${old.said()}`}`,
      );
    }
    for (const successor of successors) successor.catch(() => {});
    load.stop();
    return await account({ ...counts, load, store, balancer });
  } finally {
    load?.stop();
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    await Promise.all([balancer.stop(), slack.stop(), phones.stop()]);
    await redis.stop();
    program.remove();
  }
}

interface Run extends Pick<RollingCounts, 'webs' | 'workers' | 'badExits' | 'slowestEnd'> {
  readonly load: Load;
  readonly store: RedisStore;
  readonly balancer: Balancer;
}

async function account({ load, store, balancer, ...ended }: Run): Promise<RollingCounts> {
  const { pages, questions } = load;
  const isOver = async () => {
    const { opened, acknowledged } = await readLedger(store);
    const isAnswered = pages.every(({ n }) => !opened.has(n) || acknowledged.has(n));
    const { pages: queue } = await store.outboxCounts(realClock.now());
    return (
      isAnswered &&
      questions.every(({ answers, ackedAfter }) => ackedAfter === undefined || answers.length > 0) &&
      queue.due + queue.leased === 0
    );
  };
  const end = performance.now() + MAX_SETTLING;
  while (!(await isOver()) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 250));

  const { opened, acknowledged } = await readLedger(store);
  const numberOf = new Map(
    pages.flatMap(
      ({ n, asked, clicked }) => [[asked, n], ...(clicked ? [[clicked, n] as const] : [])] as const,
    ),
  );
  const of = (map: ReadonlyMap<number, number>) => (one: Done) => map.get(numberOf.get(one) ?? -1) ?? 0;
  const texted = pages.filter(({ texted }) => texted !== undefined);
  const wasOpened = pages.filter(({ n }) => opened.has(n));
  const spared = wasOpened.filter(({ n, texts, clicked }) => texts === 0 && clicked && acknowledged.has(n));
  const standing = await store.outboxCounts(realClock.now());
  const left = (queue: QueueName): number => standing[queue].due + standing[queue].leased;
  return {
    ...ended,
    questions: countRequests(questions, ({ answers }) => answers.length),
    commands: countRequests(
      pages.map(({ asked }) => asked),
      of(opened),
    ),
    clicks: countRequests(
      pages.flatMap(({ clicked }) => clicked ?? []),
      of(acknowledged),
    ),
    texts: {
      sent: texted.length,
      answered: texted.filter(({ texted }) => texted?.reply !== undefined).length,
      again: texted.filter(({ texted }) => (texted?.requests ?? 0) > 1).length,
      once: texted.filter(({ n }) => acknowledged.get(n) === 1).length,
      twice: texted.filter(({ n }) => (acknowledged.get(n) ?? 0) > 1).length,
    },
    messages: countLeft(wasOpened.map(({ messages }) => messages)),
    phones: { ...countLeft(wasOpened.map(({ texts }) => texts)), spared: spared.length },
    toMessage: pages.flatMap(({ messageAfter }) => messageAfter ?? []),
    acks: [...questions, ...numberOf.keys()].flatMap(({ ackedAfter }) => ackedAfter ?? []),
    failedRequests: balancer.failed(),
    said: [...numberOf.keys()]
      .flatMap((one) =>
        of(one.kind === 'command' ? opened : acknowledged)(one) === 0 ? one.answers.slice(0, 1) : [],
      )
      .slice(0, 5),
    jobsLeft: {
      pages: left('pages'),
      reminders: left('reminders'),
      chores: left('chores'),
      webhooks: left('webhooks'),
    },
  };
}

const milliseconds = (values: readonly number[]): string =>
  [0.5, 0.99, 1].map((share) => Math.round(percentile(values, share))).join(' / ');

/** For people, and for docs/roles.md. */
export function rollingTable(counts: RollingCounts): string {
  const requests = ({ sent, acked, late, once, twice, cut, nobody, refused }: Requests) =>
    `${sent} | ${acked} | ${late} | ${once} | ${twice} | ${sent - once - twice} | ${cut} cut, ${nobody} with nobody connected, ${refused} told to try again`;
  const left = ({ due, once, twice }: { due: number; once: number; twice: number }, spared = 0) =>
    `${due} | | | ${once} | ${twice} | ${due - once - twice} | ${spared} answered before by the button`;
  const { texts } = counts;
  return [
    `${counts.webs} webs and ${counts.workers} workers restarted; exit codes other than 0: ${counts.badExits}; slowest end ${Math.round(counts.slowestEnd)} ms`,
    '',
    '| what | sent | acked | after 3 s | done once | twice | not at all | |',
    '|---|---|---|---|---|---|---|---|',
    `| questions (\`/rota now\`) | ${requests(counts.questions)} |`,
    `| pages (\`/page\`) | ${requests(counts.commands)} |`,
    `| clicks | ${requests(counts.clicks)} |`,
    `| texts in | ${texts.sent} | ${texts.answered} | | ${texts.once} | ${texts.twice} | ${texts.sent - texts.once - texts.twice} | ${texts.again} asked again, ${counts.failedRequests} requests failed |`,
    `| jobs: messages to volunteers | ${left(counts.messages)} |`,
    `| jobs: texts to volunteers | ${left(counts.phones, counts.phones.spared)} |`,
    '',
    `Command to message p50 / p99 / longest: ${milliseconds(counts.toMessage)} ms; acks ${milliseconds(counts.acks)} ms; jobs left over: ${Object.entries(
      counts.jobsLeft,
    )
      .map(([queue, count]) => `${count} of ${queue}`)
      .join(', ')}.`,
  ].join('\n');
}
