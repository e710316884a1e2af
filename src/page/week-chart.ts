/** The picture of the week's pages: a bar for each day with the median time to an answer, and one for each hour. */
import {
  axisLook,
  axisWords,
  CHART_WIDTH,
  COLOURS,
  chartTitle,
  DOTS,
  gridLines,
  LETTERS,
  legendLook,
  STRIPES,
} from '../core/chart-look.ts';
import type { Drawing, Json } from '../core/ports/pictures.ts';
import type { PageDay, PageFigures, PageWeek } from './domain/week.ts';

export interface PageWeekWords {
  readonly title: string;
  readonly below: string;
  readonly answered: string;
  readonly missed: string;
  readonly waiting: string;
  /** Over the lower half. */
  readonly byHour: string;
  day(date: string): string;
  /** Above a day's bar: the median, or nothing. */
  median(day: PageDay): string;
}

const UPPER = { left: 90, right: 40, top: 230, height: 420 } as const;
const LOWER = { left: 90, right: 40, top: 770, height: 250 } as const;
const HEIGHT = 1090;

const LOOKS: Readonly<Record<keyof PageFigures, { [key: string]: Json }>> = {
  answered: { color: COLOURS.usual },
  waiting: { color: COLOURS.notable, decal: STRIPES },
  missed: { color: COLOURS.severe, decal: DOTS },
};
const ORDER = ['answered', 'waiting', 'missed'] as const;

const total = ({ answered, waiting, missed }: PageFigures): number => answered + waiting + missed;

export function pageWeekChart(week: PageWeek, words: PageWeekWords): Drawing {
  const bars = (figures: readonly PageFigures[], axis: number): Json[] =>
    ORDER.map((kind) => ({
      type: 'bar',
      stack: `${axis}`,
      name: words[kind],
      xAxisIndex: axis,
      yAxisIndex: axis,
      silent: true,
      barMaxWidth: 90,
      barCategoryGap: '25%',
      itemStyle: LOOKS[kind],
      data: figures.map((one) => one[kind]),
    }));
  // On top of the stack, whatever is in it.
  const medians: Json = {
    ...(bars(week.days, 0).at(-1) as { readonly [key: string]: Json }),
    data: week.days.map((day) => ({
      value: day.missed,
      label: {
        show: total(day) > 0,
        position: 'top',
        formatter: words.median(day),
        color: COLOURS.ink,
        fontSize: LETTERS.small,
      },
    })),
  };
  const value = {
    ...axisLook,
    type: 'value',
    minInterval: 1,
    splitNumber: 4,
    axisLabel: axisWords,
    splitLine: gridLines,
  } as const;
  // Four steps of whole pages, with room for the words above the highest bar.
  const step = Math.max(1, Math.ceil((1.25 * Math.max(...week.days.map(total))) / 4));
  const category = { ...axisLook, type: 'category', splitLine: { show: false } } as const;
  return {
    width: CHART_WIDTH,
    height: HEIGHT,
    option: {
      backgroundColor: COLOURS.ground,
      title: [
        chartTitle(words.title, words.below),
        {
          text: words.byHour,
          left: 28,
          top: 700,
          textStyle: { color: COLOURS.ink, fontSize: LETTERS.text, fontWeight: 'bold' },
        },
      ],
      legend: { ...legendLook(126), data: ORDER.map((kind) => words[kind]) },
      grid: [UPPER, LOWER],
      xAxis: [
        {
          ...category,
          gridIndex: 0,
          data: week.days.map(({ date }) => words.day(date)),
          axisLabel: { ...axisWords, interval: 0, width: 125, overflow: 'break' },
        },
        {
          ...category,
          gridIndex: 1,
          data: week.hours.map((_, hour) => `${hour}`.padStart(2, '0')),
          axisLabel: { ...axisWords, interval: 1 },
        },
      ],
      yAxis: [
        { ...value, gridIndex: 0, max: 4 * step, interval: step },
        { ...value, gridIndex: 1, splitNumber: 2 },
      ],
      series: [...bars(week.days, 0).slice(0, -1), medians, ...bars(week.hours, 1)],
    },
  };
}
