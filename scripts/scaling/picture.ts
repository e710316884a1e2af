/** What waits, and the workers that run, of one load: with as many as stay, and with the rule. */
import type { Drawing } from '../../src/core/ports/pictures.ts';
import { type Load, type Machine, type Played, play } from './model.ts';
import type { ScalingRule } from './rule.ts';

const [WIDTH, HEIGHT] = [1000, 560];
/** Seconds that are worth seeing. */
const SHOWN = 600;

export function scalingPicture(load: Load, machine: Machine, rule: ScalingRule): Drawing {
  const both: readonly (readonly [string, Played, string])[] = [
    [`${rule.min} workers that stay`, play(load, machine, rule.min), '#b3261e'],
    [`the rule, up to ${rule.max}`, play(load, machine, rule), '#1a5fb4'],
  ];
  const line = (axis: number, step: boolean, of: (second: Played['seconds'][number]) => number) =>
    both.map(([name, { seconds }, color]) => ({
      ...{ name, type: 'line', xAxisIndex: axis, yAxisIndex: axis, showSymbol: false, color },
      ...(step && { step: 'end' }),
      data: seconds.slice(0, SHOWN).map((second, n) => [n / 60, of(second)]),
    }));
  const grid = (top: number, height: number) => ({ left: 80, right: 30, top, height });
  const minutes = (gridIndex: number, name: string) => ({
    ...{ gridIndex, name, type: 'value', min: 0, max: SHOWN / 60, interval: 1 },
    ...{ nameLocation: 'middle', nameGap: 28 },
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      title: { text: load.name, left: 'center', top: 8 },
      legend: { top: 40, data: both.map(([name]) => name) },
      grid: [grid(90, 230), grid(390, 110)],
      xAxis: [minutes(0, ''), minutes(1, 'minutes')],
      yAxis: [
        { gridIndex: 0, type: 'value', name: 'due and untaken, s', nameLocation: 'middle', nameGap: 48 },
        {
          gridIndex: 1,
          type: 'value',
          name: 'workers',
          min: 0,
          max: rule.max,
          minInterval: 1,
          nameLocation: 'middle',
          nameGap: 48,
        },
      ],
      series: [
        ...line(0, false, ({ oldest }) => Math.round(oldest * 10) / 10),
        ...line(1, true, ({ workers }) => workers),
      ],
    },
  };
}
