/**
 * One evening: an organizer in Chromium sets up 38C3 with sixty volunteers, from an empty workspace to the first page
 * that is answered. The programme is the real one (1,007 sessions), read from beside the project; skipped without it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { HandPictures } from '../support/hand-pictures.ts';
import { type FileServer, serveFiles } from '../support/story/serve.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const PROGRAMME = join('..', 'shared', 'data', 'frab-xml', '38c3.xml');
const hasProgramme = existsSync(PROGRAMME);
if (!hasProgramme)
  console.warn('The programme of 38C3 is not beside the project: the story of one evening is skipped.');

const SHOTS = process.env['SHOTS'] ?? '';
const CROWD = 60;
const volunteers = Array.from({ length: CROWD }, (_, index) => `crowd-${index + 1}`);

describe.skipIf(!hasSandbox || !hasBrowser || !hasProgramme)('one evening', () => {
  let story: Story | undefined;
  let files: FileServer;
  let browser: Browser;
  beforeEach(async () => {
    files = await serveFiles();
    browser = await openBrowser();
  });
  afterEach(async ({ task }) => {
    if (story && task.result?.state === 'fail') console.error(story.sandbox.log().slice(-4000));
    await story?.abandon();
    story = undefined;
    await browser.close();
    await files.stop();
  });

  it('is enough for a thousand sessions and sixty volunteers', { timeout: 420_000 }, async () => {
    const opened = await openStory({
      event: 'none',
      clock: '2024-12-26T18:30:00+01:00',
      env: { SANDBOX_CROWD: String(CROWD) },
    });
    story = opened;
    const slack = await SlackPage.open(browser, opened.sandbox.slack);
    const olga = opened.as('organizer');
    await slack.actAs('organizer');
    await slack.goTo('ops');

    // The event: asked who they are, then the form, whose dates and channels are chosen rather than typed.
    await slack.types('/callboard event');
    await slack.presses('Is that you?', 'I am the organizer');
    await slack.presses('You are the organizer now', 'Edit the event');
    (await olga.modal('Time zone')).submit({
      name: '38C3',
      first: '2024-12-27',
      last: '2024-12-30',
      zone: 'Europe/Berlin',
      language: 'en',
      ops: '#ops',
      announcements: '#announcements',
      volunteers: '#volunteers',
    });

    // Handed in by the story's own hand: the window in the browser closes with it.
    await slack.modal.waitFor({ state: 'detached' });

    // The programme, by the button that the answer offers next.
    await slack.presses(/Next: .*Programme/, 'Import the programme');
    await slack.modal.waitFor();
    const url = files.put('38c3.xml', readFileSync(PROGRAMME, 'utf8'), 'application/xml');
    await slack.modal.locator('.bk-input input').first().fill(url);
    await slack.modal.locator('.modal-btn.primary').click();
    await slack.message('1007 new').waitFor({ timeout: 30_000 });
    // On a slow machine the window says that the file is being read, and stays until somebody closes it.
    await slack.modal
      .locator('.modal-x')
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await slack.presses('1007 new', 'Apply');
    await slack.message(/Next: .*Speakers/).waitFor({ timeout: 60_000 });

    await slack.types('/speakers link Senficon @speaker-1');
    await slack.message(/Next: .*Shifts/).waitFor();

    // Shifts for the three large halls, four days of them.
    await slack.types('/rota generate');
    await olga.answered('Needs: Stage');
    await slack.presses('Needs: Stage', 'Change needs');
    (await olga.modal('A role a line')).submit({
      needs: 'Angel x1 in Saal 1, Saal GLITCH, Saal ZIGZAG before 15m after 15m',
    });
    await slack.modal.waitFor({ state: 'detached' });
    const shifts = await olga.answered(/[1-9]\d* new[\s\S]*Angel/);
    await slack.presses('Needs: Angel', 'Apply');
    await opened.becomes(shifts, 'Applied');

    // The channel is asked, and sixty people answer; some only say that they cannot.
    await slack.types('/rota invite #volunteers');
    await olga.answered('Asking in');
    const card = await opened.posted('volunteers', 'Who helps at 38C3?');
    await opened.clock.advance('PT1M');
    for (const [index, handle] of volunteers.entries()) {
      const person = opened.as(handle);
      if (index % 10 === 9) {
        await person.presses(card, 'Not this time');
        await person.answered(/.+/);
        continue;
      }
      await person.presses(card, 'When can you?');
      (await person.modal('Roles you would do')).submit({ 'roles-0': ['Angel'] });
      await person.answered('You do: Angel');
    }
    await opened.clock.advance('PT1M');
    await opened.becomes(card, `${CROWD} of 70 answered`);
    if (SHOTS) {
      const hand = await HandPictures.open(browser, opened, SHOTS);
      await hand.message('evening-invitation', 'crowd-1', 'volunteers', card);
    }

    // From their answers the plan, and each gets their shifts in one message.
    await slack.types('/rota invite');
    await slack.presses('Fill now', 'Fill now');
    const plan = await olga.answered(/All places are filled|stay empty/);
    expect(wholeText(plan)).toContain('All places are filled');
    await slack.presses('All places are filled', 'Apply');
    await opened.becomes(plan, /Applied/);
    opened.ignore(/Your shifts|shift/i);

    // A page tried out, by every way that the organizer has.
    await slack.types('/callboard setup');
    const list = wholeText(await olga.answered(/\*Shifts\* · done/));
    expect(list).toMatch(/Programme\* · done/);
    expect(list).toMatch(/Who is on which shift\* · done/);
    expect(list).toContain('1007 sessions');

    // The first evening ends; the first page of the first day is answered.
    opened.ignore(/Tomorrow|begins|reminder|Session|agenda|starts|here/i);
    await opened.clock.set('2024-12-27T12:30:00+01:00');
    await slack.types('/page "Saal 1" No sound on the stage');
    const page = await opened.posted('ops', 'No sound on the stage');
    const [, asked = ''] = /<@(U0CROWD\d{3})>/.exec(wholeText((await opened.read(page)) ?? {})) ?? [];
    const angel = opened.as(`crowd-${Number(asked.slice(-3))}`);
    const dm = await angel.told('No sound on the stage');
    await angel.presses(dm, 'Acknowledge');
    await slack.message(/has it, since/).waitFor();
    await opened.becomes(page, /has it, since/);
    await olga.answered('is out. Asked now');
    await angel.answered('has it, since');
    await olga.told('has your page');
    // What the list and the invitation looked like on the way; and on the first day nobody has pressed `Here` yet.
    opened.ignore(/The settings of|Invitation in|has not arrived/);
    await opened.end();
    story = undefined;
  });
});
