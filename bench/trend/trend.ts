/** The last runs beside each other, a row a figure: what is past its goal, and what became worse. Pure. */
import { usedOfGoal } from '../figure.ts';
import { majorOf, type RecordedFigure, type RunRecord } from './record.ts';

/** Runs that are shown. */
const SHOWN = 8;
/** Runs before the last that noise is known from. */
const KNOWN = 12;
/** Fewer say nothing about noise. */
const FEWEST = 3;
/** So many times what the runs differ by among themselves is more than noise. */
const SPREADS = 3;
/** Less than this share is never called worse, however alike the runs before were. */
const LEAST = 0.1;
/** From the median of the distances to the standard deviation, for a normal distribution. */
const MAD_TO_SIGMA = 1.4826;

export interface TrendRow {
  readonly what: string;
  readonly goal?: string | undefined;
  /** One for each run shown, the oldest first: the share of its goal, or times the bare library without one. */
  readonly values: readonly (number | undefined)[];
  /** Whether its goal was met, by run. */
  readonly met: readonly (boolean | undefined)[];
  /** As the last run said it. */
  readonly last: string;
  readonly isPast: boolean;
  readonly isWorse: boolean;
}

export interface Trend {
  readonly redis: string;
  /** The oldest first. */
  readonly runs: readonly RunRecord[];
  readonly rows: readonly TrendRow[];
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};

/** Whether `last` is worse (more) than the runs before it by more than they differ among themselves. */
export function isWorse(before: readonly number[], last: number): boolean {
  if (before.length < FEWEST) return false;
  const middle = median(before);
  const spread = MAD_TO_SIGMA * median(before.map((value) => Math.abs(value - middle)));
  return last > middle + Math.max(SPREADS * spread, LEAST * middle);
}

/** What the trend goes by: less is better. */
const valueOf = ({ numbers, ratio }: RecordedFigure): number | undefined =>
  (numbers && usedOfGoal(numbers)) ?? ratio;

/** What is measured beside something else says the same on every machine. */
const isRelative = ({ numbers, ratio }: RecordedFigure): boolean =>
  numbers?.goal ? numbers.goal.of === 'ratio' : ratio !== undefined;

function row(what: string, runs: readonly RunRecord[], shown: number): TrendRow | undefined {
  const found = runs.map((run) => run.figures.find((figure) => figure.what === what));
  const at = found.findLastIndex((figure) => figure !== undefined);
  const last = found[at];
  if (!last || (valueOf(last) === undefined && last.met === undefined)) return undefined;
  const isAlike = (run: RunRecord | undefined) => isRelative(last) || run?.machine === runs[at]?.machine;
  const before = found
    .slice(Math.max(0, at - KNOWN), at)
    .flatMap((figure, i) =>
      figure && isAlike(runs[Math.max(0, at - KNOWN) + i]) ? (valueOf(figure) ?? []) : [],
    );
  const value = valueOf(last);
  return {
    what,
    goal: last.goal === '' ? undefined : last.goal,
    values: found.slice(-shown).map((figure) => figure && valueOf(figure)),
    met: found.slice(-shown).map((figure) => figure?.met),
    last: [last.ours, ...(last.ratio === undefined ? [] : [`${last.ratio.toFixed(2)} ×`])].join(', '),
    isPast: last.met === false,
    isWorse: value !== undefined && isWorse(before, value),
  };
}

/** A trend for each major version of Redis that was measured, the oldest version first. */
export function trendsOf(records: readonly RunRecord[]): Trend[] {
  const majors = [...new Set(records.map(({ redis }) => majorOf(redis)))].toSorted();
  return majors.map((redis) => {
    const runs = records
      .filter((one) => majorOf(one.redis) === redis)
      .toSorted((a, b) => a.at.localeCompare(b.at));
    const names = new Set(runs.toReversed().flatMap(({ figures }) => figures.map(({ what }) => what)));
    const rows = [...names].flatMap((what) => row(what, runs, SHOWN) ?? []);
    return { redis, runs: runs.slice(-SHOWN), rows };
  });
}

/** The words of a row's state, which the picture uses too: colour alone says nothing. */
export function stateOf({ isPast, isWorse: worse, goal }: TrendRow): string {
  if (isPast) return worse ? 'past its goal, and worse than before' : 'past its goal';
  if (worse) return 'worse than before';
  return goal === undefined ? '' : 'met';
}
