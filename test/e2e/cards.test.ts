/**
 * A volunteer's first shift on time: asked once, kept, found in Home and as a picture, given to somebody, printed, and
 * off for ever. With SHOTS, what they see at a phone's width as pictures for the guides:
 *
 *     SHOTS=docs/images npx vitest run --project e2e test/e2e/cards
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw } from '../../src/adapters/echarts/draw.ts';
import { galleryPicture } from '../../src/callboard/cards/picture.ts';
import { cardSheetPage } from '../../src/callboard/cards/sheet-page.ts';
import { DEEDS, RARITIES } from '../../src/callboard/domain/cards.ts';
import { translator } from '../../src/i18n/index.ts';
import { axeFaults, hasBrowser, openBrowser } from '../support/browser.ts';
import { HandPictures } from '../support/hand-pictures.ts';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'] ?? '';
const ZONE = 'Europe/Madrid';
const EVENT = {
  name: 'VolunteerConf',
  zone: ZONE,
  sessions: [{ title: 'A talk', room: 'Main hall', start: 'day 8 10:00', minutes: 45, speakers: ['Ana'] }],
};

describe.skipIf(!hasSandbox || !hasBrowser)('cards', () => {
  let browser: Browser;
  let story: Story;
  let hand: HandPictures | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-cards-'));
  beforeAll(async () => {
    browser = await openBrowser();
    writeFileSync(join(folder, 'event.json'), JSON.stringify(EVENT));
    story = await openStory({ event: join(folder, 'event.json') });
    if (SHOTS) hand = await HandPictures.open(browser, story, SHOTS);
  });
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
    rmSync(folder, { recursive: true });
  });

  it('from the first shift on time to none for ever', async () => {
    const [olga, vera, viktor] = [story.as('organizer'), story.as('volunteer-1'), story.as('volunteer-2')];
    for (const words of ['begins in', 'Change of shift', 'is yours']) story.ignore(words);
    await olga.types('/callboard cards event on');
    await olga.answered('Cards are on');
    const now = Temporal.Instant.from(await story.clock.now()).toZonedDateTimeISO(ZONE);
    const clock = (hours: number) => now.add({ hours }).round({ smallestUnit: 'hour' });
    const span = (from: number, to: number) =>
      `${clock(from).toPlainDate()} ${[from, to].map((hours) => clock(hours).toPlainTime().toString().slice(0, 5)).join('-')}`;
    await olga.types(`/rota add Door in "Main hall" ${span(2, 4)} @volunteer-1`, 'ops');
    await olga.types(`/rota add Stage in "Main hall" ${span(5, 6)} @volunteer-2`, 'ops');
    await story.settle();

    // On time: asked once, a little later, in private.
    await story.clock.set(clock(2).subtract({ minutes: 10 }).toInstant().toString());
    await vera.types('/rota here');
    await vera.answered('you are at');
    await story.clock.advance('PT6M');
    const question = await vera.told('earned you a card');
    expect(wholeText(question)).toContain('On time');
    await hand?.message('cards-first', 'volunteer-1', 'Vera Volunteer', question);
    await vera.presses(question, 'Keep my cards');
    await story.becomes(question, 'They are yours');

    // A page that is answered at once is another one.
    await olga.types('/page @volunteer-1 The door is locked');
    const page = await vera.told('The door is locked');
    await vera.presses(page, 'Acknowledge');
    await story.settle();
    expect(await vera.home('Your cards: 2')).toContain('First to answer');
    await hand?.home('cards-home', 'volunteer-1');
    await vera.types('/callboard cards');
    const gallery = wholeText(await vera.answered('Your cards: 2'));
    const [, code = ''] = /(C\w{4,}) ●[^\n]*On time/.exec(gallery.replaceAll('`', '')) ?? [];
    const picture = await vera.told('Your cards: 2');
    await hand?.message('cards-gallery', 'volunteer-1', 'Vera Volunteer', picture);

    // Printed, from an address of one's own.
    await vera.types('/callboard cards sheet');
    const [link = ''] = /http\S+\/cards\/[\w-]+/.exec(wholeText(await vera.answered('to be printed'))) ?? [];
    const sheet = await browser.newPage({ viewport: { width: 360, height: 760 }, colorScheme: 'dark' });
    await sheet.goto(link);
    expect(await sheet.locator('li svg').count()).toBe(2);
    expect(await sheet.evaluate('document.documentElement.scrollWidth <= 360')).toBe(true);
    expect(await axeFaults(sheet)).toEqual([]);
    if (SHOTS) await sheet.screenshot({ path: join(SHOTS, 'cards-sheet-hand.png') });
    const pdf = await sheet.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

    // Given: both see it, and it is given no second time.
    await vera.types(`/callboard cards give ${code} @volunteer-2`);
    await vera.answered('Given to');
    const gift = await viktor.told('gives you a card');
    expect(wholeText(gift)).toContain('On time');
    await viktor.presses(gift, 'Keep my cards');
    await story.becomes(gift, 'They are yours');
    await viktor.home('Your cards: 1');
    await viktor.types(`/callboard cards give ${code} @volunteer-1`);
    await viktor.answered('given only once');

    // None, ever: what is done from then on earns nothing, and nobody asks.
    await vera.types('/callboard cards off');
    await vera.answered('nobody asks again');
    await olga.types('/page @volunteer-1 The other door');
    await vera.presses(await vera.told('The other door'), 'Acknowledge');
    await story.clock.advance('PT11M');
    await vera.types('/callboard cards');
    await vera.answered('as you wanted');
    expect(await vera.home(/./)).not.toContain('Your cards');
    expect(await story.faults()).toEqual([]);
  }, 120_000);

  it.skipIf(!SHOTS)('every deed and every rarity, as one picture, and on paper', async () => {
    const t = translator('en');
    const where = ['H45 · Door · Main hall', 'H12 · Night watch', 'P3 · Main hall', 'P7', '', 'A6'];
    const cards = DEEDS.map((deed, index) => {
      const rarity = RARITIES[[1, 3, 2, 0, 0, 0][index] ?? 0] ?? 'usual';
      return {
        ...{ id: `155972160000${index}-0`, deed, rarity, event: 'VolunteerConf', alt: '' },
        code: ['C7K4Q', 'CX2RB', 'CN9DF', 'C4TGH', 'CQ8WZ', 'C3JLM'][index] ?? '',
        title: t(`callboard.cards.deed.${deed}`),
        rarityWord: t(`callboard.cards.rarity.${rarity}`),
        where: where[index] ?? '',
        when: 'Wed 5 Jun 09:52',
        ...(index !== 3 && { name: 'Vera Volunteer' }),
      };
    });
    writeFileSync(join(SHOTS, 'cards-all.png'), draw(galleryPicture(cards)));
    const night = cards[1];
    if (night) writeFileSync(join(SHOTS, 'cards-one.png'), draw(galleryPicture([night])));
    // As it comes out of a printer.
    const paper = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    const sheet = cardSheetPage(
      [...cards, ...cards].slice(0, 9),
      { name: 'VolunteerConf' },
      { t, locale: 'en' },
    );
    await paper.emulateMedia({ media: 'print' });
    await paper.setContent(sheet.body);
    await paper.addStyleTag({ content: '@media print{body{padding:12mm 10mm!important}}' });
    await paper.screenshot({ path: join(SHOTS, 'cards-sheet.png') });
  });
});
