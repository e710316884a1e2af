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
    await viktor.answered('Asking others');
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
    const shown = async (name: string, words: string) =>
      hand.message(name, 'organizer', 'general', await olga.answered(words));
    await olga.types('/incident action I1 @volunteer-1 friday Label both breakers');
    await shown('incident-action', 'A1');
    await olga.types('/incident actions');
    const actions = await olga.answered('Label both breakers');
    await hand.message('incident-actions', 'organizer', 'general', actions);
    for (const [label, name] of [
      ['Done', 'incident-done-window'],
      ['Snooze', 'incident-snooze-window'],
    ] as const)
      await hand.modal(name, 'organizer', () => olga.presses(actions, label));
    await olga.presses(postmortem, 'Publish');
    const question = await olga.answered('Shall everybody read this?');
    await hand.message('incident-publish-phone', 'organizer', 'incidents', question);
    await olga.types('/incident timeline I1');
    await shown('incident-timeline', 'Olga Organizer declared');
    expect(await story.refused()).toEqual([]);
  });

  it('a page, as whoever asked and whoever is asked see it', async () => {
    const [ada, vera] = [story.as('attendee'), story.as('volunteer-1')];
    await ada.types('/page stage-main no sound on the left');
    await hand.message('page-asked', 'attendee', 'general', await ada.answered('is out'));
    await hand.message(
      'page-direct',
      'volunteer-1',
      'Vera Volunteer',
      await vera.told('no sound on the left'),
    );
    await vera.types('/page ack P1');
    await vera.answered('P1');
    await hand.message('page-asker', 'attendee', 'Ada Attendee', await ada.told('has your page'));
  });

  it('what is asked before harm, and a phone that is verified', async () => {
    const [olga, vanya] = [story.as('organizer'), story.as('volunteer-3')];
    await olga.types('/rota add Stage in Stage Main 16:00-14:00');
    await hand.message('rota-question', 'organizer', 'general', await olga.answered('Add anyway'));
    await hand.modal('rota-code-window', 'volunteer-3', async () => {
      await vanya.types('/rota contact');
      (await vanya.modal('How you are paged')).submit({ phone: '+12025550113' });
      await vanya.modal('code');
    });
  });

  it('the keys, from a share to a ceremony', async () => {
    story.hurries('chat.update');
    story.ignore(/./);
    const shares: string[] = [];
    for (const [at, handle] of ['holder-1', 'holder-2', 'holder-3'].entries()) {
      const holder = story.as(handle);
      await holder.types('/keys status');
      const status = await holder.answered('Key set `ingress`');
      // Two sets are in one status: the button of the one that is meant.
      const press = (action_id: string) =>
        story.desk.control('interact', {
          channel: status.channel,
          messageTs: status.ts,
          user: holder.id,
          action: { type: 'button', action_id, value: 'ingress', text: { type: 'plain_text', text: '' } },
        });
      let share = '';
      await hand.modal(`keys-share-window-${at + 1}`, handle, async () => {
        await press('keys.reveal');
        share = /CBS1[A-Z0-9 ]+/.exec((await holder.modal(`share *${at + 1} of 3*`)).text)?.[0].trim() ?? '';
      });
      await hand.modal(`keys-confirm-window-${at + 1}`, handle, () => press('keys.confirm'));
      if (at === 1) {
        await story.as('organizer').types('/keys status ingress');
        await holder.types('/keys status');
        await hand.message('keys-status', handle, 'general', await holder.answered('has seen it'));
      }
      await press('keys.confirm');
      (await holder.modal('Type your share')).submit({ share });
      await holder.answered(/^Right/);
      shares.push(share);
    }
    const olga = story.as('organizer');
    await hand.modal('keys-seal-window', 'organizer', () => olga.types('/keys seal streaming in ingress'));
    await olga.types('/keys fire registration-ingress under attack');
    const card = await story.posted('ops', 'K1:');
    await hand.message('keys-ceremony', 'organizer', 'ops', card);
    const own = await story.as('holder-1').told('K1:');
    await hand.message('keys-ceremony-holder', 'holder-1', 'Hanna Holder', own);
    await hand.modal('keys-submit-window', 'holder-1', () =>
      story.as('holder-1').presses(own, 'Submit my share'),
    );
    for (const at of [0, 2]) {
      const holder = story.as(`holder-${at + 1}`);
      await holder.presses(at === 0 ? own : await holder.told('K1:'), 'Submit my share');
      (await holder.modal('Compare the digest')).submit({ share: shares[at] ?? '' });
      await holder.told(/your share counts|1 of 2|2 of 2/);
    }
    await story.becomes(card, /Read back/);
    await hand.message('keys-done', 'organizer', 'ops', card);
    await olga.types('/keys audit');
    await hand.message('keys-audit', 'organizer', 'general', await olga.answered('The record is whole'));
  });

  it.each([
    ['agenda-now-es', '/agenda', 'Ahora, '],
    ['rota-help-es', '/rota help', '/rota'],
    ['callboard-event-es', '/callboard event', 'Fechas'],
  ])('in Spanish: %s', async (name, typed, words) => {
    const sofia = story.as('speaker-2');
    await sofia.types(typed);
    await hand.message(name, 'speaker-2', 'general', await sofia.answered(words));
  });

  it('the home of somebody who reads Spanish', () => hand.home('home-speaker-2', 'speaker-2'));

  // The last: the clock moves to half an hour before the talk.
  it('what a speaker gets, and asks for', async () => {
    const [olga, sam] = [story.as('organizer'), story.as('speaker-1')];
    await olga.types('/speakers remind S6');
    await sam.told('Financial Services');
    await story.clock.advance('PT2H10M');
    const reminder = await sam.told(/I need help|starts in (2[0-9]|30) min/);
    await hand.message('speakers-reminder', 'speaker-1', 'Sam Speaker', reminder);
    await hand.modal('speakers-help-window', 'speaker-1', () => sam.presses(reminder, 'I need help'));
  });
});
