/**
 * What of a timeline is shown where all of it does not fit: its beginning and what decided it stay, the rest is
 * counted where it was. The declaration and its first page are always there.
 */
import type { Recorded } from '../../core/commit.ts';
import type { Entry } from './timeline.ts';

/** A line that is shown, by its index; or how many are left out in that place. */
export type Fold = { readonly line: number } | { readonly omitted: number };

/** Lower is dearer. */
const RANK: Readonly<Record<string, number>> = {
  'incident.declared': 0,
  'incident.resolved': 1,
  'incident.mitigated': 1,
  'incident.reopened': 1,
  'page.gave-up': 2,
  'incident.severity-set': 2,
  'incident.updated': 2,
  'incident.noted': 3,
  'incident.message-marked': 3,
  'session.changed': 3,
  'incident.nudged': 5,
};
const OTHER = 4;

/** The first of these says more than those after it. */
const FIRST: Readonly<Record<string, number>> = {
  'page.opened': 0,
  'page.acknowledged': 1,
  'incident.role-taken': 2,
};

function ranks(facts: readonly Recorded[]): number[] {
  const seen = new Set<string>();
  return facts.map(({ name }) => {
    const first = seen.has(name) ? undefined : FIRST[name];
    seen.add(name);
    return first ?? RANK[name] ?? OTHER;
  });
}

/** @param max - lines that fit; the declaration and the first page are shown besides where it is less than two */
export function foldTimeline(entries: readonly Entry[], max: number): Fold[] {
  const rank = ranks(entries.map(({ fact }) => fact));
  const order = entries.map((_, line) => line).sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b);
  const kept = new Set(order.filter((line, place) => place < max || rank[line] === 0));
  const folds: Fold[] = [];
  let omitted = 0;
  for (const line of entries.keys()) {
    if (!kept.has(line)) {
      omitted++;
      continue;
    }
    if (omitted > 0) folds.push({ omitted });
    omitted = 0;
    folds.push({ line });
  }
  return omitted > 0 ? [...folds, { omitted }] : folds;
}
