/** What a change is worth: its plays beside those of the script as it is, of the same seeds. Pure. */
import type { Tried } from './changes.ts';
import type { Measures } from './measure.ts';

export interface Compared extends Pick<Tried, 'what' | 'how'> {
  /** Mean differences to the script as it is, over all seeds: less is better. */
  readonly waited: number;
  readonly stage: number;
  readonly late: number;
  readonly texts: number;
  readonly calls: number;
  /** Talks that stepped in where nobody had come, with the change. */
  readonly filled: number;
  /** In how many of the seeds fewer minutes were lost. */
  readonly better: number;
  readonly seeds: number;
}

/** Minutes that were lost: by pages that waited and stages that stood empty. */
export const lostMinutes = ({ totals }: Measures): number => totals.waited + totals.stage;

const mean = (all: readonly number[]): number =>
  all.length === 0 ? 0 : all.reduce((sum, one) => sum + one, 0) / all.length;

/** @param before, after - of the same seeds, in the same order */
export function compare(
  { what, how }: Pick<Tried, 'what' | 'how'>,
  before: readonly Measures[],
  after: readonly Measures[],
): Compared {
  const difference = (of: (one: Measures) => number) =>
    mean(after.map((one, index) => of(one) - of(before[index] ?? one)));
  return {
    what,
    how,
    waited: difference(({ totals }) => totals.waited),
    stage: difference(({ totals }) => totals.stage),
    late: difference(({ totals }) => totals.late),
    texts: difference(({ totals }) => totals.texts),
    calls: difference(({ totals }) => totals.calls),
    filled: mean(after.map(({ fills }) => fills.length)),
    better: after.filter((one, index) => {
      const then = before[index];
      return then !== undefined && lostMinutes(one) < lostMinutes(then) - 0.05;
    }).length,
    seeds: after.length,
  };
}

/** The most helpful first; of two that help the same, the one that asks people less. */
export const byHelp = (all: readonly Compared[]): Compared[] =>
  [...all].sort(
    (a, b) => a.waited + a.stage - (b.waited + b.stage) || a.texts + a.calls - (b.texts + b.calls),
  );
