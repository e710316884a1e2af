/**
 * An event at sixty times the speed, with people who answer in time, late or never and talks that begin late: half an
 * hour of it in the suite, its three days with `EVENT=3` (over an hour of ours). Wherever somebody looks, the numbers
 * are those of a reckoning of the ledger that has nothing of the house, and of what the story itself did.
 */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { type Session, sessionDocument } from '../../src/agenda/domain/session.ts';
import { eventReported, PROMISES_ID, promisesDocument } from '../../src/callboard/domain/promise-warnings.ts';
import { type Reckoned, type Reckoning, reckonPromises } from '../support/count-promises.ts';
import { type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const RATE = 60;
const MINUTE = 60_000;
const IS_WHOLE = process.env['EVENT'] === '3';
/** Of the clock: half an hour, or until the last evening is over. */
const LENGTH = (IS_WHOLE ? 64 * 60 : 30) * MINUTE;
/** Of the clock, between two pages. */
const PAUSE = (IS_WHOLE ? 95 : 7) * MINUTE;
/** What people do with a page, by turns: they have it soon, late or never. Far enough from the three minutes. */
const ANSWERS = [1, undefined, 1, 6, 1, 1, 8] as const;
/** Minutes after its time that a talk is begun; undefined where nobody tells. Far enough from the five. */
const LATE = [1, undefined, 8, 2, 1] as const;

const LINES: Readonly<Record<keyof Reckoning, string>> = {
  reached: 'A page reaches a channel within 5 s',
  answered: 'A page is acknowledged within 3 min',
  reminded: 'A reminder leaves within 1 min of its time',
  started: 'A talk starts within 5 min of the plan',
};
const SHORT: Readonly<Record<keyof Reckoning, string>> = {
  reached: 'pages sent in time',
  answered: 'pages acknowledged in time',
  reminded: 'reminders in time',
  started: 'talks on time',
};
const NAMES = Object.keys(LINES) as (keyof Reckoning)[];

/** The numbers of a text that has the four lines: `A page …: 3 of 4 (`. */
function numbersIn(text: string): Reckoning {
  const read = (name: keyof Reckoning): Reckoned => {
    const [, kept, all] = new RegExp(`${LINES[name]}: (\\d+) of (\\d+)`).exec(text) ?? [];
    return { kept: Number(kept ?? 0), all: Number(all ?? 0) };
  };
  return {
    reached: read('reached'),
    answered: read('answered'),
    reminded: read('reminded'),
    started: read('started'),
  };
}

describe.skipIf(!hasSandbox)('the promises of an event at sixty times the speed', () => {
  let story: Story;
  let redis: PrivateRedis;
  let client: Redis;
  let store: RedisStore;
  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    store = new RedisStore(client, 'demo', testSealer);
    story = await openStory({ env: { REDIS_URL: redis.url } });
  }, 180_000);
  afterAll(async () => {
    await story?.abandon();
    client?.disconnect();
    await redis?.stop();
  });

  const now = async () => Date.parse(String(await story.clock.now()));
  const clockIs = async (at: number) =>
    await until(
      `the clock to be ${new Date(at).toISOString()}`,
      async () => ((await now()) >= at ? true : undefined),
      Math.max(60_000, (at - (await now())) / RATE + 60_000),
    );
  const reckoned = async (at: number) =>
    reckonPromises(
      (await store.facts()).filter((fact) => fact.at.epochMilliseconds <= at),
      at,
    );
  /** When they were counted last: what Home, status and board show is as of then. */
  const countedAt = async () =>
    Date.parse((await store.get(promisesDocument, PROMISES_ID))?.value.at ?? '1970-01-01T00:00:00Z');
  const messages = async () => (await story.desk.messages()).map((one) => wholeText(one));

  /** What is answered now: an earlier answer has other numbers. */
  async function asked(command: string, part: string): Promise<string> {
    const before = (await messages()).filter((text) => text.includes(part)).length;
    await story.as('organizer').types(command);
    return await until(`the answer to ${command}`, async () => {
      const all = (await messages()).filter((text) => text.includes(part));
      return all.length > before ? all.at(-1) : undefined;
    });
  }

  const told: { code: string; minutes: number | undefined }[] = [];
  async function pages(begin: number): Promise<void> {
    const answering: Promise<void>[] = [];
    for (let at = begin + MINUTE, turn = 0; at < begin + LENGTH - 20 * MINUTE; at += PAUSE, turn++) {
      await clockIs(at);
      const words = `Something is broken, no. ${turn}`;
      await story.as('stage-lead').types(`/page stage-main ${words}`);
      const code = /P\d+/.exec(wholeText(await story.posted('stage-main', words)))?.[0] ?? '';
      const minutes = ANSWERS[turn % ANSWERS.length];
      told.push({ code, minutes });
      if (minutes !== undefined)
        answering.push(
          (async () => {
            await clockIs(at + minutes * MINUTE);
            await story.as('organizer').types(`/page resolve ${code}`);
          })(),
        );
    }
    await Promise.all(answering);
  }

  const begun: { code: string; minutes: number | undefined }[] = [];
  async function talks(begin: number): Promise<void> {
    const all = (await store.all(sessionDocument)).map(({ value }): Session => value);
    const coming = all
      .filter(({ start, isBreak }) => Date.parse(start) > begin && !isBreak)
      .filter(({ end }) => Date.parse(end) < begin + LENGTH)
      .sort((a, b) => a.start.localeCompare(b.start));
    for (const [turn, { code, start }] of coming.entries()) {
      const minutes = LATE[turn % LATE.length];
      begun.push({ code, minutes });
      if (minutes === undefined) continue;
      await clockIs(Date.parse(start) + minutes * MINUTE);
      await story.as('stage-lead').types(`/agenda start ${code}`);
    }
  }

  it(
    'are the same wherever somebody looks as in the ledger and as the story made them',
    async () => {
      story.hurries('chat.update');
      story.hurries('chat.postMessage');
      const begin = await now();
      await story.clock.rate(RATE);
      await Promise.all([pages(begin), talks(begin)]);
      await clockIs(begin + LENGTH);
      await story.clock.rate(1);
      await story.clock.advance('PT6M');

      const counted = await reckoned(await now());
      expect(counted.reached.all).toBe(counted.answered.all);
      expect(numbersIn(await asked('/callboard promises', 'The promises of this event'))).toEqual(counted);
      const at = await countedAt();
      const shown = await reckoned(at);
      // At most five minutes old: whatever was decided before them is in it.
      const earlier = (await now()) - 5 * MINUTE;
      if (at < earlier) expect(await reckoned(earlier)).toEqual(shown);
      expect(numbersIn(await asked('/callboard status', LINES.answered))).toEqual(shown);
      const home = await story.as('organizer').home('Promises:');
      for (const name of NAMES)
        if (shown[name].all > 0)
          expect(home).toContain(`${SHORT[name]} ${shown[name].kept}/${shown[name].all}`);
      const link =
        /http\S+\/board\?key=[\w-]+/.exec(await asked('/callboard board', '/board?key='))?.[0] ?? '';
      const cookie =
        (await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
      const board = await (await fetch(`${story.sandbox.bot}/board`, { headers: { cookie } })).text();
      expect(numbersIn(board)).toEqual(shown);
      expect(await countedAt()).toBe(at);

      const facts = await store.facts();
      const figures = await (await fetch(`${story.sandbox.bot}/metrics`)).text();
      for (const name of ['page.opened', 'page.resolved', 'speaker.reminded', 'session.started']) {
        const said = new RegExp(`callboard_facts_total\\{[^}]*fact="${name}"[^}]*\\} (\\d+)`).exec(
          figures,
        )?.[1];
        expect(`${name} ${Number(said ?? 0)}`).toBe(
          `${name} ${facts.filter((fact) => fact.name === name).length}`,
        );
      }

      // What the story did, page for page: whoever it answered for in time was in time, and nobody else.
      const resolved = new Map(
        facts
          .filter(({ name }) => name === 'page.resolved')
          .map(({ data }) => [(data as { page: string }).page, (data as { seconds: number }).seconds]),
      );
      for (const { code, minutes } of told) {
        const seconds = resolved.get(code);
        const inTime = seconds !== undefined && seconds <= 180;
        expect(`${code} ${inTime}`).toBe(`${code} ${minutes !== undefined && minutes < 3}`);
      }
      const started = facts.filter(({ name }) => name === 'session.started').map(({ data }) => data);
      expect(started.map((one) => (one as { session: string }).session).sort()).toEqual(
        begun.flatMap(({ code, minutes }) => (minutes === undefined ? [] : [code])).sort(),
      );
      expect(counted.started.all).toBe(begun.length);
      const slow = begun.filter(({ minutes = 0 }) => minutes > 5).length;
      expect(counted.started.kept).toBe(begun.length - slow);
      console.info(`counted at sixty times the speed: ${JSON.stringify(counted)}`);
      expect(await story.faults()).toEqual([]);
    },
    LENGTH / RATE + 170_000,
  );

  it.runIf(IS_WHOLE)('are reported with the numbers of that evening', async () => {
    const facts = await store.facts();
    const reported = facts.findLast(({ name }) => name === eventReported.name);
    const text = (await messages()).find((one) => one.includes('is over: how it went')) ?? '';
    const at = reported?.at.epochMilliseconds ?? 0;
    expect(numbersIn(text)).toEqual(await reckoned(at));
  });
});
