/** How far the archive is. */
import type { Temporal } from 'temporal-polyfill';
import { put, recordFact } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import {
  ARCHIVE_ID,
  type ArchiveState,
  archiveDocument,
  archivedDayDocument,
  archivedUntil,
  archiveExpected,
  archiveLooked,
  emptyArchive,
} from '../domain/archive.ts';
import { holdsPage } from '../domain/archived-pages.ts';

/** Undefined where no place was ever named. */
const readArchiveState = async ({ store }: Pick<Deps, 'store'>): Promise<ArchiveState | undefined> =>
  (await store.get(archiveDocument, ARCHIVE_ID))?.value;

/**
 * From when on the ledger is whole; undefined where nothing was archived. Also where the operator has taken the place
 * away since: what is in files stays there.
 */
export async function ledgerWholeSince(deps: Pick<Deps, 'store'>): Promise<Temporal.Instant | undefined> {
  const state = await readArchiveState(deps);
  return state && archivedUntil(state);
}

/** The day, `2026-11-27`, on which an archived page was opened; undefined where there is no such page in the archive. */
export async function archivedDayOfPage(
  number: number,
  { store }: Pick<Deps, 'store'>,
): Promise<string | undefined> {
  const days = await store.all(archivedDayDocument);
  return days.find(({ value }) => holdsPage(value.pages ?? [], number))?.id;
}

/** Milliseconds since it was last well, or was first asked for; undefined where no place is named. */
export async function archiveAge({
  store,
  clock,
  archive,
}: Pick<Deps, 'store' | 'clock' | 'archive'>): Promise<number | undefined> {
  const state = archive && (await readArchiveState({ store }));
  return state && clock.now().epochMilliseconds - milliseconds(state.lookedAt);
}

/** It looks daily: two days are no slow night any more. */
export const ARCHIVE_LATE_MS = 2 * 86_400_000;

/** When it was last well, where that is too long ago. */
export async function archiveLateSince(
  deps: Pick<Deps, 'store' | 'clock' | 'archive'>,
): Promise<string | undefined> {
  if (((await archiveAge(deps)) ?? 0) <= ARCHIVE_LATE_MS) return undefined;
  return (await readArchiveState(deps))?.lookedAt;
}

/** From now on it is expected: one that fails from its first night on is late like any other. Twice is once. */
export async function expectArchive({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await withOptimisticRetry(store, async () => {
    if (await readArchiveState({ store })) return { result: undefined };
    const at = clock.now();
    const fact = recordFact(archiveExpected, { at, by: 'callboard', about: [], data: {} });
    const first = put(archiveDocument, ARCHIVE_ID, emptyArchive(at));
    return { change: { put: [first], facts: [fact] }, result: undefined };
  });
}

/** All was looked at, and all is well. */
export async function markLooked({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await withOptimisticRetry(store, async () => {
    const known = await store.get(archiveDocument, ARCHIVE_ID);
    const at = clock.now();
    const fact = recordFact(archiveLooked, { at, by: 'callboard', about: [], data: {} });
    const state = { ...(known?.value ?? emptyArchive(at)), lookedAt: instantText(at) };
    return {
      change: { put: [put(archiveDocument, ARCHIVE_ID, state, known?.version)], facts: [fact] },
      result: undefined,
    };
  });
}
