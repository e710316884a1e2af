/** The control room: who may open it, what is on it and what is not, and that each screen hears of what changes. */
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { boardRoutes } from '../../../commands/callboard/board-routes.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { liveBoard, MAX_WATCHERS } from '../../../src/callboard/board/live.ts';
import { loadBoard } from '../../../src/callboard/board/load.ts';
import { boardParts } from '../../../src/callboard/board/view.ts';
import {
  BOARD_HOURS,
  type BoardLink,
  boardLinkId,
  linkBoard,
} from '../../../src/callboard/domain/board-link.ts';
import type { Versioned } from '../../../src/core/commit.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { translator } from '../../../src/i18n/index.ts';
import { shiftChanged } from '../../../src/rota/domain/facts.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { jobs, pagingWorld, STAGE } from '../page/world.ts';

const NOW = Temporal.Instant.from('2019-06-05T12:00:00Z');
const ON_TIME = { count: 0, seconds: 0 };

describe('a link', () => {
  const known = (count: number, hours: number): Versioned<BoardLink>[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `link-${hours}-${index}`,
      version: 1,
      value: { person: 'UVOL', until: NOW.add({ minutes: 60 * hours + index }).toString() },
    }));

  it('is for twelve hours, and takes the place of those that have ended and of the oldest of five', () => {
    const { change, until } = linkBoard([...known(2, -1), ...known(5, 3)], 'UVOL', 'secret', NOW);
    expect(NOW.until(until).total('hours')).toBe(BOARD_HOURS);
    const gone = change.put?.filter(({ value }) => value === null).map(({ id }) => id);
    expect(gone?.sort()).toEqual(['link--1-0', 'link--1-1', 'link-3-0']);
    expect(change.put?.[0]?.id).toBe(boardLinkId('secret'));
    expect(JSON.stringify(change)).not.toContain('"secret"');
  });

  it('is given to crew by /callboard board, opens once more from a cookie, and never holds a secret on the screen', async () => {
    const world = await pagingWorld();
    const said = JSON.stringify(await world.type('UVOL', callboard, 'board'));
    const key = /\/board\?key=([\w-]+)/.exec(said)?.[1] ?? '';
    expect(key).not.toBe('');
    const ask = async (path: string, query: Record<string, string>, cookie?: string) =>
      await boardRoutes
        .find((route) => route.path === path)
        ?.run({ params: {}, query, headers: { cookie }, body: undefined }, world.deps);
    const entered = await ask('/board', { key });
    expect(entered).toMatchObject({ status: 303, body: '' });
    expect(entered?.headers?.['location']).not.toContain(key);
    const cookie = entered?.headers?.['set-cookie'] ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    const opened = await ask('/board', {}, cookie.split(';')[0]);
    expect(opened?.status).toBeUndefined();
    expect(opened?.body).toContain('Main stage');
    expect(opened?.body).not.toContain(key);
    expect(opened?.headers?.['content-security-policy']).toContain("frame-ancestors 'none'");
    await world.advance(`PT${BOARD_HOURS}H`, jobs);
    expect((await ask('/board', {}, cookie.split(';')[0]))?.status).toBe(401);
    expect((await ask('/board', { key }))?.status).toBe(401);
    expect(await world.store.dump()).not.toContain(key);
  });

  it('is for nobody where the bot has no address', async () => {
    const world = await pagingWorld();
    const deps = { ...world.deps, publicUrl: undefined };
    const call = { ...(await world.asking('UVOL')), text: '' };
    await expect(callboard.verbs['board']?.run(call as never, deps)).rejects.toThrow(UserError);
  });
});

