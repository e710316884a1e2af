/**
 * The projector breaks: the alert's page offers the runbook, whose steps are pressed in its thread by two people, across
 * a kill of the bot, one of them an action that heals it. And what was learned afterwards, as a page in Chromium.
 * `SHOTS=docs/images` keeps the pictures.
 */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, HAND, hasBrowser, openBrowser, WALL } from '../support/browser.ts';
import { HandPictures } from '../support/hand-pictures.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];

describe.skipIf(!hasSandbox || !hasBrowser)('a runbook', () => {
  let browser: Browser;
  let story: Story;
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    for (const words of [/shift|turno/i, 'Self-Service', 'How fast can you', 'begins in', 'Autoservicio'])
      story.ignore(words);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  it('is offered by an alert, ticked by two people across a kill, and its action heals what was broken', async () => {
    const [volunteer, lead] = [story.as('volunteer-1'), story.as('stage-lead')];
    const broken = await fetch(`${story.sandbox.bot}/sandbox/devices/projector`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'broken' }),
    });
    expect(broken.ok).toBe(true);
    const card = await story.posted('stage-main', 'Runbook: Projector dead');
    await volunteer.told('Runbook: Projector dead');
    await volunteer.presses(card, 'Acknowledge');
    await story.becomes(card, /has it/);
    await volunteer.presses(card, 'Runbook: Projector dead');
    await volunteer.answered('is being put into the thread');
    const runbook = await story.posted('stage-main', 'Runbook Projector dead');
    expect(runbook.thread_ts).toBe(card.ts);
    await volunteer.presses(runbook, 'Done');
    await story.becomes(runbook, '1 of 10 steps done');
    await story.kill();
    await lead.presses(runbook, 'No');
    await story.becomes(runbook, /\*No\*: <@U0STAGELEAD>/);
    await lead.presses(runbook, 'Undo');
    await story.becomes(runbook, '1 of 10 steps done');
    if (SHOTS) {
      const hand = await HandPictures.open(browser, story, SHOTS);
      await hand.message('runbook-card', 'volunteer-1', 'stage-main', card);
    }
    await volunteer.presses(runbook, 'Restart the projector');
    const question = await volunteer.answered('Switches the projector');
    await volunteer.presses(question, 'Do it');
    for (const words of [/Restart the projector/, /projector/i]) story.ignore(words);
    await story.settle();
    await story.becomes(card, /resolved/i);
    // The step that is the action is done with it.
    await story.becomes(runbook, '2 of 10 steps done');
    await volunteer.types('/incident runbook P1');
    expect(wholeText(await volunteer.answered('already'))).toContain('2 of 10 steps done');
  }, 180_000);

  it('postmortems that were published are a page, on a phone in the dark and on a wall by day', async () => {
    const organizer = story.as('organizer');
    for (const words of [/I1|I2|postmortem|Postmortem|draft/]) story.ignore(words);
    await organizer.types('/incident declare sev2 The stream is down');
    await story.posted('incidents', 'The stream is down');
    await organizer.types('/incident resolve I1 The encoder was restarted');
    await organizer.answered('is resolved');
    await story.clock.advance('PT1M');
    const draft = await story.posted('incidents', 'Postmortem I1');
    await organizer.presses(draft, 'Publish');
    const question = await organizer.answered('Shall everybody read this?');
    await organizer.presses(question, 'Publish now');
    await story.settle();
    await organizer.types('/callboard board');
    const link =
      /http\S+\/board\?key=[\w-]+/.exec(
        wholeText(await organizer.answered('The control room, for you alone')),
      )?.[0] ?? '';
    for (const [name, viewport, colorScheme] of [
      ['postmortems-hand', HAND, 'dark'],
      ['postmortems', WALL, 'light'],
    ] as const) {
      const page = await browser.newPage({ viewport, colorScheme });
      const shut = await page.goto(`${story.sandbox.bot}/board/postmortems`);
      expect(shut?.status()).toBe(401);
      await page.goto(link);
      await page.goto(`${new URL(page.url()).origin}/board/postmortems`);
      await page.getByText('The stream is down').first().waitFor();
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
      await page.close();
    }
  }, 180_000);
});
