/** A line of the benchmark's table: what was measured, beside the bare library in the same run. */

export interface Figure {
  readonly what: string;
  readonly ours: string;
  /** The bare library, measured in the same run on the same machine; '' where there is none. */
  readonly bare: string;
  readonly ratio?: number;
  /** Without one the row is for comparison only. */
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}

/** The value below which a share `p` of the samples lies. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
