/**
 * The queues in Chromium, over a real bot and Redis: an organizer looks, cancels a step of a page only after a question
 * and a tick, and the others hear of it; on a phone, with the keyboard. `SHOTS=docs/images` keeps its pictures.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const BEYOND = 'document.documentElement.scrollWidth - innerWidth';

describe.skipIf(!hasSandbox || !hasBrowser)('the queues', () => {
  let browser: Browser;
  let story: Story;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    for (const words of [/has your page|Tienes un aviso|turno|shift|resolved|handling|Smoke/i])
      story.ignore(words);
    page = await browser.newPage({ viewport: HAND, colorScheme: 'dark' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  const linkOf = async (who: string): Promise<string> => {
    await story.as(who).types('/callboard board');
    const said = wholeText(await story.as(who).answered('The control room, for you alone'));
    return /http\S+\/board\?key=[\w-]+/.exec(said)?.[0] ?? '';
  };

  it('are for organizers: crew are told, and bull-board is shut with them', async () => {
    const crew = await browser.newPage({ viewport: HAND });
    await crew.goto(await linkOf('stage-lead'));
    expect(await crew.getByRole('link', { name: 'Queues' }).count()).toBe(0);
    for (const path of ['/board/queues', '/board/queues/bull', '/board/queues/bull/api/queues'])
      expect((await crew.goto(`${story.sandbox.bot}${path}`))?.status(), path).toBe(403);
    expect(await axeFaults(crew)).toEqual([]);
    await crew.close();
    const nobody = await fetch(`${story.sandbox.bot}/board/queues/bull/static/images/logo.svg`);
    expect(nobody.status).toBe(401);
  }, 90_000);

  it('are reached from the control room, fit a phone, and axe finds nothing', async () => {
    await page.goto(await linkOf('organizer'));
    await page.getByRole('link', { name: 'Queues' }).click();
    await page.getByRole('heading', { name: /^Queues · / }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(BEYOND)).toBeLessThanOrEqual(0);
  }, 60_000);

  it('a step of a page is cancelled by keyboard, after a question and a tick; the organizers hear of it', async () => {
    await story.as('attendee').types('/page stage-main Smoke at the mixer');
    await page
      .getByRole('link', { name: /^\d+ waiting$/ })
      .first()
      .click();
    const cancel = page.getByRole('link', { name: /^Cancel: escalate-page P\d+$/ });
    await cancel.first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(BEYOND)).toBeLessThanOrEqual(0);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'queues-hand.png') });
    await cancel.first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cancel this?' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(BEYOND)).toBeLessThanOrEqual(0);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'queues-ask.png') });
    const button = page.getByRole('button', { name: 'Cancel it' });
    // The browser itself stops at the tick; so does the bot, for whoever sends the form without one.
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cancel this?' }).waitFor();
    await page.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('✓ It is cancelled.').waitFor();
    await story.posted('ops', /cancelled something in the queue of pages: `escalate-page P\d+`/);
  }, 90_000);

  it('shows what BullMQ has, to look at only', async () => {
    await page.setViewportSize(WALL);
    await page.getByRole('link', { name: /BullMQ/ }).click();
    await page.getByText('Loading').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'pages' }).first().click();
    await page.getByText('Loading').waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: /add|clean|promote|pause|obliterate/i }).count()).toBe(0);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'queues-bull.png') });
    const statuses = await page.evaluate(async () => {
      const send = async (path: string, method: string) =>
        (await fetch(`/board/queues/bull/api/queues${path}`, { method })).status;
      return [await send('', 'GET'), await send('/pages/add', 'POST'), await send('/pages/pause', 'PUT')];
    });
    expect(statuses).toEqual([200, 405, 405]);
  }, 60_000);
});
