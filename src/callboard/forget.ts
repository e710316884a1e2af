/**
 * Forgetting people: documents and jobs in one commit, with the list of who was forgotten and the job that goes
 * through the ledger after them.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, cancelJobById, type JobChange, type Put, scheduleJob } from '../core/commit.ts';
import { instantText } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import type { NewId } from '../core/ports/clock.ts';
import type { OutboxEntry, Store } from '../core/ports/store.ts';
import { recheckPages } from '../rota/domain/jobs.ts';
import { eraseArchives } from './domain/archive.ts';
import { createEraser, type Eraser, FORGOTTEN, type Leaving } from './domain/erase.ts';
import {
  FORGOTTEN_ID,
  type Forgotten,
  forgottenDocument,
  listForgotten,
  personPrint,
  putNobody,
  stateForgotten,
} from './domain/forgotten.ts';
import { eraseFacts } from './domain/jobs.ts';
import { type Person, personDocument } from './domain/person.ts';
import { ERASURES } from './erase-documents.ts';
import { OWN_WORDS } from './erase-facts.ts';

export interface Forgetting {
  readonly by: string;
  readonly why: 'asked' | 'retention' | 'restored';
  readonly now: Temporal.Instant;
}

/** What went: documents by kind, and jobs that waited. Of the ledger a job of its own says it. */
export interface Gone {
  readonly documents: Readonly<Record<string, number>>;
  readonly jobs: number;
}

/** Facts that are read at once: nobody else in this process has their turn meanwhile. */
const PAGE = 200;

/** What they wrote, as the ledger has it: it may have been copied into documents. */
async function wordsOf(store: Pick<Store, 'facts'>, ids: ReadonlySet<string>): Promise<Set<string>> {
  const words = new Set<string>();
  for (let after: string | undefined; ; ) {
    const facts = await store.facts({ limit: PAGE, ...(after !== undefined && { after }) });
    for (const { name, by, data } of facts) {
      const fields = Object.hasOwn(OWN_WORDS, name) ? OWN_WORDS[name] : undefined;
      if (!fields || typeof data !== 'object' || data === null) continue;
      const { author = by, ...rest } = data as Record<string, unknown>;
      if (typeof author !== 'string' || !ids.has(author)) continue;
      for (const field of fields) if (typeof rest[field] === 'string') words.add(rest[field]);
    }
    after = facts.at(-1)?.id;
    if (facts.length < PAGE) break;
  }
  words.delete(FORGOTTEN);
  return words;
}

/** The documents without them, and how many of each kind that changed. */
async function erasedDocuments(store: Store, eraser: Eraser, now: Temporal.Instant) {
  const puts: Put[] = [];
  const documents: Record<string, number> = {};
  for (const { kind, erase } of ERASURES) {
    for (const { id, value, version } of await store.all(kind)) {
      const after = erase(value, id, eraser, now);
      const newId = eraser.text(id);
      if (JSON.stringify(after) === JSON.stringify(value) && newId === id) continue;
      documents[kind.name] = (documents[kind.name] ?? 0) + 1;
      if (after === null || newId !== id) puts.push({ kind, id, value: null, version });
      if (after !== null) puts.push({ kind, id: newId, value: after, version: newId === id ? version : 0 });
    }
  }
  return { puts, documents };
}

/** Jobs for them alone are taken back; in others their id is another from now on. */
function erasedJobs(outbox: readonly OutboxEntry[], eraser: Eraser): JobChange[] {
  return outbox.flatMap((job): JobChange[] => {
    // They say who is to go, and are what takes them out.
    if (job.name === eraseFacts.name || job.name === eraseArchives.name) return [];
    const { id, name, queue, at, data } = job;
    const { person } = (data ?? {}) as { readonly person?: unknown };
    if (typeof person === 'string' && eraser.is(person)) return [cancelJobById(id)];
    const [newId, after] = [eraser.text(id), eraser.value(data)];
    if (newId === id && after === data) return [];
    return [...(newId === id ? [] : [cancelJobById(id)]), { id: newId, name, queue, at, data: after }];
  });
}

/** The alias of the first time, where what was begun then is finished now. */
const aliasOf = (id: string, known: Forgotten | undefined, newId: NewId): string =>
  known?.people.find(({ print }) => print === personPrint(id))?.alias ?? `x-${newId()}`;

/** Only what an eraser needs of somebody. */
const identity = ({ id, name, handle, email, phone }: Person): Leaving['person'] => ({
  id,
  name,
  ...(handle !== undefined && { handle }),
  ...(email !== undefined && { email }),
  ...(phone && { phone: { number: phone.number } }),
});

/** What to commit so that these people are forgotten; the ledger follows in a job. */
async function forgetting(
  people: readonly Person[],
  { store, newId }: { readonly store: Store; readonly newId: NewId },
  { by, why, now }: Forgetting,
): Promise<{ change: Change; result: Gone }> {
  const known = await store.get(forgottenDocument, FORGOTTEN_ID);
  const leaving = people.map((person) => ({
    person: identity(person),
    alias: aliasOf(person.id, known?.value, newId),
  }));
  const words = await wordsOf(store, new Set(people.map(({ id }) => id)));
  const eraser = createEraser(leaving, words);
  const { puts, documents } = await erasedDocuments(store, eraser, now);
  const jobs = erasedJobs(await store.outbox(), eraser);
  const gone: Gone = { documents, jobs: jobs.length };
  return {
    change: {
      put: [...puts, listForgotten(known, leaving, now), ...(await aliases(store, leaving))],
      facts: leaving.map((one) => stateForgotten(one, eraser.text(by), now, { why, ...gone })),
      jobs: [
        ...jobs,
        scheduleJob(eraseFacts, now, { leaving }, leaving[0]?.alias ?? ''),
        // Whoever was on duty is not asked any more.
        scheduleJob(recheckPages, now, { stamp: `forgotten:${instantText(now)}` }),
      ],
    },
    result: gone,
  };
}

/** Somebody in their place, where there is nobody yet. */
async function aliases(store: Store, leaving: readonly Leaving[]): Promise<Put[]> {
  const known = await store.getMany(
    personDocument,
    leaving.map(({ alias }) => alias),
  );
  return leaving.flatMap((one, i) => (known[i] ? [] : [putNobody(one)]));
}

/**
 * Forgets these people: what is theirs alone goes, and everywhere else they are nobody. Whoever is forgotten
 * and comes again (in Slack, by an import) is somebody new.
 */
export const forgetPeople = (
  people: readonly Person[],
  deps: { readonly store: Store; readonly newId: NewId },
  how: Forgetting,
): Promise<Gone> => withOptimisticRetry(deps.store, () => forgetting(people, deps, how));
