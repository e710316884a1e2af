import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, seededRandom, simulate } from '../../../bench/scale/simulate.ts';

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** A Poisson stream at one station, `load` of what `servers` can do; services of 1 ms in the middle. */
function stream(load: number, servers: number, isExponential: boolean, count = 200_000): Arrival[] {
  const random = seededRandom(7);
  const exponential = (middle: number) => -middle * Math.log(1 - random());
  let at = 0;
  return Array.from({ length: count }, () => {
    at += exponential(1 / (load * servers));
    const takes = isExponential ? exponential(1) : 1;
    return { at, kind: 'job', priority: 0, visits: [{ station: 'desk', takes }] };
  });
}

/** Erlang C: the chance to wait at all, M/M/c at `load` of each server. */
function erlangC(servers: number, load: number): number {
  const offered = servers * load;
  let [term, sum] = [1, 0];
  for (let n = 0; n < servers; n++) {
    sum += term;
    term *= offered / (n + 1);
  }
  const waiting = term / (1 - load);
  return waiting / (sum + waiting);
}

const middle = (arrivals: readonly Arrival[], servers: number) => {
  const { took, busyMs, endMs } = simulate(arrivals, () => ({ servers }));
  return { took: mean(took.get('job') ?? []), used: (busyMs.get('desk') ?? 0) / endMs / servers };
};

describe('the queue model against what is known', () => {
  it.each([
    [1, 0.5],
    [1, 0.8],
    [4, 0.7],
    [8, 0.85],
  ])('M/M/%i at %f of its servers', (servers, load) => {
    const waits = erlangC(servers, load) / (servers * (1 - load));
    const { took, used } = middle(stream(load, servers, true), servers);
    expect(took / (1 + waits)).toBeGreaterThan(0.95);
    expect(took / (1 + waits)).toBeLessThan(1.05);
    expect(used).toBeCloseTo(load, 1);
  });

  it.each([0.5, 0.8])('M/D/1 at %f: half of the waiting of M/M/1', (load) => {
    const { took } = middle(stream(load, 1, false), 1);
    const waits = load / (2 * (1 - load));
    expect(took / (1 + waits)).toBeGreaterThan(0.95);
    expect(took / (1 + waits)).toBeLessThan(1.05);
  });
});

describe('a station that gives out turns', () => {
  const turns = { stepMs: 1000, burst: 3 };
  const at = (ms: number, more = {}): Arrival => ({
    at: ms,
    kind: 'text',
    priority: 0,
    visits: [{ station: 'number', takes: 1, ...more }],
  });
  const waits = (...arrivals: Arrival[]) => simulate(arrivals, () => turns).took.get('text');

  it('gives its burst at once and then one each step', () => {
    expect(waits(at(0), at(0), at(0), at(0), at(0))).toEqual([0, 0, 0, 1000, 2000]);
    expect(waits(at(0), at(0), at(0), at(3000), at(3000), at(3000), at(3000))?.at(-1)).toBe(1000);
  });
  it('lets who is forced pass, and the next wait the longer', () => {
    const forced = { isForced: true };
    expect(waits(at(0, forced), at(0, forced), at(0, forced), at(0, forced), at(0))).toEqual([
      0, 0, 0, 0, 2000,
    ]);
  });
  it('keeps a part of the burst for others', () => {
    expect(waits(at(0, { leaves: 2 }), at(0, { leaves: 2 }))).toEqual([0, 1000]);
  });
});

describe('the simulation', () => {
  it('serves who matters most first, and breaks off nobody', () => {
    const job = (kind: string, at: number, priority: number): Arrival => ({
      at,
      kind,
      priority,
      visits: [{ station: 'desk', takes: 10 }],
    });
    const { took } = simulate([job('first', 0, 2), job('late', 1, 2), job('page', 2, 0)], () => ({
      servers: 1,
    }));
    expect(took.get('page')).toEqual([18]);
    expect(took.get('late')).toEqual([29]);
  });

  it('loses nothing, takes no less than the services do, and keeps all within what there is', () => {
    const visit = fc.record({ station: fc.constantFrom('a', 'b'), takes: fc.integer({ min: 0, max: 20 }) });
    const arrival = fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      kind: fc.constant('job'),
      priority: fc.integer({ min: 0, max: 2 }),
      visits: fc.array(visit, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (all, servers) => {
        const sorted = all.toSorted((a, b) => a.at - b.at);
        const { took, busyMs, endMs } = simulate(sorted, () => ({ servers }));
        const times = took.get('job') ?? [];
        const needed = all.map(({ visits }) => visits.reduce((sum, { takes }) => sum + takes, 0));
        const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
        expect(times).toHaveLength(all.length);
        expect(sum(times)).toBeGreaterThanOrEqual(sum(needed));
        expect(sum([...busyMs.values()])).toBe(sum(needed));
        for (const busy of busyMs.values()) expect(busy).toBeLessThanOrEqual(endMs * servers);
      }),
    );
  });
});
