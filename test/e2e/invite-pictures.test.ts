/**
 * The invitation, its list and where it stands, at a phone's width, as pictures for the guides:
 *
 *     SHOTS=docs/images npx vitest run test/e2e/invite-pictures
 *
 * Without SHOTS there is nothing to do: what they show is asserted by the story.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story } from '../support/story.ts';

const SHOTS = process.env['SHOTS'] ?? '';

/** The local Slack keeps its sidebar: so wide, a message is as wide as on a phone of 390 px. */
const PHONE = { width: 620, height: 1500 };
const EVENT = {
  name: 'VolunteerConf',
  zone: 'Europe/Madrid',
  sessions: [{ title: 'A talk', room: 'Main hall', start: 'day 8 10:00', minutes: 45, speakers: ['Ana'] }],
};

describe.skipIf(!SHOTS || !hasSandbox || !hasBrowser)('pictures of an invitation', () => {
  let browser: Browser;
  let story: Story;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-invite-pictures-'));
  beforeAll(async () => {
    browser = await openBrowser();
    writeFileSync(join(folder, 'event.json'), JSON.stringify(EVENT));
    story = await openStory({ event: join(folder, 'event.json') });
  });
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
    rmSync(folder, { recursive: true });
  });

  it('the card, the list, where it stands, the reminder and the phone', async () => {
    const slack = await SlackPage.open(browser, story.sandbox.slack, PHONE);
    const olga = story.as('organizer');
    const shot = async (words: string | RegExp, name: string) => {
      const message = slack.message(words);
      await message.waitFor();
      await message.screenshot({ path: join(SHOTS, `invite-${name}.png`) });
    };
    for (const when of ['09:00-11:00 x2', '11:00-13:00', '13:00-17:00 x3'])
      await olga.types(`/rota add Door in "Foyer" 2019-06-13 ${when}`, 'ops');
    await story.settle();
    await slack.goTo('volunteers');
    await olga.types('/rota invite #volunteers', 'ops');
    const card = await story.posted('volunteers', 'Who helps at');
    await story.clock.advance('PT20S');
    await story.as('volunteer-1').presses(card, 'When can you?');
    (await story.as('volunteer-1').modal('Roles you would do')).submit({ 'roles-0': ['Door'] });
    await story.as('volunteer-2').presses(card, 'Not this time');
    await story.as('volunteer-2').answered('not this time');
    await story.clock.advance('PT20S');
    await story.becomes(card, /\d not this time/);
    await shot('Who helps at', 'card');

    await slack.actAs('volunteer-3');
    await slack.presses('Who helps at', 'Open shifts');
    await shot('people missing', 'list');

    await slack.actAs('organizer');
    await slack.goTo('ops');
    await slack.types('/rota invite');
    await shot('Invitation in', 'standing');

    await story.as('speaker-1').phone.reply('SHIFTS');
    await story.as('speaker-1').phone.expectText('Open:');
    const phones = await browser.newPage({ viewport: { width: 390, height: 1100 } });
    await phones.goto(`${story.sandbox.bot}/sandbox/phones`);
    const sam = phones.getByRole('article', { name: 'Phone of Sam Speaker' });
    await sam.getByText('TAKE + number').first().waitFor();
    await sam.screenshot({ path: join(SHOTS, 'invite-phone.png') });

    await story.clock.set('2019-06-07T14:20:00+02:00');
    await slack.actAs('volunteer-3');
    await slack.goTo('Vanya Volunteer');
    await story.as('volunteer-3').told('still looks for people');
    await shot('still looks for people', 'reminder');
  });
});
