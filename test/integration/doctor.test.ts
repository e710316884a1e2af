/** The doctor and a real Redis: each fault planted, and all of it together as an operator runs it. */
import { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineRedis } from '../../src/adapters/redis/doctor.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { runDoctor } from '../../src/callboard/cli/doctor.ts';
import {
  EVENT_ID,
  type EventSettings,
  eventChanged,
  eventDocument,
} from '../../src/callboard/domain/event.ts';
import type { Finding } from '../../src/core/checkup.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { type ScriptedSlack, scriptedSlack } from '../support/scripted-slack.ts';
import { TEST_SECRET, testSealer } from '../support/sealer.ts';

const faults = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ of, state, said }) => (state === 'wrong' ? [`${of}: ${said}`] : []));

describe.skipIf(!hasRedis)('the doctor', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let slack: ScriptedSlack;
  const channel = (id: string, isMember: boolean) => ({
    id,
    name: id.toLowerCase(),
    is_member: isMember,
    is_archived: false,
  });
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    slack = await scriptedSlack((method, { channel: id = '' }) => {
      if (method === 'auth.test') return { user: 'callboard', team: 'Conf' };
      if (method === 'conversations.list')
        return { channels: [channel('C0OPS0001', true), channel('C0STAGE01', false)] };
      if (method === 'conversations.info') return { channel: channel(id, id === 'C0OPS0001') };
      return {};
    }, SCOPES);
  });
  afterAll(async () => {
    redis.disconnect();
    await slack.stop();
    await server.stop();
  });

  it('finds a Redis that keeps nothing, throws away, is full, or has another time', async () => {
    expect(faults(await examineRedis(server.url, Date.now))).toEqual([]);
    await redis.config('SET', 'appendonly', 'no');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const [policy = '', kept = ''] = faults(await examineRedis(server.url, Date.now));
    expect(policy).toContain('maxmemory-policy is allkeys-lru');
    expect(kept).toContain('appendonly is off');
    await redis.config('SET', 'appendonly', 'yes');
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    await redis.config('SET', 'maxmemory', String(Math.ceil(used * 1.1)));
    expect(faults(await examineRedis(server.url, Date.now)).join()).toContain('nearly full');
    await redis.config('SET', 'maxmemory', '0');
    expect(faults(await examineRedis(server.url, () => Date.now() - 90_000)).join()).toMatch(/9\d s behind/);
  });

  it('says that nobody answers, and that it is refused', async () => {
    expect(faults(await examineRedis('redis://127.0.0.1:9', Date.now))).toEqual([
      'Redis: Nobody answers at REDIS_URL.',
    ]);
    const closed = await startRedis();
    const its = new Redis(closed.url);
    await its.config('SET', 'requirepass', 'secret');
    expect(faults(await examineRedis(closed.url, Date.now))).toEqual(['Redis: It refuses us.']);
    its.disconnect();
    await closed.stop();
  });

  it('prints a line a thing, what to do, and how many there are to mend', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-secret',
      SLACK_APP_TOKEN: 'xapp-secret',
      SLACK_API_URL: slack.apiUrl,
      REDIS_URL: server.url,
      CALLBOARD_EVENT: 'examined',
      CALLBOARD_SECRET: TEST_SECRET,
    };
    const said: string[] = [];
    const store = new RedisStore(redis, 'examined', testSealer);
    const settings: EventSettings = {
      name: 'Conf',
      zone: 'Europe/Madrid',
      language: 'en',
      organizers: [],
      channels: { ops: 'C0OPS0001' },
      rooms: [{ name: 'Stage', channel: 'C0STAGE01' }],
      flags: [
        { name: 'shift-briefing', owner: 'UORG', until: '2019-06-05', people: [], roles: ['crew'] },
        { name: 'of-tomorrow', owner: 'UORG', until: '2099-06-05', people: [], roles: ['crew'] },
      ],
    };
    const changed = recordFact(eventChanged, {
      at: Temporal.Now.instant(),
      by: 'UORG',
      about: [],
      data: { fields: ['channels'] },
    });
    await store.commit({ put: [put(eventDocument, EVENT_ID, settings)], facts: [changed] });
    expect(await runDoctor(env, (line) => said.push(line))).toBe(1);
    const text = said.join('\n');
    expect(text).toMatch(
      /^WRONG {2}Slack channels +C0STAGE01 \(Stage\): nothing can be posted there \(invite\)\./m,
    );
    expect(text).toContain('→ Type `/invite @callboard` in it.');
    expect(text).toMatch(/^- {6}Twilio /m);
    expect(text).toMatch(/^WRONG {2}flag shift-briefing +Its last day was 2019-06-05; it is off\./m);
    expect(text).toMatch(/^WRONG {2}flag of-tomorrow +This version knows no such flag/m);
    expect(said.at(-1)).toBe('3 to mend.');
    expect(text).not.toContain('secret');
  });

  it('names what is missing in the configuration, and sends whoever has none to the sandbox', async () => {
    const said: string[] = [];
    expect(await runDoctor({ SLACK_BOT_TOKEN: 'wrong' }, (line) => said.push(line))).toBe(1);
    expect(said.join('\n')).toContain('REDIS_URL is missing');
    expect(await runDoctor({}, (line) => said.push(line))).toBe(0);
    expect(said.join('\n')).toContain('sandbox');
  });
});
