/** Reads what a drill's score is counted from: the ledger of its incident, its pages and its practice sets. */
import type { Recorded } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { Drill } from './domain/drill.ts';
import { drillDocument } from './domain/drill.ts';
import { type DrillScore, scoreDrill, setsOf } from './domain/drill-score.ts';
import { inLedgerOrder } from './domain/timeline.ts';

export async function loadScore(drill: Drill, { store }: Pick<Deps, 'store'>): Promise<DrillScore> {
  const references = [
    ...(drill.incident === undefined ? [] : [`incident:${drill.incident}`]),
    ...drill.played.flatMap(({ page }) => (page === undefined ? [] : [`page:${page}`])),
    ...setsOf(drill).map((set) => `keyset:${set}`),
  ];
  const facts: Recorded[][] = await Promise.all(references.map((about) => store.facts({ about })));
  return scoreDrill(drill, inLedgerOrder(facts.flat()));
}

/** The drill that an incident is of, with its score; undefined where it is of none. */
export async function drillOfIncident(
  incident: string,
  deps: Pick<Deps, 'store'>,
): Promise<{ readonly drill: Drill; readonly score: DrillScore } | undefined> {
  const [found] = await deps.store.find(drillDocument, `incident:${incident}`);
  return found && { drill: found.value, score: await loadScore(found.value, deps) };
}
