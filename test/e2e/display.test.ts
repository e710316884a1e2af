/**
 * The foyer's screen at a large event: 72 rooms, of which every one is shown by turns and nothing is cut off, for
 * every kind of eye and screen; and the pictures that organizers ask for meanwhile.
 * `SHOTS=docs/images` keeps the pictures that the guides show.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/agenda/domain/session.ts';
import { exportFrab } from '../../src/formats/frab-export.ts';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { type FileServer, serveFiles } from '../support/story/serve.ts';
import { hasSandbox, openStory, type Story, until } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const FOUR_K = { width: 3840, height: 2160 } as const;
const ROOMS = 72;

/** The story's clock begins at 14:10 in Madrid: one is on, one is to come, and some rooms have nothing before tomorrow. */
const room = (index: number) =>
  index === 3 ? `Saal ${'lang '.repeat(20)}` : index === 4 ? '<!channel> 🎉 قاعة' : `Room ${index + 1}`;
const programme: Session[] = Array.from({ length: ROOMS }, (_, index) => index).flatMap((index) =>
  (index < 60 ? ['05T12:00', '05T13:00', '06T08:00'] : ['06T08:00']).map((start, slot) => ({
    code: `${index}-${slot}`,
    guid: `5f0d4ac0-0000-4000-8000-${String(index * 10 + slot).padStart(12, '0')}`,
    title: `${slot === 0 ? 'How' : 'Why'} room ${index + 1} ${index % 7 === 0 ? 'has a title that goes on and on, as titles of talks like to do, until nobody reads it any more' : 'works'}`,
    speakers: [{ id: `who-${index}`, name: `Speaker of ${index + 1}` }],
    room: room(index),
    start: `2019-06-${start}:00Z`,
    end: `2019-06-${start.replace(/:00$/, ':45')}:00Z`,
    state: 'scheduled' as const,
  })),
);
const file = exportFrab({
  title: 'Large Conf',
  zone: 'Europe/Madrid',
  days: [1, 2].map((index) => ({
    index,
    date: `2019-06-0${index + 4}`,
    start: `2019-06-0${index + 4}T02:00:00Z`,
    end: `2019-06-0${index + 5}T02:00:00Z`,
  })),
  rooms: Array.from({ length: ROOMS }, (_, index) => room(index)),
  sessions: programme,
  version: '1',
});

/** By how many pixels a page is wider and longer than what shows it. */
const BEYOND =
  '[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]';
/** Rooms whose name or first title cannot be seen whole from above, and the height of a title's letters. */
const CUT = `[...document.querySelectorAll('.shown section')].filter((section) => {
  const box = section.getBoundingClientRect();
  return [...section.querySelectorAll('h2, h3')].some((title) => title.getBoundingClientRect().bottom > box.bottom + 1) || box.bottom > innerHeight + 1;
}).map((section) => section.querySelector('h2').textContent)`;
const shownRooms = (page: Page) => page.locator('.shown h2').allTextContents();

