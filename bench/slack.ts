/**
 * A page to somebody new while 1,000 first reminders go out, over the real adapter, against the strict Slack, which
 * gives each method its documented rate in real time. Beside it the same without a budget.
 */
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { page as command } from '../commands/page/command.ts';
import { connectForRequests } from '../src/adapters/redis/connect.ts';
import { sharedBuckets } from '../src/adapters/redis/shared-buckets.ts';
import { type Budget, createBudget, type Priority } from '../src/adapters/slack/budget.ts';
import { createChat } from '../src/adapters/slack/chat.ts';
import { createChannelPace } from '../src/adapters/slack/pace.ts';
import { sessionDocument } from '../src/agenda/domain/session.ts';
import { personDocument } from '../src/callboard/domain/person.ts';
import { put, recordFact } from '../src/core/commit.ts';
import { runCommand } from '../src/core/run-command.ts';
import { translator } from '../src/i18n/index.ts';
import { manifestScopes } from '../src/sandbox/peers/strict-slack/manifest.ts';
import { startStrictSlack } from '../src/sandbox/peers/strict-slack/server.ts';
import { freePort } from '../src/sandbox/ports.ts';
import { planChanged } from '../src/speakers/domain/facts.ts';
import { linksById, speakerLinkDocument } from '../src/speakers/domain/link.ts';
import { defaultPlan } from '../src/speakers/domain/plan.ts';
import { planReminders } from '../src/speakers/domain/reminders.ts';
import { somebody } from '../test/support/fake-deps.ts';
import { seedEvent, startStack } from '../test/support/paging-stack.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, measured, ms, percentile } from './figure.ts';
import { everybody } from './speakers.ts';

const BOT = 'U0BOT';
const TOKEN = 'xoxb-bench';
/** Seconds after the reminders fell due at which somebody is paged. */
const PAGED_AT = [0.2, 1, 3, 6, 10, 15, 20, 25];
/** A page that has not left by then has not left at all, as far as this is concerned. */
const PATIENCE_MS = 30_000;
const log = { debug() {}, info() {}, warn() {}, error() {} };

