/** The picture of `docs/scale.md`: how late pages, reminders and clicks are, the more there is. Pure. */
import { COLOURS } from '../../src/core/chart-look.ts';
import type { Planned } from './plan.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [1080, 520, 110, 220, 110, 70];
/** Milliseconds at the ends of the scale, which is logarithmic. */
const [LEAST, MOST] = [10, 10_000_000];
const TICKS: readonly [number, string][] = [
  [100, '0.1 s'],
  [1000, '1 s'],
  [10_000, '10 s'],
  [60_000, '1 min'],
  [600_000, '10 min'],
  [3_600_000, '1 h'],
];
/** Each has a dash and a word of its own beside the colour. */
const LINES = [
  { kind: 'page', words: 'page → text', colour: COLOURS.severe, dash: '' },
  { kind: 'reminder', words: 'reminder', colour: COLOURS.notable, dash: '10 5' },
  { kind: 'click', words: 'click', colour: '#7cc4ff', dash: '3 4' },
  { kind: 'home', words: 'Home', colour: '#9fdd8c', dash: '14 4 3 4' },
] as const;

const y = (ms: number): number => {
  const part = Math.log(Math.min(MOST, Math.max(LEAST, ms)) / LEAST) / Math.log(MOST / LEAST);
  return Number((HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)).toFixed(1));
};

/** @param along - What the plans differ by, and its words below the picture. */
export function latenessPicture(
  plans: readonly Planned[],
  along: { readonly of: 'events' | 'people'; readonly title: string; readonly words: string },
): string {
  const x = (i: number) =>
    Number((LEFT + (i / Math.max(1, plans.length - 1)) * (WIDTH - LEFT - RIGHT)).toFixed(1));
  const text = (at: number, high: number, words: string, more: string) =>
    `<text x="${at}" y="${high}" ${more}>${words}</text>`;
  const grid = TICKS.map(([ms, words]) => {
    const line = `<path d="M${LEFT} ${y(ms)}H${WIDTH - RIGHT}" stroke="${COLOURS.grid}"/>`;
    return line + text(LEFT - 12, y(ms) + 5, words, `text-anchor="end" fill="${COLOURS.muted}"`);
  });
  const below = plans.map((plan, i) =>
    text(
      x(i),
      HEIGHT - 40,
      plan[along.of].toLocaleString('en'),
      `text-anchor="middle" fill="${COLOURS.ink}"`,
    ),
  );
  // Words at the ends of lines that meet are moved apart.
  const ends = LINES.map(({ kind }) => y(plans.at(-1)?.late[kind]?.[1] ?? LEAST)).map((end, i, all) => {
    const above = all.filter((other, j) => Math.abs(other - end) < 18 && j < i).length;
    return end + 5 + above * 18;
  });
  const lines = LINES.map(({ kind, words, colour, dash }, n) => {
    const points = plans.flatMap(({ late }, i) => (late[kind] ? [`${x(i)},${y(late[kind][1])}`] : []));
    const line = `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash}"/>`;
    return line + text(WIDTH - RIGHT + 14, ends[n] ?? 0, words, `fill="${colour}"`);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="DejaVu Sans, Verdana, sans-serif" font-size="16">`,
    `<title>${along.title}</title>`,
    `<rect width="100%" height="100%" fill="${COLOURS.ground}"/>`,
    text(28, 42, along.title, `fill="${COLOURS.ink}" font-size="24" font-weight="bold"`),
    text(
      28,
      72,
      'p99 of the busiest hour, simulated; both scales are logarithmic',
      `fill="${COLOURS.muted}"`,
    ),
    ...grid,
    ...below,
    text(
      (LEFT + WIDTH - RIGHT) / 2,
      HEIGHT - 12,
      along.words,
      `text-anchor="middle" fill="${COLOURS.muted}"`,
    ),
    ...lines,
    '</svg>\n',
  ].join('\n');
}
