import { describe, expect, it } from 'vitest';
import { measured, usedOfGoal } from '../../../bench/figure.ts';
import { betweenMarks, figuresTable, trendPage } from '../../../bench/trend/page.ts';
import { trendPicture } from '../../../bench/trend/picture.ts';
import {
  failures,
  parseRecord,
  type RunRecord,
  recordedFigure,
  recordName,
  recordText,
} from '../../../bench/trend/record.ts';
import { isWorse, trendsOf } from '../../../bench/trend/trend.ts';

const goal = { of: 'ratio', most: 1.2, beside: 'bare BullMQ' } as const;
const late = (ours: number, bare = 100) => measured({ what: 'lateness', unit: 'ms', ours, bare, goal });
const memory = (ours: number) =>
  measured({ what: 'memory', unit: 'MB', ours, goal: { of: 'ours', most: 150 } });

const run = (day: number, figures = [late(100)], more: Partial<RunRecord> = {}): RunRecord => ({
  at: `2026-11-${String(day).padStart(2, '0')}T09:48:00.000Z`,
  commit: '9712e165',
  machine: '2 × Some CPU',
  node: '20.20.0',
  redis: '7.0.15',
  load: { start: 0.1, end: 1.9 },
  whole: true,
  figures: figures.map((figure) => recordedFigure('outbox', figure)),
  broke: [],
  ...more,
});

describe('a figure', () => {
  it('says its goal, and whether it is met, by its numbers', () => {
    expect(late(119)).toMatchObject({ goal: '≤ 1.2 × bare BullMQ', met: true, ratio: 1.19, ours: '119 ms' });
    expect(late(121).met).toBe(false);
    expect(memory(151)).toMatchObject({ goal: '≤ 150 MB', met: false, bare: '' });
    const twice = { unit: 'jobs/s', ours: 1900, bare: 1000, goal: { of: 'ratio', least: 1.8 } } as const;
    expect(measured({ what: 'two', ...twice })).toMatchObject({ goal: '≥ 1.8 ×', met: true });
    expect(usedOfGoal({ ...twice, ours: 900 })).toBe(2);
    expect(measured({ what: 'three', unit: 'ms', ours: 3 }).met).toBeUndefined();
  });

  it('whose number never came is past its goal', () => {
    expect(memory(Number.NaN).met).toBe(false);
    expect(memory(Number.POSITIVE_INFINITY).met).toBe(false);
  });
});

describe('a record', () => {
  it('is read as it was written, without what JSON cannot hold', () => {
    const record = run(27, [late(119), memory(Number.POSITIVE_INFINITY)]);
    const read = parseRecord(recordText(record), 'x.json');
    expect(read).toEqual(record);
    expect(read.figures[0]?.numbers).toMatchObject({ unit: 'ms', ours: 119, bare: 100, goal });
    expect(read.figures[1]).toMatchObject({ met: false });
    expect(read.figures[1]?.numbers).toBeUndefined();
    expect(recordName(run(27, [], { commit: '9712e165+' }))).toBe(
      '2026-11-27T0948-9712e165-dirty-redis7.json',
    );
  });

  it('that is broken is named with what is wrong', () => {
    expect(() => parseRecord('{"at":5}', 'x.json')).toThrow(/x\.json is no record.*at/s);
  });

  it('fails by figures past their goals and by benchmarks that broke, and by nothing else', () => {
    expect(failures(run(1, [late(119), memory(150)]))).toEqual([]);
    const bad = run(1, [late(121), memory(151)], { broke: ['slack'] });
    expect(failures(bad)).toEqual([
      'slack broke',
      'lateness: 121 ms (1.21 ×), and the goal is ≤ 1.2 × bare BullMQ',
      'memory: 151 MB, and the goal is ≤ 150 MB',
    ]);
  });
});

describe('worse', () => {
  it('is what lies beyond what the runs before differ by, and by a tenth at least', () => {
    expect(isWorse([1, 1, 1], 1.09)).toBe(false);
    expect(isWorse([1, 1, 1], 1.11)).toBe(true);
    // These differ by 0.1 in the middle: 1 + 3 × 1.48 × 0.1.
    expect(isWorse([0.8, 0.9, 1, 1.1, 1.2], 1.4)).toBe(false);
    expect(isWorse([0.8, 0.9, 1, 1.1, 1.2], 1.5)).toBe(true);
    expect(isWorse([1, 1, 1], 0.2)).toBe(false);
  });
  it('is not said of fewer than three runs', () => {
    expect(isWorse([1, 1], 9)).toBe(false);
  });
});

