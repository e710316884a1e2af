/**
 * A room's tablet in Chromium, over a real bot: started by a link from chat, counting by the bot's time whatever the
 * tablet's own clock says, through a cut cable and a killed bot, without losing or doubling a press; and for every
 * kind of eye and screen. `SHOTS=docs/images` keeps its pictures.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { RoomClock } from '../../src/agenda/domain/room-clock.ts';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { type Cable, openCable } from '../support/cable.ts';
import { secondsShown, TABLET } from '../support/stage-tablet.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const NARROW = { width: 360, height: 640 } as const;
const FOUR_K = { width: 3840, height: 2160 } as const;
const BEYOND = 'document.documentElement.scrollWidth - innerWidth';
/** A tablet whose own clock is seven hours and eleven minutes ahead. */
const WRONG_CLOCK = `{const Right=Date,ahead=7*36e5+11*6e4;Date=class extends Right{constructor(...a){if(a.length)super(...a);else super(Right.now()+ahead)}static now(){return Right.now()+ahead}}}`;

describe.skipIf(!hasSandbox || !hasBrowser)('the tablet of a stage', () => {
  let browser: Browser;
  let story: Story;
  let cable: Cable;
  let context: BrowserContext;
  let tablet: Page;
  let link = '';
  let key = '';
  let room = '';

  const state = async (): Promise<RoomClock> => {
    const address = `${link.replace(/\?.*/, '')}/state?key=${key}`;
    return RoomClock.parse(await (await fetch(address)).json());
  };
  const word = (text: string) => tablet.locator('#word').getByText(text, { exact: true }).waitFor();
  /** By how many seconds the tablet is wrong. */
  async function error(page = tablet): Promise<number> {
    const before = (await state()).seconds ?? 0;
    const shown = await secondsShown(page);
    const after = (await state()).seconds ?? 0;
    const [most, least] = [
      Math.max(Math.abs(before), Math.abs(after)),
      Math.min(Math.abs(before), Math.abs(after)),
    ];
    return Math.max(0, shown - most, least - shown);
  }

  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    for (const words of [/Now on|Ahora/i, /turno|shift/i, /P\d+/, /reminder|starts|talk/i])
      story.ignore(words);
    await story.as('stage-lead').types('/agenda clock Main stage');
    const said = wholeText(await story.as('stage-lead').answered('The room’s tablet page'));
    link = /http\S+\/stage\/[^?\s]+\?key=[\w-]+/.exec(said)?.[0] ?? '';
    key = new URL(link).searchParams.get('key') ?? '';
    room = decodeURIComponent(/stage\/([^?]+)/.exec(link)?.[1] ?? '');
    cable = await openCable(story.sandbox.bot);
    context = await browser.newContext({ viewport: TABLET, colorScheme: 'light' });
    await context.addInitScript(WRONG_CLOCK);
    tablet = await context.newPage();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    cable?.close();
    await story?.abandon();
  });

  it('opens with the link alone, and counts by the bot’s time though its own clock is hours ahead', async () => {
    const stranger = await browser.newPage({ viewport: HAND });
    expect((await stranger.goto(link.replace(/\?.*/, '')))?.status()).toBe(401);
    await stranger.getByText('/agenda clock ROOM').waitFor();
    expect(await axeFaults(stranger)).toEqual([]);
    await stranger.close();
    await tablet.goto(link.replace(story.sandbox.bot, cable.url));
    expect(new URL(tablet.url()).search).toBe('');
    await tablet.getByText('Live', { exact: true }).waitFor();
    expect(await error()).toBeLessThanOrEqual(1);
  }, 60_000);

  it('starts and ends by name; chat, the board’s clock and machines say so', async () => {
    const { current } = await state();
    const code = current?.session ?? '';
    await tablet.getByRole('button', { name: `Start ${code}` }).click();
    await tablet.getByText(`${code} began at`).first().waitFor();
    expect((await state()).current?.began).not.toBeNull();
    await story.as('stage-lead').types('/agenda clock Main stage');
    await story.as('stage-lead').answered(new RegExp(`${code}.*began at`));
    await word('Running');
    if (SHOTS) await tablet.screenshot({ path: join(SHOTS, 'stage-tablet.png') });
  }, 60_000);

  it('shows the speaker a message from chat, to every eye', async () => {
    await story.as('organizer').types('/agenda clock Main stage say Please repeat the questions');
    await story.as('organizer').answered(`On the screen of ${room}`);
    await tablet.locator('#said').getByText('Please repeat the questions').waitFor();
    const wall = await context.newPage();
    await wall.setViewportSize(WALL);
    await wall.goto(`${link}&view=wall`);
    await wall.locator('#said').getByText('Please repeat the questions').waitFor();
    expect(await wall.locator('button').count()).toBe(0);
    expect(await axeFaults(wall)).toEqual([]);
    expect(await error(wall)).toBeLessThanOrEqual(1);
    expect(await wall.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
    if (SHOTS) await wall.screenshot({ path: join(SHOTS, 'stage-wall.png') });
    await wall.close();
    await tablet.getByRole('button', { name: 'Take it away' }).click();
    await tablet.locator('#message').waitFor({ state: 'hidden' });
  }, 60_000);

  it('goes on counting without a network, says since when, and hands its presses in once, with their time', async () => {
    const { current, coming } = await state();
    const next = coming.find(({ isBreak }) => !isBreak);
    const [first, second] = [current?.session ?? '', next?.session ?? ''];
    // Less than an hour before it: what is further off nobody starts by mistake.
    await story.clock.advance('PT20M');
    await until('the tablet to hear of it', async () => ((await error()) <= 1 ? true : undefined));
    cable.is('cut');
    await tablet.getByText('No connection since').waitFor({ timeout: 30_000 });
    await tablet.getByRole('button', { name: `End ${first}` }).click();
    const pressed = Date.parse((await state()).now);
    await tablet.getByRole('button', { name: `Start ${second}` }).click();
    await tablet.locator('#kept li').nth(1).waitFor();
    await tablet.locator('#what').getByText(second).waitFor();
    if (SHOTS) await tablet.screenshot({ path: join(SHOTS, 'stage-offline.png') });
    expect((await state()).current?.session).toBe(first);
    await story.clock.advance('PT4M');
    cable.is('whole');
    await tablet.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });
    await tablet.locator('#kept li').first().waitFor({ state: 'detached' });
    const now = await state();
    expect(now.current?.session).toBe(second);
    expect(Math.abs(Date.parse(now.current?.began ?? '') - pressed)).toBeLessThanOrEqual(2_000);
    expect(await error()).toBeLessThanOrEqual(1);
    await story.as('stage-lead').types('/agenda clock Main stage undo');
    await story.as('stage-lead').answered(new RegExp(`${second}.*has not begun|Taken back`));
    await until('the start to be taken back', async () =>
      (await state()).current?.began ? undefined : true,
    );
    expect((await state()).press).toMatchObject({ what: 'end', session: first });
  }, 120_000);

  it('notices a line that is silent, and a bot that was killed, and goes on by itself', async () => {
    cable.is('kinked');
    await tablet.getByText('No connection since').waitFor({ timeout: 30_000 });
    cable.is('whole');
    await tablet.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
    const before = story.sandbox.botPid();
    process.kill(before, 'SIGKILL');
    await tablet.getByText('No connection since').waitFor({ timeout: 30_000 });
    await tablet.getByText('Live', { exact: true }).waitFor({ timeout: 90_000 });
    expect(story.sandbox.botPid()).not.toBe(before);
    const { coming, current } = await state();
    const code = (current ?? coming.find(({ isBreak }) => !isBreak))?.session ?? '';
    await tablet.getByRole('button', { name: `Start ${code}` }).click();
    await until('the press is counted', async () => ((await state()).current?.began ? true : undefined));
    expect(await error()).toBeLessThanOrEqual(1);
  }, 200_000);

  it('tells machines over a WebSocket, and each change at once', async () => {
    const socket = new WebSocket(`${link.replace(/^http/, 'ws').replace('?', '/socket?')}`);
    const heard: RoomClock[] = [];
    socket.on('message', (data) => heard.push(RoomClock.parse(JSON.parse(String(data)))));
    await until('the first state', () => heard[0]);
    const answer = await fetch(`${link.replace('?', '/undo?')}`, { method: 'POST' });
    expect(answer.status).toBe(200);
    await until('the change', () => (heard.at(-1)?.current?.began ? undefined : heard.at(-1)));
    socket.close();
  }, 60_000);

  it('Help pages the room, once, and shows who has it', async () => {
    await tablet.getByRole('button', { name: 'Help', exact: true }).click();
    await tablet.getByRole('dialog').getByText(`Call for help in ${room}?`).waitFor();
    expect(await axeFaults(tablet)).toEqual([]);
    await tablet.keyboard.press('Escape');
    await tablet.getByRole('dialog').waitFor({ state: 'hidden' });
    await tablet.getByRole('button', { name: 'Help', exact: true }).click();
    await tablet.getByLabel('What is the matter?').fill('The microphone is dead');
    await tablet.getByRole('button', { name: 'Yes, page whoever' }).click();
    const helping = tablet.locator('#helping');
    await helping.getByText(/asked: /).waitFor();
    const code = /P\d+/.exec((await helping.textContent()) ?? '')?.[0] ?? '';
    await story.as('organizer').types(`/page show ${code}`);
    await story.as('organizer').answered('The microphone is dead');
    await story.as('volunteer-1').types(`/page ack ${code}`);
    await helping.getByText(/has it/).waitFor();
    await story.as('volunteer-1').types(`/page resolve ${code}`);
    await helping.getByText(code).waitFor({ state: 'hidden' });
  }, 90_000);

  it.each([
    ['a small phone', NARROW],
    ['a phone', HAND],
    ['a tablet', TABLET],
    ['a wall of 4K', FOUR_K],
  ] as const)(
    'axe finds nothing, and nothing is wider than the screen, on %s',
    async (name, viewport) => {
      const page = await context.newPage();
      await page.setViewportSize(viewport);
      await page.goto(link);
      await page.getByText('Live', { exact: true }).waitFor();
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate(BEYOND)).toBeLessThanOrEqual(0);
      if (SHOTS && name === 'a phone') await page.screenshot({ path: join(SHOTS, 'stage-phone.png') });
      if (process.env['LOOK']) await page.screenshot({ path: `/tmp/stage-${name.replaceAll(' ', '-')}.png` });
      await page.close();
    },
    60_000,
  );

  it('a reset ends the old link at once, on open screens too', async () => {
    await story.as('organizer').types('/agenda clock Main stage reset');
    await story.as('organizer').answered('The room’s tablet page');
    await tablet.getByText('This link was reset').waitFor();
    expect((await fetch(`${link.replace('?', '/state?')}`)).status).toBe(401);
  }, 60_000);
});
