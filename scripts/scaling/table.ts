/** What the simulation says, as rows of docs/kubernetes.md. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Load, type Machine, type Played, play } from './model.ts';
import { ruleOf, type ScalingRule } from './rule.ts';

/** The rule that the manifests have. */
export const scalingRule = (): ScalingRule =>
  ruleOf(parse(readFileSync('deploy/kubernetes/components/keda/scaled-object.yaml', 'utf8')));

/** So many workers that none is ever waited for: what is late with these is late by Slack's limits. */
const PLENTY = 500;

const short = (seconds: number): string => seconds.toFixed(seconds < 9.95 ? 1 : 0);
const rowOf = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
export const headOf = (...cells: readonly string[]): string =>
  `${rowOf(...cells)}\n${rowOf(...cells.map(() => '---'))}`;
const p99 = ({ late }: Played): number => late[Math.ceil(late.length * 0.99) - 1] ?? 0;
const oldestOf = ({ seconds }: Played): number => Math.max(...seconds.map(({ oldest }) => oldest));

export const LOADS_HEAD = headOf(
  'load',
  'jobs',
  'late by Slack alone',
  'fixed: due, untaken',
  'fixed: late',
  'rule: due, untaken',
  'rule: late',
  'first added after',
  'workers at most',
  'pod-minutes, fixed / rule',
  'a page among them',
);

/** Seconds throughout; `late` is the 99th percentile, `untaken` the longest. */
export function loadRow(load: Load, machine: Machine, rule: ScalingRule): string {
  const fixed = play(load, machine, rule.min);
  const scaled = play(load, machine, rule);
  return rowOf(
    load.name,
    fixed.late.length.toLocaleString('en'),
    short(p99(play(load, machine, PLENTY))),
    short(oldestOf(fixed)),
    short(p99(fixed)),
    short(oldestOf(scaled)),
    short(p99(scaled)),
    scaled.firstScaled === undefined ? '–' : short(scaled.firstScaled),
    scaled.mostWorkers,
    `${fixed.podMinutes.toFixed(0)} / ${scaled.podMinutes.toFixed(0)}`,
    short(fixed.pageWaits),
  );
}

/** One other rule, or another machine, for several loads. */
export const ruleRow = (name: string, loads: readonly Load[], machine: Machine, rule: ScalingRule): string =>
  rowOf(
    name,
    ...loads.flatMap((load) => {
      const played = play(load, machine, rule);
      return [short(oldestOf(played)), short(p99(played)), played.mostWorkers, played.podMinutes.toFixed(0)];
    }),
  );
