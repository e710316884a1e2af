/** The tally of the promises: the same however it is cut, and the same as somebody else counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startLateness, talkAfter } from '../../../src/callboard/domain/promise-talks.ts';
import {
  countsAt,
  emptyTally,
  foldSignals,
  nextDecision,
  type PromiseTally,
  type Signal,
} from '../../../src/callboard/domain/promise-tally.ts';
import { PROMISES } from '../../../src/callboard/domain/promises.ts';

const WITHIN = { reached: 5, answered: 180, reminded: 60, started: 300 };
const BEGIN = Date.parse('2019-06-05T08:00:00Z');
const HOUR = 3_600_000;
const SECOND = 1000;
const empty = (): PromiseTally => emptyTally(WITHIN);
const sums = (tally: PromiseTally, now: number) =>
  Object.fromEntries(
    PROMISES.map((name) => {
      const { kept, missed } = countsAt(tally, now)[name];
      return [name, [kept, missed]];
    }),
  );

/** What happens to a page, in seconds after it is opened; undefined: never. */
interface PageStory {
  readonly opened: number;
  readonly held: number | undefined;
  readonly reached: number | undefined;
  readonly answered: number | undefined;
  readonly over: number | undefined;
}
/** In minutes after the begin; `moves` are told so long before the start that was planned. */
interface TalkStory {
  readonly start: number;
  readonly length: number;
  readonly moves: readonly { readonly before: number; readonly by: number }[];
  readonly isCancelled: boolean;
  readonly isBreak: boolean;
  readonly clocked: number | undefined;
  /** The press is taken back half a minute later. */
  readonly isUndone: boolean;
}

const seconds = (max: number) => fc.integer({ min: 1, max });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const pageStory: fc.Arbitrary<PageStory> = fc.record({
  opened: fc.integer({ min: 0, max: 20 * 3600 }),
  held: maybe(seconds(1800)),
  reached: maybe(fc.oneof(seconds(10), seconds(400))),
  answered: maybe(seconds(400)),
  over: maybe(seconds(500)),
});
const talkStory: fc.Arbitrary<TalkStory> = fc.record({
  start: fc.integer({ min: 200, max: 1200 }),
  length: fc.integer({ min: 10, max: 60 }),
  moves: fc.array(
    fc.record({ before: fc.integer({ min: 1, max: 190 }), by: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 2 },
  ),
  isCancelled: fc.boolean(),
  isBreak: fc.boolean(),
  clocked: maybe(fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 30, max: 59 }))),
  isUndone: fc.boolean(),
});
const lateness = fc.array(fc.integer({ min: 0, max: 150 }));

function pageSignals({ opened, held, reached, answered, over }: PageStory, page: string): Signal[] {
  const at = BEGIN + opened * SECOND;
  const asks = at + (held ?? 0) * SECOND;
  return [
    { is: 'page-opened', page, at },
    ...(held === undefined
      ? []
      : [
          { is: 'page-held' as const, page, at },
          { is: 'page-asks' as const, page, at: asks },
        ]),
    ...(reached === undefined ? [] : [{ is: 'page-reached' as const, page, at: asks + reached * SECOND }]),
    ...(answered === undefined ? [] : [{ is: 'page-answered' as const, page, at: asks + answered * SECOND }]),
    ...(over === undefined ? [] : [{ is: 'page-over' as const, page, at: asks + over * SECOND }]),
  ];
}

const MINUTE = 60 * SECOND;
function talkSignals({ start, length, moves, ...story }: TalkStory, talk: string): Signal[] {
  const planned = BEGIN + start * MINUTE;
  let now = planned;
  const told = [...moves].sort((a, b) => b.before - a.before);
  const moved = told.map(({ before, by }): Signal => {
    now += by * MINUTE;
    const change = { start: now, end: now + length * MINUTE };
    return { is: 'talk-changed', talk, at: planned - before * MINUTE, change };
  });
  const began =
    story.clocked === undefined ? undefined : Math.max(now + story.clocked * MINUTE, planned - MINUTE / 4);
  return [
    {
      is: 'talk-changed',
      talk,
      at: BEGIN - HOUR,
      change: { isNew: true, start: planned, end: planned + length * MINUTE, isBreak: story.isBreak },
    },
    ...moved,
    ...(story.isCancelled
      ? [{ is: 'talk-changed' as const, talk, at: planned - MINUTE / 2, change: { isCancelled: true } }]
      : []),
    ...(began === undefined
      ? []
      : [
          { is: 'talk-started' as const, talk, at: began, start: began, press: talk },
          ...(story.isUndone ? [{ is: 'press-undone' as const, press: talk, at: began + 30 * SECOND }] : []),
        ]),
  ];
}

const inOrder = (signals: Signal[]) =>
  signals
    .map((s, i) => [s, i] as const)
    .sort(([a, i], [b, j]) => a.at - b.at || i - j)
    .map(([s]) => s);

const events = fc
  .record({
    pages: fc.array(pageStory, { maxLength: 12 }),
    talks: fc.array(talkStory, { maxLength: 8 }),
    late: lateness,
  })
  .map(({ pages, talks, late }) => ({
    ...{ pages, talks, late },
    signals: inOrder([
      ...pages.flatMap((one, i) => pageSignals(one, `P${i}`)),
      ...talks.flatMap((one, i) => talkSignals(one, `S${i}`)),
      ...late.map((by, i): Signal => {
        const due = BEGIN + i * 20 * MINUTE;
        return { is: 'reminder-left', due, at: due + by * SECOND };
      }),
    ]),
  }));

