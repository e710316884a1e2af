/**
 * Two events, `conf-a` and `conf-b`, in one process as `npm start` runs it with CALLBOARD_EVENTS: one Redis, one port,
 * real Bolt over Socket Mode against a Slack for each, and a room and a hook in both, with the same names.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { createSealer } from '../../src/adapters/redis/seal.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { EVENT_ID, eventChanged, eventDocument, unsetEvent } from '../../src/callboard/domain/event.ts';
import { readEvents } from '../../src/compose/read-events.ts';
import { composeSeveral } from '../../src/compose/several.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { createHook } from '../../src/page/domain/hooks.ts';
import { hashOf } from '../../src/page/hook-token.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { type LocalSlack, startLocalSlack, until } from './local-slack.ts';
import { startRedis } from './redis.ts';
import { removeFolder } from './remove-folder.ts';

/** Before the name of each. */
export const COMMON_URL = 'https://callboard.example.org';
export const ROOM = 'Main hall';
export const ORGANIZER = 'U0ORGANIZER';
export const VOLUNTEER = 'U0VOLUNTEER1';

const NAMES = ['conf-a', 'conf-b'] as const;
export type EventName = (typeof NAMES)[number];

export interface EventOfTwo {
  readonly name: EventName;
  readonly slack: LocalSlack;
  /** As the bot's own, under this event's key. */
  readonly store: RedisStore;
  /** Opens `/hooks/…`, and pages the volunteer. */
  readonly hookToken: string;
  /** Signs what comes from its provider. */
  readonly twilioToken: string;
  /** What the organizer is answered that has this in it, links included. */
  answer(command: string, text: string, has: RegExp): Promise<string>;
}

export interface TwoEvents {
  readonly a: EventOfTwo;
  readonly b: EventOfTwo;
  /** Of the process: `http://127.0.0.1:…`. */
  readonly origin: string;
  readonly redis: Redis;
  stop(): Promise<void>;
}

export async function startTwoEvents(): Promise<TwoEvents> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-two-'));
  const server = await startRedis();
  const redis = await server.connect();
  const events = await Promise.all(NAMES.map((name, i) => prepare(name, i + 1, folder, redis)));
  const port = await freePort();
  const read = readEvents({
    ...{ REDIS_URL: server.url, PORT: `${port}`, HOST: '127.0.0.1', PUBLIC_URL: COMMON_URL },
    ...{ LOG_FILE: join(folder, '.log'), CALLBOARD_EVENTS: folder },
  });
  const [first, ...others] = 'events' in read ? read.events : [];
  const [a, b] = events;
  if (!first || !a || !b) throw new Error(JSON.stringify(read));
  const bot = await composeSeveral([first, ...others]);
  await bot.start();
  return {
    ...{ a, b, redis, origin: `http://127.0.0.1:${port}` },
    async stop() {
      await bot.stop({ patient: false });
      for (const { store, slack } of events) {
        store.close();
        await slack.stop();
      }
      await server.stop();
      removeFolder(folder);
    },
  };
}

async function prepare(name: EventName, number: number, folder: string, redis: Redis): Promise<EventOfTwo> {
  const tokens = { bot: `xoxb-of-${name}`, app: `xapp-of-${name}` };
  const slack = await startLocalSlack('socket', undefined, undefined, tokens);
  const key = new Uint8Array(32).fill(number);
  const twilioToken = `twilio-of-${name}`;
  const variables = {
    ...{ SLACK_BOT_TOKEN: tokens.bot, SLACK_APP_TOKEN: tokens.app, SLACK_API_URL: slack.apiUrl },
    ...{ ORGANIZERS: ORGANIZER, CALLBOARD_SECRET: Buffer.from(key).toString('hex') },
    ...{ TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: twilioToken },
    TWILIO_NUMBER: `+1202555010${number}`,
  };
  const lines = Object.entries(variables).map(([variable, value]) => `${variable}=${value}\n`);
  writeFileSync(join(folder, `${name}.env`), lines.join(''));
  const store = new RedisStore(redis, name, createSealer([key]));
  const hookToken = `cb_${name}-0123456789abcdef`;
  const now = Temporal.Now.instant();
  const settings = { ...unsetEvent([ORGANIZER]), name: `The event ${name}`, rooms: [{ name: ROOM }] };
  const hook = { code: 'K1', name: 'Sensors', target: { kind: 'person', name: VOLUNTEER } as const };
  const made = createHook(hashOf(hookToken), hook, { at: now, by: ORGANIZER });
  const changed = { at: now, by: ORGANIZER, about: [], data: { fields: ['name'] } };
  await store.commit({
    put: [put(eventDocument, EVENT_ID, settings), ...(made.put ?? [])],
    facts: [recordFact(eventChanged, changed), ...(made.facts ?? [])],
  });
  return {
    ...{ name, slack, store, hookToken, twilioToken },
    async answer(command, text, has) {
      await slack.command(ORGANIZER, command, text);
      return await until(`${command} ${text} to be answered`, async () =>
        (await slack.messages(ORGANIZER)).map((one) => JSON.stringify(one)).find((one) => has.test(one)),
      );
    },
  };
}
