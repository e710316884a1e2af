/**
 * How every picture looks: dark, so that it dazzles nobody at night and is the same in Slack's light and dark; one
 * set of colours that stay apart for every kind of colour blindness (Okabe and Ito, 2008, jfly.uni-koeln.de/color),
 * always with a pattern or a word beside the colour; letters that are readable at a phone's width.
 */
import type { Json } from './ports/pictures.ts';
import { truncatePlain, withoutInvisible } from './text.ts';

/** Pixels: what Slack shows at a phone's width is about a third of it. */
export const CHART_WIDTH = 1080;

/** `ground` is opaque. `usual` is as planned, `notable` catches the eye, `severe` more so: each is brighter than the last. */
export const COLOURS = {
  ground: '#10131a',
  ink: '#f4f5f7',
  muted: '#b9c2d4',
  grid: '#38425a',
  usual: '#2a6fa8',
  notable: '#e69f00',
  severe: '#f7f1d0',
  line: '#f0e442',
  /** Letters on `notable` and `severe`. */
  inkOnBright: '#10131a',
} as const;

/** Letters, in pixels. */
export const LETTERS = { title: 34, text: 26, small: 22 } as const;

/** Stripes from the lower left, over the fill. */
export const STRIPES = {
  symbol: 'rect',
  symbolSize: 1,
  rotation: -0.785,
  dashArrayX: [1, 0],
  dashArrayY: [4, 8],
  color: 'rgba(0,0,0,0.45)',
} as const satisfies Json;

/** A grid of dots, over the fill. */
export const DOTS = {
  symbol: 'circle',
  symbolSize: 0.6,
  dashArrayX: [
    [6, 6],
    [0, 6, 6, 0],
  ],
  dashArrayY: [6, 0],
  color: 'rgba(0,0,0,0.35)',
} as const satisfies Json;

/** Pictures of letters, flags among them, which our font has not; and what joins them. */
const EMOJI =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|[\ufe0e\ufe0f]|\u20e3/gu;

/**
 * A name as it is written in a picture: one line, without what shows nothing or has no letter in our font.
 *
 * @param max - At most so many UTF-16 units, the last an ellipsis.
 * @param otherwise - What stands there where nothing is left.
 */
export function chartText(name: string, max: number, otherwise = '…'): string {
  const line = withoutInvisible(name).replace(EMOJI, '').replace(/\s+/g, ' ').trim();
  return truncatePlain(line === '' ? otherwise : line, max);
}

/** The heading of a picture, and below it in smaller letters what there is to see. */
export const chartTitle = (text: string, below: string): { [key: string]: Json } => ({
  text,
  subtext: below,
  left: 28,
  top: 20,
  itemGap: 10,
  textStyle: { color: COLOURS.ink, fontSize: LETTERS.title, fontWeight: 'bold' },
  // Two lines of it fit above the legend.
  subtextStyle: {
    color: COLOURS.muted,
    fontSize: LETTERS.small,
    lineHeight: 28,
    width: CHART_WIDTH - 56,
    overflow: 'break',
  },
});

/** An axis without marks; its words large. */
export const axisLook = { axisLine: { show: false }, axisTick: { show: false } } as const;
export const axisWords = { color: COLOURS.ink, fontSize: LETTERS.small } as const;
export const gridLines = { show: true, lineStyle: { color: COLOURS.grid, width: 1 } } as const;

/** What the fills mean, in a row at `top`. */
export const legendLook = (top: number): { [key: string]: Json } => ({
  top,
  left: 28,
  itemWidth: 44,
  itemHeight: 24,
  itemGap: 28,
  selectedMode: false,
  textStyle: { color: COLOURS.ink, fontSize: LETTERS.small },
});
