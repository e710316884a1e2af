import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportEvent, restoreEvent } from '../../src/adapters/redis/backup.ts';
import { firstTime } from '../../src/adapters/redis/first-time.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { forgetPeople } from '../../src/callboard/forget.ts';
import { document, fact, jobKind, put, RETRY, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { newId } from '../../src/core/new-id.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { TEST_SECRET, testSealer } from '../support/sealer.ts';

const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const note = document({
  name: 'note',
  schemaVersion: 1,
  schema: z.object({ text: z.string() }),
  indexes: () => ['all'],
});
const written = fact('note.written', z.object({ n: z.number() }));
const chore = jobKind({
  name: 'chore',
  queue: 'chores',
  retry: RETRY.never,
  schema: z.object({}),
  id: (_: unknown, key: string) => key,
});
const ALL = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };

describe.skipIf(!hasRedis)('backup', () => {
  let server: PrivateRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());

  async function lived(event: string): Promise<RedisStore> {
    const store = new RedisStore(redis, event, testSealer);
    const facts = [1, 2].map((n) =>
      recordFact(written, { at: T, by: 'UORG', about: ['note:n'], data: { n } }),
    );
    await store.commit({ put: [put(note, 'n', { text: 'ñ "quoted"\n' })], facts });
    await store.commit({
      jobs: [scheduleJob(chore, T, {}, 'now'), scheduleJob(chore, T.add({ hours: 1 }), {}, 'later')],
    });
    await store.claim(T, ALL);
    await store.next('page');
    await firstTime(redis, event)('x', 60_000);
    return store;
  }

  it('restores documents, indexes, facts, sequences and what is due, under another name too', async () => {
    const before = await lived('lived');
    const file = await exportEvent(redis, 'lived', T.toString());
    const { at } = await restoreEvent(redis, 'restored', file);
    expect(at).toBe('2019-06-05T08:00:00Z');
    const after = new RedisStore(redis, 'restored', testSealer);
    expect(await after.all(note)).toEqual(await before.all(note));
    expect(await after.find(note, 'all')).toHaveLength(1);
    expect(await after.facts({ about: 'note:n' })).toEqual(await before.facts({ about: 'note:n' }));
    expect(await after.outbox()).toEqual(await before.outbox());
    expect(await after.next('page')).toBe(2);
    await after.commit({ facts: [recordFact(written, { at: T, by: 'x', about: [], data: { n: 3 } })] });
    expect(await redis.keys('cb:{restored}:seen:*')).toEqual([]);
  });

  const cli = (
    args: readonly string[],
    event: string,
    { input, ...more }: { readonly input?: Uint8Array } & Readonly<Record<string, unknown>> = {},
  ) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], {
      env: {
        ...process.env,
        REDIS_URL: server.url,
        CALLBOARD_EVENT: event,
        CALLBOARD_SECRET: TEST_SECRET,
        CALLBOARD_BACKUP_RECIPIENT: '',
        CALLBOARD_BACKUP_PASSPHRASE: '',
        ...(more as Record<string, string>),
      },
      ...(input && { input }),
      maxBuffer: 64 << 20,
    });

  it('goes through pipes on the command line, encrypted for a key; without one it must be asked for', async () => {
    await lived('piped');
    const refused = cli(['backup', '-'], 'piped');
    expect(refused.status).toBe(1);
    expect(refused.stderr.toString()).toMatch(/^Nothing to encrypt it with/);
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const folder = mkdtempSync(join(tmpdir(), 'callboard-age-'));
    const keyFile = join(folder, 'key.txt');
    writeFileSync(keyFile, `# created: 2019-06-05\n${identity}\n`);
    const out = cli(['backup', '-'], 'piped', { CALLBOARD_BACKUP_RECIPIENT: recipient });
    expect(out.stderr.toString()).toBe('');
    expect(out.stdout.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
    expect(out.stdout.toString('latin1')).not.toContain('quoted');
    const closed = cli(['restore', '-'], 'unpiped', { input: out.stdout });
    expect(closed.stderr.toString()).toMatch(/^No key opens this backup/);
    const back = cli(['restore', '-', '--identity', keyFile], 'unpiped', { input: out.stdout });
    expect(back.stdout.toString()).toMatch(/^Restored \d+ keys/);
    expect(await new RedisStore(redis, 'unpiped', testSealer).all(note)).toHaveLength(1);
    const nowhere = cli(['backup'], 'piped');
    expect([nowhere.status, nowhere.stderr.toString()]).toEqual([2, expect.stringMatching(/^Where to\? /)]);
    const clear = cli(['backup', '-', '--plain'], 'piped');
    expect(cli(['restore', '-'], 'plain', { input: clear.stdout }).stdout.toString()).toMatch(/^Restored/);
    rmSync(folder, { recursive: true });
  });

  it('an older backup that is restored forgets whoever was forgotten since', async () => {
    const store = await lived('older');
    const nora = { id: 'U0NORA', name: 'Nora Nieto', phone: { number: '+34600123456' } };
    const arrived = recordFact(written, { at: T, by: 'U0NORA', about: [], data: { n: 3 } });
    await store.commit({ put: [put(personDocument, nora.id, nora)], facts: [arrived] });
    const folder = mkdtempSync(join(tmpdir(), 'callboard-old-'));
    const [old, newer] = [join(folder, 'old.gz'), join(folder, 'newer.gz')];
    writeFileSync(old, await exportEvent(redis, 'older', T.toString()));
    await forgetPeople([nora], { store, newId }, { by: 'UORG', why: 'asked', now: T });
    const passphrase = { CALLBOARD_BACKUP_PASSPHRASE: 'correct horse battery' };
    expect(cli(['backup', newer], 'older', passphrase).stdout.toString()).toContain('encrypted');
    const back = cli(['restore', old, '--forgotten', newer], 'again', passphrase);
    expect(back.stdout.toString()).toContain('Forgotten again: 1');
    const restored = new RedisStore(redis, 'again', testSealer);
    expect(await restored.get(personDocument, nora.id)).toBeUndefined();
    expect((await restored.outbox()).map(({ name }) => name)).toContain('erase-facts');
    rmSync(folder, { recursive: true });
  });

  it('makes none of an event that is not there, and restores none that holds nothing', async () => {
    const misspelt = cli(['backup', '-', '--plain'], 'livde');
    expect([misspelt.status, misspelt.stdout.length]).toEqual([1, 0]);
    expect(misspelt.stderr.toString()).toContain('Nothing of the event "livde" is in this Redis');
    const missing = cli(['restore', '--check', '/nowhere/b.age'], 'livde');
    expect(missing.stderr.toString()).toBe('/nowhere/b.age: there is no such file or folder.\n');
    const typo = cli(['bakcup', 'x'], 'livde');
    expect([typo.status, typo.stderr.toString()]).toEqual([
      2,
      expect.stringContaining('Did you mean backup?'),
    ]);
    const { createHash } = await import('node:crypto');
    const { gzipSync } = await import('node:zlib');
    const body = `${JSON.stringify({ format: 'callboard-backup', version: 1, event: 'x', at: T.toString() })}\n`;
    const footer = { keys: 0, sha256: createHash('sha256').update(body).digest('hex') };
    const empty = gzipSync(`${body}${JSON.stringify(footer)}\n`);
    await expect(restoreEvent(redis, 'target', empty)).rejects.toThrow(/Nothing is in this backup/);
    const ledger = cli(['ledger'], 'livde');
    expect([ledger.status, ledger.stdout.length]).toEqual([0, 0]);
    expect(ledger.stderr.toString()).toContain('of the event “livde” has nothing of that');
  });

  it('refuses a Redis that already holds the event', async () => {
    await lived('full');
    const file = await exportEvent(redis, 'full', T.toString());
    await expect(restoreEvent(redis, 'full', file)).rejects.toThrow(/already holds/);
  });

  it('refuses what is no backup, was cut off or was changed, and writes nothing', async () => {
    await lived('source');
    const file = await exportEvent(redis, 'source', T.toString());
    const { gunzipSync, gzipSync } = await import('node:zlib');
    const text = gunzipSync(file).toString();
    const bad: [Uint8Array, RegExp][] = [
      [Buffer.from('hello'), /no Callboard backup/],
      [file.slice(0, file.length - 20), /no Callboard backup/],
      [gzipSync(text.split('\n').slice(0, 3).join('\n')), /cut off/],
      [gzipSync(text.replace('quoted', 'forged')), /digest/],
    ];
    for (const [bytes, why] of bad) await expect(restoreEvent(redis, 'target', bytes)).rejects.toThrow(why);
    expect(await redis.keys('cb:{target}:*')).toEqual([]);
  });
});
