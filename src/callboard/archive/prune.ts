/**
 * Removes documents of what is long over: the files have its facts. Incidents, people, the agenda, the rota and the
 * keys are no such thing; how long people are kept is said elsewhere (`retention.ts`).
 */
import { previewDocument } from '../../agenda/domain/preview.ts';
import { type DocumentKind, type Put, put, recordFact, type Versioned } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import type { ArchivableLedger } from '../../core/ports/archive.ts';
import {
  runbookMessages,
  runbookPostDocument,
  runbookPostId,
  runbookRunDocument,
} from '../../incident/domain/runbook-run.ts';
import { readRunsOf } from '../../incident/read.ts';
import { strangerDocument as hookStranger } from '../../page/domain/alert.ts';
import { fuseToldDocument, isCounterBefore } from '../../page/domain/fuse.ts';
import { notificationDocument, retryId } from '../../page/domain/notification.ts';
import {
  askerDocument,
  cardDocument,
  type Page,
  pageDocument,
  pageNumber,
  requestDocument,
} from '../../page/domain/page.ts';
import {
  ARCHIVE_ID,
  archiveDocument,
  archivedDayDocument,
  documentsPruned,
  firstKeptDay,
} from '../domain/archive.ts';
import { withPageNumbers } from '../domain/archived-pages.ts';
import { deadEventDocument, eventTargetDocument, withoutOldDead } from '../domain/event-target.ts';
import { strangerDocument, textDocument } from '../domain/text.ts';

type Needed = Pick<Deps, 'store' | 'clock'>;

/** Pages, or other documents, that are removed in one commit. */
const AT_ONCE = 20;

interface Dated {
  readonly kind: DocumentKind<unknown>;
  readonly at: (value: unknown) => string;
}
const dated = <T>(kind: DocumentKind<T>, at: (value: T) => string): Dated =>
  ({ kind, at }) as unknown as Dated;

/** What says of itself from when it is, and is of no use after the days that the ledger keeps. */
const DATED: readonly Dated[] = [
  dated(requestDocument, ({ at }) => at),
  dated(textDocument, ({ at }) => at),
  dated(strangerDocument, ({ answeredAt }) => answeredAt),
  dated(hookStranger, ({ at }) => at),
  dated(previewDocument, ({ madeAt }) => madeAt),
  dated(fuseToldDocument, ({ day }) => day),
];

const notificationsOf = ({ stepsRun }: Page): string[] =>
  stepsRun.flatMap(({ people }) =>
    people.flatMap(({ planned }) => planned.flatMap(({ id }) => [id, retryId(id)])),
  );

const removal = <T>(kind: DocumentKind<T>, all: readonly (Versioned<T> | undefined)[]): Put[] =>
  all.flatMap((one) => (one ? [put(kind, one.id, null, one.version)] : []));

/** The runbooks that were at work on it, and where they stand in its thread. */
async function runbooksOf(page: string, { store }: Pick<Deps, 'store'>): Promise<Put[]> {
  const runs = await readRunsOf(`page:${page}`, { store });
  const posts = runs.flatMap(({ id, value }) =>
    runbookMessages(value.parts).map((_, part) => runbookPostId(id, part)),
  );
  return [
    ...removal(runbookRunDocument, runs),
    ...removal(runbookPostDocument, await store.getMany(runbookPostDocument, posts)),
  ];
}

/** Page, notifications, card, what whoever asked was told, and its runbooks. */
async function pageAndAll(page: Versioned<Page>, { store }: Pick<Deps, 'store'>): Promise<Put[]> {
  const [notifications, card, told, runbooks] = await Promise.all([
    store.getMany(notificationDocument, notificationsOf(page.value)),
    store.get(cardDocument, page.id),
    store.get(askerDocument, page.id),
    runbooksOf(page.id, { store }),
  ]);
  return [
    put(pageDocument, page.id, null, page.version),
    ...removal(notificationDocument, notifications),
    ...removal(cardDocument, [card]),
    ...removal(askerDocument, [told]),
    ...runbooks,
  ];
}

const isOverSince = ({ resolved }: Page, day: string): boolean => resolved !== undefined && resolved.at < day;
/** Those of incidents and drills stay with them. */
const isItsOwn = ({ incident, drill }: Page): boolean => incident === undefined && drill === undefined;

