/** A picture of lying bars in two parts, the first one striped, with a figure behind each and a line across all. Pure. */
import {
  axisLook,
  axisWords,
  CHART_WIDTH,
  COLOURS,
  chartTitle,
  gridLines,
  LETTERS,
  legendLook,
  STRIPES,
} from './chart-look.ts';
import type { Drawing } from './ports/pictures.ts';

export interface StackedBar {
  /** As `chartText` makes it. */
  readonly name: string;
  /** Stands behind the bar, in a column of its own, where neither bars nor the line are in its way. */
  readonly figure: string;
  readonly striped: number;
  /** What is left of the bar. */
  readonly plain: number;
}

export interface StackedBarsLook {
  readonly title: string;
  readonly below: string;
  /** What the parts mean. */
  readonly striped: string;
  readonly plain: string;
  /** Across all bars, such as their mean. */
  readonly line?: { readonly name: string; readonly at: number };
  /** Behind each number of the scale; '' for things that are counted. */
  readonly unit: string;
  /** Numbers of the scale, about. */
  readonly steps: number;
  /** The scale has whole numbers alone. */
  readonly isWhole?: boolean;
  /** Pixels for the names and for the figures. */
  readonly left: number;
  readonly right: number;
}

const ROW = 52;
const TOP = 190;
const BOTTOM = 70;

/** The first bar above. */
export function stackedBars(bars: readonly StackedBar[], look: StackedBarsLook): Drawing {
  const row = { ...axisLook, type: 'category', inverse: true } as const;
  const bar = { type: 'bar', stack: 'all', barWidth: ROW - 16, silent: true } as const;
  const line = { color: COLOURS.line, type: 'dashed', width: 4 } as const;
  return {
    width: CHART_WIDTH,
    height: TOP + bars.length * ROW + BOTTOM,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(look.title, look.below),
      legend: {
        ...legendLook(126),
        data: [look.striped, look.plain, ...(look.line ? [look.line.name] : [])],
      },
      grid: { left: look.left, right: look.right, top: TOP, bottom: BOTTOM },
      xAxis: {
        ...axisLook,
        type: 'value',
        splitNumber: look.steps,
        ...(look.isWhole && { minInterval: 1 }),
        axisLabel: { ...axisWords, formatter: `{value} ${look.unit}`.trimEnd() },
        splitLine: gridLines,
      },
      yAxis: [
        {
          ...row,
          data: bars.map(({ name }) => name),
          axisLabel: {
            ...axisWords,
            fontSize: LETTERS.text,
            width: look.left - 40,
            overflow: 'truncate',
            interval: 0,
          },
        },
        {
          ...row,
          position: 'right',
          data: bars.map(({ figure }) => figure),
          axisLabel: { ...axisWords, interval: 0 },
        },
      ],
      series: [
        {
          ...bar,
          name: look.striped,
          itemStyle: { color: COLOURS.notable, decal: STRIPES },
          data: bars.map(({ striped }) => striped),
        },
        {
          ...bar,
          name: look.plain,
          itemStyle: { color: COLOURS.usual },
          data: bars.map(({ plain }) => plain),
        },
        ...(look.line
          ? [
              {
                type: 'line',
                name: look.line.name,
                symbol: 'none',
                lineStyle: line,
                itemStyle: { color: COLOURS.line },
                data: [],
                markLine: {
                  silent: true,
                  symbol: 'none',
                  label: { show: false },
                  lineStyle: line,
                  data: [{ xAxis: look.line.at }],
                },
              },
            ]
          : []),
      ],
    },
  };
}
