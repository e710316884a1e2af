/**
 * How a card looks: SVG of ours, from what is written on it. Rarity is a shape, a word and a frame, so that no colour
 * is needed to tell it. Whatever a name or an event is called, it stays within its line and within the card.
 */
import { createHash } from 'node:crypto';
import { CHART_WIDTH, COLOURS, chartText } from '../../core/chart-look.ts';
import { escapeHtml } from '../../core/html.ts';
import type { SvgDrawing } from '../../core/ports/pictures.ts';
import { truncatePlain } from '../../core/text.ts';
import { textWidth } from '../../core/text-width.ts';
import type { Rarity } from '../domain/cards.ts';
import { DEED_LOOKS } from './deed-looks.ts';
import type { CardWords } from './words.ts';

/** In its own units; 63 × 88 mm in print, as playing cards are. */
export const CARD_WIDTH = 500;
export const CARD_HEIGHT = 700;

/** Cards in one picture: more would be too small at a phone's width. */
export const CARDS_A_PICTURE = 6;
const COLUMNS = 2;
const GAP = (CHART_WIDTH - COLUMNS * CARD_WIDTH) / (COLUMNS + 1);
/** One card alone is drawn so much larger. */
const ALONE = 1.7;

/** Bright on the dark card, and apart from each other for all kinds of colour blindness. */
const RARITY_COLOURS: Readonly<Record<Rarity, string>> = {
  usual: '#8fb8de',
  uncommon: '#5fd3b0',
  rare: COLOURS.notable,
  unique: '#f7e98e',
};

/** Around the middle of a square of 40. */
const RARITY_SHAPES: Readonly<Record<Rarity, string>> = {
  usual: '<circle r="13"/>',
  uncommon: '<path d="M0-16 16 12H-16Z"/>',
  rare: '<path d="M0-18 15 0 0 18-15 0Z"/>',
  unique: '<path d="M0-19 5.6-6.2 19.4-5.2 8.8 3.8 12.2 17.4 0 10-12.2 17.4-8.8 3.8-19.4-5.2-5.6-6.2Z"/>',
};

