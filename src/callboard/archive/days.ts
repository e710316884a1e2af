/** Writes days of the ledger that are old enough to files, one after another, each with a commit of its own. */

import { compareLedgerIds } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import type { Archive, StoredFact } from '../../core/ports/archive.ts';
import {
  ARCHIVE_ID,
  type ArchiveState,
  archiveDay,
  archiveDocument,
  dayOfFile,
  firstKeptDay,
} from '../domain/archive.ts';
import { CURSOR_ID, eventCursorDocument, eventTargetDocument } from '../domain/event-target.ts';
import { readLedgerFile, writeLedgerFile } from './file.ts';
import { findFiles } from './found.ts';
import { foldArchived } from './tallies.ts';

type Needed = Pick<Deps, 'store' | 'clock' | 'events'>;

/** Facts that are read at once. */
const PAGE = 500;

interface Day {
  readonly day: string;
  readonly facts: readonly StoredFact[];
}

/** Events out have read the ledger so far; undefined where nobody is sent any. */
async function publishedUpTo({ store }: Pick<Deps, 'store'>): Promise<string | undefined> {
  if ((await store.all(eventTargetDocument)).length === 0) return undefined;
  return (await store.get(eventCursorDocument, CURSOR_ID))?.value.after ?? '0-0';
}

/** The facts of the next file; undefined where the next fact is too young, or somebody has yet to read it. */
async function nextDay(
  state: ArchiveState | undefined,
  firstKept: string,
  readUpTo: string | undefined,
  { ledger }: Pick<Archive, 'ledger'>,
): Promise<Day | undefined> {
  const facts: StoredFact[] = [];
  let day: string | undefined;
  for (let after = state?.upTo; ; after = facts.at(-1)?.id) {
    const page = await ledger.read({ after, limit: PAGE });
    for (const one of page) {
      const of = dayOfFile(one.at, state?.day, day);
      const isUnread = readUpTo !== undefined && compareLedgerIds(one.id, readUpTo) > 0;
      if (day !== undefined && of !== day) return { day, facts };
      // A day is archived whole or not at all: some of it would be a file that is written twice.
      if (one.at.slice(0, 10) >= firstKept || of >= firstKept || isUnread) return undefined;
      day = of;
      facts.push(one);
    }
    if (page.length < PAGE) return day === undefined ? undefined : { day, facts };
  }
}

/** What a file of this day has that the ledger has not: of a ledger that was restored from a backup meanwhile. */
async function joinedWithFile({ day, facts }: Day, { place }: Pick<Archive, 'place'>) {
  const file = await place.read(day);
  if (!file) return facts;
  const all = new Map((await readLedgerFile(file)).facts.map((fact) => [fact.id, fact]));
  for (const fact of facts) all.set(fact.id, fact);
  return [...all.values()].sort((a, b) => compareLedgerIds(a.id, b.id));
}

/**
 * A process that dies leaves either a file that nobody counts yet, and that is written again with the same facts, or
 * a day that is archived and still in the ledger. Nothing leaves the ledger here.
 *
 * @returns how many days were archived
 */
export async function archiveDays(deps: Needed, archive: Archive): Promise<number> {
  const { store, clock, events } = deps;
  const firstKept = firstKeptDay(clock.now(), archive.afterDays);
  for (let count = 0; ; count++) {
    await findFiles(firstKept, deps, archive);
    const isArchived = await withOptimisticRetry(store, async () => {
      const [known, readUpTo] = await Promise.all([
        store.get(archiveDocument, ARCHIVE_ID),
        publishedUpTo(deps),
      ]);
      const next = await nextDay(known?.value, firstKept, readUpTo, archive);
      const upTo = next?.facts.at(-1)?.id;
      if (!next || upTo === undefined) return { result: false };
      const file = await writeLedgerFile(next.day, await joinedWithFile(next, archive));
      const tallies = await foldArchived(next.facts, await events.settings(), {
        store,
        ledger: archive.ledger,
      });
      // Somebody may have been erased since it was read, and another process may have written this very day.
      if ((await store.get(archiveDocument, ARCHIVE_ID))?.version !== known?.version) return { result: true };
      await archive.place.write(next.day, file);
      const day = { day: next.day, upTo, facts: next.facts.length };
      return { change: archiveDay(known, day, tallies, clock.now()), result: true };
    });
    if (!isArchived) return count;
  }
}
