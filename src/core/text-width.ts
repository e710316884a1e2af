/** How wide a text is in DejaVu Sans, roughly: by kinds of letters, from the font's own advance widths. */

/** In parts of the font's size: DejaVuSans.ttf, table hmtx, rounded up. */
const NARROW = 0.36;
const SPACE = 0.32;
const USUAL = 0.62;
const CAPITAL = 0.7;
const BROAD = 0.98;
/** East Asian letters, and what stands in for a letter that is not there. */
const FULL = 1;
/** CJK Radicals Supplement: from here on letters are as wide as they are high. */
const FIRST_FULL = 0x2e80;
/** The bold face is this much wider. */
const BOLD = 1.12;

const widthOf = (letter: string): number => {
  if (letter === ' ') return SPACE;
  if (/[\p{M}\p{Cf}]/u.test(letter)) return 0;
  if (/[iljftr.,:;'|!()[\]I]/.test(letter)) return NARROW;
  if (/[mwMW%@]/.test(letter)) return BROAD;
  if (/\p{Lu}/u.test(letter)) return CAPITAL;
  return (letter.codePointAt(0) ?? 0) >= FIRST_FULL ? FULL : USUAL;
};

/** `font` is CSS, as ECharts hands it: `bold 24px DejaVu Sans`. In pixels. */
export function textWidth(text: string, font = ''): number {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
  const sum = [...text].reduce((total, letter) => total + widthOf(letter), 0);
  return sum * size * (/\bbold|[6-9]00\b/.test(font) ? BOLD : 1);
}
