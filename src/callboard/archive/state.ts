/** How far the archive is. */
import { put, recordFact } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { instantText } from '../../core/instant.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import {
  ARCHIVE_ID,
  type ArchiveState,
  archiveDocument,
  archiveLooked,
  emptyArchive,
} from '../domain/archive.ts';

/** Undefined where it has never been looked at. */
export const readArchiveState = async ({ store }: Pick<Deps, 'store'>): Promise<ArchiveState | undefined> =>
  (await store.get(archiveDocument, ARCHIVE_ID))?.value;

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
