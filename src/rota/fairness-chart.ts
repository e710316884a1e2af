/** The picture of fairness: a bar for each person's hours, those by night striped, and a line at the mean. */
import {
  axisLook,
  axisWords,
  CHART_WIDTH,
  COLOURS,
  chartText,
  chartTitle,
  gridLines,
  LETTERS,
  legendLook,
  STRIPES,
} from '../core/chart-look.ts';
import type { Drawing } from '../core/ports/pictures.ts';
import type { Fairness, Share } from './domain/fairness.ts';

/** What is written in it; words in the reader's language. */
export interface FairnessWords {
  readonly title: string;
  readonly below: string;
  readonly day: string;
  readonly night: string;
  readonly mean: string;
  /** How the person of this place in the list is called. */
  name(share: Share, index: number): string;
  /** Behind a bar: hours, and how far from the mean. */
  value(share: Share): string;
  /** Stands for so many people in the middle of the list. */
  more(count: number): string;
}

/** Of a long list, so many with most and so many with least say what there is to say. */
export const FAIRNESS_ENDS = 12;
const ROW = 52;
const TOP = 190;
const BOTTOM = 70;
const MAX_NAME = 22;

/** Those with most above. `nightHours` of a person, inside the night of the event. */
export function fairnessChart(
  fairness: Fairness,
  nightHours: ReadonlyMap<string, number>,
  words: FairnessWords,
): Drawing {
  const all = fairness.shares.map((share, index) => ({ share, name: words.name(share, index) }));
  const hidden = Math.max(0, all.length - 2 * FAIRNESS_ENDS);
  const rows: readonly { readonly share?: Share; readonly name: string }[] =
    hidden > 1
      ? [...all.slice(0, FAIRNESS_ENDS), { name: words.more(hidden) }, ...all.slice(-FAIRNESS_ENDS)]
      : all;
  const nights = (share: Share | undefined) =>
    share ? Math.min(share.hours, nightHours.get(share.person) ?? 0) : 0;
  const row = { ...axisLook, type: 'category', inverse: true } as const;
  const bar = { type: 'bar', stack: 'hours', barWidth: ROW - 16, silent: true } as const;
  return {
    width: CHART_WIDTH,
    height: TOP + rows.length * ROW + BOTTOM,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(words.title, words.below),
      legend: { ...legendLook(126), data: [words.night, words.day, words.mean] },
      grid: { left: 330, right: 240, top: TOP, bottom: BOTTOM },
      xAxis: {
        ...axisLook,
        type: 'value',
        minInterval: 1,
        splitNumber: 5,
        axisLabel: { ...axisWords, formatter: '{value} h' },
        splitLine: gridLines,
      },
      yAxis: [
        {
          ...row,
          data: rows.map(({ name }) => chartText(name, MAX_NAME)),
          axisLabel: { ...axisWords, fontSize: LETTERS.text, width: 290, overflow: 'truncate', interval: 0 },
        },
        // The figures in a column of their own, where neither bars nor the line at the mean stand in their way.
        {
          ...row,
          position: 'right',
          data: rows.map(({ share }) => (share ? words.value(share) : '')),
          axisLabel: { ...axisWords, interval: 0 },
        },
      ],
      series: [
        {
          ...bar,
          name: words.night,
          itemStyle: { color: COLOURS.notable, decal: STRIPES },
          data: rows.map(({ share }) => nights(share)),
        },
        {
          ...bar,
          name: words.day,
          itemStyle: { color: COLOURS.usual },
          data: rows.map(({ share }) => (share ? share.hours - nights(share) : 0)),
        },
        {
          type: 'line',
          name: words.mean,
          symbol: 'none',
          lineStyle: { color: COLOURS.line, type: 'dashed', width: 4 },
          itemStyle: { color: COLOURS.line },
          data: [],
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: COLOURS.line, type: 'dashed', width: 4 },
            data: [{ xAxis: fairness.mean.hours }],
          },
        },
      ],
    },
  };
}
