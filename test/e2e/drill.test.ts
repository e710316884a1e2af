/**
 * Practice, as people have it: a drill that an organizer asks for is played, answered by a text, killed in its midst and
 * scored; a volunteer learns to answer a page in the dojo, in Chromium, with a phone beside it.
 * `PICTURES=docs/images` keeps the screenshots that the guides show.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAND, hasBrowser, openBrowser, SlackPage } from '../support/browser.ts';
import { HandPictures } from '../support/hand-pictures.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const PICTURES = process.env['PICTURES'];
const picture = async (page: Page, name: string) => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
};

describe.skipIf(!hasSandbox || !hasBrowser)('practice', () => {
  let browser: Browser;
  let story: Story | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await story?.abandon();
    await browser?.close();
  });

  it('a drill is played with who is on duty, survives a kill, and its score says first what went well', async () => {
    story = await openStory();
    const [organizer, volunteer] = [story.as('organizer'), story.as('volunteer-1')];
    for (const words of [/shift|turno/i, 'Self-Service', 'begins in', /postmortem/i]) story.ignore(words);
    await organizer.types('/callboard drill');
    const list = await organizer.answered('marked DRILL everywhere');
    expect(wholeText(list)).toContain('two');
    const hand = PICTURES ? await HandPictures.open(browser, story, PICTURES) : undefined;
    await hand?.message('drill-list', 'organizer', 'general', list);
    await organizer.types('/callboard drill projector in stage-main');
    await organizer.answered('has begun');
    const card = await story.posted('incidents', /DRILL · I1/);
    await story.posted('stage-main', 'DRILL: The projector shows nothing');
    await story.clock.advance('PT31S');
    const text = await volunteer.phone.expectText('DRILL: The projector shows nothing');
    const reply = /Reply (\S+) to acknowledge/.exec(text.body)?.[1] ?? '';
    await volunteer.phone.reply(reply);
    await volunteer.phone.expectText('You have P1');
    await volunteer.presses(card, 'Take command');
    await story.clock.advance('PT3M');
    await story.kill();
    await story.clock.advance('PT4M');
    await story.posted('incidents', /DRILL.*Spare cable/);
    await story.posted('incidents', /DRILL.*without pictures/);
    await volunteer.types('/incident update I1 The talk begins in two minutes, without pictures');
    await story.posted('incidents', 'without pictures');
    await volunteer.types('/incident resolve I1 A second cable');
    for (const words of [/DRILL/, /I1/, /P1/, 'resolved']) story.ignore(words);
    await story.settle();
    const score = await story.posted('incidents', 'Its incident was resolved after');
    expect(wholeText(score)).toMatch(/What went well[\s\S]*somebody had the page[\s\S]*Worth practising/);
    expect(wholeText(score)).not.toContain('Vera');
    await story.posted('incidents', 'Postmortem DRILL · I1');
    const told = await organizer.told('Its incident was resolved after');
    expect(wholeText(told)).toBe(wholeText(score));
    await hand?.message('drill-score', 'organizer', 'Olga Organizer', told);
    await organizer.types('/page list');
    expect(wholeText(await organizer.answered(/open/i))).not.toContain('DRILL');
    await story.abandon();
    story = undefined;
  }, 180_000);

  it('a volunteer learns to answer by card, text and call, with a phone in hand', async () => {
    story = await openStory();
    const { clock } = story;
    const slack = await SlackPage.open(browser, story.sandbox.slack);
    const phones = await browser.newPage({ viewport: HAND });
    const faults: string[] = [];
    phones.on('pageerror', (error) => faults.push(error.message));
    await phones.goto(`${story.sandbox.bot}/sandbox/phones`);
    const vera = phones.getByRole('article', { name: 'Phone of Vera Volunteer' });
    await vera.waitFor();
    const hand = PICTURES ? await HandPictures.open(browser, story, PICTURES) : undefined;

    await slack.actAs('volunteer-1');
    await slack.goTo('general');
    await slack.types('/callboard dojo');
    await slack.goTo('Vera Volunteer');
    const first = await story.as('volunteer-1').told('1 of 5.');
    await hand?.message('dojo-lesson', 'volunteer-1', 'Vera Volunteer', first);
    await clock.advance('PT6S');
    await slack.message('PRACTICE: the projector').waitFor();
    await slack.presses('PRACTICE: the projector', 'Acknowledge');
    const second = await story.as('volunteer-1').told('2 of 5.');
    await hand?.message('dojo-explained', 'volunteer-1', 'Vera Volunteer', second);
    await clock.advance('PT6S');
    const text = vera.getByText('PRACTICE: the door of the cloakroom');
    await text.waitFor();
    const reply = /Reply (\S+) to acknowledge/.exec((await text.textContent()) ?? '')?.[1] ?? '';
    await vera.getByRole('textbox').fill(reply);
    await vera.getByRole('button', { name: 'Send' }).click();
    await slack.message('3 of 5.').waitFor();
    await clock.advance('PT6S');
    await vera.getByRole('button', { name: 'Answer' }).click();
    await vera.getByRole('button', { name: '1', exact: true }).click();
    await slack.message('4 of 5.').waitFor();
    // A phone is left in peace for a moment between two calls.
    await clock.advance('PT50S');
    await vera.getByRole('button', { name: 'Answer' }).click();
    await vera.getByRole('button', { name: '2', exact: true }).scrollIntoViewIfNeeded();
    await picture(phones, 'dojo-call');
    await vera.getByRole('button', { name: '2', exact: true }).click();
    await slack.message('5 of 5.').waitFor();
    await clock.advance('PT6S');
    await slack.presses('PRACTICE: the queue', 'Acknowledge');
    await slack.message('PRACTICE: the queue').getByText('has it').waitFor();
    await slack.presses('PRACTICE: the queue', 'Resolve');
    await slack.message('you know how to answer a page').waitFor();
    await slack.message('counts as tested').waitFor();
    expect(faults).toEqual([]);
    // Nobody else heard of it.
    const others = (await story.phones()).filter(({ number }) => number !== '+12025550111');
    expect(others.flatMap(({ messages, calls }) => [...messages, ...calls])).toEqual([]);
    await slack.page.close();
    await phones.close();
  }, 180_000);
});
