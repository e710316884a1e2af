/**
 * Seals what was written before: in clear by an older version, or under a key that is not the first one any
 * more. Once, at a start; what was gone through is written down, so that the next start asks one question.
 */
import { createHash } from 'node:crypto';
import type { DocumentKind } from '../../core/commit.ts';
import type { Codec } from './codec.ts';
import { request } from './connect.ts';
import { parseDocument } from './format.ts';
import type { Place } from './place.ts';
import { rewriteLedger } from './rewrite-ledger.ts';
import { script } from './script.ts';

const resealScript = script('reseal');

type Kinds = readonly DocumentKind<unknown>[];

/** What a start would find sealed: under which key, and which kinds and indexes. */
const stateOf = (codec: Codec, kinds: Kinds): string =>
  createHash('sha256')
    .update(JSON.stringify([codec.key, kinds.map(({ name, digested }) => [name, digested ?? []])]))
    .digest('hex');

async function documents({ redis, prefix, codec }: Place, kind: DocumentKind<unknown>): Promise<number> {
  const [hash, indexed] = [`${prefix}:doc:${kind.name}`, `${prefix}:indexed:${kind.name}`];
  const stored = await request(redis.hgetall(hash));
  let count = 0;
  for (const [id, text] of Object.entries(stored)) {
    const { value, version } = parseDocument(codec, kind, id, text);
    const written = codec.writeDocument(kind, id, value);
    const body = text.slice(text.indexOf(':', text.indexOf(':') + 1) + 1);
    const indexes = codec.indexKeys(kind, value);
    const named = (JSON.parse((await request(redis.hget(indexed, id))) ?? '[]') as string[]).toSorted();
    const isSame = named.join('\n') === indexes.toSorted().join('\n');
    if (isSame && (codec.isCurrent(body) || !codec.isSealed(written))) continue;
    const now = `${version}:${kind.schemaVersion}:${written}`;
    const keys = [hash, indexed, `${prefix}:index:${kind.name}:`];
    count += Number(await resealScript(redis, keys, [id, text, now, 1, ...indexes]));
  }
  return count;
}

async function jobs({ redis, prefix, codec }: Place): Promise<number> {
  const hash = `${prefix}:outbox:data`;
  let count = 0;
  for (const [id, text] of Object.entries(await request(redis.hgetall(hash)))) {
    if (codec.isCurrent(text)) continue;
    const now = codec.writeJob(id, JSON.parse(codec.readJob(id, text)));
    count += Number(await resealScript(redis, [hash, `${prefix}:indexed`, prefix], [id, text, now, 0]));
  }
  return count;
}

/**
 * @param kinds - all kinds of documents
 * @returns how many documents, jobs and facts were sealed anew; 0 where all was as it should be
 */
export async function reseal(sealed: Place, kinds: Kinds): Promise<number> {
  const { redis, prefix, codec } = sealed;
  const confidential = kinds.filter((kind) => kind.sealed || kind.digested);
  const state = stateOf(codec, confidential);
  const [known, used] = await Promise.all([
    request(redis.get(`${prefix}:seal-state`)),
    request(redis.smembers(`${prefix}:seal-keys`)),
  ]);
  if (known === state) return 0;
  let count = await jobs(sealed);
  for (const kind of confidential) count += await documents(sealed, kind);
  const older = used.filter((name) => name !== codec.key);
  if (older.length > 0) {
    count += await rewriteLedger(
      sealed,
      (fact) => fact,
      (id) => id,
    );
    await request(redis.srem(`${prefix}:seal-keys`, ...older));
  }
  await request(redis.set(`${prefix}:seal-state`, state));
  return count;
}