/** Its frame: one line, two, a broad one with corners, a broad one with rays. */
function frame(rarity: Rarity, colour: string): string {
  const line = (inset: number, width: number) =>
    `<rect x="${inset}" y="${inset}" width="${CARD_WIDTH - 2 * inset}" height="${CARD_HEIGHT - 2 * inset}" rx="${34 - inset}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  switch (rarity) {
    case 'usual':
      return line(10, 3);
    case 'uncommon':
      return line(9, 3) + line(17, 2);
    case 'rare':
      return line(10, 7) + corners(colour);
    case 'unique':
      return line(11, 9) + line(21, 2) + corners(colour);
  }
}

const corners = (colour: string): string =>
  [
    [34, 34],
    [CARD_WIDTH - 34, 34],
    [34, CARD_HEIGHT - 34],
    [CARD_WIDTH - 34, CARD_HEIGHT - 34],
  ]
    .map(([x, y]) => `<path transform="translate(${x} ${y})" d="M0-11 9 0 0 11-9 0Z" fill="${colour}"/>`)
    .join('');

/** Light behind the picture of a card that nobody else could have earned. */
const rays = (colour: string): string =>
  Array.from(
    { length: 24 },
    (_, ray) =>
      `<path transform="rotate(${ray * 15})" d="M-8-143 0-166 8-143Z" fill="${colour}" opacity=".5"/>`,
  ).join('');

/** Its own sky: a few stars in places that only this card has. */
function sky(id: string): string {
  const bytes = createHash('sha256').update(id).digest();
  return Array.from({ length: 14 }, (_, star) => {
    const [x = 0, y = 0] = [bytes[2 * star], bytes[2 * star + 1]];
    const size = 1.5 + ((x ^ y) % 4) * 0.8;
    return `<circle cx="${40 + (x / 255) * 420}" cy="${100 + (y / 255) * 290}" r="${size}" fill="#fff" opacity=".4"/>`;
  }).join('');
}

/** More accents on one letter than any language writes are no letter, and would stand on what is above it. */
const HEAPED = /(\p{M}{2})\p{M}+/gu;
/** Half of a character, and what is none: SVG is not read with one in it. */
const NO_CHARACTER = /\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/** UTF-16 units that are looked at: no line takes more. */
const MAX_LOOKED_AT = 80;

interface Line {
  readonly y: number;
  /** Pixels of the letters: as large as it may be, and as small. */
  readonly size: number;
  readonly least: number;
  readonly colour: string;
  readonly isBold?: true;
  readonly width?: number;
}

/** One line in the middle, as large as fits, and cut where it does not fit at its smallest. */
function line(text: string, { y, size, least, colour, isBold, width = 420 }: Line): string {
  const clean = text
    .slice(0, 4 * MAX_LOOKED_AT)
    .replace(NO_CHARACTER, '')
    .replace(HEAPED, '$1');
  let words = chartText(clean, MAX_LOOKED_AT, '');
  if (words === '') return '';
  const widthAt = (pixels: number) => textWidth(words, `${isBold ? 'bold ' : ''}${pixels}px`);
  let fits = size;
  while (fits > least && widthAt(fits) > width) fits--;
  while (words.length > 1 && widthAt(fits) > width) words = truncatePlain(words, words.length - 1);
  const bold = isBold ? ' font-weight="bold"' : '';
  return `<text x="${CARD_WIDTH / 2}" y="${y}" text-anchor="middle" font-size="${fits}" fill="${colour}"${bold}>${escapeHtml(words)}</text>`;
}

/** One card, its upper left corner at 0,0. @param key - tells its parts from those of others in the same picture */
export function cardGraphic(card: CardWords, key: string): string {
  const colour = RARITY_COLOURS[card.rarity];
  const look = DEED_LOOKS[card.deed];
  const { ink, muted } = COLOURS;
  const name = card.name === undefined ? '' : line(card.name, { y: 574, size: 34, least: 26, colour: ink });
  // What was nowhere in particular has its time a line higher.
  const about = [card.where, card.when]
    .filter((words) => words !== '')
    .map((words, row) => line(words, { y: 486 + 34 * row, size: 28 - 2 * row, least: 26, colour: muted }))
    .join('');
  const badge = `${card.rarityWord} · ${card.code}`;
  const badgeWidth = Math.min(360, textWidth(badge, 'bold 26px'));
  const badgeX = (CARD_WIDTH - badgeWidth) / 2;
  return `<defs><linearGradient id="ground-${key}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${look.top}"/><stop offset="1" stop-color="${look.bottom}"/></linearGradient>
<clipPath id="edge-${key}"><rect x="6" y="6" width="${CARD_WIDTH - 12}" height="${CARD_HEIGHT - 12}" rx="28"/></clipPath></defs>
<rect x="6" y="6" width="${CARD_WIDTH - 12}" height="${CARD_HEIGHT - 12}" rx="28" fill="url(#ground-${key})"/>
<g clip-path="url(#edge-${key})" font-family="DejaVu Sans, Verdana, sans-serif">${sky(card.id)}
${line(card.event, { y: 70, size: 28, least: 26, colour: muted })}
<g transform="translate(250 240)">${card.rarity === 'unique' ? rays(colour) : ''}<circle r="138" fill="${look.disc}" stroke="${colour}" stroke-width="4"/>${look.drawing}</g>
${line(card.title, { y: 442, size: 44, least: 30, colour: ink, isBold: true })}
${about}
${name}
<path d="M70 600H430" stroke="${colour}" stroke-width="2" opacity=".6"/>
<g transform="translate(${badgeX - 14} 639)" fill="${colour}">${RARITY_SHAPES[card.rarity]}</g>
${line(badge, { y: 648, size: 26, least: 24, colour, isBold: true, width: 380 }).replace(`x="${CARD_WIDTH / 2}"`, `x="${CARD_WIDTH / 2 + 14}"`)}
</g>${frame(card.rarity, colour)}`;
}

/** As a picture of its own, such as for a page that is printed. */
export const cardSvg = (card: CardWords, key: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CARD_WIDTH} ${CARD_HEIGHT}" role="img" aria-label="${escapeHtml(card.alt)}">${cardGraphic(card, key)}</svg>`;

/** Up to {@link CARDS_A_PICTURE} cards as one picture, in two columns; one alone is large. */
export function galleryPicture(cards: readonly CardWords[]): SvgDrawing {
  const shown = cards.slice(0, CARDS_A_PICTURE);
  const isAlone = shown.length === 1;
  const rows = Math.ceil(shown.length / COLUMNS);
  const width = CHART_WIDTH;
  const height = isAlone
    ? Math.round(CARD_HEIGHT * ALONE + 2 * GAP)
    : Math.round(rows * (CARD_HEIGHT + GAP) + GAP);
  const place = (index: number): string =>
    isAlone
      ? `translate(${(width - CARD_WIDTH * ALONE) / 2} ${GAP}) scale(${ALONE})`
      : `translate(${GAP + (index % COLUMNS) * (CARD_WIDTH + GAP)} ${GAP + Math.floor(index / COLUMNS) * (CARD_HEIGHT + GAP)})`;
  const graphics = shown.map(
    (card, index) => `<g transform="${place(index)}">${cardGraphic(card, String(index))}</g>`,
  );
  return {
    width,
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${COLOURS.ground}"/>${graphics.join('')}</svg>`,
  };
}
