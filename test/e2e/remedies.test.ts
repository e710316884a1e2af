/**
 * The projector of the stage breaks: its alarm pages, the action on the page's card mends it, what was mended is read
 * back, the page is over, and the incident's timeline says so. Then the stream, which takes two people, in a browser.
 */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { buttonsOf } from '../support/story/slack-desk.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

/** Set SHOTS to a folder to keep what people see. */
const SHOTS = process.env['SHOTS'];

describe.skipIf(!hasSandbox)('the devices of the stage', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(() => story?.abandon());

  const states = async () =>
    (await (await fetch(`${story.sandbox.bot}/sandbox/devices.json`)).json()) as Record<
      string,
      { state: string }
    >;
  const device = async (name: string, state: string) => {
    const answer = await fetch(`${story.sandbox.bot}/sandbox/devices/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state }),
    });
    expect(await answer.json()).toMatchObject({ [name]: { state }, alert: 200 });
  };

  it('break, are mended by an action once, killed on the way, and are read back', async () => {
    for (const words of ['Your shift', 'Change of shift', 'begins in', 'Self-Service', 'How fast can you'])
      story.ignore(words);
    expect(await states()).toEqual({ projector: { state: 'fine' }, stream: { state: 'fine' } });
    await device('projector', 'broken');
    const card = await story.posted('stage-main', 'The projector shows no picture');
    const [volunteer, organizer] = [story.as('volunteer-1'), story.as('organizer')];
    const direct = await volunteer.told('The projector shows no picture');
    expect(buttonsOf(direct.blocks).map(({ label }) => label)).toContain('Restart the projector');
    await organizer.presses(card, 'Declare incident');
    (await organizer.modal('What is wrong?')).submit({ title: 'No picture at the stage', severity: 'sev2' });
    await organizer.answered('I1 “No picture at the stage” is declared');
    const incident = await story.posted('incidents', 'I1 No picture at the stage');
    expect(buttonsOf((await story.read(incident))?.blocks).map(({ label }) => label)).toContain(
      'Restart the projector',
    );

    await volunteer.presses(card, 'Restart the projector');
    const question = await volunteer.answered('Switches the projector of Stage Main off and on');
    expect(wholeText(question)).toContain('The projector is broken and is started anew.');
    expect((await states())['projector']).toEqual({ state: 'broken' });
    await volunteer.presses(question, 'Do it');
    await volunteer.presses(question, 'Do it');
    await volunteer.answered('Restart the projector');
    await volunteer.answered('Restart the projector');
    await story.kill();
    // Its page is part of the incident, whose thread is where people work.
    const outcome = await story.posted('incidents', 'Restart the projector');
    expect(outcome.thread_ts).toBe(incident.ts);
    await story.becomes(outcome, 'It was read back');
    await story.becomes(card, 'Resolved');
    const over = await story.becomes(card, 'It was read back');
    expect(buttonsOf(over.blocks)).toEqual([]);
    await story.becomes(incident, 'It was read back');
    expect((await states())['projector']).toEqual({ state: 'fine' });
    await organizer.types('/incident timeline I1');
    const timeline = wholeText(await organizer.answered('Timeline of I1'));
    expect(timeline).toContain('Vera Volunteer used the action “Restart the projector”');
    expect(timeline.match(/Action “Restart the projector” took effect/g)).toHaveLength(1);

    // Its monitoring sees it too: nobody is called any more.
    await device('projector', 'fine');
    await organizer.types('/incident mistake I1 it was a test');
    await organizer.answered('I1');
    await story.clock.advance('PT10M');
    await story.settle();
    expect(await volunteer.phone.calls()).toEqual([]);
  });

  it.skipIf(!hasBrowser)(
    'are broken and mended in a browser; what takes two people waits for the second',
    async () => {
      const browser = await openBrowser();
      try {
        const page = await browser.newPage({ viewport: DESK });
        await page.goto(`${story.sandbox.bot}/sandbox/devices`);
        await page.getByRole('button', { name: 'Break it: stream' }).click();
        await page.locator('#stream').getByText('✗ broken').waitFor();
        const card = await story.posted('stage-main', 'The stream has stopped');
        await story.as('volunteer-1').told('The stream has stopped');
        await shot(page, 'stage-devices');
        const slack = await SlackPage.open(browser, story.sandbox.slack);
        await slack.actAs('volunteer-1');
        await slack.goTo('stage-main');
        await slack.presses('The stream has stopped', 'Restart the stream');
        await slack.message('It takes two people').waitFor();
        await shot(slack.page, 'action-question');
        await slack.presses('It takes two people', 'Do it');
        for (const words of ['It takes two people', 'waits for a second person'])
          await story.as('volunteer-1').answered(words);
        const asked = await story.posted('stage-main', 'somebody else presses');
        const [first, second] = [story.as('volunteer-1'), story.as('stage-lead')];
        await first.presses(asked, 'Confirm');
        await first.answered('you are the first one');
        expect((await states())['stream']).toEqual({ state: 'broken' });
        await second.presses(asked, 'Confirm');
        await second.answered('Thank you');
        await story.becomes(asked, 'It was read back');
        await story.becomes(card, 'Resolved');
        await page.locator('#stream').getByText('✓ works').waitFor();
        await slack.message('It was read back').first().waitFor();
        await shot(slack.page, 'action-done');
      } finally {
        await browser.close();
      }
      await story.end();
    },
  );
});

async function shot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
}
