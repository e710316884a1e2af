/**
 * Slack is gone for minutes, as people live it: the page rings at once, the organizers have the numbers on their phones,
 * everything is answered by text, all that looks says so; and when Slack is back, it is said once and shown truly.
 * `SHOTS=docs/images` keeps its pictures.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];

describe.skipIf(!hasSandbox || !hasBrowser)('an evening without Slack', () => {
  let browser: Browser;
  let story: Story;
  let board: Page;
  let code = '';
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    // What waited for Slack is sent again at a moment of its own.
    story.ignore(/Your session starts|Tu sesión empieza/);
    const lead = story.as('stage-lead');
    await lead.types('/callboard board');
    const said = wholeText(await lead.answered('The control room, for you alone'));
    board = await browser.newPage({ viewport: WALL, colorScheme: 'dark' });
    await board.goto(/http\S+\/board\?key=[\w-]+/.exec(said)?.[0] ?? '');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  const ready = async () => {
    const answer = await fetch(`${story.sandbox.bot}/readyz`);
    return `${answer.status} ${await answer.text()}`;
  };
  /** Until the bot says so of itself. */
  const says = (wanted: RegExp, meanwhile: () => Promise<unknown> = async () => {}) =>
    until(
      async () => `${wanted} at /readyz, which says ${await ready()}`,
      async () => {
        await meanwhile();
        return wanted.test(await ready()) ? true : undefined;
      },
      45_000,
    );

  it('is noticed after two minutes; organizers get the numbers and the plan, once', async () => {
    await story.slackRule({ outage: true });
    await says(/^503 not ready: Slack has not answered since .*pages go by text and call/, () =>
      story.clock.advance('PT10S'),
    );
    const { phone } = story.as('organizer');
    const numbers = await phone.expectText('no Slack since');
    expect(numbers.body).toContain('+12025550111');
    const plan = await phone.expectText('The plan');
    expect(plan.body).toMatch(/until \d\d:\d\d \w+ /);
    await story.clock.advance('PT5M');
    expect((await phone.texts()).filter(({ body }) => body.includes('no Slack since'))).toHaveLength(1);
    const metrics = await (await fetch(`${story.sandbox.bot}/metrics`)).text();
    expect(metrics).toContain('callboard_provider_up{provider="slack"} 0');
    expect(metrics).toContain('callboard_ready 0');
    // Texts come in by this door meanwhile: whoever routes by readiness leaves Slack out of it.
    expect((await fetch(`${story.sandbox.bot}/readyz?exclude=slack`)).status).toBe(200);
  }, 60_000);

  it('a page rings at once, and is answered by text, as the stage clock is', async () => {
    await fetch(`${story.sandbox.bot}/sandbox/devices/projector`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'broken' }),
    });
    const { phone } = story.as('volunteer-1');
    const text = await phone.expectText('to acknowledge');
    expect(await phone.calls()).toEqual([]);
    await board.locator('#alarms').getByText('Slack has not answered since').waitFor();
    await board.locator('#alarms').getByText('The projector shows no picture').waitFor();
    if (SHOTS) await board.screenshot({ path: join(SHOTS, 'board-slack-lost.png') });
    await phone.reply(/Reply (\w\w) to/.exec(text.body)?.[1] ?? '');
    code = /You have (P\d+)/.exec((await phone.expectText('You have P')).body)?.[1] ?? '';
    await phone.reply('START S1');
    await phone.expectText(/S1/);
    // How long Bolt takes to be back is not known: a talk that went on would be over by then on a slow machine.
    await phone.reply('END S1');
    await phone.expectText('S1 ended at');
  }, 60_000);

  it('the board says it on a phone too, to every eye', async () => {
    await board.setViewportSize(HAND);
    expect(await board.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await axeFaults(board)).toEqual([]);
    if (SHOTS) await board.screenshot({ path: join(SHOTS, 'board-slack-lost-hand.png') });
  }, 60_000);

  it('is over: told once, on the card, at /readyz and by status', async () => {
    await story.slackRule({ outage: false });
    // Bolt connects again in its own, real time.
    await story.clock.rate(20);
    await says(/^200 ready/);
    await story.clock.rate(1);
    const { phone } = story.as('organizer');
    await phone.expectText('Slack is back');
    const card = await story.posted('stage-main', 'Slack could not be reached from');
    await story.becomes(card, /has it, since .* \(SMS\)/);
    await story.posted('ops', 'what else waited is on its way now');
    await board.locator('#alarms').getByText('Slack has not answered').waitFor({ state: 'detached' });
    const organizer = story.as('organizer');
    await organizer.types('/callboard status');
    await organizer.answered('Slack could not be reached from');
    await organizer.types(`/page resolve ${code}`);
    await organizer.answered('Resolved by');
    await story.clock.advance('PT10M');
    expect((await phone.texts()).filter(({ body }) => /Slack/.test(body))).toHaveLength(3);
    await story.end();
  }, 90_000);
});
