/** A line of the benchmark's table: what was measured, beside the bare library in the same run. */

export interface Figure {
  /** The same words in every run: by them the trend knows the figure again. */
  readonly what: string;
  readonly ours: string;
  /** The bare library, measured in the same run on the same machine; '' where there is none. */
  readonly bare: string;
  readonly ratio?: number;
  /** Without one the row is for comparison only. */
  readonly goal?: string;
  readonly met?: boolean;
  /** The same as numbers, for the record; the trend shows a figure without them as met or not. */
  readonly numbers?: Numbers;
}

export interface Numbers {
  readonly unit: Unit;
  readonly ours: number;
  readonly bare?: number | undefined;
  readonly goal?: Goal | undefined;
}

export type Unit = 'µs' | 'ms' | 's' | 'MB' | 'kB' | 'jobs/s' | 'requests' | 'commands';

/** At most, or at least, so many of the unit (`ours`), or times the other (`ratio`). */
export interface Goal {
  readonly of: 'ours' | 'ratio';
  readonly most?: number | undefined;
  readonly least?: number | undefined;
  /** What it is a multiple of, for the table. */
  readonly beside?: string | undefined;
}

export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}

/** How much of its goal a figure uses: 1 is the goal itself, more is past it; undefined without a goal. */
export function usedOfGoal({ ours, bare, goal }: Numbers): number | undefined {
  if (!goal) return undefined;
  const value = goal.of === 'ours' ? ours : ours / (bare ?? Number.NaN);
  if (goal.most !== undefined) return value / goal.most;
  return goal.least === undefined ? undefined : goal.least / value;
}

function goalText({ of, most, least, beside }: Goal, unit: Unit): string {
  const bound = most === undefined ? `≥ ${least}` : `≤ ${most}`;
  return [bound, of === 'ratio' ? '×' : unit, ...(beside === undefined ? [] : [beside])].join(' ');
}

/** A figure from its numbers: its texts, its ratio to the other, and whether its goal is met. */
export function measured({ what, ...numbers }: { readonly what: string } & Numbers): Figure {
  const { unit, ours, bare, goal } = numbers;
  const used = usedOfGoal(numbers);
  return {
    what,
    ours: quantity(ours, unit),
    bare: bare === undefined ? '' : quantity(bare, unit),
    ...(bare !== undefined && { ratio: ours / bare }),
    ...(goal && { goal: goalText(goal, unit), met: used !== undefined && used <= 1 }),
    numbers,
  };
}

/** The value below which a share `p` of the samples lies. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export function quantity(value: number, unit: Unit): string {
  const digits = value === 0 || value >= 10 ? 0 : value < 0.1 ? 3 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

export const ms = (value: number): string => quantity(value, 'ms');