describe('the trend', () => {
  const earlier = [1, 2, 3].map((day) => run(day, [late(50), memory(100)]));

  it('has a row a figure, by version of Redis, the oldest run first', () => {
    const other = run(4, [late(10)], { redis: '8.0.2' });
    const [seven, eight] = trendsOf([other, earlier[2], earlier[0], earlier[1]].flatMap((one) => one ?? []));
    expect(seven?.runs.map(({ at }) => at.slice(8, 10))).toEqual(['01', '02', '03']);
    expect(seven?.rows[0]?.values.map((value) => value?.toFixed(3))).toEqual(['0.417', '0.417', '0.417']);
    expect(eight).toMatchObject({ redis: '8', rows: [{ what: 'lateness', last: '10 ms, 0.10 ×' }] });
  });

  it('marks what is past its goal and what became worse, in words too', () => {
    const [trend] = trendsOf([...earlier, run(4, [late(130), memory(120)])]);
    expect(trend?.rows.map(({ isPast, isWorse }) => [isPast, isWorse])).toEqual([
      [true, true],
      [false, true],
    ]);
    const page = trendPage(trend ? [trend] : []);
    expect(page).toContain('🔴 **1.08** | 130 ms, 1.30 × | 🔴 past its goal, and worse than before |');
    expect(page).toContain('| 120 MB | ▲ worse than before |');
    expect(page).toContain('Not within their goals, 1:');
    const svg = trend ? trendPicture(trend) : '';
    expect(svg).toContain('1.08  past its goal, and worse than before');
    expect(svg).toContain('0.80  worse than before');
    // A cross and a triangle: no colour stands alone.
    expect(svg.match(/stroke-linecap/g)).toHaveLength(1);
    expect(svg.match(/l8 14h-16z/g)).toHaveLength(1);
  });

  it('compares milliseconds and megabytes with runs of the same machine alone, and ratios with all', () => {
    const elsewhere = { machine: '64 × Another' };
    const [trend] = trendsOf([...earlier, run(4, [late(70), memory(140)], elsewhere)]);
    expect(trend?.rows.map(({ isWorse }) => isWorse)).toEqual([true, false]);
  });

  it('shows a figure that has no numbers as met or not, and one that a run did not have as nothing', () => {
    const bare = { what: 'rare', ours: '6', bare: '', goal: '≤ 6', met: true };
    const [trend] = trendsOf([run(1), run(2, [bare])]);
    const page = trendPage(trend ? [trend] : []);
    expect(page).toContain('| rare | ≤ 6 |  | ✓ | 6 | ✓ met |');
    expect(trend?.rows.find(({ what }) => what === 'lateness')?.values[1]).toBeUndefined();
  });

  it('escapes what figures are called in the picture', () => {
    const odd = { ...memory(100), what: 'a < b & "c"' };
    const [trend] = trendsOf([run(1, [odd])]);
    expect(trend && trendPicture(trend)).toContain('a &lt; b &amp; &quot;c&quot;');
  });
});

describe('the table of the last run', () => {
  it('takes the place of the one before, between its marks', () => {
    const page = 'a <!-- figures -->old<!-- /figures --> b';
    const changed = betweenMarks(page, 'figures', figuresTable(run(27, [late(121)])));
    expect(changed).toContain('| lateness | 121 ms | 100 ms | 1.21 | ≤ 1.2 × bare BullMQ | **NO** |');
    expect(changed).toContain('commit `9712e165`, 2 × Some CPU, Node 20.20.0, Redis 7.0.15, load 0.1 before');
    expect(changed).not.toContain('old');
    expect(betweenMarks(changed, 'figures', 'new')).toBe('a <!-- figures -->\n\nnew\n\n<!-- /figures --> b');
    expect(() => betweenMarks('nothing', 'figures', 'x')).toThrow('<!-- figures -->');
  });
});
