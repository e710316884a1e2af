/** The picture of `/incident stats`: how long each incident took, the striped part until it was mitigated. */
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
import { milliseconds } from '../core/instant.ts';
import type { Drawing } from '../core/ports/pictures.ts';
import type { Incident } from './domain/incident.ts';
import { isPrivate } from './domain/privacy.ts';
import { median } from './domain/stats.ts';

export interface DurationWords {
  readonly title: string;
  readonly below: string;
  readonly mitigated: string;
  readonly resolved: string;
  readonly median: string;
  /** Minutes, as people say them. */
  length(minutes: number): string;
}

/** The latest so many. */
const MAX_BARS = 24;
const ROW = 52;
const TOP = 190;
const BOTTOM = 70;
const MAX_TITLE = 22;

const minutes = (from: string, to: string): number => (milliseconds(to) - milliseconds(from)) / 60_000;

export interface IncidentDuration {
  readonly code: string;
  readonly title: string;
  /** Minutes from the declaration. */
  readonly mitigated: number;
  readonly resolved: number;
}

/**
 * Of those that are over, in the order given. A picture is easily passed on, so a private incident is in none, not
 * even in that of somebody who knows of it.
 */
export const durationsOf = (incidents: readonly Incident[]): IncidentDuration[] =>
  incidents.flatMap((one) =>
    one.resolvedAt && !isPrivate(one)
      ? [
          {
            code: one.code,
            title: one.title,
            mitigated: minutes(one.declaredAt, one.mitigatedAt ?? one.resolvedAt),
            resolved: minutes(one.declaredAt, one.resolvedAt),
          },
        ]
      : [],
  );

/** The latest above, and no more of them than fit. `over` is oldest first. */
export function durationChart(over: readonly IncidentDuration[], words: DurationWords): Drawing {
  const rows = over.slice(-MAX_BARS).reverse();
  const middle = median(rows.map(({ resolved }) => resolved)) ?? 0;
  const row = { ...axisLook, type: 'category', inverse: true } as const;
  const bar = { type: 'bar', stack: 'minutes', barWidth: ROW - 16, silent: true } as const;
  const line = { color: COLOURS.line, type: 'dashed', width: 4 } as const;
  return {
    width: CHART_WIDTH,
    height: TOP + rows.length * ROW + BOTTOM,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(words.title, words.below),
      legend: { ...legendLook(126), data: [words.mitigated, words.resolved, words.median] },
      grid: { left: 370, right: 170, top: TOP, bottom: BOTTOM },
      xAxis: {
        ...axisLook,
        type: 'value',
        splitNumber: 4,
        axisLabel: { ...axisWords, formatter: '{value} min' },
        splitLine: gridLines,
      },
      yAxis: [
        {
          ...row,
          data: rows.map(({ code, title }) => `${code} ${chartText(title, MAX_TITLE - 4)}`),
          axisLabel: { ...axisWords, fontSize: LETTERS.text, width: 330, overflow: 'truncate', interval: 0 },
        },
        {
          ...row,
          position: 'right',
          data: rows.map(({ resolved }) => words.length(resolved)),
          axisLabel: { ...axisWords, interval: 0 },
        },
      ],
      series: [
        {
          ...bar,
          name: words.mitigated,
          itemStyle: { color: COLOURS.notable, decal: STRIPES },
          data: rows.map(({ mitigated }) => mitigated),
        },
        {
          ...bar,
          name: words.resolved,
          itemStyle: { color: COLOURS.usual },
          data: rows.map(({ mitigated, resolved }) => resolved - mitigated),
        },
        {
          type: 'line',
          name: words.median,
          symbol: 'none',
          lineStyle: line,
          itemStyle: { color: COLOURS.line },
          data: [],
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: line,
            data: [{ xAxis: middle }],
          },
        },
      ],
    },
  };
}
