/** Processes as they are deployed, a web and its worker: what a page is answered with while nobody sends it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisStore } from '../../src/adapters/redis/store.ts';
import { realClock } from '../../src/core/clock.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { compileBot } from '../support/kills/compile.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { ORGANIZER, roomOf, seedRollingEvent } from '../support/rolling/event.ts';
import { type Member, memberEnvironment, startMember } from '../support/rolling/fleet.ts';
import { type SlackPeer, startSlackPeer } from '../support/rolling/slack-peer.ts';

const EVENT = 'unsent';
const UNSENT = 'Nobody sends pages at this moment';

describe.skipIf(!hasRedis)('a page while nobody sends pages', () => {
  let program: ReturnType<typeof compileBot>;
  let redis: PrivateRedis;
  let slack: SlackPeer;
  let store: RedisStore;
  const members: Member[] = [];
  beforeAll(async () => {
    program = compileBot('src/main.ts');
    [redis, slack] = await Promise.all([startRedis(), startSlackPeer(SCOPES)]);
    store = await seedRollingEvent(redis.url, EVENT);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    await slack.stop();
    await redis.stop();
    program.remove();
  });

  const start = async (role: 'web' | 'worker', queues?: string) => {
    const environment = {
      ...memberEnvironment({ event: EVENT, redisUrl: redis.url, slackApi: slack.apiUrl }),
      LOG_LEVEL: 'warn',
      ...(queues !== undefined && { CALLBOARD_QUEUES: queues }),
    };
    const member = await startMember({ entry: program.entry, environment }, role);
    members.push(member);
    await member.ready();
    return member;
  };
  let room = 0;
  /** Another room and another message each time. */
  const pages = async (): Promise<string> => {
    room++;
    const done = slack.command(ORGANIZER, '/page', `${roomOf(room)} The lamp of ${room} is out`);
    await expect.poll(() => done.answers.length, { timeout: 20_000 }).toBeGreaterThan(0);
    return done.answers.join('\n');
  };
  /** Until a page is answered so: each says what the web heard last. */
  const answered = async (isUnsent: boolean) =>
    await expect.poll(async () => (await pages()).includes(UNSENT), { timeout: 30_000 }).toBe(isUnsent);
  const dms = () => slack.slack.posts.filter(({ text }) => text.includes(`The lamp of ${room} `));

  it('is answered with that, goes out once a worker is there, and is answered with it again when that ends', async () => {
    await start('web');
    const text = await pages();
    expect(text).toContain(UNSENT);
    expect(text).toContain('is kept, and asks as soon as somebody sends it');
    const waiting = (await store.outboxCounts(realClock.now())).pages;
    expect(waiting.due + waiting.waiting).toBeGreaterThan(0);
    const worker = await start('worker');
    await expect.poll(() => dms().length, { timeout: 20_000 }).toBeGreaterThan(0);
    await answered(false);
    await worker.end('SIGTERM');
    members.splice(members.indexOf(worker), 1);
    await answered(true);
    // Other queues are no help.
    await start('worker', 'chores,reminders,webhooks');
    expect(await pages()).toContain(UNSENT);
  }, 240_000);
});