describe.skipIf(!hasSandbox || !hasBrowser)('the screen in the foyer of a large event', () => {
  let browser: Browser;
  let story: Story;
  let files: FileServer;
  beforeAll(async () => {
    files = await serveFiles();
    browser = await openBrowser();
    story = await openStory();
    for (const words of [/cancel/i, /shift/i, /turno/i, /begins in/, /agenda has changed/, /Good to know/])
      story.ignore(words);
    const organizer = story.as('organizer');
    await organizer.types(`/agenda import ${files.put('large.json', file)}`);
    const preview = await organizer.answered('192 new');
    const apply = ['Apply anyway', 'Apply'].find((label) => JSON.stringify(preview).includes(`"${label}"`));
    await organizer.presses(preview, apply ?? 'Apply');
    await story.becomes(preview, 'Applied');
    await story.settle();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await files?.stop();
    await story?.abandon();
  });

  it('says what is late, cancelled, and on another day', async () => {
    const organizer = story.as('organizer');
    const code = async (title: string) => {
      await organizer.types(`/agenda search ${title}`);
      return /`(S\d+)`/.exec(JSON.stringify(await organizer.answered(title)))?.[1] ?? '';
    };
    const late = await code('Why room 2 works');
    await organizer.types(`/agenda delay ${late} 15m only`);
    await organizer.presses(await organizer.answered('Delay: 1 session'), 'Apply');
    const off = await code('Why room 3 works');
    await organizer.types(`/agenda cancel ${off} ill`);
    await organizer.presses(await organizer.answered(/Cancel/), 'Apply');
    await story.settle();
    const door = await browser.newPage({ viewport: WALL, colorScheme: 'dark' });
    await door.goto(`${story.sandbox.bot}/display?room=room 2`);
    await door.getByText('delayed +15').waitFor();
    await door.goto(`${story.sandbox.bot}/display?room=room 3`);
    await door.getByText('cancelled').waitFor();
    await door.goto(`${story.sandbox.bot}/display?room=room 70`);
    await door.getByText(/next Thu 6 Jun 10:00/).waitFor();
    await door.goto(`${story.sandbox.bot}/display?room=nope`);
    await door.getByRole('link', { name: 'Room 12', exact: true }).click();
    await door.getByText('How room 12 works').waitFor();
    await door.close();
  }, 120_000);

  it.each([
    ['a phone', HAND, 'light'],
    ['a wall', WALL, 'dark'],
    ['a wall by day', WALL, 'light'],
    ['a wall of 4K', FOUR_K, 'dark'],
  ] as const)(
    'axe finds nothing on any page, on %s',
    async (name, viewport, colorScheme) => {
      const page = await browser.newPage({ viewport, colorScheme });
      for (const path of [
        '/',
        '/display',
        '/display?page=3',
        '/display?room=room 2',
        '/display?room=nope',
        '/sandbox/phones',
        '/sandbox/desk',
        '/sandbox/devices',
      ]) {
        await page.goto(`${story.sandbox.bot}${path}`);
        await page.locator('h1, main').first().waitFor();
        expect([path, await axeFaults(page)]).toEqual([path, []]);
        expect([path, (await page.evaluate<number[]>(BEYOND))[0]]).toEqual([path, 0]);
        if (path.startsWith('/display') && viewport !== HAND)
          expect([path, await page.evaluate(CUT)]).toEqual([path, []]);
        if (SHOTS && name === 'a phone' && path === '/')
          await page.screenshot({ path: join(SHOTS, 'index-hand.png') });
        if (SHOTS && name === 'a phone' && path === '/display')
          await page.screenshot({ path: join(SHOTS, 'display-hand.png') });
      }
      // On a phone all rooms are there, one under the other.
      await page.goto(`${story.sandbox.bot}/display`);
      const visible = await page.locator('section:visible').count();
      expect(visible).toBe(viewport === HAND ? ROOMS + 1 : 9);
      await page.close();
    },
    120_000,
  );

  it.each(['/agenda picture', '/rota coverage', '/rota fairness'])(
    '%s comes as a file, with what it shows',
    async (typed) => {
      const organizer = story.as('organizer');
      await organizer.types(typed);
      await organizer.answered('You have the file');
    },
    120_000,
  );

  it('shows every room by turns, cut off nowhere, and goes on after a restart', async () => {
    const wall = await browser.newPage({ viewport: WALL, colorScheme: 'dark' });
    await wall.clock.install();
    await wall.goto(`${story.sandbox.bot}/display`);
    const seen = new Set<string>();
    const turns = await wall.locator('nav.turns li').count();
    // Those of the programme, and the demo's own stage, whose sessions are cancelled by the import.
    expect(turns).toBe(Math.ceil((ROOMS + 1) / 9));
    const unseen = () => programme.map((session) => session.room.trim()).filter((name) => !seen.has(name));
    // A slow machine lets a turn go by unseen; it comes round again.
    for (let turn = 0; turn < 4 * turns && unseen().length > 0; turn++) {
      for (const name of await shownRooms(wall)) seen.add(name);
      expect(await wall.evaluate(CUT)).toEqual([]);
      expect(await wall.evaluate(BEYOND)).toEqual([0, 0]);
      if (turn === 0 && SHOTS) await wall.screenshot({ path: join(SHOTS, 'display.png') });
      if (turn === 4) {
        await story.kill();
        await until(
          'the bot is back',
          async () => (await fetch(`${story.sandbox.bot}/display`).catch(() => undefined))?.ok,
        );
      }
      await story.clock.advance('PT15S');
      const asked = wall.waitForResponse('**/display');
      await wall.clock.runFor(15_000);
      await (await asked).finished();
    }
    expect(unseen()).toEqual([]);
    await wall.close();
  }, 120_000);
});
