/** Reads the ledger, a page at a time. */
import { ledgerArchived } from '../../callboard/domain/archive.ts';
import { factsErased } from '../../callboard/domain/forgotten.ts';
import { compareLedgerIds, type Recorded } from '../../core/commit.ts';
import { request } from './connect.ts';
import { ledgerDocuments, ledgerEntry } from './format.ts';
import type { Place } from './place.ts';

/** So many facts are read in one request. */
const PAGE = 1000;
/** So many requests for what has happened since; a process that slept through a day reads documents, not the day. */
const MAX_PAGES = 5;

/** All facts, or those about one reference; after a fact's id; at most so many. */
export interface FactsAsked {
  readonly about?: string;
  readonly after?: string;
  readonly limit?: number;
}

export async function readFacts(place: Place, { about, after, limit }: FactsAsked): Promise<Recorded[]> {
  if (about !== undefined) return await factsAbout(place, about, after, limit);
  const { redis, prefix, codec } = place;
  const found: Recorded[] = [];
  for (let from = after ? `(${after}` : '-'; ; ) {
    const count = Math.min(PAGE, (limit ?? Number.POSITIVE_INFINITY) - found.length);
    const entries = await request(redis.xrange(`${prefix}:ledger`, from, '+', 'COUNT', count));
    found.push(...entries.map(([id, fields]) => ledgerEntry(codec, id, fields)));
    const last = entries.at(-1);
    if (!last || entries.length < count || found.length === limit) return found;
    from = `(${last[0]}`;
  }
}

export async function readFact({ redis, prefix, codec }: Place, id: string): Promise<Recorded | undefined> {
  const [entry] = await request(redis.xrange(`${prefix}:ledger`, id, id));
  return entry && ledgerEntry(codec, ...entry);
}

async function factsAbout(
  { redis, prefix, codec }: Place,
  about: string,
  after: string | undefined,
  limit: number | undefined,
): Promise<Recorded[]> {
  const ids = await request(redis.lrange(`${prefix}:about:${about}`, 0, -1));
  const wanted = ids.slice(after ? ids.indexOf(after) + 1 : 0).slice(0, limit);
  const pipeline = redis.pipeline();
  for (const id of wanted) pipeline.xrange(`${prefix}:ledger`, id, id);
  const answers = (await request(pipeline.exec())) ?? [];
  return answers.flatMap(([error, entries]) => {
    if (error) throw error;
    return (entries as [string, string[]][]).map(([id, fields]) => ledgerEntry(codec, id, fields));
  });
}

export interface LedgerChanges {
  /** The ledger's new end. */
  readonly last: string;
  /** The ids of documents, by kind. */
  readonly changed: Map<string, Set<string>>;
  /**
   * The ledger was rewritten or shortened meanwhile, and may not name all of them any more; or its end as it was is not in it, as
   * after a Redis took over that had not yet got it: what was read before may never have been.
   */
  readonly erased: boolean;
  /** So much has happened that to read all documents anew is less: `changed` has not all of it. */
  readonly isFar: boolean;
}

/** What came after this place has left the ledger. The fact that says so is stated before anything leaves. */
const isArchivedPast = (place: string, fields: readonly string[]): boolean =>
  fields[1] === ledgerArchived.name &&
  compareLedgerIds(ledgerArchived.schema.parse(JSON.parse(fields[9] ?? '')).upTo, place) > 0;

/** The documents that commits after `after` touched. */
export async function readChanges({ redis, prefix }: Place, after: string): Promise<LedgerChanges> {
  const changed = new Map<string, Set<string>>();
  let last = after;
  let erased = false;
  for (let page = 0; ; page++) {
    if (page === MAX_PAGES) return { last, changed, erased, isFar: true };
    const isFirst = page === 0 && after !== '0-0';
    const from = isFirst ? last : `(${last}`;
    const entries = await request(redis.xrange(`${prefix}:ledger`, from, '+', 'COUNT', PAGE));
    if (isFirst && entries.shift()?.[0] !== after) return { last, changed, erased: true, isFar: false };
    for (const [id, fields] of entries) {
      last = id;
      erased ||= fields[1] === factsErased.name || isArchivedPast(after, fields);
      for (const line of ledgerDocuments(fields)) {
        const space = line.indexOf(' ');
        const kind = line.slice(0, space);
        changed.set(kind, (changed.get(kind) ?? new Set()).add(line.slice(space + 1)));
      }
    }
    if (entries.length < PAGE - 1) return { last, changed, erased, isFar: false };
  }
}
