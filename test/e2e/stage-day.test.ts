/**
 * Five stages over a rehearsed morning (a whole day with `DAY=1`) at sixty times the speed, each with a tablet in
 * Chromium whose own clock is wrong: talks begin late and run over, cables are pulled, the bot is killed, organizers
 * give more time. In the end no press is lost or counted twice, each has its time, the plan is what an independent
 * reckoning of the delays says, and the tablets are right to a second.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { sessionEnded, sessionStarted } from '../../src/agenda/domain/facts.ts';
import { RoomClock } from '../../src/agenda/domain/room-clock.ts';
import { type Session, sessionDocument } from '../../src/agenda/domain/session.ts';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { type Cable, openCable } from '../support/cable.ts';
import { type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const RATE = 60;
const ROOMS = ['Aula', 'Barn', 'Cellar', 'Dome', 'Exedra'] as const;
type Room = (typeof ROOMS)[number];
/** Minutes of the clock that are rehearsed, from nine. */
const LENGTH = process.env['DAY'] ? 480 : 150;
const MINUTE = 60_000;
const NINE = Date.parse('2019-06-05T09:00:00+02:00');
/** Of the clock; at its speed a second of ours. */
const CLICK = 60_000;

/** The same day each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

interface Slot {
  readonly room: Room;
  readonly start: number;
  readonly end: number;
  readonly isBreak: boolean;
}

/** Talks of 20 to 35 minutes, five between them, and a break after every third. */
function programmeOf(room: Room, chance: () => number): Slot[] {
  const slots: Slot[] = [];
  for (let from = 0; from < LENGTH - 35; ) {
    const isBreak = slots.length % 4 === 3;
    const length = isBreak ? 15 : 20 + Math.floor(chance() * 4) * 5;
    slots.push({ room, start: from, end: from + length, isBreak });
    from += length + (isBreak ? 0 : 5);
  }
  return slots;
}

/** What the delays make of a room's plan, reckoned anew from what is written in the guide, in minutes. */
function reckoned(
  plan: readonly Slot[],
  delays: readonly { readonly at: number; readonly by: number }[],
): Slot[] {
  let now = plan.map((slot) => ({ ...slot }));
  for (const { at, by } of delays) {
    const running = now[at];
    if (!running) throw new Error(`no slot ${at}`);
    let free = running.end + by;
    now = now.map((slot, place) => {
      if (place < at) return slot;
      if (place === at) return { ...slot, end: free };
      if (slot.start >= free) return slot;
      const length = slot.end - slot.start;
      const end = slot.isBreak ? Math.max(slot.end, free + Math.min(5, length)) : free + length;
      const moved = { ...slot, start: free, end };
      free = end;
      return moved;
    });
  }
  return now;
}

interface Pressed {
  readonly what: 'start' | 'end';
  readonly session: string;
  /** Of the clock, right before and after the click. */
  readonly from: number;
  readonly to: number;
}