describe('what is on it', () => {
  const parts = async (world: Awaited<ReturnType<typeof pagingWorld>>, locale: 'en' | 'es' = 'en') =>
    boardParts(await loadBoard(world.deps, ON_TIME), translator(locale), locale);

  it('pages first, with who has them; nothing of what is typed is markup', async () => {
    const world = await pagingWorld();
    expect((await parts(world)).alarms).toContain('✓ No page is open.');
    await world.type('UORG', page, `stage-main The <img src=x onerror=alert(1)> & "projector"`);
    await world.advance('PT1S', jobs);
    const open = await parts(world);
    expect(open.alarms).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(Object.values(open).join()).not.toContain('<img');
    expect(open.alarms).toMatch(/class="mark">asked: /);
    await world.press('UVOL', page, 'page.ack', 'P1');
    expect((await parts(world)).alarms).toContain('Vera has it');
    expect((await parts(world, 'es')).alarms).toContain('Vera se encarga');
    await world.press('UVOL', page, 'page.resolve', 'P1');
    expect((await parts(world)).alarms).toContain('✓ No page is open.');
  });

  it('incidents that everybody may know of; of a private one and its page, nothing at all', async () => {
    const world = await pagingWorld();
    const before = await parts(world);
    await world.type('UORG', incident, 'declare private sev1 Somebody was hurt in Main stage');
    await world.advance('PT1S', jobs);
    expect(await parts(world)).toEqual(before);
    await world.type('UVOL', incident, 'declare sev2 The <b>lights flicker in Main stage');
    await world.advance('PT1S', jobs);
    const now = await parts(world);
    expect(now.alarms).toContain('The &lt;b&gt;lights flicker');
    expect(now.alarms).toContain('nobody commands');
    expect(JSON.stringify(now)).not.toContain('hurt');
  });

  it('a screen reader hears of pages and incidents, and not of every minute that passes', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'stage-main Smoke');
    await world.advance('PT1S', jobs);
    const first = await parts(world);
    await world.advance('PT61S', []);
    const later = await parts(world);
    expect(later.alarms).not.toBe(first.alarms);
    expect(later.summary).toBe(first.summary);
    expect(first.summary).toMatch(/^1 page is open, 0 incidents are open\. P1 Main stage: asked: Vera/);
  });

  it('gaps and people of rooms', async () => {
    const world = await pagingWorld();
    const at = (minutes: number) => world.clock.now().add({ minutes }).toString();
    await world.store.commit({
      put: [
        put(shiftDocument, 'H9', {
          ...{ code: 'H9', role: 'Door', room: STAGE, start: at(30), end: at(90), min: 2, assignments: [] },
        }),
      ],
      facts: [
        recordFact(shiftChanged, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: { shift: 'H9', fields: [] } as never,
        }),
      ],
    });
    expect((await parts(world)).gaps).toMatch(/H9<\/b>.*Door · Main stage.*2 people short/);
  });
});

describe('live', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('each screen is sent what changed for it; whoever lost the right is told and let go', async () => {
    const world = await pagingWorld();
    vi.useFakeTimers();
    const board = liveBoard(world.deps);
    const sent: { event: string; data: { parts?: Record<string, string> } }[] = [];
    let ended = 0;
    let may = true;
    const stop = board.watch({
      locale: 'en',
      may: async () => may,
      reader: {
        send: (event, data) => sent.push({ event, data: JSON.parse(data) }),
        end: () => {
          ended++;
        },
      },
    });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(Object.keys(sent[0]?.data.parts ?? {})).toContain('rooms');
    const quiet = sent.length;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(sent).toHaveLength(quiet);
    await world.type('UORG', page, 'stage-main Smoke');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(Object.keys(sent.at(-1)?.data.parts ?? {}).sort()).toEqual(['alarms', 'summary']);
    may = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent.at(-1)?.event).toBe('ended');
    expect(ended).toBeGreaterThan(0);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has an end', async () => {
    const world = await pagingWorld();
    const board = liveBoard(world.deps);
    const reader = { send: () => {}, end: () => {} };
    const stops = Array.from({ length: MAX_WATCHERS }, () =>
      board.watch({ locale: 'en', may: async () => true, reader }),
    );
    expect(board.isFull).toBe(true);
    for (const stop of stops) stop();
    expect(board.isFull).toBe(false);
  });
});
