/**
 * The trend as a picture: a row a figure, the last runs as dots along shares of the goal, which is a line. On a dark
 * ground of its own, so that it is the same on a light page and a dark one; a shape and a word beside each colour. Pure.
 */
import { COLOURS } from '../../src/core/chart-look.ts';
import { stateOf, type Trend, type TrendRow } from './trend.ts';

const WIDTH = 1080;
const LEFT = 470;
const RIGHT = 250;
const ROW = 30;
const TOP = 116;
const BOTTOM = 30;
/** Shares of the goal at the ends of the scale, which is logarithmic; what lies beyond is drawn at the end. */
const [LEAST, MOST] = [0.05, 4];
const MARKS = [0.1, 0.25, 0.5, 1, 2, 4];
/** Letters that fit beside the scale. */
const LETTERS = 58;
/** Of figures past their goal: 7 : 1 on the ground. */
const RED = '#ff8a70';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const shortened = (text: string): string =>
  text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1).trimEnd()}…`;

const x = (share: number): number => {
  const within = Math.min(MOST, Math.max(LEAST, share));
  const part = Math.log(within / LEAST) / Math.log(MOST / LEAST);
  return Number((LEFT + part * (WIDTH - LEFT - RIGHT)).toFixed(1));
};

const text = (at: number, y: number, words: string, more = ''): string =>
  `<text x="${at}" y="${y}" ${more}>${escaped(words)}</text>`;

/** A cross where it is past its goal, a triangle where it became worse, a dot else. */
function mark({ isPast, isWorse }: TrendRow, share: number, y: number): string {
  const at = x(share);
  if (isPast)
    return `<path d="M${at - 6} ${y - 6}l12 12m0 -12l-12 12" stroke="${RED}" stroke-width="4" stroke-linecap="round"/>`;
  if (isWorse) return `<path d="M${at} ${y - 8}l8 14h-16z" fill="${COLOURS.notable}"/>`;
  return `<circle cx="${at}" cy="${y}" r="6" fill="${COLOURS.severe}"/>`;
}

function drawnRow(row: TrendRow, index: number): string {
  const y = TOP + index * ROW + ROW / 2;
  const known = row.values.flatMap((value, i) => (value === undefined ? [] : [{ value, i }]));
  const last = known.at(-1);
  const before = known.slice(0, -1).map(({ value }) => {
    return `<circle cx="${x(value)}" cy="${y}" r="4" fill="none" stroke="${COLOURS.muted}" stroke-width="1.5"/>`;
  });
  const colour = row.isPast ? RED : row.isWorse ? COLOURS.notable : COLOURS.ink;
  const share = last === undefined ? '' : `${last.value.toFixed(2)}  `;
  const weight = row.isPast || row.isWorse ? 'bold' : 'normal';
  return [
    text(
      LEFT - 16,
      y + 5,
      shortened(row.what.replaceAll('`', '')),
      `text-anchor="end" fill="${COLOURS.ink}"`,
    ),
    ...before,
    last ? mark(row, last.value, y) : '',
    text(WIDTH - RIGHT + 16, y + 5, `${share}${stateOf(row)}`, `fill="${colour}" font-weight="${weight}"`),
  ].join('');
}

/** Of the figures that have a goal. */
export function trendPicture({ redis, runs, rows }: Trend): string {
  const shown = rows.filter(({ goal }) => goal !== undefined);
  const height = TOP + shown.length * ROW + BOTTOM;
  const bottom = height - BOTTOM;
  const grid = MARKS.map((share) => {
    const isGoal = share === 1;
    const look = isGoal
      ? `stroke="${COLOURS.line}" stroke-width="2" stroke-dasharray="7 5"`
      : `stroke="${COLOURS.grid}"`;
    const words = isGoal ? 'the goal' : `${share}`;
    return `<path d="M${x(share)} ${TOP}V${bottom}" ${look}/>${text(x(share), TOP - 10, words, `text-anchor="middle" fill="${isGoal ? COLOURS.line : COLOURS.muted}"`)}`;
  });
  const below = `Shares of the goal, ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: hollow those before, filled the last; a cross is past the goal, a triangle became worse.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="DejaVu Sans, Verdana, sans-serif" font-size="14">`,
    `<title>${escaped(`Benchmarks on Redis ${redis}`)}</title>`,
    `<rect width="100%" height="100%" fill="${COLOURS.ground}"/>`,
    text(28, 42, `Benchmarks on Redis ${redis}`, `fill="${COLOURS.ink}" font-size="24" font-weight="bold"`),
    text(28, 70, below, `fill="${COLOURS.muted}"`),
    ...grid,
    ...shown.map(drawnRow),
    '</svg>\n',
  ].join('\n');
}
