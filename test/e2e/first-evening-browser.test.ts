/**
 * The first evening in a browser, as a newcomer has it: the local Slack on one side, the phones on the other,
 * at a desk's width and at a phone's. `PICTURES=docs/images` keeps the screenshots that the README shows.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DESK, HAND, hasBrowser, openBrowser, SlackPage, WALL } from '../support/browser.ts';
import { type FileServer, serveFiles } from '../support/story/serve.ts';
import { frabJson } from '../support/story/village-fair.ts';
import { hasSandbox, openStory, type Story } from '../support/story.ts';

const PICTURES = process.env['PICTURES'];
const picture = async (page: Page, name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
};

/** By how many pixels a page is wider and longer than what shows it. */
const BEYOND =
  '[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]';

/** Both sides of the evening in one picture, for the README. */
async function bothSides(browser: Browser, slack: Page, phones: Page): Promise<void> {
  if (!PICTURES) return;
  const [left, right] = await Promise.all([slack.screenshot(), phones.screenshot()]);
  const image = (png: Buffer, height: number) =>
    `<img style="height:${height}px;border-radius:12px;box-shadow:0 2px 12px #0004" src="data:image/png;base64,${png.toString('base64')}">`;
  const page = await browser.newPage({ viewport: { width: 1480, height: 800 } });
  await page.setContent(
    `<body style="margin:0;display:flex;gap:24px;padding:24px;background:#e9e7e2;align-items:center">${image(left, 660)}${image(right, 752)}`,
  );
  await picture(page, 'sandbox');
  await page.close();
}

describe.skipIf(!hasSandbox || !hasBrowser)('the first evening in a browser', () => {
  let browser: Browser;
  let evening: Story | undefined;
  let files: FileServer;
  beforeAll(async () => {
    files = await serveFiles();
    browser = await openBrowser();
  });
  afterEach(async () => {
    await evening?.abandon();
    evening = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    await files?.stop();
  });

  it.each([
    ['desk', DESK],
    ['hand', HAND],
  ] as const)('a page is typed, rings, and is answered, at the width of a %s', async (name, viewport) => {
    evening = await openStory();
    const slack = await SlackPage.open(browser, evening.sandbox.slack, DESK);
    const phones = await browser.newPage({ viewport });
    const faults: string[] = [];
    phones.on('pageerror', (error) => faults.push(error.message));
    phones.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    await phones.goto(`${evening.sandbox.bot}/sandbox/phones`);
    const vera = phones.getByRole('article', { name: 'Phone of Vera Volunteer' });
    await vera.waitFor();

    await slack.actAs('organizer');
    await slack.goTo('stage-main');
    await slack.types('/agenda now');
    await slack.message('Managing Failure in a Distributed World').waitFor();
    await slack.types('/page stage-main Projector is dead');
    await slack.message('Nobody has it yet').waitFor();
    await picture(slack.page, `page-${name}`);

    // The clock is moved by hand, and the page follows by itself.
    await phones.getByRole('button', { name: '+30 s' }).click();
    await vera.getByText('Projector is dead').waitFor();
    await phones.getByRole('button', { name: '+5 min' }).waitFor();
    await evening.clock.advance('PT61S');
    await vera.getByRole('button', { name: 'Answer' }).waitFor();
    await phones.getByRole('link', { name: /Vera Volunteer/ }).click();
    await picture(phones, `phones-ringing-${name}`);
    await vera.getByRole('button', { name: 'Answer' }).click();
    await vera.getByRole('button', { name: '1', exact: true }).waitFor();
    await picture(phones, `phones-${name}`);
    if (name === 'hand') await bothSides(browser, slack.page, phones);
    // Big enough for a thumb, and nothing to scroll sideways for.
    const key = await vera.getByRole('button', { name: '1', exact: true }).boundingBox();
    expect(Math.min(key?.width ?? 0, key?.height ?? 0)).toBeGreaterThanOrEqual(44);
    expect(await phones.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await vera.getByRole('button', { name: '1', exact: true }).click();
    await vera.getByText(/Call: completed/).waitFor();

    await slack.message(/has it, since/).waitFor();
    await picture(slack.page, `answered-${name}`);
    await vera.getByRole('textbox').fill('On my way');
    await vera.getByRole('button', { name: 'Send' }).click();
    await vera.getByText('On my way').waitFor();
    expect(faults).toEqual([]);
    await slack.page.close();
    await phones.close();
  });

  it('an agenda is imported by typing, previewed and applied by clicking, and is on the wall', async () => {
    evening = await openStory();
    const slack = await SlackPage.open(browser, evening.sandbox.slack);
    await slack.actAs('organizer');
    await slack.goTo('ops');
    const wall = await browser.newPage({ viewport: WALL, colorScheme: 'dark' });
    const faults: string[] = [];
    wall.on('pageerror', (error) => faults.push(error.message));
    wall.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    await wall.clock.install();
    await wall.goto(`${evening.sandbox.bot}/display`);
    await wall.getByText('Managing Failure in a Distributed World').waitFor();
    await slack.types('/agenda import');
    await slack.modal.waitFor();
    await slack.modal.locator('.bk-input input').first().fill(files.put('schedule.json', frabJson()));
    await picture(slack.page, 'import');
    await slack.modal.locator('.modal-btn.primary').click();
    await slack.message('3 new').waitFor();
    await picture(slack.page, 'import-preview');
    await slack.presses('3 new', 'Apply');
    await slack.message('Applied').waitFor();
    await slack.types('/agenda room barn');
    await slack.message(/14:00.*How a barn is raised/).waitFor();
    await slack.page.close();

    // The screen in the foyer follows by itself, and nobody has to scroll it.
    await wall.clock.runFor(20_000);
    await wall.getByText('How a barn is raised').waitFor();
    await picture(wall, 'display');
    expect(faults).toEqual([]);
    expect(await wall.evaluate(BEYOND)).toEqual([0, 0]);
    // Without the bot it says that it is old, and with it it goes on.
    await wall.route('**/display', (route) => route.abort());
    await wall.clock.runFor(20_000);
    await wall.locator('body.stale').waitFor();
    await wall.getByText('How a barn is raised').waitFor();
    await wall.unroute('**/display');
    await wall.clock.runFor(20_000);
    await wall.locator('body:not(.stale)').waitFor();
    await wall.setViewportSize(HAND);
    expect((await wall.evaluate<number[]>(BEYOND))[0]).toBe(0);
    await picture(wall, 'display-hand');
    await wall.close();
  });
});
