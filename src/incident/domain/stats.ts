/** Figures over many incidents; by kind, room and month they are in `figures.ts`. Drills and mistakes are left out by the caller. */
import { milliseconds } from '../../core/instant.ts';
import type { Incident } from './incident.ts';

export interface Stats {
  readonly count: number;
  readonly open: number;
  /** Median seconds; undefined where there is none to count. */
  readonly toAcknowledge: number | undefined;
  readonly toMitigate: number | undefined;
  readonly toResolve: number | undefined;
  readonly bySeverity: readonly (readonly [name: string, count: number])[];
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function count(values: Iterable<string | undefined>): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

export function statsOf(incidents: readonly Incident[]): Stats {
  const seconds = (end: 'acknowledgedAt' | 'mitigatedAt' | 'resolvedAt') =>
    incidents.flatMap((one) => {
      const at = one[end];
      return at === undefined ? [] : [(milliseconds(at) - milliseconds(one.declaredAt)) / 1000];
    });
  return {
    count: incidents.length,
    open: incidents.filter((one) => one.state === 'open').length,
    toAcknowledge: median(seconds('acknowledgedAt')),
    toMitigate: median(seconds('mitigatedAt')),
    toResolve: median(seconds('resolvedAt')),
    bySeverity: count(incidents.map((one) => one.severity)),
  };
}
