/** Cards are drawn for real, with every deed, every rarity, and names that somebody made up in malice. */
import { expect, it, test } from 'vitest';
import { draw } from '../../../src/adapters/echarts/draw.ts';
import { CARD_HEIGHT, CARD_WIDTH, cardSvg, galleryPicture } from '../../../src/callboard/cards/picture.ts';
import { cardSheetPage } from '../../../src/callboard/cards/sheet-page.ts';
import type { CardWords } from '../../../src/callboard/cards/words.ts';
import { DEEDS, RARITIES } from '../../../src/callboard/domain/cards.ts';
import { textWidth } from '../../../src/core/text-width.ts';
import { translator } from '../../../src/i18n/index.ts';

const t = translator('es');
const card = (index: number, more: Partial<CardWords> = {}): CardWords => {
  const deed = DEEDS[index % DEEDS.length] ?? 'on-time';
  const rarity = RARITIES[index % RARITIES.length] ?? 'usual';
  return {
    ...{ id: `155972160000${index}-0`, deed, rarity, code: 'C7K4Q', event: 'VolunteerConf' },
    title: t(`callboard.cards.deed.${deed}`),
    rarityWord: t(`callboard.cards.rarity.${rarity}`),
    ...{ where: 'H45 · Puerta · Sala principal', when: 'mié 5 jun, 9:52', name: 'Vera', alt: 'Un cromo.' },
    ...more,
  };
};

const HOSTILE = [
  '"><script>alert(1)</script><svg onload="x">',
  "' style='x' ]]> <!-- & &amp; &#0;",
  'y'.repeat(200),
  'W'.repeat(200),
  '👩‍👩‍👧‍👦🎉'.repeat(20),
  'محمد بن عبد الرحمن الفارسي '.repeat(6),
  'שרה כהן',
  '山田太郎',
  `Z${'\u0352\u0335'.repeat(60)}algo`,
  '\ud800half\uffff\u0000\u0007',
  '\u202eevil\nline\t\u200b',
  '﷽'.repeat(40),
  '',
  '   ',
];

const texts = (svg: string) =>
  [...svg.matchAll(/<text x="([\d.]+)"[^>]*font-size="(\d+)"([^>]*)>([^<]*)<\/text>/g)].map(
    ([, x, size, more, words]) => ({
      x: Number(x),
      size: Number(size),
      isBold: more?.includes('bold'),
      words: words ?? '',
    }),
  );
const plain = (words: string) =>
  words
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test.each(HOSTILE.map((name) => [JSON.stringify(name).slice(0, 40), name] as const))(
  '%s stays text, within its line and its card, and is drawn',
  (_, name) => {
    const hostile = card(1, { name, event: name, where: name, title: name, alt: name });
    const svg = cardSvg(hostile, '0');
    expect(svg).not.toMatch(/<script|onload="|<!--/);
    for (const { size, words, isBold, x } of texts(svg)) {
      expect(size).toBeGreaterThanOrEqual(24);
      const half = textWidth(plain(words), `${isBold ? 'bold ' : ''}${size}px`) / 2;
      expect(x - half).toBeGreaterThan(24);
      expect(x + half).toBeLessThan(CARD_WIDTH - 24);
    }
    const png = draw(galleryPicture([hostile]));
    expect(png.length).toBeGreaterThan(20_000);
    const { body } = cardSheetPage([hostile], { name }, { t, locale: 'es' });
    expect(body).not.toMatch(/<script>|<svg onload/);
  },
);

it('is told by a shape, a word and a frame: each rarity without its colour is another card', () => {
  const grey = RARITIES.map((rarity) =>
    cardSvg(card(0, { rarity, rarityWord: rarity }), '0')
      .replace(/#[0-9a-f]{6}/g, '#888888')
      .replace(rarity, ''),
  );
  expect(new Set(grey).size).toBe(RARITIES.length);
  const shapes = grey.map((svg) => /<g transform="translate\([\d.]+ 639\)"[^>]*>(.*?)<\/g>/.exec(svg)?.[1]);
  expect(new Set(shapes).size).toBe(RARITIES.length);
});

it('a picture holds six in two columns, no larger than Slack shows; one alone is large', () => {
  const six = galleryPicture(Array.from({ length: 6 }, (_, index) => card(index)));
  expect([six.width, six.height <= 2600]).toEqual([1080, true]);
  const png = draw(six);
  const head = new DataView(png.buffer, png.byteOffset);
  expect([head.getUint32(16), head.getUint32(20)]).toEqual([six.width, six.height]);
  // At a phone's width of 360 px the smallest letters are eight of its own.
  expect(Math.min(...texts(six.svg).map(({ size }) => size)) * (360 / six.width)).toBeGreaterThanOrEqual(8);
  const one = galleryPicture([card(3)]);
  expect(one.svg).toContain('scale(1.7)');
  expect(one.height).toBeGreaterThan(CARD_HEIGHT * 1.7);
  // Parts of two cards are never each other's.
  const ids = [...six.svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('a sheet has nine a page, each with its words for who does not see it', () => {
  const cards = Array.from({ length: 11 }, (_, index) => card(index));
  const { body, headers } = cardSheetPage(cards, { name: 'VolunteerConf' }, { t, locale: 'es' });
  const lists = body.split('<ol>').slice(1);
  expect(lists.map((list) => list.match(/<li>/g)?.length)).toEqual([9, 2]);
  expect(body.match(/aria-label="Un cromo\."/g)).toHaveLength(11);
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(headers?.['content-security-policy']).toContain("default-src 'none'");
  expect(cardSheetPage([], { name: 'x' }, { t, locale: 'es' }).body).toContain('no hay cromos');
});
