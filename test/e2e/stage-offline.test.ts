/**
 * A room's tablet in a hall without a network, reloaded, and in a browser that was closed: it counts on, keeps what
 * was pressed, and hands it in once; and it is over when the server says so. In Chromium, over a real bot.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RoomClock } from '../../src/agenda/domain/room-clock.ts';
import { axeFaults, hasBrowser, openBrowser, openBrowserIn } from '../support/browser.ts';
import { type Cable, openCable } from '../support/cable.ts';
import { secondsShown, TABLET } from '../support/stage-tablet.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox || !hasBrowser)('the tablet of a stage without a network', () => {
  let story: Story;
  let cable: Cable;
  let browser: BrowserContext;
  let tablet: Page;
  let link = '';
  const folder = mkdtempSync(join(tmpdir(), 'tablet-'));

  const path = () => new URL(link).pathname;
  const state = async (): Promise<RoomClock> =>
    RoomClock.parse(await (await fetch(link.replace('?', '/state?'))).json());
  /** What the worker has of the room: the paths of what it keeps. */
  const keptThere = () =>
    tablet.evaluate<string[]>(
      `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys())))).then((all) => all.flat().map(({ url }) => new URL(url).pathname + new URL(url).search))`,
    );
  /** Once the server and the tablet show the same, to a second. */
  const countsRightly = () =>
    until('the tablet to show what the server counts', async () => {
      const shown = await secondsShown(tablet);
      return Math.abs(Math.abs((await state()).seconds ?? 0) - shown) <= 1 ? true : undefined;
    });
  const alone = () => tablet.getByText('No connection since').waitFor({ timeout: 30_000 });
  const live = () => tablet.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
  const waiting = () => tablet.locator('#kept li').allTextContents();

  beforeAll(async () => {
    story = await openStory();
    for (const words of [/Now on|Ahora/i, /turno|shift/i, /P\d+/, /reminder|starts|talk/i])
      story.ignore(words);
    await story.as('stage-lead').types('/agenda clock Main stage');
    const said = wholeText(await story.as('stage-lead').answered('The room’s tablet page'));
    link = /http\S+\/stage\/[^?\s]+\?key=[\w-]+/.exec(said)?.[0] ?? '';
    cable = await openCable(story.sandbox.bot);
    browser = await openBrowserIn(folder, TABLET);
    tablet = await browser.newPage();
    await tablet.goto(link.replace(story.sandbox.bot, cable.url));
    await live();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    cable?.close();
    await story?.abandon();
    rmSync(folder, { recursive: true, force: true });
  });

  it('counts on after a reload and a new browser, and hands in once what was pressed before and between', async () => {
    await story.clock.advance('PT20M');
    await countsRightly();
    await until('the worker to keep the page', async () =>
      (await keptThere()).includes(`${path()}/last`) ? true : undefined,
    );
    expect((await keptThere()).sort()).toEqual([path(), `${path()}/last`]);
    const { current, coming } = await state();
    const [first, second] = [current?.session ?? '', coming.find(({ isBreak }) => !isBreak)?.session ?? ''];
    cable.is('cut');
    await alone();
    const since = await tablet.locator('#live').textContent();
    expect(since).not.toContain('Do not reload');
    await tablet.reload();
    await alone();
    await countsRightly();
    await tablet.getByRole('button', { name: `End ${first}` }).click();
    const pressed = Date.parse((await state()).now);
    await tablet.locator('#kept li').waitFor();

    await tablet.reload();
    await alone();
    expect(await tablet.locator('#live').textContent()).toBe(since);
    expect(await waiting()).toEqual([expect.stringContaining(`End ${first}`)]);
    await tablet.locator('#next').getByText(second).waitFor();
    expect(await axeFaults(tablet)).toEqual([]);
    await tablet.getByRole('button', { name: `Start ${second}` }).click();
    const pressedThen = Date.parse((await state()).now);

    await browser.close();
    browser = await openBrowserIn(folder, TABLET);
    tablet = await browser.newPage();
    await tablet.goto(`${cable.url}${path()}`);
    await alone();
    expect(await waiting()).toEqual([
      expect.stringContaining(`End ${first}`),
      expect.stringContaining(`Start ${second}`),
    ]);
    await tablet.locator('#what').getByText(second).waitFor();
    await tablet.reload();
    await tablet.locator('#kept li').nth(1).waitFor();
    expect((await state()).current?.session).toBe(first);

    await story.clock.advance('PT4M');
    cable.is('whole');
    await live();
    await tablet.locator('#kept li').first().waitFor({ state: 'detached' });
    const now = await state();
    expect(now.current?.session).toBe(second);
    expect(Math.abs(Date.parse(now.current?.began ?? '') - pressedThen)).toBeLessThanOrEqual(3_000);
    const became = await tablet.locator('#became li').allTextContents();
    expect(became.map((one) => one.replace(/^\S+ /, ''))).toEqual([
      expect.stringMatching(`^${second} began at`),
      expect.stringMatching(`^${first} ended at`),
    ]);
    await countsRightly();
    await tablet.reload();
    await live();
    expect(await waiting()).toEqual([]);
    // The start is the last press, and below it lies the end: each is there once, with its time.
    await story.as('stage-lead').types('/agenda clock Main stage undo');
    const press = await until('the start to be taken back', async () => {
      const last = (await state()).press;
      return last?.session === first ? last : undefined;
    });
    expect(press.what).toBe('end');
    expect(Math.abs(Date.parse(press.at) - pressed)).toBeLessThanOrEqual(3_000);
  }, 240_000);

  it('is there at once where the network says nothing at all, on the wall too', async () => {
    const wall = await browser.newPage();
    await wall.goto(`${cable.url}${path()}?view=wall`);
    await wall.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    cable.is('kinked');
    await wall.reload();
    await wall.getByText('No connection since').waitFor();
    expect(await wall.locator('#digits').textContent()).toMatch(/\d:\d\d/);
    cable.is('whole');
    await wall.getByText('Live', { exact: true }).waitFor({ state: 'attached', timeout: 60_000 });
    await wall.close();
    await live();
  }, 120_000);

  it('says so where its browser has no worker, and goes on as before', async () => {
    const other = await openBrowser();
    const page = await other.newPage({ viewport: TABLET, serviceWorkers: 'block' });
    await page.goto(link.replace(story.sandbox.bot, cable.url));
    await page.getByText('Live', { exact: true }).waitFor();
    cable.is('cut');
    await page.getByText('Do not reload this page').waitFor({ timeout: 30_000 });
    cable.is('whole');
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
    await other.close();
    await live();
  }, 120_000);

  it('is over once the server says so: nothing is left of it in the browser', async () => {
    cable.is('cut');
    await alone();
    await story.as('organizer').types('/agenda clock Main stage reset');
    await story.as('organizer').answered('The room’s tablet page');
    await tablet.reload();
    await alone();
    cable.is('whole');
    await tablet.getByText('This link was reset').waitFor({ timeout: 40_000 });
    await until('the worker to forget', async () => ((await keptThere()).length === 0 ? true : undefined));
    expect((await tablet.reload())?.status()).toBe(401);
    await tablet.getByText('a link that was reset opens nothing').waitFor();
    cable.is('cut');
    await expect(tablet.reload()).rejects.toThrow('net::');
  }, 120_000);
});
