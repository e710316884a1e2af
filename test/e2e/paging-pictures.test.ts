/**
 * The card of a page and the phones at each state, as pictures for the guides:
 *
 *     SHOTS=docs/images npx vitest run test/e2e/paging-pictures
 *
 * Without SHOTS there is nothing to do: what they show is asserted by the stories.
 */
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { hasSandbox, openStory, type Story } from '../support/story.ts';

const SHOTS = process.env['SHOTS'] ?? '';

describe.skipIf(!SHOTS || !hasSandbox || !hasBrowser)('pictures of a page', () => {
  let browser: Browser;
  let story: Story;
  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
  });
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  it('at each state', async () => {
    const desk = { width: 900, height: 900 };
    const slack = await SlackPage.open(browser, story.sandbox.slack, desk);
    await slack.goTo('stage-main');
    const phones = await browser.newPage({ viewport: { width: 390, height: 1100 } });
    await phones.goto(`${story.sandbox.bot}/sandbox/phones`);
    const vera = phones.getByRole('article', { name: 'Phone of Vera Volunteer' });
    const shot = (what: Locator, name: string) =>
      what.screenshot({ path: join(SHOTS, `paging-${name}.png`) });
    const card = async (words: string, state: string | RegExp, name: string) => {
      const message = slack.page.locator('.msg', { hasText: words }).filter({ hasText: state }).last();
      await message.waitFor();
      await shot(message, `card-${name}`);
    };
    const phone = async (words: string | RegExp, name: string) => {
      await vera.getByText(words).first().waitFor();
      await shot(vera, `phone-${name}`);
    };
    const page = async (text: string) => await story.as('attendee').types(`/page stage-main${text}`);
    const { clock } = story;

    await page(' Projector is dead');
    await story.settle();
    await clock.advance('PT3S');
    await card('Projector is dead', /Slack ✓ · SMS at/, 'open');
    await clock.advance('PT30S');
    await phone('Projector is dead', 'text');
    await clock.advance('PT60S');
    await vera.getByRole('button', { name: 'Answer' }).waitFor();
    await phone('Callboard is calling', 'ringing');
    await card('Projector is dead', /call rings/, 'asked');
    await vera.getByRole('button', { name: 'Answer' }).click();
    await vera.getByRole('button', { name: '1', exact: true }).waitFor();
    await phone(/press 1/i, 'answered');
    await vera.getByRole('button', { name: '1', exact: true }).click();
    await phone(/Call: completed/, 'over');
    await card('Projector is dead', /has it, since/, 'acknowledged');
    await story.as('volunteer-1').types('/page resolve P1 A new lamp');
    await card('Projector is dead', 'A new lamp', 'resolved');

    await story.as('organizer').types('/page quiet stage-main 30m Rehearsal');
    await story.as('organizer').answered(/is quiet until/);
    await page(' No water on stage');
    await card('No water on stage', 'Held until', 'held');
    await story.as('organizer').types('/page resolve P2');
    await story.as('organizer').types('/page quiet stage-main off');

    const outage = phones.getByRole('button', { name: 'Outage' });
    await outage.click();
    await story.as('organizer').types('/page stage-main! Smoke in the wings');
    await clock.advance('PT20S');
    await card('Smoke in the wings', /in trouble/, 'provider-down');
    await shot(phones.locator('header'), 'phones-outage');
    await outage.click();
    await story.as('organizer').types('/page resolve P3');
    await slack.page
      .locator('.msg', { hasText: 'Smoke in the wings' })
      .filter({ hasText: 'Resolved' })
      .waitFor();

    await page(' Nobody at the door');
    await story.settle();
    await clock.advance('PT5M30S');
    await phones.reload();
    const stella = phones.getByRole('article', { name: 'Phone of Stella Stage-Lead' });
    await stella.getByText(/no-answer/).waitFor();
    await shot(stella, 'phone-missed');
    await clock.advance('PT25M');
    await card('Nobody at the door', /Nobody answered/, 'gave-up');

    await story.as('volunteer-1').types('/rota contact');
    (await story.as('volunteer-1').modal('Slack')).submit({ from: '13:00', to: '16:00' });
    await story.settle();
    await page(' Chairs are missing');
    await clock.advance('PT5S');
    await card('Chairs are missing', /quiet until/, 'quiet-hours');
  });
});
