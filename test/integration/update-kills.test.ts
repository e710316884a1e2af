/**
 * A real process, killed with SIGKILL when Slack has an incident's card or an update of it and the process
 * has not heard so: whoever comes after it finds what left, and everybody reads it once.
 */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../src/callboard/domain/event.ts';
import { realClock } from '../../src/core/clock.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { type Incident, incidentCardDocument, incidentDocument } from '../../src/incident/domain/incident.ts';
import { postUpdate, scheduleIncidentCard } from '../../src/incident/domain/jobs.ts';
import { fakeEvent } from '../support/fake-deps.ts';
import { Border, type Cut } from '../support/kills/border.ts';
import { type LeanBot, startLeanBot } from '../support/kills/bot.ts';
import { openOutside } from '../support/kills/outside.ts';
import { Processes } from '../support/kills/process.ts';
import { redisProxy } from '../support/kills/redis-proxy.ts';
import type { Post } from '../support/kills/slack.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { until } from '../support/story/until.ts';

const incident = (at: string): Incident => ({
  code: 'I1',
  title: 'Power cut',
  kind: 'power',
  drill: false,
  state: 'open',
  declaredBy: 'UORG',
  declaredAt: at,
  snapshot: { onStage: [], next: [], onShift: [] },
  roles: {},
  updates: 1,
  reopened: 0,
});

interface Evening {
  readonly posts: readonly Post[];
  readonly card: Pick<Post, 'channel' | 'ts'> | undefined;
  readonly killedAt: string | undefined;
}

/** A card, then an update, with the bot killed at a request; another is there once it is dead. */
async function evening(redisPort: number, event: string, processes: Processes, cut?: Cut): Promise<Evening> {
  const direct = `redis://127.0.0.1:${redisPort}`;
  const doomed = processes.take();
  let heir: Promise<LeanBot> | undefined;
  const border = new Border(cut, () => {
    doomed.kill();
    heir = startLeanBot({ ...place, redis: direct, outside: outside.address('heir') });
    heir.catch(() => {});
  });
  const outside = await openOutside(border, Date.now, () => {});
  const proxy = await redisProxy(redisPort, border);
  const clock = { began: String(Date.now()), speed: '1' };
  const seen = { redis: `redis://127.0.0.1:${proxy.port}`, outside: outside.address('doomed') };
  const place = { ...seen, event, ...clock };
  const redis = new Redis(direct);
  const store = new RedisStore(redis, event, testSealer);
  const done = (what: string) =>
    until(what, async () => ((await store.outbox()).length === 0 ? true : undefined));
  try {
    const at = realClock.now();
    await store.commit({
      put: [put(eventDocument, EVENT_ID, fakeEvent()), put(incidentDocument, 'I1', incident(at.toString()))],
      facts: [recordFact(eventChanged, { at, by: 'test', about: [], data: { fields: ['all'] } })],
      jobs: [scheduleIncidentCard('I1', at)],
    });
    await doomed.begin(place);
    await done('the card to be posted');
    const update = { incident: 'I1', number: 1, text: 'An electrician is on the way', by: 'UORG' };
    await store.commit({ jobs: [scheduleJob(postUpdate, realClock.now(), update)] });
    await done('the update to be posted');
    const card = (await store.get(incidentCardDocument, 'I1'))?.value;
    return { posts: outside.slack.posts, card, killedAt: border.killed?.crossing.name };
  } finally {
    doomed.kill();
    await doomed.gone;
    await (await heir)?.stop();
    await proxy.stop();
    await outside.stop();
    redis.disconnect();
  }
}

describe.skipIf(!hasRedis)('a process killed before it hears that Slack has the message', () => {
  let redis: PrivateRedis;
  let processes: Processes;
  beforeAll(async () => {
    redis = await startRedis();
    processes = new Processes();
  });
  afterAll(async () => {
    processes?.stop();
    await redis?.stop();
  });

  const cuts: readonly [string, Cut][] = [
    ['the card', { name: 'slack chat.postMessage card', nth: 1, when: 'after' }],
    ['the update in the thread', { name: 'slack chat.postMessage thread', nth: 1, when: 'after' }],
    ['the update for everybody', { name: 'slack chat.postMessage card', nth: 2, when: 'after' }],
  ];
  it.concurrent.each(cuts)('posts %s once', async (name, cut) => {
    const { posts, card, killedAt } = await evening(redis.port, name.replaceAll(' ', '-'), processes, cut);
    expect(killedAt).toBe(cut.name);
    expect(posts.map(({ channel, thread }) => [channel, thread === undefined])).toEqual([
      ['CINC', true],
      ['CINC', false],
      ['CANN', true],
    ]);
    expect(card).toMatchObject({ channel: 'CINC', ts: posts[0]?.ts });
    expect(posts[1]?.thread).toBe(card?.ts);
  });
});
