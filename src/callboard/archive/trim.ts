/** Takes out of the ledger what is in files and nobody needs here any more; and documents of what is long over. */
import type { Deps } from '../../core/deps.ts';
import type { Archive, StoredFact } from '../../core/ports/archive.ts';
import { holdingIncidents, keepImpacts } from '../../incident/holding.ts';
import { pageDocument } from '../../page/domain/page.ts';
import {
  ARCHIVE_ID,
  archiveDocument,
  type HoldingIncident,
  isNeeded,
  lastAskedOf,
} from '../domain/archive.ts';

type Needed = Pick<Deps, 'store' | 'sessions' | 'clock'>;

/** Facts that are looked at at once. */
const PAGE = 500;

/** Of the pages that these facts are about, those whose facts stay: not over, of an incident, or of a drill. */
async function holdingPages(facts: readonly StoredFact[], { store }: Pick<Deps, 'store'>) {
  const codes = facts.flatMap(({ about }) =>
    about.filter((one) => one.startsWith('page:')).map((one) => one.slice('page:'.length)),
  );
  const pages = await store.getMany(pageDocument, [...new Set(codes)]);
  return new Set(
    pages.flatMap((page) =>
      page && (page.value.state !== 'resolved' || page.value.incident !== undefined || page.value.drill)
        ? [page.id]
        : [],
    ),
  );
}

async function needless(
  facts: readonly StoredFact[],
  incidents: readonly HoldingIncident[],
  lasts: Map<string, StoredFact>,
  deps: Needed,
): Promise<StoredFact[]> {
  const needs = { pages: await holdingPages(facts, deps), incidents };
  return facts.flatMap((fact) => {
    if (isNeeded(fact, needs)) return [];
    const key = lastAskedOf(fact);
    if (key === undefined) return [fact];
    // It stays until there is a later one of its kind.
    const before = lasts.get(key);
    lasts.set(key, fact);
    return before ? [before] : [];
  });
}

/**
 * Looks at all that is archived and still in the ledger. Doing it twice is doing it once: who dies in between has
 * taken out some, and the next look takes out the rest.
 *
 * @returns how many facts left
 */
export async function trimLedger(deps: Needed, { ledger }: Pick<Archive, 'ledger'>): Promise<number> {
  const state = (await deps.store.get(archiveDocument, ARCHIVE_ID))?.value;
  if (!state) return 0;
  // The day that is archived may have begun within an incident's: all that begin before its end are looked at.
  await keepImpacts(Date.parse(`${state.day}T24:00:00Z`), deps);
  const incidents = await holdingIncidents(deps);
  const lasts = new Map<string, StoredFact>();
  let dropped = 0;
  for (let after: string | undefined; ; ) {
    const page = await ledger.read({ after, upTo: state.upTo, limit: PAGE });
    const gone = await needless(page, incidents, lasts, deps);
    await ledger.drop(gone);
    dropped += gone.length;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return dropped;
  }
}
