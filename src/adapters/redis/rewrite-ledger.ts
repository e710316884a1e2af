/**
 * Rewrites the ledger. A stream cannot be changed in place, so a copy is made beside it, with the same ids, and
 * put in its place in one step, with what was committed meanwhile; that is then looked at in a further round.
 */
import { randomUUID } from 'node:crypto';
import type { Fact, Recorded } from '../../core/commit.ts';
import { StoreUnavailable } from '../../core/errors.ts';
import { instantText } from '../../core/instant.ts';
import type { Codec } from './codec.ts';
import { request } from './connect.ts';
import { ledgerEntry } from './format.ts';
import type { Place } from './place.ts';
import { script } from './script.ts';

const swapScript = script('swap-ledger');

/** Entries that are copied in one request: so long (some 10 ms) everybody else in this process waits. */
const BATCH = 100;
/** A copy of a hundred thousand facts takes some seconds; whoever dies at it is waited for no longer than this. */
const LOCK_MILLISECONDS = 60_000;
/** Each round has only what came during the one before: a few facts, then none. */
const MAX_ROUNDS = 10;

type Entry = readonly [id: string, fields: readonly string[]];

interface Rewriting {
  readonly fact: (fact: Recorded) => Fact;
  readonly documentId: (id: string) => string;
}

/** The ids in the lines `kind id` of the documents that were put with a fact. */
const renamed = (lines: string, documentId: (id: string) => string): string =>
  lines
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return `${line.slice(0, space + 1)}${documentId(line.slice(space + 1))}`;
    })
    .join('\n');

/** The entry's fields anew, sealed under the key of now; the same array where nothing changes. */
function rewritten(codec: Codec, [id, fields]: Entry, { fact, documentId }: Rewriting): readonly string[] {
  const before = ledgerEntry(codec, id, fields);
  const after = fact(before);
  const documents = fields[11] ?? '';
  const docs = renamed(documents, documentId);
  const wasSealed = codec.isSealed(fields[9] ?? '');
  const isStale = wasSealed && !codec.isCurrent(fields[9] ?? '');
  if (after === before && !isStale) return docs === documents ? fields : [...fields.slice(0, 11), docs];
  const at = instantText(before.at);
  const data = codec.writeFact({ ...after, ...(wasSealed && { sealed: true }) }, at);
  const about = JSON.stringify(after.about);
  return ['name', after.name, 'at', at, 'by', after.by, 'about', about, 'data', data, 'docs', docs];
}

/** One round. @returns how many it changed, and the first entry that it did not see ('' where it saw all) */
async function round(
  { redis, prefix, codec }: Place,
  token: string,
  rewrite: Rewriting,
): Promise<{ changed: number; unseen: string }> {
  const [ledger, copy] = [`${prefix}:ledger`, `${prefix}:ledger-copy`];
  await request(redis.unlink(copy));
  const moved = new Map<string, string>();
  const dropped: string[] = [];
  let changed = 0;
  let last = '0-0';
  for (;;) {
    const entries = await request(redis.xrange(ledger, `(${last}`, '+', 'COUNT', BATCH));
    const pipeline = redis.pipeline();
    for (const entry of entries) {
      const fields = rewritten(codec, entry, rewrite);
      pipeline.xadd(copy, entry[0], ...fields);
      if (fields !== entry[1]) {
        changed++;
        noteReferences(moved, dropped, entry, fields);
      }
      last = entry[0];
    }
    for (const [error] of (await request(pipeline.exec())) ?? []) if (error) throw error;
    if (entries.length < BATCH) break;
  }
  if (changed === 0) {
    await request(redis.unlink(copy));
    return { changed, unseen: '' };
  }
  const args = [token, last, moved.size, ...[...moved].flat(), ...dropped];
  const [ok, unseen = ''] = (await swapScript(redis, [prefix, ledger, copy], args)) as [number, string?];
  if (ok !== 1) throw new StoreUnavailable('the ledger is being rewritten by another process');
  return { changed, unseen };
}

/**
 * References that have another name now: the lists of what is about them follow. One whose fact is about nothing
 * any more is taken out of its list: reference and the fact's id, in turn.
 */
function noteReferences(
  moved: Map<string, string>,
  dropped: string[],
  [id, before]: Entry,
  after: readonly string[],
): void {
  const from = JSON.parse(before[7] ?? '[]') as string[];
  const to = JSON.parse(after[7] ?? '[]') as string[];
  if (to.length === 0) dropped.push(...from.flatMap((ref) => [ref, id]));
  else
    for (const [i, ref] of from.entries()) {
      const now = to[i];
      if (now !== undefined && now !== ref) moved.set(ref, now);
    }
}

/** @throws {StoreUnavailable} where another process is at it. */
export async function rewriteLedger(
  ledger: Place,
  fact: Rewriting['fact'],
  documentId: Rewriting['documentId'],
): Promise<number> {
  const { redis, prefix } = ledger;
  const token = randomUUID();
  const lock = `${prefix}:ledger-lock`;
  if ((await request(redis.set(lock, token, 'PX', LOCK_MILLISECONDS, 'NX'))) !== 'OK')
    throw new StoreUnavailable('the ledger is being rewritten by another process');
  try {
    let total = 0;
    for (let i = 0; i < MAX_ROUNDS; i++) {
      if ((await request(redis.exists(`${prefix}:ledger`))) === 0) return total;
      const { changed, unseen } = await round(ledger, token, { fact, documentId });
      total += changed;
      if (unseen === '') break;
    }
    return total;
  } finally {
    if ((await redis.get(lock).catch(() => null)) === token) await redis.del(lock).catch(() => {});
  }
}