/**
 * @param kept - What is kept of them, in the same commit.
 * @returns how many documents went
 */
async function removeAll<T>(
  all: readonly T[],
  puts: (one: T) => Promise<Put[]>,
  { store, clock }: Needed,
  kept: (some: readonly T[]) => Promise<Put[]> = async () => [],
): Promise<number> {
  let count = 0;
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    const gone = (await Promise.all(some.map(puts))).flat();
    const data = { documents: gone.length };
    await store.commit({
      put: [...gone, ...(await kept(some))],
      facts: [recordFact(documentsPruned, { at: clock.now(), by: 'callboard', about: [], data })],
    });
    count += gone.length;
  }
  return count;
}

/** That they are in the archive of this day: whoever asks for one of them is told so. */
async function keepNumbers(
  day: string,
  pages: readonly Versioned<Page>[],
  { store }: Pick<Deps, 'store'>,
): Promise<Put[]> {
  const known = await store.get(archivedDayDocument, day);
  if (!known) return [];
  const numbers = withPageNumbers(
    known.value.pages ?? [],
    pages.map(({ id }) => pageNumber(id)),
  );
  return [put(archivedDayDocument, day, { ...known.value, pages: numbers }, known.version)];
}

/** Pages of archived days that are over. Their days are kept in mind until none of them is open. */
async function prunePages(firstKept: string, deps: Needed): Promise<number> {
  const { store } = deps;
  const known = await store.get(archiveDocument, ARCHIVE_ID);
  if (!known) return 0;
  const stillOpen: string[] = [];
  let count = 0;
  for (const day of known.value.openDays) {
    const pages = (await store.find(pageDocument, `day:${day}`)).filter(({ value }) => isItsOwn(value));
    const over = pages.filter(({ value }) => isOverSince(value, firstKept));
    count += await removeAll(
      over,
      (page) => pageAndAll(page, deps),
      deps,
      (some) => keepNumbers(day, some, deps),
    );
    if (over.length < pages.length) stillOpen.push(day);
  }
  const looked = new Set(known.value.openDays);
  await withOptimisticRetry(store, async () => {
    const now = await store.get(archiveDocument, ARCHIVE_ID);
    const openDays = (now?.value.openDays ?? []).filter((day) => !looked.has(day) || stillOpen.includes(day));
    if (!now || openDays.length === now.value.openDays.length) return { result: undefined };
    const data = { documents: 0 };
    return {
      change: {
        put: [put(archiveDocument, ARCHIVE_ID, { ...now.value, openDays }, now.version)],
        facts: [recordFact(documentsPruned, { at: deps.clock.now(), by: 'callboard', about: [], data })],
      },
      result: undefined,
    };
  });
  return count;
}

/** Events that no target took, and nobody will send again: their target does not count them any more. */
async function pruneDead(firstKept: string, deps: Needed): Promise<number> {
  const { store } = deps;
  let count = 0;
  for (const { id: target } of await store.all(eventTargetDocument)) {
    const dead = await store.find(deadEventDocument, `target:${target}`);
    const old = dead.filter(({ value }) => value.at < firstKept);
    let left = dead.length;
    count += await removeAll(
      old,
      async ({ id, version }) => [put(deadEventDocument, id, null, version)],
      deps,
      async (some) => {
        left -= some.length;
        const known = await store.get(eventTargetDocument, target);
        return known ? [withoutOldDead(known, some.length, left)] : [];
      },
    );
  }
  return count;
}

/** @returns how many documents went */
export async function pruneDocuments(
  deps: Needed,
  {
    afterDays,
    ledger,
  }: { readonly afterDays: number; readonly ledger: Pick<ArchivableLedger, 'dropCounts'> },
): Promise<number> {
  const firstKept = firstKeptDay(deps.clock.now(), afterDays);
  let count = (await prunePages(firstKept, deps)) + (await pruneDead(firstKept, deps));
  for (const { kind, at } of DATED) {
    const old = (await deps.store.all(kind)).filter(({ value }) => at(value) < firstKept);
    count += await removeAll(old, async ({ id, version }) => [put(kind, id, null, version)], deps);
  }
  await ledger.dropCounts((name) => isCounterBefore(name, firstKept));
  return count;
}
