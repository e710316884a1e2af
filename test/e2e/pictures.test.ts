/**
 * Every card and window at a phone's width, as pictures for the guides:
 *
 *     SHOTS=docs/images npx vitest run --project e2e test/e2e/pictures
 *
 * Without SHOTS there is nothing to do: what they say is asserted by the stories. With it, whatever is wider than a
 * phone fails. The cards of a page and the phones are in `paging-pictures`, those of setting up in `set-up`.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../support/browser.ts';
import { HandPictures } from '../support/hand-pictures.ts';
import { hasSandbox, openStory, type Story } from '../support/story.ts';

const SHOTS = process.env['SHOTS'] ?? '';

/** What is typed, by whom, and the button that then opens a window, if it is not the words alone. */
type Opens = readonly [name: string, handle: string, typed: string, answer?: string | RegExp, label?: string];
const MODALS: readonly Opens[] = [
  ['agenda-import-window', 'organizer', '/agenda import'],
  ['agenda-delay-window', 'organizer', '/agenda show S6', 'S6', 'Delay'],
  ['agenda-move-window', 'organizer', '/agenda show S6', 'S6', 'Move'],
  ['agenda-cancel-window', 'organizer', '/agenda show S6', 'S6', 'Cancel session'],
  ['speakers-link-window', 'organizer', '/speakers link'],
  ['rota-needs-window', 'organizer', '/rota generate', 'unchanged', 'Change needs'],
  ['rota-role-window', 'organizer', '/rota role Stage', 'Shifts: Stage', 'Edit role'],
  ['rota-import-window', 'organizer', '/rota import'],
  ['rota-contact-window', 'volunteer-3', '/rota contact'],
  ['rota-availability-window', 'volunteer-1', '/rota availability'],
  ['page-window', 'organizer', '/page'],
  ['page-policy-window', 'organizer', '/page policy stage-main'],
  ['incident-declare-window', 'organizer', '/incident declare'],
  ['callboard-event-window', 'organizer', '/callboard event', 'Time zone', 'Edit the event'],
  ['callboard-hook-window', 'organizer', '/callboard settings', 'POST', 'New token'],
];

/** What is typed, by whom, and words of the answer. */
const ANSWERS: readonly (readonly [name: string, handle: string, typed: string, answer: string | RegExp])[] =
  [
    ['agenda-now', 'attendee', '/agenda', 'Now, '],
    ['agenda-session', 'organizer', '/agenda show S6', 'Financial Services'],
    ['agenda-delay-preview', 'organizer', '/agenda delay S3 15m projector broken', 'Delay: 3 sessions move'],
    ['agenda-check', 'organizer', '/agenda check', 'looks wrong'],
    ['speakers-board', 'organizer', '/speakers', 'still to come'],
    ['rota-now', 'organizer', '/rota', 'Who is on'],
    ['rota-me', 'volunteer-1', '/rota me', 'Your shifts'],
    ['rota-gaps', 'organizer', '/rota gaps', 'Gaps in the rota'],
    ['rota-fill', 'organizer', '/rota fill', 'What each person would have'],
    ['page-which', 'attendee', '/page no sound in the hall', 'Send this to'],
    ['keys-status', 'holder-1', '/keys status', 'Key set'],
    ['callboard-status', 'organizer', '/callboard status', 'database answers'],
    ['callboard-help', 'attendee', '/callboard help', 'runs the event'],
  ];

describe.skipIf(!SHOTS || !hasSandbox || !hasBrowser)('pictures at the width of a phone', () => {
  let browser: Browser;
  let story: Story;
  let hand: HandPictures;
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    hand = await HandPictures.open(browser, story, SHOTS);
  });
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  for (const [name, handle, typed, answer, label] of MODALS)
    it(name, async () => {
      const person = story.as(handle);
      await hand.modal(name, handle, async () => {
        await person.types(typed);
        if (answer !== undefined && label !== undefined)
          await person.presses(await person.answered(answer), label);
      });
    });

  it.each(ANSWERS)('%s', async (name, handle, typed, answer) => {
    await story.as(handle).types(typed);
    await hand.message(name, handle, 'general', await story.as(handle).answered(answer));
  });

  it.each(['organizer', 'volunteer-1', 'speaker-1', 'attendee'])('the home of %s', async (handle) => {
    await hand.home(`home-${handle}`, handle);
  });

  it('what a speaker gets, and asks for', async () => {
    const [olga, sam] = [story.as('organizer'), story.as('speaker-1')];
    await olga.types('/speakers remind S6');
    const reminder = await sam.told('Financial Services');
    await hand.message('speakers-reminder', 'speaker-1', 'Sam Speaker', reminder);
    await hand.modal('speakers-help-window', 'speaker-1', () => sam.presses(reminder, 'I need help'));
  });

  it('a table of speakers, before it is applied', async () => {
    const olga = story.as('organizer');
    await olga.types('/speakers link');
    const rows = [
      'Marc Cluet,,+34 600 123 456',
      'Marc Clouet,,+34 600 999 888',
      'Ana Ruiz,ana@example.org,600',
    ];
    (await olga.modal('The table')).submit({ text: ['Name,E-mail,Phone', ...rows].join('\n') });
    await hand.message('speakers-link-preview', 'organizer', 'general', await olga.answered('to link'));
  });

  it('a search for cover, and whoever takes it', async () => {
    const [viktor, vera] = [story.as('volunteer-2'), story.as('volunteer-1')];
    await viktor.types('/rota cover H8 I am ill');
    await viktor.answered('cover');
    await hand.message('rota-cover', 'volunteer-1', 'Vera Volunteer', await vera.told('Can you?'));
  });

  it('an incident from its card to its windows', async () => {
    const olga = story.as('organizer');
    await olga.types('/incident declare sev2 Power cut at the stage in Stage Main');
    const card = await story.posted('incidents', 'I1 Power cut at the stage');
    await olga.presses(card, 'Take command');
    await olga.answered('You command I1');
    await hand.message('incident-card-phone', 'organizer', 'incidents', card);
    for (const [label, name] of [
      ['Post update', 'incident-update-window'],
      ['Note', 'incident-note-window'],
      ['Resolve', 'incident-resolve-window'],
    ] as const)
      await hand.modal(name, 'organizer', () => olga.presses(card, label));
    await olga.types('/incident resolve I1 A second breaker feeds the stage now');
    await olga.answered('is resolved');
    await story.clock.advance('PT1M');
    const postmortem = await story.posted('incidents', 'Postmortem I1');
    await hand.message('incident-postmortem-phone', 'organizer', 'incidents', postmortem);
    for (const [label, name] of [
      ['Contributing factor', 'incident-factor-window'],
      ['Action item', 'incident-action-window'],
      ['Write', 'incident-write-window'],
    ] as const)
      await hand.modal(name, 'organizer', () => olga.presses(postmortem, label));
    expect(await story.refused()).toEqual([]);
  });
});
