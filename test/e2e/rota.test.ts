/** A rota's evening in the browser: generate → fill → swap → cover → no-show, with real clicks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/workspace.ts';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const EVENT = {
  name: 'RotaConf',
  zone: 'Europe/Madrid',
  rooms: [{ name: 'Main hall', channel: 'C0STAGEMAIN' }],
  roles: [{ name: 'Stage', leads: ['stage-lead'] }],
  sessions: [
    { title: 'First talk', room: 'Main hall', start: 'day 1 16:00', minutes: 40, speakers: ['Ana'] },
    { title: 'Second talk', room: 'Main hall', start: 'day 1 16:45', minutes: 45, speakers: ['Ben'] },
    { title: 'Evening talk', room: 'Main hall', start: 'day 1 19:00', minutes: 60, speakers: ['Cat'] },
  ],
};
const VOLUNTEERS = ['volunteer-1', 'volunteer-2', 'volunteer-3'] as const;
/** Set SHOTS to a folder to look at what people see. */
const SHOTS = process.env['SHOTS'];

describe.skipIf(!hasSandbox || !hasBrowser)('the rota in a browser', () => {
  let browser: Browser;
  let story: Story | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-rota-'));
  beforeAll(async () => {
    browser = await openBrowser();
    writeFileSync(join(folder, 'event.json'), JSON.stringify(EVENT));
  });
  afterEach(async () => {
    await story?.abandon();
    story = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('generate → fill → swap → cover → no-show', async () => {
    const opened = await openStory({ event: join(folder, 'event.json') });
    story = opened;
    const slack = await SlackPage.open(browser, opened.sandbox.slack);
    const shot = async (name: string) => {
      if (SHOTS) await slack.page.screenshot({ path: join(SHOTS, `${name}.png`) });
    };
    // The local Slack calls a direct message with the bot by the other person's name.
    const inDirectMessages = async (handle: string) => {
      await slack.actAs(handle);
      await slack.goTo(people.find((person) => person.handle === handle)?.name ?? handle);
    };
    // Reminders are tested elsewhere; here they may come as they like.
    for (const words of ['begins in', 'Change of shift']) opened.ignore(words);
    const organizer = opened.as('organizer');

    // Generate: a preview first, and two blocks when it is applied.
    await slack.actAs('organizer');
    await slack.goTo('ops');
    await slack.types('/rota generate');
    await organizer.answered('2 new');
    await shot('1-generate');
    await slack.presses('2 new', 'Apply');
    await slack.message('Applied').waitFor();

    // Everybody says what they do, one of them with the mouse.
    for (const handle of VOLUNTEERS) {
      if (handle === 'volunteer-1') {
        await slack.actAs(handle);
        await slack.goTo('general');
        await slack.types('/rota availability');
        await slack.modal.getByText('Stage', { exact: true }).first().click();
        await shot('2-availability');
        await slack.modal.locator('.modal-btn.primary').click();
      } else {
        await opened.as(handle).types('/rota availability');
        (await opened.as(handle).modal('Roles you would do')).submit({ 'roles-0': ['Stage'] });
      }
      await opened.as(handle).answered('You do: Stage');
    }

    // Fill: proposed, applied; the shifts begin so soon that they count as accepted.
    await slack.actAs('organizer');
    await slack.goTo('ops');
    await slack.types('/rota fill');
    await organizer.answered('All places are filled');
    await shot('3-fill');
    await slack.presses('All places are filled', 'Apply');
    await expect.poll(() => slack.page.locator('.msg', { hasText: 'Applied: 2' }).count()).toBe(2);
    await organizer.types('/rota today', 'ops');
    const today = wholeText(await organizer.answered('Shifts on'));
    const holderOf = (code: string) => {
      const [, id = ''] = new RegExp(`${code}\`[^\\n]*?<@(\\w+)>`).exec(today) ?? [];
      return VOLUNTEERS.find((handle) => opened.as(handle).id === id) ?? 'volunteer-1';
    };
    const [first, second] = [holderOf('H1'), holderOf('H2')];
    expect(first).not.toBe(second);
    const third = VOLUNTEERS.find((handle) => handle !== first && handle !== second) ?? 'volunteer-3';
    for (const handle of [first, second]) await opened.as(handle).told('proposed for you');

    // Swap: both press Accept.
    await opened.as(first).types(`/rota swap H1 @${second} H2`);
    await opened.as(first).answered('Nothing changes until both press');
    const asked = await opened.as(second).told('and gets');
    const own = await opened.as(first).told('and gets');
    await opened.as(second).presses(asked, 'Accept');
    await opened.becomes(asked, 'You accepted');
    await inDirectMessages(first);
    await slack.presses('and gets', 'Accept');
    await opened.becomes(own, 'Both accepted');
    await opened.becomes(asked, 'Both accepted');
    await shot('4-swap');

    // Cover: the other two are asked, the first to take it has it.
    await opened.as(second).types('/rota cover H1 I am ill');
    await opened.as(second).answered('keeps it until somebody has it');
    const [toThird, toFirst] = [
      await opened.as(third).told('Can you?'),
      await opened.as(first).told('Can you?'),
    ];
    await inDirectMessages(third);
    await shot('5-cover');
    await slack.presses('Can you?', "I'll take it");
    await opened.becomes(toThird, 'It is yours');
    await opened.becomes(toFirst, 'has');
    await opened.as(second).told('covers for you');
    await opened.as('stage-lead').told('covers for');

    // No-show: five minutes after the start the lead is told, and finds cover.
    await opened.clock.set('2019-06-05T15:50:00+02:00');
    await opened.as(third).told('Are you there?');
    const alarm = await opened.as('stage-lead').told('has not arrived');
    await opened.posted('ops', 'has not arrived');
    await inDirectMessages('stage-lead');
    await slack.presses('has not arrived', 'Find cover');
    await opened.as('stage-lead').answered('keeps it until somebody has it');
    const again = await opened.as(first).told('Can you?');
    await opened.as(second).told('Can you?');
    await shot('6-no-show');
    await opened.as(first).presses(again, "I'll take it");
    await opened.becomes(again, 'It is yours');
    await opened.as(third).told('covers for you');
    await opened.as('stage-lead').told('covers for');
    expect(wholeText(alarm)).toContain(`<@${opened.as(third).id}>`);
    // What is shown is who would be paged, on a phone's width too.
    await opened.as('attendee').types('/rota now');
    await opened.as('attendee').answered('Only crew may do that');
    await opened.as('stage-lead').types('/rota now');
    const now = wholeText(await opened.as('stage-lead').answered('Who is on'));
    expect(now).toContain(`<@${opened.as(first).id}>`);
    expect(now).not.toContain(`<@${opened.as(third).id}>`);
    await slack.page.setViewportSize(HAND);
    await shot('7-phone');
    await slack.page.close();
    await opened.end();
    story = undefined;
  });
});
