/** Budgets, burn and warnings: what is left, what is too fast, and that each is told once. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { decideWarnings, NOT_WARNED, reportDue } from '../../../src/callboard/domain/promise-warnings.ts';
import {
  type Counted,
  type Counts,
  countSlot,
  DEFAULT_TERMS,
  promiseFigures,
  slotEnd,
} from '../../../src/callboard/domain/promises.ts';
import {
  inOneSpelling,
  promisePartOf,
  promiseSections,
  withPromisePart,
} from '../../../src/callboard/domain/promises-file.ts';
import { TOIL, toilOf } from '../../../src/callboard/domain/toil.ts';

const NOW = Temporal.Instant.from('2019-06-05T12:00:00Z');
const ago = (minutes: number) => String(countSlot(NOW.epochMilliseconds - minutes * 60_000));
const counted = (kept: number, missed: number, recent: Counted['recent'] = {}): Counted => ({
  kept,
  missed,
  recent,
});
const countsOf = (answered: Counted): Counts => ({
  reached: counted(0, 0),
  answered,
  reminded: counted(0, 0),
  started: counted(0, 0),
});
const figure = (answered: Counted, terms = DEFAULT_TERMS, now = NOW) => {
  const found = promiseFigures(countsOf(answered), terms, now).find(({ name }) => name === 'answered');
  if (!found) throw new Error('no such promise');
  return found;
};

describe('a budget', () => {
  it('is what the target leaves, in whole misses, and one at least', () => {
    expect(figure(counted(3, 0))).toMatchObject({ all: 3, allowed: 1, left: 1, spent: false });
    expect(figure(counted(2, 1))).toMatchObject({ allowed: 1, left: 0, spent: false });
    expect(figure(counted(2, 2))).toMatchObject({ allowed: 1, left: 0, spent: true });
    expect(figure(counted(37, 3))).toMatchObject({ all: 40, allowed: 4, left: 1, spent: false });
    const terms = { ...DEFAULT_TERMS, answered: { within: 180, target: 99.9 } };
    expect(figure(counted(1998, 2), terms)).toMatchObject({ allowed: 2, left: 0, spent: false });
  });

  it('never has more left than allowed, and is spent exactly where more is missed than allowed', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(300), fc.integer({ min: 50, max: 99 }), (kept, missed, target) => {
        const { allowed, left, spent } = figure(counted(kept, missed), {
          ...DEFAULT_TERMS,
          answered: { within: 180, target },
        });
        expect(allowed).toBe(Math.max(1, Math.floor(((kept + missed) * (100 - target)) / 100)));
        expect(left).toBe(Math.max(0, allowed - missed));
        expect(spent).toBe(missed > allowed);
      }),
    );
  });
});

describe('a burn', () => {
  it('is looked at in an hour and in six, and one miss alone says nothing', () => {
    expect(figure(counted(9, 1, { [ago(10)]: [0, 1] })).burn.fast).toEqual({
      missed: 1,
      speed: 10,
      isTooFast: false,
    });
    const fast = figure(counted(8, 2, { [ago(10)]: [0, 1], [ago(50)]: [0, 1] })).burn;
    expect(fast.fast).toMatchObject({ missed: 2, isTooFast: true });
    const slow = figure(counted(8, 2, { [ago(90)]: [1, 1], [ago(300)]: [1, 1] })).burn;
    expect(slow.fast).toMatchObject({ missed: 0, speed: 0, isTooFast: false });
    expect(slow.slow).toMatchObject({ missed: 2, speed: 5, isTooFast: true });
    expect(figure(counted(8, 2, { [ago(400)]: [0, 2] })).burn.slow).toMatchObject({
      missed: 0,
      isTooFast: false,
    });
  });

  it('of a low target warns where everything is missed', () => {
    const terms = { ...DEFAULT_TERMS, answered: { within: 180, target: 50 } };
    expect(figure(counted(0, 2, { [ago(5)]: [0, 2] }), terms).burn.fast).toMatchObject({
      speed: 2,
      isTooFast: true,
    });
    expect(figure(counted(1, 2, { [ago(5)]: [1, 2] }), terms).burn.fast.isTooFast).toBe(false);
  });
});

describe('warnings', () => {
  const look = (answered: Counted, warned = NOT_WARNED, now = NOW) =>
    decideWarnings(promiseFigures(countsOf(answered), DEFAULT_TERMS, now), warned, now);
  const burning = counted(8, 2, { [ago(10)]: [0, 2] });

  it('are told once, and again only when it has been quiet between', () => {
    const first = look(burning);
    // The first of ten pages allows one miss: two are too many as well.
    expect(first.tell).toEqual([
      { promise: 'answered', what: 'fast' },
      { promise: 'answered', what: 'spent' },
    ]);
    expect(look(burning, first.warned).tell).toEqual([]);
    // Below the limit, and still a miss in the hour: it is the same burn.
    const calmer = look(counted(17, 2, { [ago(10)]: [15, 2] }), first.warned);
    expect(calmer.tell).toEqual([]);
    expect(look(burning, calmer.warned).tell).toEqual([]);
    const quiet = look(counted(60, 2), calmer.warned);
    expect(quiet).toMatchObject({ tell: [], warned: { answered: {} } });
    expect(look(burning, quiet.warned).tell).toHaveLength(2);
  });

  it('of a slow burn come when no fast one has spoken for it', () => {
    const slow = counted(38, 2, { [ago(120)]: [1, 1], [ago(240)]: [0, 1] });
    expect(look(slow).tell).toEqual([{ promise: 'answered', what: 'slow' }]);
    expect(look(slow, look(burning).warned).tell).toEqual([]);
  });
});

describe('the report', () => {
  const event = { zone: 'Europe/Madrid', dates: { first: '2019-06-05', last: '2019-06-07' } };
  const due = (ends: string[], now: string, reported?: string, lastDay?: string) => {
    const found = reportDue(event, lastDay, ends.map(Date.parse), reported, Temporal.Instant.from(now));
    return found && `${found.day} ${found.at}`;
  };

  it('is due at 18:00 of the last day by the event’s clock, or when its last talk has ended', () => {
    expect(due([], '2019-06-05T08:00:00Z')).toBe('2019-06-07 2019-06-07T16:00:00Z');
    expect(due(['2019-06-07T19:30:00Z'], '2019-06-05T08:00:00Z')).toBe('2019-06-07 2019-06-07T20:35:00Z');
    expect(due(['2020-06-07T19:30:00Z'], '2019-06-05T08:00:00Z')).toBe('2019-06-07 2019-06-07T16:00:00Z');
    expect(due([], '2019-06-05T08:00:00Z', undefined, '2019-06-08')).toBe('2019-06-08 2019-06-08T16:00:00Z');
  });

  it('is given once, and not long after', () => {
    expect(due([], '2019-06-07T17:00:00Z', '2019-06-07')).toBeUndefined();
    expect(due([], '2019-06-08T03:00:00Z')).toBe('2019-06-07 2019-06-07T16:00:00Z');
    expect(due([], '2019-06-08T05:00:00Z')).toBeUndefined();
    expect(reportDue({ zone: 'UTC' }, undefined, [], undefined, NOW)).toBeUndefined();
  });
});

it('what is done by hand more than five times is toil, the most frequent first', () => {
  expect(toilOf({ assigned: 5, linked: 6, imported: 9 })).toEqual([
    ['imported', 9],
    ['linked', 6],
  ]);
  expect(toilOf({ nonsense: 99 } as never)).toEqual([]);
  expect(new Set(Object.keys(TOIL)).size).toBeGreaterThan(5);
});

it('a slot ends on five minutes, after any moment in it', () => {
  expect(slotEnd(NOW).toString()).toBe('2019-06-05T12:05:00Z');
  expect(slotEnd(NOW.subtract({ milliseconds: 1 })).toString()).toBe('2019-06-05T12:00:00Z');
});

describe('in the event file', () => {
  const read = (promises: object) => promiseSections.promises.parse(promises);

  it('what is left out has its default, and the same in another spelling is no change', () => {
    const file = read({ answered: { within: '180s', whenSpent: 'No more talks are added.' } });
    expect(inOneSpelling(file).answered).toEqual({
      within: '3m',
      target: 90,
      whenSpent: 'No more talks are added.',
    });
    const before = { name: 'x' } as { name: string; promises?: typeof DEFAULT_TERMS };
    expect(withPromisePart(before, { promises: read({}) })).toBe(before);
    const after = withPromisePart(before, { promises: file });
    expect(after.promises).toMatchObject({
      answered: { within: 180, target: 90 },
      fast: { window: 60, speed: 6 },
    });
    expect(promisePartOf(after).promises).toEqual(inOneSpelling(file));
    expect(withPromisePart(after, promisePartOf(after))).toBe(after);
  });

  it('a window is whole five minutes, and the slow one longer than the fast one', () => {
    expect(() => read({ fast: { window: '7m' } })).toThrow(/whole 5 minutes/);
    expect(() => read({ fast: { window: '6h' } })).toThrow(/longer than that of fast/);
    expect(() => read({ answered: { target: 100 } })).toThrow();
    expect(() => read({ answered: { whenSpent: 'x'.repeat(301) } })).toThrow();
  });
});
