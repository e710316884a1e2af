/** The nearest of some words to what somebody typed, for "did you mean". */

/** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] ?? [];
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** The candidate that `typed` begins or is at most a third wrong of; undefined where none is near. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  if (typed === '') return undefined;
  const beginning = candidates.filter((candidate) => candidate.startsWith(typed));
  if (beginning.length === 1) return beginning[0];
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(typed, candidate) }))
    .filter(
      ({ candidate, far }) => far <= Math.max(1, Math.floor(Math.max(typed.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.far - b.far);
  return ranked[0]?.candidate;
}
