/**
 * An action under kills: a real process, killed with SIGKILL at each thing that it asks of Redis, Slack and the
 * webhook, and another after it. What is to be mended is mended once, and told once, whoever dies when.
 */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signature } from '../../src/adapters/actions/request.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../src/callboard/domain/event.ts';
import { realClock } from '../../src/core/clock.ts';
import { mergeChanges, put, recordFact } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { type Remedy, remedyDocument } from '../../src/incident/domain/remedy.ts';
import { isRunOver, remedyRunDocument } from '../../src/incident/domain/remedy-run.ts';
import { startRun } from '../../src/incident/domain/remedy-steps.ts';
import { schedulePageCard } from '../../src/page/domain/jobs.ts';
import { cardDocument, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { fakeEvent } from '../support/fake-deps.ts';
import type { Border, Cut } from '../support/kills/border.ts';
import { REMEDY_SECRET } from '../support/kills/bot.ts';
import { Processes } from '../support/kills/process.ts';
import { AT_ONCE, atEachCrossing, inTwoLives, MAX_DEATHS, PATIENCE_MS } from '../support/kills/two-lives.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { until } from '../support/story/until.ts';

const page = (at: string): Page => ({
  code: 'P1',
  kind: 'page',
  target: { kind: 'room', name: 'Main stage' },
  critical: false,
  message: 'The projector is dead',
  author: 'hook:Stage',
  openedAt: at,
  policy: { steps: [{ who: 'organizers', after: 0 }], rounds: 1, pause: 60 },
  state: 'acknowledged',
  acknowledged: { by: 'UORG', at, via: 'slack' },
  nextStep: 1,
  endStep: 1,
  countsFromStep: 0,
  stepsRun: [],
});

/** A projector: each call that is signed counts once for its key. The sender may be dead before it hears so. */
async function openProjector(border: Border) {
  const calls: string[] = [];
  const mended = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const [timestamp, key] = [
      String(request.headers['x-callboard-timestamp']),
      String(request.headers['idempotency-key']),
    ];
    const { method = '', url = '' } = request;
    const signed = { timestamp, key, method, url: `http://projector${url}`, body };
    const isSigned =
      request.headers['x-callboard-signature'] === signature(new TextEncoder().encode(REMEDY_SECRET), signed);
    const take = (): string => {
      if (!isSigned) calls.push('unsigned');
      else if (method === 'POST') {
        calls.push(key);
        mended.add(key);
      }
      return JSON.stringify({ state: mended.size > 0 ? 'fine' : 'broken' });
    };
    const crossing = { sort: 'outside' as const, name: `${method} projector` };
    const said = border.closed ? take() : await border.cross(crossing, async () => take());
    if (said === undefined) return void response.destroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    calls,
    mended,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const remedy = (url: string): Remedy => ({
  name: 'restart-projector',
  title: 'Restart the projector',
  does: 'Switches it off and on again.',
  kinds: ['av'],
  rooms: [],
  alerts: {},
  lock: 'crew',
  webhook: `${url}/hook`,
  secret: 'ACTION_SECRET_TEST',
  readBack: { url: `${url}/state`, field: 'state', value: 'fine', within: '20s' },
  timeout: '5s',
  resolves: true,
});

/** It is pressed, and what is there of it in the end. */
const anAction = (redisPort: number, event: string, processes: Processes, cut?: Cut) =>
  inTwoLives({ redisPort, event, processes, cut, openReceiver: openProjector }, async (round, begin) => {
    const { border, store, receiver } = round;
    const now = realClock.now();
    const value = remedy(receiver.url);
    await store.commit({
      put: [
        put(eventDocument, EVENT_ID, fakeEvent()),
        put(pageDocument, 'P1', page(instantText(now))),
        put(remedyDocument, value.name, value),
      ],
      facts: [recordFact(eventChanged, { at: now, by: 'test', about: [], data: { fields: ['all'] } })],
      jobs: [schedulePageCard('P1', now)],
    });
    await begin();
    // Its message stands in the thread of the page's card, on which the action was pressed.
    const hasCard = async () => ((await store.get(cardDocument, 'P1')) ? true : undefined);
    await until('the card of the page', hasCard, PATIENCE_MS);
    const scene = { page: await store.get(pageDocument, 'P1') };
    const asked = { id: 'run1', by: 'UORG', room: 'Main stage', scene };
    await store.commit(
      mergeChanges(startRun({ id: value.name, value, version: 1 }, undefined, asked, realClock.now()).change),
    );
    await until(
      async () => `the end of ${(await store.outbox()).map(({ id }) => id).join(', ')}`,
      async () => {
        const run = (await store.get(remedyRunDocument, 'run1'))?.value;
        return run && isRunOver(run) && (await store.outbox()).length === 0 ? true : undefined;
      },
      PATIENCE_MS,
    );
    const facts = await store.facts();
    const count = (name: string) => facts.filter((fact) => fact.name === name).length;
    return {
      border,
      calls: [...receiver.calls],
      state: (await store.get(remedyRunDocument, 'run1'))?.value.state,
      page: (await store.get(pageDocument, 'P1'))?.value.state,
      told: [count('remedy.done'), count('remedy.failed'), count('page.resolved')],
      messages: count('remedy.card-posted'),
    };
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

  it('an action mends once, and is told once', { timeout: 230_000 }, async () => {
    const calm = await anAction(redis.port, 'calm', processes);
    expect(calm.calls).toEqual(['run1']);
    expect([calm.state, calm.page, calm.told, calm.messages]).toEqual(['done', 'resolved', [1, 0, 1], 1]);
    expect(calm.border.crossed.map(({ name }) => name)).toContain('POST projector');
    let killed = 0;
    await atEachCrossing(processes, calm.border.crossed.length, async (cut, name) => {
      const {
        border,
        calls,
        state,
        page: then,
        told,
        messages,
      } = await anAction(redis.port, `action-${name}`, processes, cut);
      if (border.killed) killed++;
      const where = `killed ${cut.when} ${border.killed?.crossing.name}`;
      expect([...new Set(calls)], where).toEqual(['run1']);
      expect(calls.length, where).toBeLessThan(3);
      expect([state, then, told, messages], where).toEqual(['done', 'resolved', [1, 0, 1], 1]);
    });
    expect(killed).toBeGreaterThan(MAX_DEATHS / 2);
  });
});