/** A workspace that takes everything: what is refused, the strict Slack before it refuses. */
async function workspace(heard: (channel: string) => void) {
  const ids = ['CSTAGE', 'COPS', 'CANN', 'CINC', 'CVOL', 'CGENERAL'];
  const channels = ids.map((id) => ({ id, is_private: false, is_im: false, members: [BOT] }));
  const direct = (user: string) => ({ id: `D${user}`, is_private: true, is_im: true, members: [user, BOT] });
  const users = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      const to = new URLSearchParams(body).get('channel') ?? '';
      const isPost = request.url === '/api/chat.postMessage';
      if (isPost && to.startsWith('U')) users.add(to);
      if (isPost) heard(to.replace(/^D/, ''));
      const channel = to.startsWith('U') ? `D${to}` : to;
      const state = { channels: [...channels, ...[...users].map(direct)] };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(
          request.url === '/_control/state' ? state : { ok: true, channel, ts: `${Date.now()}.1` },
        ),
      );
    });
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const strict = await startStrictSlack({
    slack: `http://127.0.0.1:${port}`,
    port: await freePort(),
    bot: BOT,
    tokens: { bot: TOKEN, app: 'xapp-bench' },
    scopes: manifestScopes(),
  });
  return {
    apiUrl: strict.apiUrl,
    refused: () => strict.refused().length,
    async stop() {
      await strict.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Found {
  /** Milliseconds from `/page` to the message at Slack, by page. */
  readonly waits: readonly number[];
  readonly reminders: number;
  readonly refused: number;
}

/** @param budgetOf - What the chats share, if anything. */
async function pagesDuringReminders(
  budgetOf: (redis: ReturnType<typeof connectForRequests>) => Budget | undefined,
): Promise<Found> {
  const redis = await startRedis();
  const buckets = connectForRequests(redis.url);
  await buckets.connect();
  const leftAt = new Map<string, number>();
  const slack = await workspace((user) => {
    if (!leftAt.has(user)) leftAt.set(user, performance.now());
  });
  const budget = budgetOf(buckets);
  const shared = { token: TOKEN, apiUrl: slack.apiUrl, log, pace: createChannelPace() };
  const chat = (priority: Priority) => createChat({ ...shared, ...(budget && { budget, priority }) });
  const chatOf = {
    pages: chat('pages'),
    reminders: chat('reminders'),
    chores: chat('chores'),
    webhooks: chat('chores'),
  };
  const stack = await startStack({ url: redis.url, chatOf });
  await seedEvent(stack);
  const now = stack.deps.clock.now();
  const due = now.add({ seconds: 4 });
  const { sessions, people, links } = everybody(due);
  const newcomers = PAGED_AT.map((_, n) => somebody(`UNEW${n}`));
  await stack.store.commit({
    put: [
      ...sessions.map((session) => put(sessionDocument, session.code, session)),
      ...links.map((link) => put(speakerLinkDocument, link.speaker, link)),
      ...[...people, ...newcomers].map((person) => put(personDocument, person.id, person)),
    ],
    facts: [recordFact(planChanged, { at: now, by: 'bench', about: [], data: { fields: [] } })],
  });
  const plan = { ...defaultPlan, reminders: [30], checkIn: 0 };
  const planning = { sessions, links: linksById(links), plan, records: new Map() };
  const event = await stack.deps.events.settings();
  const byId = new Map(people.map((person) => [person.id, person]));
  await stack.store.commit({
    jobs: planReminders({ ...planning, people: byId, zone: event.zone, now }).jobs,
  });

  const page = async (n: number): Promise<number> => {
    const began = performance.now();
    await runCommand(
      command,
      {
        person: somebody('UORG'),
        permission: 'organizer',
        locale: 'en',
        t: translator('en'),
        now: stack.deps.clock.now(),
        event,
        zone: event.zone,
        trigger: '',
        text: `<@UNEW${n}> Trouble ${n}`,
        channel: 'CGENERAL',
        progress: async () => {},
      },
      stack.deps,
    );
    while (!leftAt.has(`UNEW${n}`) && performance.now() - began < PATIENCE_MS) await pause(5);
    return (leftAt.get(`UNEW${n}`) ?? Number.POSITIVE_INFINITY) - began;
  };
  const waits = await Promise.all(
    PAGED_AT.map(async (seconds, n) => {
      await pause(due.epochMilliseconds - stack.deps.clock.now().epochMilliseconds + seconds * 1_000);
      return await page(n);
    }),
  );
  const reminders = [...leftAt.keys()].filter((user) => byId.has(user)).length;
  const refused = slack.refused();
  await stack.stop();
  buckets.disconnect();
  await slack.stop();
  await redis.stop();
  return { waits, reminders, refused };
}

const told = (wait: number): string => (Number.isFinite(wait) ? ms(wait) : `over ${PATIENCE_MS / 1_000} s`);
/** The latest, and the one in the middle. */
const late = ({ waits }: Found): string => `${told(Math.max(...waits))} (${told(percentile(waits, 0.5))})`;

export const slack: Benchmark = {
  name: 'slack',
  async run(): Promise<readonly Figure[]> {
    const ours = await pagesDuringReminders((redis) =>
      createBudget({ shared: sharedBuckets(redis, 'paging') }),
    );
    const bare = await pagesDuringReminders(() => undefined);
    return [
      {
        ...measured({
          what: 'a page to somebody new while 1,000 first reminders go out: its message at Slack, the latest of 8 (the median)',
          unit: 'ms',
          ours: Math.max(...ours.waits),
          bare: Math.max(...bare.waits),
          goal: { of: 'ours', most: 1000 },
        }),
        ours: late(ours),
        bare: late(bare),
      },
      {
        what: 'the same: reminders gone after 25 s, and calls that Slack refused',
        ours: `${ours.reminders}, ${ours.refused} refused`,
        bare: `${bare.reminders}, ${bare.refused} refused`,
      },
    ];
  },
};
