/** Two pictures of a rehearsal: what each hour lost, and who was texted and called when. Pure. */
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
} from '../../core/chart-look.ts';
import type { Drawing, Json } from '../../core/ports/pictures.ts';
import type { Measures } from './measure.ts';
import { HOUR, playerLabel, type Script } from './script.ts';
import { clockText } from './trouble.ts';

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A bar an hour: minutes that pages waited and places that were empty, the weakest hour by name. */
export function hoursChart(script: Script, { hours, weakest }: Measures): Drawing {
  const axis = (index: number, name: string, top: number): { readonly [key: string]: Json } => ({
    ...axisLook,
    type: 'value',
    gridIndex: index,
    name,
    nameLocation: 'end',
    nameGap: 16,
    nameTextStyle: { color: COLOURS.muted, fontSize: LETTERS.small, align: 'left' },
    axisLabel: axisWords,
    splitLine: gridLines,
    splitNumber: top,
  });
  const names = hours.map(({ hour }) => clockText(hour, script.zone));
  const below =
    weakest === undefined
      ? 'No page was opened.'
      : `The weakest hour begins at ${clockText(weakest.hour, script.zone)}: ${weakest.pages} pages waited ${Math.round(weakest.waited)} minutes.`;
  const under = (index: number): { readonly [key: string]: Json } => ({
    ...axisLook,
    type: 'category',
    gridIndex: index,
    data: names,
    axisLabel: { ...axisWords, interval: 0, rotate: 50 },
  });
  return {
    width: CHART_WIDTH,
    height: 900,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle('What each hour lost', below),
      legend: { ...legendLook(130), data: ['Answered late', 'Answered in time', 'Empty places'] },
      grid: [
        { left: 90, right: 40, top: 230, height: 260 },
        { left: 90, right: 40, top: 620, height: 180 },
      ],
      xAxis: [under(0), under(1)],
      yAxis: [axis(0, 'minutes that pages waited', 4), axis(1, 'places without anybody, on average', 3)],
      series: [
        bar(
          'Answered late',
          0,
          hours.map((one) => tenth(one.waitedLate)),
          COLOURS.notable,
          STRIPES,
        ),
        bar(
          'Answered in time',
          0,
          hours.map((one) => tenth(one.waited - one.waitedLate)),
          COLOURS.usual,
        ),
        bar(
          'Empty places',
          1,
          hours.map(({ empty }) => tenth(empty)),
          COLOURS.severe,
          DOTS,
        ),
      ],
    },
  };
}

function bar(
  name: string,
  index: number,
  data: readonly number[],
  color: string,
  decal?: { readonly [key: string]: Json },
): Json {
  return {
    type: 'bar',
    name,
    stack: `${index}`,
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    barMaxWidth: 60,
    itemStyle: { color, ...(decal && { decal }) },
    data: [...data],
  };
}

/** People that a picture shows. */
const MAX_ROWS = 20;
const ROW = 44;
const TOP = 190;
const LEFT = 230;

/** A row for each of those who were asked most, a cell an hour with how many texts and calls they had. */
export function peopleChart(script: Script, { pages, people }: Measures): Drawing {
  const loud = people.filter(({ texts, calls }) => texts + calls > 0).slice(0, MAX_ROWS);
  const hours = Math.max(1, Math.ceil((script.until - script.from) / HOUR));
  const width = (CHART_WIDTH - LEFT - 40) / hours;
  const counts = new Map<string, { texts: number; calls: number }>();
  for (const { person, channel, at } of pages.flatMap((page) => page.asked)) {
    if (channel !== 'sms' && channel !== 'voice') continue;
    const key = `${person} ${Math.floor((at - script.from) / HOUR)}`;
    const known = counts.get(key) ?? { texts: 0, calls: 0 };
    counts.set(key, {
      texts: known.texts + (channel === 'sms' ? 1 : 0),
      calls: known.calls + (channel === 'voice' ? 1 : 0),
    });
  }
  const every = Math.ceil(84 / width);
  const cells = loud.flatMap(({ person }, row) =>
    Array.from({ length: hours }, (_, hour): Json[] => {
      const { texts, calls } = counts.get(`${person} ${hour}`) ?? { texts: 0, calls: 0 };
      const isCalled = calls > 0;
      const shape = {
        x: LEFT + hour * width + 2,
        y: TOP + row * ROW + 2,
        width: width - 4,
        height: ROW - 4,
        r: 4,
      };
      const fill = isCalled ? COLOURS.notable : texts > 0 ? COLOURS.usual : COLOURS.ground;
      const box: Json = {
        type: 'rect',
        silent: true,
        shape,
        style: { fill, stroke: COLOURS.grid, lineWidth: 1 },
      };
      if (texts + calls === 0) return [box];
      return [
        box,
        {
          type: 'text',
          silent: true,
          x: shape.x + shape.width / 2,
          y: shape.y + shape.height / 2,
          style: {
            text: isCalled ? `${texts}+${calls}` : `${texts}`,
            fontSize: LETTERS.small - 2,
            fill: isCalled ? COLOURS.inkOnBright : COLOURS.ink,
            align: 'center',
            verticalAlign: 'middle',
          },
        },
      ];
    }).flat(),
  );
  const words = (text: string, x: number, y: number, fill: string): Json => ({
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, fontSize: LETTERS.small, fill },
  });
  return {
    width: CHART_WIDTH,
    height: TOP + loud.length * ROW + 40,
    option: {
      backgroundColor: COLOURS.ground,
      title: chartTitle(
        'Who was texted and called, and when',
        'Texts, and after a plus the calls, of each hour; those who were called most are above.',
      ),
      graphic: [
        ...Array.from({ length: hours }, (_, hour) => hour)
          .filter((hour) => hour % every === 0)
          .map((hour) =>
            words(
              clockText(script.from + hour * HOUR, script.zone),
              LEFT + hour * width + 4,
              TOP - 34,
              COLOURS.muted,
            ),
          ),
        ...loud.map(({ person }, row) =>
          words(playerLabel(script, person), 28, TOP + row * ROW + 12, COLOURS.ink),
        ),
        ...cells,
      ],
    },
  };
}
