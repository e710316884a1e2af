/** Every picture is drawn for real, small and as large as events get, with names that somebody made up in malice. */
import { expect, it, test } from 'vitest';
import { draw } from '../../../src/adapters/echarts/draw.ts';
import { createPictures } from '../../../src/adapters/echarts/pictures.ts';
import { dayChart } from '../../../src/agenda/day-chart.ts';
import { deviationOf } from '../../../src/agenda/domain/planned.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import type { Drawing } from '../../../src/core/ports/pictures.ts';
import type { Incident } from '../../../src/incident/domain/incident.ts';
import { durationChart, durationsOf } from '../../../src/incident/duration-chart.ts';
import { figuresChart } from '../../../src/incident/figures-chart.ts';
import { pageWeekChart } from '../../../src/page/week-chart.ts';
import { coverageChart } from '../../../src/rota/coverage-chart.ts';
import { fairnessChart } from '../../../src/rota/fairness-chart.ts';
import { session, time } from '../../support/agenda.ts';

const NAMES = [
  'Vera',
  '👩‍👩‍👧',
  'שרה כהן',
  'محمد',
  '山田',
  '<!channel>',
  '{b} {@[2]} {a|x}',
  'y'.repeat(200),
  '"><script>',
  '\u202eevil\nline',
];
const name = (index: number) => NAMES[index % NAMES.length] ?? '';
const words = { title: 'Title', below: 'Below' };

function fairnessOf(people: number): Drawing {
  const shares = Array.from({ length: people }, (_, i) => ({
    person: `U${i}`,
    shifts: 1,
    hours: people - i,
    nights: 1,
    weighted: 1,
  }));
  return fairnessChart(
    { shares, mean: { hours: people / 2, nights: 1, shifts: 1 }, deviation: 1, gini: 0 },
    new Map([['U0', 1]]),
    {
      ...words,
      day: 'day',
      night: 'night',
      mean: 'mean',
      name: (_, i) => name(i),
      value: ({ hours }) => `${hours} h`,
      more: (n) => `and ${n} more`,
    },
  );
}
function coverageOf(rooms: number): Drawing {
  const hours = Array.from({ length: 24 }, (_, i) => i * 3_600_000);
  const rows = Array.from({ length: rooms }, (_, i) => {
    const cells = hours.map((_, j) =>
      j % 5 === 0
        ? undefined
        : { needed: 2, there: (i + j) % 3, missing: Math.max(0, 2 - ((i + j) % 3)), unattended: j === 7 },
    );
    return { name: name(i), cells, missing: i };
  });
  return coverageChart(
    { hours, rows },
    {
      ...words,
      covered: 'c',
      short: 's',
      nobody: 'n',
      hour: () => '10:00',
      more: (n, short) => `and ${n} more, ${short} short`,
    },
  );
}
function dayOf(rooms: number): Drawing {
  const all = Array.from({ length: rooms }, (_, i) => ({
    room: name(i),
    sessions: [
      session(`S${i}1`, 0, 60, {
        title: name(i),
        room: name(i),
        ...(i === 60 && { start: time(15), base: { start: time(0) } }),
      }),
      session(`S${i}2`, 30, 90, { room: name(i), state: 'cancelled' }),
    ],
  }));
  const on = {
    asPlanned: 'p',
    changed: 'c',
    cancelled: 'x',
    planned: 'w',
    now: 'now',
    noRoom: '–',
    clock: () => '10:00',
  };
  return dayChart(all, Date.parse(time(20)), { ...words, ...on, more: (n) => `and ${n} more` });
}
const week = pageWeekChart(
  {
    ...{ answered: 1, missed: 1, waiting: 1, median: 60 },
    days: [{ date: '2019-06-05', answered: 1, missed: 1, waiting: 1, median: 60 }],
    hours: Array.from({ length: 24 }, () => ({ answered: 1, missed: 0, waiting: 0 })),
  },
  {
    ...words,
    answered: 'a',
    missed: 'm',
    waiting: 'w',
    byHour: 'h',
    day: (day) => day,
    median: () => '60 s',
  },
);
const incidents = (count: number) =>
  durationChart(
    Array.from({ length: count }, (_, i) => ({
      code: `I${i}`,
      title: name(i),
      mitigated: i,
      resolved: 2 * i + 1,
    })),
    { ...words, mitigated: 'm', resolved: 'r', median: 'x', length: (minutes) => `${minutes} min` },
  );

const incident = (code: string, more: Partial<Incident>): Incident => ({
  code,
  title: code,
  kind: 'av',
  drill: false,
  state: 'resolved',
  declaredBy: 'U1',
  declaredAt: time(0),
  resolvedAt: time(30),
  snapshot: { onStage: [], next: [], onShift: [] },
  roles: {},
  updates: 0,
  reopened: 0,
  ...more,
});
const figures = figuresChart(
  Array.from({ length: 40 }, (_, i): Incident => {
    const month = String((i % 12) + 1).padStart(2, '0');
    return incident(`I${i}`, { room: name(i), declaredAt: `20${10 + (i % 20)}-${month}-05T08:00:00Z` });
  }),
  'Europe/Madrid',
  {
    ...words,
    sev1: 'SEV1',
    others: 'others',
    heading: (by) => by,
    name: (_, row) => row.name,
    figure: ({ count }) => String(count),
  },
);

