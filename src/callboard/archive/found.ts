/**
 * Files that the ledger knows nothing of. Where a backup was restored, days that were archived since it was made are in
 * files and in no list: they are put on it, so that they are read, and somebody can be taken out of them.
 */
import type { Deps } from '../../core/deps.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import type { Archive } from '../../core/ports/archive.ts';
import {
  ARCHIVE_ID,
  archiveDocument,
  archivedDayDocument,
  dayOfFile,
  daysBetween,
  findDay,
  unknownDays,
} from '../domain/archive.ts';
import { readLedgerFile } from './file.ts';

/**
 * Looks at each day between the last that is archived and the next that will be. The bot states something every day, so
 * there are such days only where it stood still, or was restored.
 *
 * @param firstKept - Days from this one on are not archived yet.
 * @returns how many files were found
 */
export async function findFiles(
  firstKept: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { ledger, place }: Pick<Archive, 'ledger' | 'place'>,
): Promise<number> {
  const known = await store.get(archiveDocument, ARCHIVE_ID);
  if (!known || known.value.files === 0) return 0;
  const [first] = await ledger.read({ after: known.value.upTo, limit: 1 });
  const next = first ? dayOfFile(first.at, known.value.day, undefined) : firstKept;
  let count = 0;
  for (const day of unknownDays(known.value, next < firstKept ? next : firstKept)) {
    const file = await place.read(day);
    if (!file) continue;
    const { facts } = await readLedgerFile(file);
    await withOptimisticRetry(store, async () => {
      const state = await store.get(archiveDocument, ARCHIVE_ID);
      // Another process has passed it.
      if (!state || state.value.day >= day) return { result: undefined };
      return { change: findDay(state, { day, facts: facts.length }, clock.now()), result: undefined };
    });
    count++;
  }
  return count;
}

/**
 * The days in whose files somebody may be, oldest first, and whether each is known to have one: all that are archived,
 * and, of a ledger that was restored, those that may have been archived before.
 */
export async function daysWithFiles(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { ledger }: Pick<Archive, 'ledger'>,
): Promise<{ readonly day: string; readonly isKnown: boolean }[]> {
  const known = new Set((await store.all(archivedDayDocument)).map(({ id }) => id));
  const [oldest] = await ledger.read({ limit: 1 });
  const today = clock.now().toString().slice(0, 10);
  const first = [...known, ...(oldest ? [oldest.at.slice(0, 10)] : [])].sort()[0] ?? today;
  const all = new Set([...known, ...daysBetween(first, today)]);
  return [...all].sort().map((day) => ({ day, isKnown: known.has(day) }));
}
