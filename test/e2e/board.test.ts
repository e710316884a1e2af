/**
 * The control room in Chromium, over a real bot: opened by a link, current within seconds, through a kill of the bot,
 * without a word of what is private; for every kind of eye and screen. `SHOTS=docs/images` keeps its pictures.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/workspace.ts';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const NARROW = { width: 360, height: 640 } as const;
const FOUR_K = { width: 3840, height: 2160 } as const;
const id = (handle: string): string => people.find((one) => one.handle === handle)?.id ?? handle;

const BEYOND = 'document.documentElement.scrollWidth - innerWidth';

describe.skipIf(!hasSandbox || !hasBrowser)('the control room', () => {
  let browser: Browser;
  let story: Story;
  let board: Page;
  let link = '';
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    for (const words of [
      /has your page|Tienes un aviso|resolved|handling/i,
      /Someone fell|I\d/,
      /turno|shift/i,
    ])
      story.ignore(words);
    await story.as('stage-lead').types('/callboard board');
    const said = wholeText(await story.as('stage-lead').answered('The control room, for you alone'));
    link = /http\S+\/board\?key=[\w-]+/.exec(said)?.[0] ?? '';
    board = await browser.newPage({ viewport: WALL, colorScheme: 'dark' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  it('is shut to whoever has no link, and to an attendee', async () => {
    const stranger = await browser.newPage({ viewport: HAND });
    const answer = await stranger.goto(`${story.sandbox.bot}/board`);
    expect(answer?.status()).toBe(401);
    await stranger.getByText('Type /callboard board in Slack').waitFor();
    expect(await axeFaults(stranger)).toEqual([]);
    await stranger.close();
    await story.as('attendee').types('/callboard board');
    await story.as('attendee').answered(/crew/i);
  }, 60_000);

  it('shows a page within seconds, who has it, and that it is over', async () => {
    await board.goto(link);
    expect(new URL(board.url()).search).toBe('');
    await board.getByText('Live', { exact: true }).waitFor();
    await board.getByText('✓ No page is open.').waitFor();
    await story.as('attendee').types('/page stage-main The projector shows nothing');
    await board.locator('#alarms').getByText('The projector shows nothing').waitFor();
    await board
      .getByText(/asked: /)
      .first()
      .waitFor();
    const code = /P\d+/.exec((await board.locator('#alarms').textContent()) ?? '')?.[0] ?? '';
    if (SHOTS) await board.screenshot({ path: join(SHOTS, 'board.png') });
    await story.as('volunteer-1').types(`/page ack ${code}`);
    await board
      .locator('#alarms')
      .getByText(/has it/)
      .waitFor();
    await story.as('volunteer-1').types(`/page resolve ${code}`);
    await board.getByText('✓ No page is open.').waitFor();
  }, 120_000);

  it('says nothing of a private incident, and of another all that there is', async () => {
    const organizer = story.as('organizer');
    await organizer.types(`/incident declare private sev2 Someone fell with <@${id('organizer')}>`);
    await organizer.answered('is declared for these alone');
    await organizer.types('/incident declare sev2 The lights flicker in Main stage');
    await board.locator('#alarms').getByText('The lights flicker').waitFor();
    await board.getByText('nobody commands').waitFor();
    expect(await board.locator('body').textContent()).not.toContain('Someone fell');
  }, 120_000);

  it('says since when it is old while the bot is away, and goes on by itself', async () => {
    await story.kill();
    await until('the bot is back', async () =>
      (await fetch(`${story.sandbox.bot}/readyz`).catch(() => undefined))?.ok ? true : undefined,
    );
    await board.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });
    await story.as('attendee').types('/page stage-main It smells of smoke');
    await board.locator('#alarms').getByText('It smells of smoke').waitFor();
  }, 120_000);

  it.each([
    ['a small phone', NARROW, 'dark'],
    ['a phone', HAND, 'dark'],
    ['a wall by day', WALL, 'light'],
    ['a wall of 4K', FOUR_K, 'dark'],
  ] as const)(
    'axe finds nothing, and nothing is wider than the screen, on %s',
    async (name, viewport, colorScheme) => {
      const page = await browser.newPage({ viewport, colorScheme });
      await page.goto(link);
      await page.getByText('Live', { exact: true }).waitFor();
      await page.locator('#day img').evaluate((image: { decode(): Promise<void> }) => image.decode());
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate(BEYOND)).toBeLessThanOrEqual(0);
      if (SHOTS && name === 'a phone') await page.screenshot({ path: join(SHOTS, 'board-hand.png') });
      if (SHOTS && name === 'a wall of 4K') await page.screenshot({ path: join(SHOTS, 'board-4k.png') });
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('To the rooms');
      await page.close();
    },
    120_000,
  );
});