const drawings: readonly (readonly [string, Drawing])[] = [
  ['fairness of one', fairnessOf(1)],
  ['fairness of 500', fairnessOf(500)],
  ['coverage of one room', coverageOf(1)],
  ['coverage of 72', coverageOf(72)],
  ['a day of one room', dayOf(1)],
  ['a day of 72', dayOf(72)],
  ['a week of pages', week],
  ['500 incidents', incidents(500)],
  ['incidents of 40 kinds, rooms and months', figures],
];

test.each(drawings)(
  '%s: data only, wide enough for a phone, no larger than Slack shows, and drawn',
  (_, drawing) => {
    expect(structuredClone(drawing.option)).toEqual(drawing.option);
    expect(drawing.width).toBeGreaterThanOrEqual(1000);
    expect(drawing.width).toBeLessThanOrEqual(2400);
    expect(drawing.height).toBeLessThanOrEqual(2600);
    const png = draw(drawing);
    const head = new DataView(png.buffer, png.byteOffset);
    expect([head.getUint32(16), head.getUint32(20)]).toEqual([drawing.width, drawing.height]);
    // A picture in which nothing is but its ground takes a few kilobytes.
    expect(png.length).toBeGreaterThan(10_000);
    // Letters that Slack's width of a phone leaves readable.
    const sizes = [...JSON.stringify(drawing.option).matchAll(/"fontSize":(\d+)/g)].map(([, size]) =>
      Number(size),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(18);
  },
);

it('what does not fit is counted, and what matters is among what does', () => {
  expect(JSON.stringify(fairnessOf(500).option)).toContain('and 476 more');
  expect(JSON.stringify(coverageOf(72).option)).toContain('and 42 more, 41 short');
  const day = JSON.stringify(dayOf(72).option);
  expect(day).toContain('and 48 more');
  expect(day).toContain('+15');
});

it('a private incident is in no picture', () => {
  const over = { code: 'I1', title: 'Theft', declaredAt: time(0), resolvedAt: time(30) } as Incident;
  expect(durationsOf([over, { ...over, code: 'I2', responders: ['UORG'] }]).map(({ code }) => code)).toEqual([
    'I1',
  ]);
});

it('the picture of figures counts each incident once by kind, once by room and once by month', () => {
  const all = [
    incident('I1', { severity: 'sev1', room: 'Main hall' }),
    incident('I2', { room: 'Main hall' }),
    incident('I3', { kind: 'power', severity: 'sev1' }),
  ];
  const said = {
    heading: (by: string) => by,
    name: (_: string, row: { name: string }) => row.name || 'everywhere',
  };
  const drawn = figuresChart(all, 'UTC', {
    ...words,
    sev1: 'SEV1',
    others: 'o',
    ...said,
    figure: ({ count }) => `${count}`,
  });
  const { series, yAxis } = drawn.option as unknown as {
    readonly series: readonly { readonly data: readonly number[] }[];
    readonly yAxis: readonly { readonly data: readonly string[] }[];
  };
  expect(yAxis[0]?.data).toEqual([
    'kind:',
    'av',
    'power',
    'room:',
    'Main hall',
    'everywhere',
    'month:',
    '2019-06',
  ]);
  expect(yAxis[1]?.data).toEqual(['', '2', '1', '', '2', '1', '', '3']);
  expect(series.map(({ data }) => data)).toEqual([
    [0, 1, 1, 0, 1, 1, 0, 2],
    [0, 1, 0, 0, 1, 0, 0, 1],
  ]);
});

it('a session differs from its plan by what was changed here', () => {
  expect(deviationOf(session('S1', 0, 60))).toBeUndefined();
  expect(deviationOf(session('S1', 15, 75, { base: { start: time(0), end: time(60) } }))).toEqual({
    cancelled: false,
    late: 15,
    over: 0,
    roomBefore: undefined,
  });
  expect(deviationOf(session('S1', 0, 75, { base: { end: time(60) } }))).toMatchObject({ late: 0, over: 15 });
  expect(deviationOf(session('S1', 0, 60, { base: { room: 'Side' } }))).toMatchObject({ roomBefore: 'Side' });
});

it('draws in a thread of its own, one after the other, and a picture that fails takes no other with it', async () => {
  const pictures = createPictures();
  const broken = { width: 1080, height: 200, option: { series: [{ type: 'heatmap', data: [[0, 0, 1]] }] } };
  const [first, failed, last] = await Promise.allSettled([
    pictures.draw(week),
    pictures.draw(broken),
    pictures.draw(week),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(PermanentError) });
  expect(last).toMatchObject({ status: 'fulfilled' });
  const crowd = await Promise.allSettled(Array.from({ length: 21 }, () => pictures.draw(week)));
  expect(crowd.filter(({ status }) => status === 'rejected')).toHaveLength(1);
}, 120_000);
