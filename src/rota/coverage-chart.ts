/** The picture of who is missing where: a row for each room, a column for each hour, in each cell how many of how many. */
import {
  axisLook,
  axisWords,
  CHART_WIDTH,
  COLOURS,
  chartText,
  chartTitle,
  DOTS,
  LETTERS,
  legendLook,
  STRIPES,
} from '../core/chart-look.ts';
import type { Drawing, Json } from '../core/ports/pictures.ts';
import type { Coverage, CoverageCell, CoverageRow } from './domain/coverage.ts';

export interface CoverageWords {
  readonly title: string;
  readonly below: string;
  readonly covered: string;
  readonly short: string;
  readonly nobody: string;
  /** The clock at the beginning of an hour. */
  hour(ms: number): string;
  /** Stands for so many rooms that are not shown, so many of them short. */
  more(rooms: number, short: number): string;
}

/** The rooms that lack most come in where there are more than fit. */
const MAX_ROWS = 30;
const ROW = 58;
const TOP = 244;
const BOTTOM = 40;
const LEFT = 310;
const MAX_NAME = 21;
/** A cell's least width: `2/3` in letters that can be read. */
const COLUMN = 62;

const STATES = ['covered', 'short', 'nobody'] as const;
type State = (typeof STATES)[number];

const stateOf = (cell: CoverageCell): State =>
  cell.unattended || (cell.missing > 0 && cell.there === 0)
    ? 'nobody'
    : cell.missing > 0
      ? 'short'
      : 'covered';

/** Those that lack something before the others, then each kind in its usual order, as far as they fit. */
function shownRows(rows: readonly CoverageRow[]): readonly CoverageRow[] {
  if (rows.length <= MAX_ROWS) return rows;
  const most = [...rows].sort((a, b) => b.missing - a.missing).slice(0, MAX_ROWS);
  return rows.filter((row) => most.includes(row));
}

export function coverageChart(found: Coverage, words: CoverageWords): Drawing {
  const shown = shownRows(found.rows);
  const hidden = found.rows.filter((row) => !shown.includes(row));
  const names = shown.map(({ name }) => chartText(name, MAX_NAME));
  const more =
    hidden.length > 0 ? [words.more(hidden.length, hidden.filter((row) => row.missing > 0).length)] : [];
  const width = Math.max(CHART_WIDTH, LEFT + 40 + found.hours.length * COLUMN);
  const cellsOf = (state: State): Json =>
    shown.flatMap((row, y) =>
      row.cells.flatMap((cell, x) => {
        if (!cell || stateOf(cell) !== state) return [];
        // At the moment that a session has nobody, whoever is there before or after does not help it.
        const figure = cell.unattended ? '0' : `${cell.there}/${cell.needed}`;
        return [{ value: [x, y, STATES.indexOf(state)], label: { formatter: figure } }];
      }),
    );
  const series = (state: State, name: string, look: { [key: string]: Json }, ink: string): Json => ({
    type: 'heatmap',
    name,
    silent: true,
    data: cellsOf(state),
    itemStyle: { ...look, borderColor: COLOURS.ground, borderWidth: 3 },
    label: {
      show: true,
      // Figures are read on a plain ground, not on the pattern.
      backgroundColor: look['color'] ?? COLOURS.ground,
      padding: [2, 3],
      color: ink,
      fontSize: LETTERS.small,
      fontWeight: state === 'covered' ? 'normal' : 'bold',
    },
  });
  return {
    width,
    height: TOP + (shown.length + more.length) * ROW + BOTTOM,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(words.title, words.below),
      legend: { ...legendLook(126), data: [words.covered, words.short, words.nobody] },
      grid: { left: LEFT, right: 40, top: TOP, bottom: BOTTOM },
      xAxis: {
        ...axisLook,
        type: 'category',
        position: 'top',
        data: found.hours.map(words.hour),
        axisLabel: { ...axisWords, interval: found.hours.length > 12 ? 1 : 0 },
        splitLine: { show: false },
      },
      yAxis: {
        ...axisLook,
        type: 'category',
        inverse: true,
        data: [...names, ...more.map((line) => chartText(line, 2 * MAX_NAME))],
        axisLabel: { ...axisWords, fontSize: LETTERS.text, width: LEFT - 40, overflow: 'break', interval: 0 },
        splitLine: { show: false },
      },
      // A heat map wants one: it gives each cell the colour of what it is.
      visualMap: {
        type: 'piecewise',
        show: false,
        dimension: 2,
        pieces: [COLOURS.usual, COLOURS.notable, COLOURS.severe].map((color, value) => ({ value, color })),
      },
      series: [
        series('covered', words.covered, { color: COLOURS.usual }, COLOURS.ink),
        series('short', words.short, { color: COLOURS.notable, decal: STRIPES }, COLOURS.inkOnBright),
        series('nobody', words.nobody, { color: COLOURS.severe, decal: DOTS }, COLOURS.inkOnBright),
      ],
    },
  };
}
