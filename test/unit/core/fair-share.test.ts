/** Nobody starves, nothing lies idle, nobody has more than their part while another waits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairBudget, type FairPart, maxMinShares } from '../../../src/core/fair-share.ts';
import { Turns } from '../../../src/core/turns.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const want = fc.oneof(fc.nat({ max: 100 }), fc.constant(Number.POSITIVE_INFINITY));

describe('max-min fair shares', () => {
  it('whoever wants little has it, and the rest is divided', () => {
    expect(maxMinShares(10, [2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toEqual([2, 4, 4]);
    expect(maxMinShares(50, [Number.POSITIVE_INFINITY])).toEqual([50]);
    expect(maxMinShares(1, [5, 5])).toEqual([1, 0]);
    expect(maxMinShares(10, [])).toEqual([]);
  });

  it('is within the capacity, uses all of it that is wanted, and no two differ but by their wants', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.array(want, { maxLength: 12 }), (capacity, wanted) => {
        const shares = maxMinShares(capacity, wanted);
        expect(sum(shares)).toBe(Math.min(capacity, sum(wanted)));
        for (const [i, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(wanted[i] ?? 0);
          // Whoever has less than they want has as much as anybody, but for what does not divide.
          if (share < (wanted[i] ?? 0)) expect(Math.max(...shares) - share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

interface Event {
  readonly part: FairPart;
  due: number;
  running: number;
  woken: boolean;
}

/** Events as the Dispatcher has them: they take when woken or by themselves, and give back what ends. */
function simulation(capacity: number, own: number, count: number) {
  const budget = new FairBudget({ capacity, own });
  const events = Array.from({ length: count }, (): Event => {
    const event: Event = {
      part: budget.join(() => {
        event.woken = true;
      }),
      due: 0,
      running: 0,
      woken: false,
    };
    return event;
  });
  const look = (event: Event) => {
    event.woken = false;
    for (;;) {
      const got = event.part.take(Math.min(10, event.due));
      event.due -= got;
      event.running += got;
      event.part.waits(event.due > 0);
      if (got === 0) return;
    }
  };
  const settle = () => {
    for (let woken = events.find((one) => one.woken); woken; woken = events.find((one) => one.woken))
      look(woken);
  };
  const end = (event: Event) => {
    if (event.running === 0) return;
    event.running--;
    event.part.giveBack(1);
  };
  return { events, look, settle, end };
}

const step = fc.record({
  which: fc.nat({ max: 7 }),
  does: fc.oneof(
    fc.record({ due: fc.integer({ min: 1, max: 60 }) }),
    fc.constant('ends' as const),
    fc.constant('looks' as const),
  ),
});

describe('a budget of running work', () => {
  it('is never passed, and nothing lies idle while anybody waits, whatever comes and ends in which order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat({ max: 2 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(step, { maxLength: 120 }),
        (capacity, own, count, steps) => {
          const { events, look, settle, end } = simulation(capacity, own, count);
          for (const { which, does } of steps) {
            const event = events[which % count];
            if (!event) continue;
            if (does === 'ends') end(event);
            else {
              if (does !== 'looks') event.due += does.due;
              look(event);
            }
            settle();
            const shared = events.map(({ running }) => Math.max(0, running - own));
            expect(sum(shared)).toBeLessThanOrEqual(capacity);
            for (const one of events) {
              if (one.due === 0) continue;
              // Its own is never kept from it, and what is free of all goes to somebody.
              expect(one.running).toBeGreaterThanOrEqual(own);
              expect(sum(shared)).toBe(capacity);
            }
          }
        },
      ),
    );
  });

  it('comes to equal parts as what runs ends, however much one had before, and nobody starves', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 50 }),
        fc.integer({ min: 2, max: 8 }),
        fc.nat({ max: 2 }),
        (capacity, count, own) => {
          const { events, look, settle, end } = simulation(capacity, own, count);
          const [noisy, ...others] = events;
          if (!noisy) return;
          noisy.due = 10_000;
          look(noisy);
          expect(noisy.running).toBe(capacity + own);
          for (const one of others) {
            one.due = 10_000;
            look(one);
            expect(one.running).toBe(own);
          }
          // All of what the noisy one has ends once: each other has its part by then.
          for (let ended = capacity + own; ended > 0; ended--) {
            end(noisy);
            settle();
          }
          const shared = events.map(({ running }) => running - own);
          expect(sum(shared)).toBe(capacity);
          expect(Math.max(...shared) - Math.min(...shared)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('gives back what one that leaves had', () => {
    const budget = new FairBudget({ capacity: 4, own: 0 });
    let woken = 0;
    const a = budget.join(() => {});
    const b = budget.join(() => woken++);
    expect(a.take(10)).toBe(4);
    expect(b.take(1)).toBe(0);
    b.waits(true);
    expect(a.take(1)).toBe(0);
    a.leave();
    expect(woken).toBe(1);
    expect(b.take(10)).toBe(4);
  });
});

describe('turns', () => {
  it('one of each after the other, and after some milliseconds everything else first', () => {
    let now = 0;
    const later: (() => void)[] = [];
    const turns = new Turns(
      () => now,
      (run) => later.push(run),
    );
    const begun: string[] = [];
    const [a, b] = [{}, {}];
    const begin = (name: string) => () => {
      begun.push(name);
      now += 2;
    };
    for (let i = 1; i <= 6; i++) turns.add(a, begin(`a${i}`));
    turns.add(b, begin('b1'));
    expect(begun).toEqual([]);
    later.shift()?.();
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    expect(later).toHaveLength(1);
    turns.add(b, begin('b2'));
    later.shift()?.();
    expect(begun.slice(3)).toEqual(['a3', 'b2', 'a4']);
    while (later.length > 0) later.shift()?.();
    expect(begun).toHaveLength(8);
  });
});
