/** Takes somebody, or something, out of the files of the ledger. */
import type { Fact, Recorded } from '../../core/commit.ts';
import { recordFact } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { PermanentError } from '../../core/errors.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import type { Archive } from '../../core/ports/archive.ts';
import { ARCHIVE_ID, archiveDocument, archiveErased, beginErasing } from '../domain/archive.ts';
import { readLedgerFile, writeLedgerFile } from './file.ts';
import { daysWithFiles } from './found.ts';

type Needed = Pick<Deps, 'store' | 'clock' | 'archive'>;

/** Whether there may be files: something has left the ledger, or had, before an older backup was restored. */
export const hasArchive = async ({ store, archive }: Pick<Deps, 'store' | 'archive'>): Promise<boolean> =>
  archive !== undefined || ((await store.get(archiveDocument, ARCHIVE_ID))?.value.files ?? 0) > 0;

export interface ErasedFiles {
  readonly facts: number;
  readonly files: number;
  /** Days whose files were not where they were put: what is in them is still in them. */
  readonly missing: readonly string[];
}

/** @returns how many facts were changed; undefined where the file is not there */
async function eraseDay(
  day: string,
  rewrite: (fact: Recorded) => Recorded | Fact,
  { ledger, place }: Archive,
): Promise<number | undefined> {
  const file = await place.read(day);
  if (!file) return undefined;
  const { facts } = await readLedgerFile(file);
  const after = facts.map((fact) => ledger.rewrite(fact, rewrite));
  const changed = after.filter((fact, i) => fact !== facts[i]).length;
  if (changed > 0) await place.write(day, await writeLedgerFile(day, after));
  return changed;
}

/**
 * Goes through all files, after the ledger itself was gone through, and through those that only a restored ledger has
 * not heard of. Doing it twice is doing it once.
 *
 * @param rewrite - As of `Store.rewriteFacts`.
 * @throws {PermanentError} `no-archive-place` where there are files and nobody says where
 */
export async function eraseFiles(
  rewrite: (fact: Recorded) => Recorded | Fact,
  { store, clock, archive }: Needed,
): Promise<{ readonly erased: ErasedFiles; readonly fact: Fact }> {
  if (!archive) throw new PermanentError('no-archive-place');
  // A day that is on its way into a file right now was perhaps read before the ledger was gone through.
  await withOptimisticRetry(store, async () => {
    const state = await store.get(archiveDocument, ARCHIVE_ID);
    return { change: state && beginErasing(state, clock.now()), result: undefined };
  });
  const erased = { facts: 0, files: 0, missing: [] as string[] };
  for (const { day, isKnown } of await daysWithFiles({ store, clock }, archive)) {
    const changed = await eraseDay(day, rewrite, archive);
    if (changed === undefined) erased.missing.push(...(isKnown ? [day] : []));
    else if (changed > 0) {
      erased.facts += changed;
      erased.files++;
    }
  }
  const fact = recordFact(archiveErased, { at: clock.now(), by: 'callboard', about: [], data: erased });
  return { erased, fact };
}
