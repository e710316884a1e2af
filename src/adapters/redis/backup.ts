/**
 * Backup: all of an event in one file, and back into an empty Redis. The file is gzipped JSON lines: a header,
 * one line a key, and a last line with the count and a digest of all before it, without which nothing is restored.
 * What is sealed in Redis is sealed in it, under the same key, which is not in it.
 * BullMQ's queues are not in it: they are made anew from the outbox.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { mastersOf, type RedisClient } from './client.ts';

const FORMAT = 'callboard-backup';
const VERSION = 1;

const Flat = z.array(z.string());
const Entry = z.discriminatedUnion('type', [
  z.object({ key: z.string(), type: z.literal('string'), value: z.string() }),
  z.object({ key: z.string(), type: z.enum(['hash', 'list', 'set', 'zset']), value: Flat }),
  z.object({ key: z.string(), type: z.literal('stream'), value: z.array(z.tuple([z.string(), Flat])) }),
]);
type Entry = z.infer<typeof Entry>;

const Header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  event: z.string(),
  at: z.string(),
});
const Footer = z.object({ keys: z.number(), sha256: z.string() });

/** The backup cannot be used, or has nowhere to go; the message says why and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

async function keysOf(redis: RedisClient, event: string): Promise<string[]> {
  const found = new Set<string>();
  // In a cluster one of them has the event, and while its slot is on its way two do.
  for (const node of mastersOf(redis)) {
    let cursor = '0';
    do {
      // The braces of the hash tag are no glob characters; an event's name has none either (see redisConfig).
      const [next, keys] = await node.scan(cursor, 'MATCH', `cb:{${event}}:*`, 'COUNT', 500);
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...found].sort();
}

async function read(redis: RedisClient, key: string): Promise<Entry | undefined> {
  // What expires (replay guards, election of chores) is no state of the event.
  if ((await redis.pttl(key)) >= 0) return undefined;
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return { key, type, value: (await redis.get(key)) ?? '' };
    case 'hash':
      return { key, type, value: Object.entries(await redis.hgetall(key)).flat() };
    case 'list':
      return { key, type, value: await redis.lrange(key, 0, -1) };
    case 'set':
      return { key, type, value: await redis.smembers(key) };
    case 'zset':
      return { key, type, value: await redis.zrange(key, 0, '-1', 'WITHSCORES') };
    case 'stream':
      return { key, type, value: await redis.xrange(key, '-', '+') };
    default:
      return undefined;
  }
}

/**
 * The event as a file. `at` (ISO) is when it was made.
 *
 * @throws BackupError where there is nothing of it: its name is misspelt, or this is another Redis.
 */
export async function exportEvent(redis: RedisClient, event: string, at: string): Promise<Uint8Array> {
  const lines = [JSON.stringify({ format: FORMAT, version: VERSION, event, at })];
  for (const key of await keysOf(redis, event)) {
    const entry = await read(redis, key);
    // The event's name is in the header, so that a backup can be restored under another.
    if (entry) lines.push(JSON.stringify({ ...entry, key: key.slice(`cb:{${event}}:`.length) }));
  }
  if (lines.length === 1)
    throw new BackupError(
      `Nothing of the event "${event}" is in this Redis, so there is nothing to back up. Are CALLBOARD_EVENT and REDIS_URL those of the bot?`,
    );
  const body = `${lines.join('\n')}\n`;
  const footer = { keys: lines.length - 1, sha256: createHash('sha256').update(body).digest('hex') };
  return gzipSync(`${body}${JSON.stringify(footer)}\n`);
}

function parse(file: Uint8Array): { at: string; event: string; entries: Entry[] } {
  let text: string;
  try {
    text = gunzipSync(file).toString('utf8');
  } catch {
    throw new BackupError('This file is no Callboard backup, or it is damaged: it cannot be unpacked.');
  }
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const body = text.slice(0, end);
  const footer = Footer.safeParse(json(text.slice(end)));
  if (!footer.success) throw new BackupError('This backup has no end: it was cut off. Use another one.');
  if (createHash('sha256').update(body).digest('hex') !== footer.data.sha256) {
    throw new BackupError('This backup was changed or damaged: its digest does not fit. Use another one.');
  }
  const [first = '', ...rest] = body.trimEnd().split('\n');
  const header = Header.safeParse(json(first));
  if (!header.success)
    throw new BackupError('This backup is of a version of Callboard that this one cannot read.');
  const entries = rest.map((line) => Entry.parse(json(line)));
  if (entries.length !== footer.data.keys)
    throw new BackupError('This backup is not whole. Use another one.');
  if (entries.length === 0)
    throw new BackupError(
      'Nothing is in this backup: it was made of an event that is not there. Use another one.',
    );
  return { at: header.data.at, event: header.data.event, entries };
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The documents of a kind that a backup holds, by id, as they are stored. */
export function documentsIn(file: Uint8Array, kind: string): ReadonlyMap<string, string> {
  const entry = parse(file).entries.find(({ key }) => key === `doc:${kind}`);
  const flat = entry?.type === 'hash' ? entry.value : [];
  return new Map(
    Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']),
  );
}

async function write(redis: RedisClient, prefix: string, entry: Entry): Promise<void> {
  const key = `${prefix}${entry.key}`;
  if (entry.type === 'string') await redis.set(key, entry.value);
  else if (entry.type === 'stream') {
    for (const [id, fields] of entry.value) await redis.xadd(key, id, ...fields);
  } else if (entry.value.length > 0) {
    const { value } = entry;
    if (entry.type === 'hash') await redis.hset(key, ...value);
    else if (entry.type === 'list') await redis.rpush(key, ...value);
    else if (entry.type === 'set') await redis.sadd(key, ...value);
    else {
      const scored = Array.from({ length: value.length / 2 }, (_, i) => [
        value[2 * i + 1] ?? '0',
        value[2 * i] ?? '',
      ]);
      await redis.zadd(key, ...scored.flat());
    }
  }
}

/** Restores into a Redis that has nothing of this event, and reads it back to compare. */
export async function restoreEvent(
  redis: RedisClient,
  event: string,
  file: Uint8Array,
): Promise<{ at: string; keys: number }> {
  const { at, entries } = parse(file);
  if ((await keysOf(redis, event)).length > 0) {
    throw new BackupError(
      `This Redis already holds the event "${event}". Restore into an empty one, or under another CALLBOARD_EVENT.`,
    );
  }
  for (const entry of entries) await write(redis, `cb:{${event}}:`, entry);
  for (const entry of entries) {
    const back = await read(redis, `cb:{${event}}:${entry.key}`);
    if (!back || canonical(back.value, entry.type) !== canonical(entry.value, entry.type)) {
      throw new BackupError(
        `Read back, "${entry.key}" is not what the backup holds. Empty this Redis and try again.`,
      );
    }
  }
  return { at, keys: entries.length };
}

/** Takes away all that an event has. For what a rehearsal made; nothing asks. */
export async function removeEvent(redis: RedisClient, event: string): Promise<void> {
  for (const key of await keysOf(redis, event)) await redis.unlink(key);
}

/** Sets and hashes have no order of their own. */
function canonical(value: Entry['value'], type: Entry['type']): string {
  if (typeof value === 'string' || type === 'stream' || type === 'list') return JSON.stringify(value);
  const flat = value as string[];
  if (type === 'set') return JSON.stringify(flat.toSorted());
  const pairs = Array.from({ length: flat.length / 2 }, (_, i) => `${flat[2 * i]}\n${flat[2 * i + 1]}`);
  return JSON.stringify(pairs.sort());
}
