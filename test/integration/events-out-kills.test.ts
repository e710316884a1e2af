/**
 * Events out under kills: a real process, killed with SIGKILL at each thing that it asks of Redis and of the
 * receiver, and another after it. Nothing that was stated is lost, and what arrives twice has the same id.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signEvent } from '../../src/adapters/http/webhooks.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../src/callboard/domain/event.ts';
import { addTarget, type EventTarget } from '../../src/callboard/domain/event-target.ts';
import { eventsAmong, publishedWith } from '../../src/callboard/publish.ts';
import { realClock } from '../../src/core/clock.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { hookDocument } from '../../src/page/domain/alert.ts';
import { pageGaveUp } from '../../src/page/domain/facts.ts';
import {
  heartbeatDocument,
  heartbeatHook,
  heartbeatMissed,
  missHeartbeat,
  reportHeartbeat,
} from '../../src/page/domain/heartbeat.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { fakeEvent } from '../support/fake-deps.ts';
import type { Border, Cut } from '../support/kills/border.ts';
import { Processes } from '../support/kills/process.ts';
import { AT_ONCE, atEachCrossing, inTwoLives, MAX_DEATHS, PATIENCE_MS } from '../support/kills/two-lives.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { until } from '../support/story/until.ts';

const SECRET = 'cbs_test';
const FACTS = 3;

const page = (at: string): Page => ({
  code: 'P1',
  kind: 'page',
  target: { kind: 'room', name: 'Main stage' },
  critical: false,
  message: 'The projector is dead',
  author: 'UORG',
  openedAt: at,
  policy: { steps: [{ who: 'organizers', after: 0 }], rounds: 1, pause: 60 },
  state: 'open',
  nextStep: 1,
  endStep: 1,
  countsFromStep: 0,
  stepsRun: [],
});

/** Takes what is signed as it should be; the sender may be dead before it hears so. */
async function openReceiver(border: Border) {
  const ids: string[] = [];
  const take = (request: IncomingMessage, body: string): true => {
    const timestamp = String(request.headers['x-callboard-timestamp']);
    const isSigned = request.headers['x-callboard-signature'] === signEvent(SECRET, timestamp, body);
    ids.push(isSigned ? JSON.parse(body).id : 'unsigned');
    return true;
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const crossing = { sort: 'outside' as const, name: `deliver ${JSON.parse(body).type}` };
    // Once the first process is dead, it is the other one that sends.
    const taken = border.closed
      ? take(request, body)
      : await border.cross(crossing, async () => take(request, body));
    if (!taken) return void response.destroy();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/in`,
    ids,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const stated = (data: object = { fields: ['all'] }) =>
  recordFact(eventChanged, { at: realClock.now(), by: 'test', about: [], data: data as never });

/** Three facts, one after the other, and what the receiver has of them in the end. */
const someEvents = (redisPort: number, event: string, processes: Processes, cut?: Cut) =>
  inTwoLives(
    { redisPort, event, processes, cut, openReceiver },
    async ({ border, store, receiver: { url, ids } }, begin) => {
      const at = instantText(realClock.now());
      const target: EventTarget = {
        ...{ code: 'T1', name: 'wall', url, secret: SECRET, by: 'UORG', createdAt: at },
        ...{ types: [], rooms: [], severities: [], undelivered: 0 },
      };
      await store.commit({
        put: [put(eventDocument, EVENT_ID, fakeEvent()), put(pageDocument, 'P1', page(at))],
        facts: [stated()],
      });
      store.followedBy(publishedWith({ peek: async () => new Map([['T1', {} as never]]) }, realClock));
      await store.commit(addTarget(target, realClock.now()));
      await begin();
      for (let i = 0; i < FACTS; i++)
        await store.commit({
          facts: [
            recordFact(pageGaveUp, {
              at: realClock.now(),
              by: 'callboard',
              about: ['page:P1'],
              data: { page: 'P1' },
            }),
          ],
        });
      await until(
        async () => `the end of ${(await store.outbox()).map(({ id }) => id).join(', ')}`,
        async () => ((await store.outbox()).length === 0 ? true : undefined),
        PATIENCE_MS,
      );
      const found = await eventsAmong(await store.facts(), { store });
      return { border, expected: found.map(({ event: made }) => made.id).sort(), ids: [...ids] };
    },
  );

/** A heartbeat is missed: how many pages and facts that is in the end. */
const aMissedHeartbeat = (redisPort: number, event: string, processes: Processes, cut?: Cut) =>
  inTwoLives({ redisPort, event, processes, cut, openReceiver }, async ({ border, store }, begin) => {
    const now = realClock.now();
    const at = instantText(now);
    const target = { kind: 'oncall' as const, name: '' };
    const heartbeat = { name: 'backup', every: 60, target, critical: false, by: 'UORG', createdAt: at };
    const hook = {
      ...{ code: 'K1', name: 'Heartbeats', target, by: 'UORG', createdAt: at },
      ...{ opened: [], heartbeats: true as const },
    };
    await store.commit({
      put: [
        put(eventDocument, EVENT_ID, fakeEvent()),
        put(heartbeatDocument, 'h1', heartbeat),
        put(hookDocument, heartbeatHook(target), hook),
      ],
      facts: [stated()],
      jobs: [scheduleJob(missHeartbeat, now.add({ seconds: 1 }), { heartbeat: 'h1', last: at })],
    });
    await begin();
    await until(
      async () => `it to be said again; waiting: ${(await store.outbox()).map(({ id }) => id).join(', ')}`,
      async () => {
        const job = await store.job(reportHeartbeat.id({ heartbeat: 'h1' }));
        return job && job.at.epochMilliseconds > Date.now() + 1_800_000 ? true : undefined;
      },
      PATIENCE_MS,
    );
    const missed = (await store.facts()).filter(({ name }) => name === heartbeatMissed.name).length;
    return { border, missed, pages: (await store.all(pageDocument)).length };
  });

describe.skipIf(!hasRedis)('killed at each thing that it asks', () => {
  let redis: PrivateRedis;
  let processes: Processes;
  beforeAll(async () => {
    redis = await startRedis();
    processes = new Processes();
    processes.warm(AT_ONCE);
  });
  afterAll(async () => {
    processes?.stop();
    await redis?.stop();
  });

  it('loses no event, and doubles none but with the same id', { timeout: 230_000 }, async () => {
    const calm = await someEvents(redis.port, 'calm', processes);
    expect(calm.ids.toSorted()).toEqual(calm.expected);
    expect(calm.expected).toHaveLength(FACTS + 1);
    let killed = 0;
    await atEachCrossing(processes, calm.border.crossed.length, async (cut, name) => {
      const { border, ids, expected } = await someEvents(redis.port, `events-${name}`, processes, cut);
      if (border.killed) killed++;
      const where = `killed ${cut.when} ${border.killed?.crossing.name}`;
      expect([...new Set(ids)].sort(), where).toEqual(expected);
      for (const id of expected) expect(ids.filter((one) => one === id).length, where).toBeLessThan(3);
    });
    expect(killed).toBeGreaterThan(MAX_DEATHS / 2);
  });

  it('makes one page of a missed heartbeat', { timeout: 230_000 }, async () => {
    const calm = await aMissedHeartbeat(redis.port, 'calm-heart', processes);
    expect([calm.missed, calm.pages]).toEqual([1, 1]);
    let killed = 0;
    await atEachCrossing(processes, Math.min(calm.border.crossed.length, 40), async (cut, name) => {
      const { border, missed, pages } = await aMissedHeartbeat(redis.port, `heart-${name}`, processes, cut);
      if (border.killed) killed++;
      expect([missed, pages], `killed ${cut.when} ${border.killed?.crossing.name}`).toEqual([1, 1]);
    });
    expect(killed).toBeGreaterThan(10);
  });
});
