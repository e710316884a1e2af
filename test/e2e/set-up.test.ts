/**
 * From an empty workspace along the checklist: each step's button is pressed, and each answer says what comes next;
 * then the evening before. `SHOTS=docs/images` keeps the pictures that the guides show, at a phone's width.
 */
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { type FileServer, serveFiles } from '../support/story/serve.ts';
import { hasSandbox, type Message, openStory, type Story, wholeText } from '../support/story.ts';

const PROGRAMME = `Title,Speaker,Room,Date,Start,End
How a barn is raised,Ann Example,Barn,2019-06-05,14:00,14:45
Bees,Bob Beispiel,Meadow,2019-06-05,14:30,15:00
Closing song,Ann Example,Barn,2019-06-06,10:00,11:00
`;
const SHOTS = hasBrowser ? (process.env['SHOTS'] ?? '') : '';

describe.skipIf(!hasSandbox)('an event is set up from nothing', () => {
  let story: Story | undefined;
  let files: FileServer;
  let browser: Browser | undefined;
  beforeEach(async () => {
    files = await serveFiles();
    browser = SHOTS ? await openBrowser() : undefined;
  });
  afterEach(async ({ task }) => {
    if (story && task.result?.state === 'fail') console.error(story.sandbox.log());
    await story?.abandon();
    story = undefined;
    await browser?.close();
    await files.stop();
  });

  it('step by step, and the evening before says how tomorrow looks', async () => {
    const opened = await openStory({ event: 'none', clock: '2019-06-03T10:00:00+02:00' });
    story = opened;
    const slack = browser && (await SlackPage.open(browser, opened.sandbox.slack));
    /** What the phone of somebody shows: the element alone, at a phone's width. */
    const shot = async (what: (page: SlackPage) => Locator, name: string) => {
      if (!slack) return;
      const found = what(slack);
      await found.waitFor();
      const style = `width:${HAND.width}px;max-width:${HAND.width}px;flex:none`;
      await found.evaluate(
        (element: { setAttribute(name: string, value: string): void }, value) =>
          element.setAttribute('style', value),
        style,
      );
      await found.screenshot({ path: join(SHOTS, `setup-${name}.png`) });
    };
    const [olga, ada] = [opened.as('organizer'), opened.as('attendee')];
    // What shifts and speakers send on their way is told by other stories.
    for (const words of [/begins in|H\d/, /Reminder|session|talk|sesión/i]) opened.ignore(words);

    // Whoever opens this for the first time sees what it is, and is asked.
    expect(await ada.home('the wall behind the stage')).toContain('I am the organizer');
    await olga.types('/callboard event');
    const claim = await olga.answered('Is that you?');
    await olga.presses(claim, 'I am the organizer');
    const list = await opened.becomes(claim, /You are the organizer now[\s\S]*1 of 9 done/);
    expect(await ada.home('being set up by')).not.toContain('I am the organizer');

    await olga.presses(list, 'Edit the event');
    (await olga.modal('Time zone')).submit({
      name: 'Village Fair',
      first: '2019-06-05',
      last: '2019-06-06',
      zone: 'Europe/Madrid',
      language: 'en',
      ops: '#ops',
      announcements: '#announcements',
    });
    const saved = await olga.answered(/Village Fair[\s\S]*Next: \*Programme/);

    const url = files.put('programme.csv', PROGRAMME, 'text/csv');
    await olga.presses(saved, 'Import the programme');
    (await olga.modal('Import an agenda')).submit({ url, zone: 'Europe/Madrid' });
    const preview = await olga.answered(/3 new/);
    await olga.presses(preview, 'Apply');
    const imported = await opened.becomes(preview, /Applied[\s\S]*Next: \*Speakers/);
    await opened.posted('announcements', /agenda/i);

    await olga.presses(imported, 'Link the speakers');
    await olga.answered(/Ann Example/);
    await olga.types('/speakers link Ann Example @speaker-1');
    await olga.answered(/Ann Example[\s\S]*Next: \*Shifts/);
    await olga.types('/speakers link Bob Beispiel @speaker-2');
    const linked = await olga.answered(/Bob Beispiel[\s\S]*Next: \*Shifts/);
    const home = await olga.home(/Set-up[\s\S]*5 of 9 done/);
    expect(home).toMatch(/Speakers\* · done[\s\S]*Shifts\* · to do/);
    if (slack) {
      await slack.actAs('organizer');
      await slack.goTo('general');
      await shot(({ page }) => page.locator('.msg', { hasText: 'Bob Beispiel' }).last(), 'next-step');
    }

    await olga.presses(linked, 'Make the shifts');
    (await olga.modal('A role a line')).submit({ needs: 'Stage' });
    const shifts = await olga.answered(/new/);
    await olga.presses(shifts, 'Apply');
    await opened.becomes(shifts, /Applied[\s\S]*Next: \*Volunteers’ answers/);
    for (const handle of ['volunteer-1', 'volunteer-2']) {
      await opened.as(handle).types('/rota availability');
      (await opened.as(handle).modal('Roles you would do')).submit({ 'roles-0': ['Stage'] });
      await opened.as(handle).answered('You do: Stage');
    }
    await olga.types('/callboard setup');
    const half: Message = await olga.answered(/Next: \*Who is on which shift/);
    await shot(({ page }) => page.locator('.msg', { hasText: 'Who is on which shift' }).last(), 'checklist');
    await olga.presses(half, 'Propose who');
    const filled = await olga.answered('All places are filled');
    await olga.presses(filled, 'Apply');
    const applied = await opened.becomes(filled, /Applied[\s\S]*Next: \*A page, tried out/);

    await olga.presses(applied, 'Page me, as a test');
    await olga.answered(/Slack/);
    await olga.told('only a test');
    await olga.phone.expectText('Only a test');
    await olga.phone.expectCall();
    await olga.phone.answer();
    await olga.phone.press('1');
    opened.ignore(/test/i);
    await opened.clock.advance('PT2M');
    const result = await olga.told(/All is set up/);
    expect(wholeText(result)).not.toContain('Next:');

    await olga.types('/callboard status');
    const status = wholeText(await olga.answered(/All is well|Something needs a look/));
    expect(status).not.toContain('Not set up yet');

    // The evening before says what is still to mend, once.
    await opened.clock.set('2019-06-04T17:59:00+02:00');
    expect((await opened.unexpected()).filter((one) => /Tomorrow/.test(one))).toEqual([]);
    await opened.clock.advance('PT2M');
    const evening = await olga.told(/Tomorrow, Wednesday 5 June/);
    expect(wholeText(evening)).toMatch(
      /Fair, with 2 things[\s\S]*not answered a reminder: Ann Example[\s\S]*2 on shift have never tried/,
    );
    if (slack) {
      await slack.goTo('Olga Organizer');
      await shot(({ page }) => page.locator('.msg', { hasText: 'Tomorrow' }).last(), 'evening');
    }
    await olga.presses(evening, 'Ask them to try');
    await olga.answered('They are asked to try');
    await opened.as('volunteer-1').told('/page test');
    await opened.end();
    story = undefined;
  });
});
