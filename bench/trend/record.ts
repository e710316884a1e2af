/** What a run of the benchmarks leaves behind: a file in `bench/records`, from which the trend is made. */
import { z } from 'zod';
import type { Figure } from '../figure.ts';

const Amount = z.number();
const Recorded = z.object({
  benchmark: z.string(),
  what: z.string(),
  ours: z.string(),
  bare: z.string(),
  ratio: Amount.optional(),
  goal: z.string().optional(),
  met: z.boolean().optional(),
  numbers: z
    .object({
      unit: z.enum(['µs', 'ms', 's', 'MB', 'kB', 'jobs/s', 'requests', 'commands']),
      ours: Amount,
      bare: Amount.optional(),
      goal: z
        .object({
          of: z.enum(['ours', 'ratio']),
          most: Amount.optional(),
          least: Amount.optional(),
          beside: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

const Run = z.object({
  /** When it began, ISO, UTC. */
  at: z.string(),
  /** Short; with a `+` where something was not committed. */
  commit: z.string(),
  /** Cores and the processor's name. */
  machine: z.string(),
  node: z.string(),
  redis: z.string(),
  /** The load average of the last minute, before and after; more than the cores means a busy machine. */
  load: z.object({ start: z.number(), end: z.number() }),
  /** All benchmarks, not some that were asked for. */
  whole: z.boolean(),
  figures: z.array(Recorded),
  /** Benchmarks that ended with an error. */
  broke: z.array(z.string()),
});

export type RunRecord = z.output<typeof Run>;
export type RecordedFigure = z.output<typeof Recorded>;

/** A figure as it is recorded: numbers that JSON cannot hold, such as what never came, are left out. */
export function recordedFigure(benchmark: string, { numbers, ratio, ...texts }: Figure): RecordedFigure {
  const isWhole = numbers && Number.isFinite(numbers.ours) && Number.isFinite(numbers.bare ?? 0);
  return {
    benchmark,
    ...texts,
    ...(ratio !== undefined && Number.isFinite(ratio) && { ratio }),
    ...(isWhole && { numbers: { ...numbers, goal: numbers.goal } }),
  };
}

/** Sorts by time: `2026-11-27T0948-9712e165-redis7.json`. */
export const recordName = ({ at, commit, redis }: Pick<RunRecord, 'at' | 'commit' | 'redis'>): string =>
  `${at.slice(0, 16).replace(':', '')}-${commit.replace('+', '-dirty')}-redis${majorOf(redis)}.json`;

export const majorOf = (version: string): string => version.split('.')[0] ?? '';

export const recordText = (record: RunRecord): string => `${JSON.stringify(record, undefined, 2)}\n`;

/** @throws {Error} which says what in the file is not as it should be */
export function parseRecord(text: string, name: string): RunRecord {
  const read = Run.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  throw new Error(`bench/records/${name} is no record of a run: ${z.prettifyError(read.error)}`);
}

/** What keeps a run from being green: figures past their goals, and benchmarks that broke. */
export const failures = ({ figures, broke }: Pick<RunRecord, 'figures' | 'broke'>): string[] => [
  ...broke.map((name) => `${name} broke`),
  ...figures
    .filter(({ met }) => met === false)
    .map(({ what, ours, ratio, goal }) => {
      const times = ratio === undefined ? '' : ` (${ratio.toFixed(2)} ×)`;
      return `${what}: ${ours}${times}, and the goal is ${goal ?? 'another'}`;
    }),
];
