/**
 * Erases a private incident: its documents, what waited for it and the list for backups in one commit; what we
 * had posted in Slack and the ledger follow in a job each. Nothing of it is left but that something went.
 */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { createEraser } from '../callboard/domain/erase.ts';
import { FORGOTTEN_ID, type Forgotten, forgottenDocument } from '../callboard/domain/forgotten.ts';
import { textDocument } from '../callboard/domain/text.ts';
import { ERASURES } from '../callboard/erase-documents.ts';
import {
  type Change,
  cancelJobById,
  type JobChange,
  type JobPut,
  PRIVATE,
  type Put,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../core/commit.ts';
import { instantText } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import type { Posted } from '../core/ports/chat.ts';
import type { NewId } from '../core/ports/clock.ts';
import type { Store } from '../core/ports/store.ts';
import { notificationDocument } from '../page/domain/notification.ts';
import { asked, type Page, pageDocument } from '../page/domain/page.ts';
import { postedAt } from '../page/slack-channel.ts';
import { ERASED_KINDS, isDocumentOf, isJobOf, type Matter } from './domain/erasure.ts';
import { incidentErased } from './domain/facts.ts';
import {
  type Incident,
  incidentCardDocument,
  type PrivatePlace,
  privatePlaceDocument,
} from './domain/incident.ts';
import { clearErased, type ErasedPlace, eraseIncidentFacts } from './domain/jobs.ts';
import { respondingPeople } from './domain/privacy.ts';
import { pagesOf } from './load.ts';
import { readActions, readIncidents } from './read.ts';

interface Gone {
  readonly kind: string;
  readonly value: unknown;
  readonly put: Put;
}

interface Deciding {
  readonly by: string;
  readonly now: Temporal.Instant;
}

interface Needs {
  readonly store: Store;
  readonly newId: NewId;
}

/** An incident as a fingerprint for the list of what was erased: whoever has code and time can tell that it is the same. */
export const incidentPrint = ({ code, declaredAt }: Pick<Incident, 'code' | 'declaredAt'>): string =>
  createHash('sha256').update(`callboard/erased/v1\n${code}\n${declaredAt}`).digest('hex').slice(0, 16);

async function matterOf(code: string, { store }: Needs): Promise<Matter> {
  const [pages, items] = await Promise.all([
    pagesOf(code, { store }),
    readActions(`incident:${code}`, 'responders', { store }),
  ]);
  return { incident: code, pages: pages.map((page) => page.code), actions: items.map(({ item }) => item.id) };
}

async function goneDocuments(matter: Matter, { store }: Needs): Promise<Gone[]> {
  const all = await Promise.all(
    ERASED_KINDS.map(async (kind) =>
      (await store.all(kind))
        .filter(({ id, value }) => isDocumentOf(matter, id, value))
        .map(({ id, value, version }) => ({
          kind: kind.name,
          value,
          put: { kind, id, value: null, version },
        })),
    ),
  );
  return all.flat();
}

/** A code that was given by chance is in no sentence for another reason; `I2` may be a room. */
const isByChance = (code: string): boolean => /^[IA]\d{6}$/.test(code);

/** Where others mention it by its code, they mention nothing now. Texts that answered its pages go. */
async function mentions(matter: Matter, gone: readonly Gone[], { store }: Needs): Promise<Put[]> {
  const named = [matter.incident, ...matter.actions].filter(isByChance);
  const eraser = createEraser(named.map((code) => ({ person: { id: code, name: '' }, alias: '(erased)' })));
  const known = new Set(gone.map(({ put: { kind, id } }) => `${kind.name} ${id}`));
  const puts: Put[] = [];
  for (const { kind } of ERASURES) {
    // The keys' chain of hashes would not bear it, and no incident is in it.
    if (kind.name.startsWith('keys.')) continue;
    for (const { id, value, version } of await store.all(kind)) {
      if (known.has(`${kind.name} ${id}`)) continue;
      const after = kind.name === textDocument.name && isAnswerTo(matter, value) ? null : eraser.value(value);
      if (after !== value) puts.push({ kind, id, value: after, version });
    }
  }
  return puts;
}

const isAnswerTo = ({ pages, incident }: Matter, value: unknown): boolean => {
  const words = String((value as { readonly said?: unknown }).said).split(/\W+/);
  return [...pages, incident].some((code) => words.includes(code));
};

function isPosted(value: unknown): value is Posted {
  const { channel, ts } = (value ?? {}) as Partial<Record<keyof Posted, unknown>>;
  return typeof channel === 'string' && typeof ts === 'string';
}

/** Where our messages of it stand: any place that one of its documents names. */
function postsIn(value: unknown): Posted[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = isPosted(value) ? [{ channel: value.channel, ts: value.ts }] : [];
  return [...own, ...Object.values(value).flatMap(postsIn)];
}

/** Whoever may have been told something of it: those it names, those its pages asked, and who asked for them. */
function peopleOf(incident: Incident, gone: readonly Gone[]): string[] {
  const pages = gone.filter(({ kind }) => kind === pageDocument.name).map(({ value }) => value as Page);
  const named = [...respondingPeople(incident), ...pages.flatMap((page) => [page.author, ...asked(page)])];
  return [...new Set(named)].filter((id) => !id.includes(':') && id !== 'callboard');
}

/**
 * A job that was on its way to Slack when the incident was erased may still post: its lease is ten seconds, and
 * Slack may let it wait. What it left is taken away after this.
 */
const STRAGGLERS_SECONDS = 30;

/** A job for each place where we had posted of it, and later one more for each where something may have come since. */
function clearPosts(
  incident: Incident,
  matter: Matter,
  gone: readonly Gone[],
  { by, now }: Deciding,
  key: string,
): readonly JobPut[] {
  const of = (kind: { readonly name: string }) => gone.filter((one) => one.kind === kind.name);
  const place = of(privatePlaceDocument)[0]?.value as PrivatePlace | undefined;
  const card = of(incidentCardDocument).flatMap(({ value }) => postsIn(value))[0];
  const asks = of(notificationDocument).flatMap(({ value }) => {
    const { channel, reference } = value as { readonly channel: string; readonly reference?: string };
    const at = channel === 'slack' && reference !== undefined ? postedAt(reference) : undefined;
    return at ? [at] : [];
  });
  const others = gone.flatMap(({ value }) => postsIn(value));
  const isCard = (at: Posted) => at.channel === card?.channel && at.ts === card.ts;
  const posts = new Map([...asks, ...others].map((at) => [`${at.channel} ${at.ts}`, at]));
  const [first] = of(pageDocument)
    .map(({ value }) => (value as Page).openedAt)
    .sort();
  // A page may be older than the incident that grew from it.
  const since = first !== undefined && first < incident.declaredAt ? first : incident.declaredAt;
  const codes = [matter.incident, ...matter.pages, ...matter.actions];
  const kept = { ...(card && { card }) };
  const places = (archive: boolean): ErasedPlace[] => [
    ...(card ? [{ what: 'card' as const, at: card, by }] : []),
    ...peopleOf(incident, gone).map((person) => ({ what: 'person' as const, person, since, codes, ...kept })),
    ...(place?.channel === undefined
      ? []
      : [{ what: 'channel' as const, channel: place.channel, archive, ...kept }]),
  ];
  const known = [...posts.values()].filter((at) => !isCard(at)).map((at) => ({ what: 'post' as const, at }));
  const later = now.add({ seconds: STRAGGLERS_SECONDS });
  return [
    ...[...known, ...places(false)].map((one, index) =>
      scheduleJob(clearErased, now, one, `${key}:${index}`),
    ),
    ...places(true).map((one, index) => scheduleJob(clearErased, later, one, `${key}:last:${index}`)),
  ];
}

const countByKind = (gone: readonly Gone[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { kind } of gone) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

/** The list that goes into every backup, with this one on it. */
function listErased(known: Versioned<Forgotten> | undefined, incident: Incident, now: Temporal.Instant): Put {
  const print = incidentPrint(incident);
  const before = known?.value.incidents ?? [];
  const others = before.filter((one) => one.print !== print);
  const list: Forgotten = {
    people: known?.value.people ?? [],
    incidents: [...others, { print, at: instantText(now) }],
  };
  return put(forgottenDocument, FORGOTTEN_ID, list, known?.version ?? 0);
}

/**
 * What to commit so that this incident is gone. Whether it may be is asked before.
 *
 * @param by - who decided it; that stays
 */
export async function erasing(incident: Incident, deps: Needs, { by, now }: Deciding): Promise<Change> {
  const { store, newId } = deps;
  const matter = await matterOf(incident.code, deps);
  const [gone, outbox, known] = await Promise.all([
    goneDocuments(matter, deps),
    store.outbox(),
    store.get(forgottenDocument, FORGOTTEN_ID),
  ]);
  const notifications = new Set(
    gone.filter(({ kind }) => kind === notificationDocument.name).map((one) => one.put.id),
  );
  const waiting = outbox.filter((job) => isJobOf(matter, job, notifications));
  const key = newId();
  const ids = gone.map((one) => one.put.id);
  const inLedger = { incident: matter.incident, pages: [...matter.pages], actions: [...matter.actions], ids };
  const jobs: JobChange[] = [
    ...waiting.map(({ id }) => cancelJobById(id)),
    ...clearPosts(incident, matter, gone, { by, now }, key),
    scheduleJob(eraseIncidentFacts, now, inLedger, key),
    scheduleJob(eraseIncidentFacts, now.add({ seconds: STRAGGLERS_SECONDS }), inLedger, `${key}:last`),
  ];
  const data = { documents: countByKind(gone), jobs: waiting.length };
  return {
    put: [
      ...gone.map((one) => one.put),
      ...(await mentions(matter, gone, deps)),
      listErased(known, incident, now),
    ],
    facts: [recordFact(incidentErased, { at: now, by, about: [PRIVATE], data })],
    jobs,
  };
}

/**
 * After an older backup was restored: what was erased since is erased again.
 *
 * @param others - lists of newer backups; the one in the store counts too
 * @returns how many incidents were still there
 */
export async function eraseAgain(
  deps: Needs,
  others: readonly Forgotten[],
  now: Temporal.Instant,
): Promise<number> {
  const own = await deps.store.get(forgottenDocument, FORGOTTEN_ID);
  const lists = [...(own ? [own.value] : []), ...others];
  const prints = new Set(lists.flatMap(({ incidents = [] }) => incidents.map(({ print }) => print)));
  const still = (await readIncidents('all', 'responders', deps)).filter(({ value }) =>
    prints.has(incidentPrint(value)),
  );
  for (const { value } of still)
    await withOptimisticRetry(deps.store, async () => ({
      change: await erasing(value, deps, { by: 'callboard', now }),
      result: undefined,
    }));
  return still.length;
}