/** Counted from the stories, without any tally. */
function countedByHand(pages: readonly PageStory[], talks: readonly TalkStory[], late: readonly number[]) {
  const result: Record<string, [number, number]> = {};
  const say = (name: string, isKept: boolean) => {
    const [kept, missed] = result[name] ?? [0, 0];
    result[name] = isKept ? [kept + 1, missed] : [kept, missed + 1];
  };
  for (const name of PROMISES) result[name] = [0, 0];
  for (const { reached, answered, over } of pages) {
    const first = Math.min(reached ?? Infinity, answered ?? Infinity);
    const end = over ?? Infinity;
    if (first <= 5 && first <= end) say('reached', true);
    else if (end > 5) say('reached', false);
    if ((answered ?? Infinity) <= 180 && (answered ?? Infinity) <= end) say('answered', true);
    else if (end > 180) say('answered', false);
  }
  for (const { moves, isCancelled, isBreak, clocked, isUndone } of talks) {
    if (isBreak || isCancelled) continue;
    let [promised, start] = [0, 0];
    for (const { before, by } of [...moves].sort((a, b) => b.before - a.before)) {
      start += by;
      // Two hours before what was promised until then.
      if (before + promised >= 120) promised = start;
    }
    const began = clocked === undefined || isUndone ? start : Math.max(start + clocked, -0.25);
    say('started', Math.abs(began - promised) <= 5);
  }
  for (const by of late) say('reminded', by <= 60);
  return result;
}

const LATER = BEGIN + 100 * HOUR;

describe('the tally', () => {
  it('is the same in any cuts as at once, and whoever counts by hand gets its numbers', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat(60)), ({ signals, pages, talks, late }, cuts) => {
        const whole = foldSignals(empty(), signals);
        let tally = empty();
        const rest = [...signals];
        for (const size of cuts) {
          tally = foldSignals(tally, rest.splice(0, size));
          // Somebody looks in between, which changes nothing.
          countsAt(tally, LATER);
        }
        tally = foldSignals(tally, rest);
        expect(tally).toEqual(whole);
        expect(sums(whole, LATER)).toEqual(countedByHand(pages, talks, late));
      }),
      { numRuns: 400 },
    );
  });

  it('of what is over keeps numbers alone, of a day at most', () => {
    const signals = Array.from({ length: 5000 }, (_, i): Signal[] => {
      const at = BEGIN + i * 10 * MINUTE;
      return [
        { is: 'page-opened', page: `P${i}`, at },
        { is: 'page-answered', page: `P${i}`, at: at + SECOND },
      ];
    }).flat();
    const tally = foldSignals(empty(), signals);
    expect(tally.counts.answered.kept).toBe(5000);
    expect(Object.keys(tally.pages)).toEqual([]);
    expect(Object.keys(tally.counts.answered.recent).length).toBeLessThanOrEqual(289);
  });

  it('decides what did not happen when its time is over, not before', () => {
    const tally = foldSignals(empty(), [{ is: 'page-opened', page: 'P1', at: BEGIN }]);
    expect(nextDecision(tally)).toBe(BEGIN + 5 * SECOND);
    expect(nextDecision(tally, BEGIN + 6 * SECOND)).toBe(BEGIN + 180 * SECOND);
    expect(sums(tally, BEGIN + 5 * SECOND)).toMatchObject({ reached: [0, 0] });
    expect(sums(tally, BEGIN + 5 * SECOND + 1)).toMatchObject({ reached: [0, 1], answered: [0, 0] });
    expect(sums(tally, BEGIN + 181 * SECOND)).toMatchObject({ reached: [0, 1], answered: [0, 1] });
    // A fact that comes in time and is read late still counts.
    const after = foldSignals(tally, [{ is: 'page-answered', page: 'P1', at: BEGIN + 100 * SECOND }]);
    expect(sums(after, LATER)).toMatchObject({ reached: [0, 1], answered: [1, 0] });
  });

  it('does not count what a quiet window holds, nor a page of a private incident', () => {
    const hidden = emptyTally(WITHIN, ['P2']);
    const tally = foldSignals(hidden, [
      { is: 'page-opened', page: 'P1', at: BEGIN },
      { is: 'page-held', page: 'P1', at: BEGIN },
      { is: 'page-opened', page: 'P2', at: BEGIN },
      { is: 'page-answered', page: 'P1', at: BEGIN + HOUR },
      { is: 'page-reached', page: 'P2', at: BEGIN + SECOND },
    ]);
    expect(sums(tally, LATER)).toMatchObject({ reached: [0, 0], answered: [0, 0] });
    expect(JSON.stringify(tally.pages)).not.toContain('P2');
  });
});

describe('a talk', () => {
  const minutes = (count: number) => BEGIN + count * MINUTE;
  const fresh = talkAfter(undefined, { isNew: true, start: minutes(180), end: minutes(210) }, BEGIN);

  it('is promised for where it stood two hours before; what is moved later is late', () => {
    const early = talkAfter(fresh, { start: minutes(240), end: minutes(270) }, minutes(60));
    expect(early && startLateness(early)).toBe(0);
    const late = talkAfter(fresh, { start: minutes(186), end: minutes(216) }, minutes(61));
    expect(late && startLateness(late)).toBe(6 * MINUTE);
    // Whoever says when it began is believed more than the agenda.
    const actual = { at: minutes(181), press: 'p', told: minutes(182) };
    expect(late && startLateness({ ...late, actual })).toBe(MINUTE);
  });

  it('that had begun before anybody told us of it was promised to nobody', () => {
    expect(
      talkAfter(undefined, { isNew: true, start: minutes(1), end: minutes(30) }, minutes(2)),
    ).toBeUndefined();
    expect(talkAfter(undefined, { start: minutes(9), end: minutes(30) }, minutes(2))).toBeUndefined();
  });
});
