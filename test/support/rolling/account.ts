/** The account of rolling restarts under load: what people did, what came of it, what was lost or done twice. */
import type { RedisStore } from '../../../src/adapters/redis/store.ts';
import { realClock } from '../../../src/core/clock.ts';
import type { QueueName } from '../../../src/core/commit.ts';
import { pageAcknowledged, pageOpened } from '../../../src/page/domain/facts.ts';
import type { Balancer } from './balancer.ts';
import { type Load, numberIn } from './load.ts';
import type { Done } from './slack-peer.ts';

/** Milliseconds for what people began last to come to its end. */
const MAX_SETTLING = 60_000;

/** What people did in Slack. */
interface Requests {
  sent: number;
  acked: number;
  /** Acked after Slack's three seconds. */
  late: number;
  /** What was to come of it came once, and twice or more. */
  once: number;
  twice: number;
  /** The socket was closed before its ack, or over HTTP the answer was no 200: Slack says so to whoever did it. */
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
  /** Why it did not work, or what was said to whoever was told to try again: some of it. */
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
    cut: count(({ cut }) => cut !== undefined),
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

interface Run extends Pick<RollingCounts, 'webs' | 'workers' | 'badExits' | 'slowestEnd'> {
  readonly load: Load;
  readonly store: RedisStore;
  readonly balancer: Balancer;
}

export async function accountOf({ load, store, balancer, ...ended }: Run): Promise<RollingCounts> {
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
    said: [
      ...[...questions, ...numberOf.keys()].flatMap(({ cut }) => cut ?? []),
      ...[...numberOf.keys()].flatMap((one) =>
        of(one.kind === 'command' ? opened : acknowledged)(one) === 0 ? one.answers.slice(0, 1) : [],
      ),
    ].slice(0, 5),
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