describe.skipIf(!hasSandbox || !hasBrowser)('a day on five stages', () => {
  let browser: Browser;
  let story: Story;
  let redis: PrivateRedis;
  let client: Redis;
  let store: RedisStore;
  let folder: string;
  const chance = chances(20190605);
  const plan = new Map(ROOMS.map((room) => [room, programmeOf(room, chance)]));
  const tablets = new Map<Room, { page: Page; context: BrowserContext; cable: Cable; key: string }>();
  const pressed: Pressed[] = [];
  const delays = new Map<Room, { at: number; by: number }[]>(ROOMS.map((room) => [room, []]));
  /** What was seen while it ran, and should not have been. */
  const wrong: string[] = [];

  const clockNow = async (): Promise<number> => Date.parse(await story.clock.now());
  const sessions = async (): Promise<Session[]> =>
    (await store.all(sessionDocument)).map(({ value }) => value);
  const codeOf = new Map<string, string>();
  const keyOf = ({ room, start }: Slot) => `${room} ${start}`;
  const at = (text: string) => (Date.parse(text) - NINE) / MINUTE;

  async function openTablet(room: Room, ahead: number): Promise<void> {
    await story.as('organizer').types(`/agenda clock ${room}`);
    const said = wholeText(await story.as('organizer').answered(new RegExp(`/stage/${room}\\?key=`)));
    const key = /key=([\w-]+)/.exec(said)?.[1] ?? '';
    const cable = await openCable(story.sandbox.bot);
    const context = await browser.newContext({ viewport: { width: 1024, height: 768 } });
    await context.addInitScript(
      `{const Right=Date,ahead=${ahead};Date=class extends Right{constructor(...a){if(a.length)super(...a);else super(Right.now()+ahead)}static now(){return Right.now()+ahead}}}`,
    );
    const page = await context.newPage();
    await page.goto(`${cable.url}/stage/${room}?key=${key}`);
    await page.getByText('Live', { exact: true }).waitFor();
    tablets.set(room, { page, context, cable, key });
  }

  const state = async (room: Room): Promise<RoomClock> => {
    const key = tablets.get(room)?.key ?? '';
    return RoomClock.parse(await (await fetch(`${story.sandbox.bot}/stage/${room}/state?key=${key}`)).json());
  };

  async function press(room: Room, what: 'start' | 'end', session: string): Promise<void> {
    const { page } = tablets.get(room) ?? {};
    if (!page) throw new Error(room);
    const button = page.getByRole('button', { name: `${what === 'start' ? 'Start' : 'End'} ${session}` });
    await button.waitFor({ timeout: 20_000 });
    // A clock that is asked of a bot which was just killed answers nothing.
    const from = await until('the clock', () => clockNow().catch(() => undefined), 60_000);
    await button.click();
    const to = await until('the clock', () => clockNow().catch(() => undefined), 60_000);
    pressed.push({ what, session, from, to });
  }

  /** Whoever runs the stage: begins late, ends early or late, has the cable out now and then. */
  async function runStage(room: Room, seed: number): Promise<void> {
    const luck = chances(seed);
    const cable = tablets.get(room)?.cable;
    const wait = async (minute: number) => {
      await until(
        `minute ${minute}`,
        async () => ((await clockNow().catch(() => 0)) >= NINE + minute * MINUTE ? true : undefined),
        200_000,
      );
    };
    for (const slot of plan.get(room) ?? []) {
      if (slot.isBreak) continue;
      const code = codeOf.get(keyOf(slot)) ?? '';
      const planned = at(
        (await until('the plan', async () => (await sessions()).find((one) => one.code === code)))?.start ??
          '',
      );
      await wait(planned + Math.floor(luck() * 4));
      if (luck() < 0.25) cable?.is('cut');
      await press(room, 'start', code);
      await wait(planned + (slot.end - slot.start) + Math.floor(luck() * 8) - 2);
      await press(room, 'end', code);
      cable?.is('whole');
    }
  }

  /** Gives five minutes more where somebody is asked, once in a while. */
  async function organize(stop: () => boolean): Promise<void> {
    const seen = new Set<string>();
    while (!stop()) {
      const offers = (await story.desk.messages('C0OPS')).filter(
        (one) => !seen.has(one.ts) && /is \d+ min over/.test(wholeText(one)),
      );
      for (const offer of offers) {
        seen.add(offer.ts);
        const [, code = ''] = /(S\d+)/.exec(wholeText(offer)) ?? [];
        const slot = [...plan.values()].flat().find((one) => codeOf.get(keyOf(one)) === code);
        if (!slot || seen.size % 2 === 0) continue;
        await story.as('organizer').presses(offer, /Delay \d+m/);
        const became = await until('the offer to be answered', async () => {
          const now = wholeText((await story.read(offer)) ?? {});
          return /gave|does not run over|has changed/.test(now) ? now : undefined;
        });
        const by = /(\d+) min more/.exec(became)?.[1];
        const place = plan.get(slot.room)?.indexOf(slot) ?? -1;
        if (by !== undefined) delays.get(slot.room)?.push({ at: place, by: Number(by) });
      }
      await new Promise((next) => setTimeout(next, 250));
    }
  }

  /** At any moment a room has one session on at most, and counts nothing below zero. */
  async function watch(stop: () => boolean): Promise<void> {
    while (!stop()) {
      for (const room of ROOMS) {
        const seen = await state(room).catch(() => undefined);
        if (!seen?.current) continue;
        if (seen.coming.some(({ session }) => session === seen.current?.session))
          wrong.push(`${room}: ${seen.current.session} is on and to come`);
      }
      await new Promise((next) => setTimeout(next, 1_000));
    }
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-day-'));
    const file = join(folder, 'event.json');
    const time = (minute: number) => {
      const all = 9 * 60 + minute;
      return `day 1 ${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
    };
    writeFileSync(
      file,
      JSON.stringify({
        name: 'Five stages',
        zone: 'Europe/Madrid',
        organizers: ['organizer'],
        rooms: ROOMS.map((name) => ({ name })),
        sessions: [...plan.values()].flat().map(({ room, start, end, isBreak }) => ({
          title: `${isBreak ? 'Coffee' : 'Talk'} ${room} ${start}`,
          room,
          start: time(start),
          minutes: end - start,
          ...(isBreak && { isBreak }),
        })),
      }),
    );
    redis = await startRedis();
    client = new Redis(redis.url);
    store = new RedisStore(client, 'demo', testSealer);
    browser = await openBrowser();
    story = await openStory({
      clock: '2019-06-05T08:58:00+02:00',
      event: file,
      env: { REDIS_URL: redis.url },
    });
    for (const { code, room, start } of await sessions()) codeOf.set(`${room} ${at(start)}`, code);
    for (const [index, room] of ROOMS.entries()) await openTablet(room, (index - 2) * 3 * 3_600_000);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    for (const { cable } of tablets.values()) cable.close();
    await story?.abandon();
    client?.disconnect();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'loses no press, counts none twice, and makes of the plan what a reckoning makes of it',
    async () => {
      story.hurries('chat.update');
      story.hurries('chat.postMessage');
      await story.clock.rate(RATE);
      let over = false;
      const isOver = () => over;
      const kills = (async () => {
        for (const minute of [LENGTH * 0.3, LENGTH * 0.7]) {
          await until(
            'the next kill',
            async () => ((await clockNow().catch(() => 0)) >= NINE + minute * MINUTE ? true : undefined),
            LENGTH * 1_500,
          );
          await story.kill();
        }
      })();
      const around = [organize(isOver), watch(isOver), kills];
      await Promise.all(ROOMS.map((room, index) => runStage(room, 77 + index)));
      await kills;
      over = true;
      await Promise.all(around);
      await story.clock.rate(1);
      await story.settle();

      const facts = await store.facts();
      const told = facts.flatMap(({ name, data }) => {
        if (name === sessionStarted.name) {
          const { session, start } = sessionStarted.schema.parse(data);
          return [{ what: 'start', session, at: Date.parse(start) }];
        }
        if (name !== sessionEnded.name) return [];
        const { session, end } = sessionEnded.schema.parse(data);
        return [{ what: 'end', session, at: Date.parse(end) }];
      });
      const named = (one: { readonly what: string; readonly session: string }) =>
        `${one.session} ${one.what}`;
      expect(told.map(named).sort()).toEqual(pressed.map(named).sort());
      const off = pressed.flatMap((one) => {
        const found = told.find((fact) => named(fact) === named(one));
        const late = found ? Math.max(0, one.from - CLICK - found.at, found.at - one.to - CLICK) : Number.NaN;
        return late === 0 ? [] : [`${named(one)} by ${late / 1000} s`];
      });
      expect(off).toEqual([]);
      expect(wrong).toEqual([]);

      const now = await sessions();
      let given = 0;
      for (const room of ROOMS) {
        const original = plan.get(room) ?? [];
        const moved = delays.get(room) ?? [];
        given += moved.length;
        const wanted = reckoned(original, moved).map(({ start, end }) => [start, end]);
        const found = original.map((slot) => {
          const one = now.find(({ code }) => code === codeOf.get(keyOf(slot)));
          return [at(one?.start ?? ''), at(one?.end ?? '')];
        });
        expect(found, room).toEqual(wanted);
      }
      expect(given).toBeGreaterThan(0);
      console.info(
        `${pressed.length} presses, ${given} delays, two kills, ${LENGTH} minutes at ${RATE} times`,
      );
    },
    LENGTH * 1_500 + 180_000,
  );

  it('leaves five tablets that are right to a second', async () => {
    for (const room of ROOMS) {
      const { page } = tablets.get(room) ?? {};
      if (!page) throw new Error(room);
      await page.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });
      const error = await until(`${room} to be right`, async () => {
        const before = Date.parse((await state(room)).now);
        const shown = (await page.locator('#clock').textContent()) ?? '';
        const after = Date.parse((await state(room)).now);
        const [h = 0, m = 0, s = 0] = shown.split(':').map(Number);
        const day = Date.parse('2019-06-05T00:00:00+02:00');
        const seen = day + ((h * 60 + m) * 60 + s) * 1000;
        return seen >= before - 2_000 && seen <= after + 1_000 ? 1 : undefined;
      });
      expect(error).toBe(1);
    }
  }, 60_000);
});
