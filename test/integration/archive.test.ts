/** The archive on a real database: nothing lost and nothing doubled by whoever dies, and nobody left in a file. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { lockedFiles } from '../../src/adapters/age/archive-key.ts';
import { decryptBackup } from '../../src/adapters/age/encrypt.ts';
import { archiveFiles } from '../../src/adapters/backup/archive-files.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { archiveDays } from '../../src/callboard/archive/days.ts';
import { eraseFiles } from '../../src/callboard/archive/erase.ts';
import { readLedgerFile } from '../../src/callboard/archive/file.ts';
import { trimLedger } from '../../src/callboard/archive/trim.ts';
import { runLedger } from '../../src/callboard/cli/ledger.ts';
import { createEraser } from '../../src/callboard/domain/erase.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { eraseFact } from '../../src/callboard/erase-facts.ts';
import { fact, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Archive } from '../../src/core/ports/archive.ts';
import { FakeClock, fakeEvent, somebody } from '../support/fake-deps.ts';
import { MemoryPlace } from '../support/long-event.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { startS3 } from '../support/s3-peer.ts';
import { TEST_SECRET, testSealer } from '../support/sealer.ts';

const NORA = { id: 'U0NORA0001', name: 'Nora Nieto' };
const noted = fact('test.noted', z.object({ text: z.string() }));
const whispered = fact('test.whispered', z.object({ text: z.string() }), { sealed: true });
const DAYS = ['2019-06-01', '2019-06-02', '2019-06-04'];

/** The same store, but for how it commits. */
const withCommit = (store: RedisStore, commit: RedisStore['commit']): RedisStore =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

describe.skipIf(!hasRedis)('the archive', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let count = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(async () => await server.stop());

  /** Three days with five facts each, of which one is sealed and one of the keys; and a young one. */
  async function begin(name = `archive-${++count}`) {
    const store = new RedisStore(redis, name, testSealer);
    for (const day of DAYS)
      for (let i = 0; i < 5; i++) {
        const at = Temporal.Instant.from(`${day}T1${i}:00:00Z`);
        const about = [`person:${NORA.id}`, `thing:${i}`];
        const stated = { at, by: NORA.id, about, data: { text: `Nora Nieto said ${day} ${i}` } };
        const named = recordFact(i === 3 ? whispered : noted, stated);
        await store.commit({ facts: [i === 4 ? { ...named, name: 'keys.noted' } : named] });
      }
    const clock = new FakeClock('2019-07-10T08:00:00Z');
    const young = {
      at: clock.now().subtract({ hours: 24 }),
      by: 'UORG',
      about: ['thing:1'],
      data: { text: 'now' },
    };
    await store.commit({ facts: [recordFact(noted, young)] });
    const place = new MemoryPlace();
    const archive: Archive = { afterDays: 30, ledger: store.archivable(), place };
    const events = { settings: async () => fakeEvent() };
    const sessions = new DocumentCaches(store).of({
      ...personDocument,
      name: 'session',
    }) as unknown as Deps['sessions'];
    return { store, clock, events, sessions, archive, place };
  }
  type World = Awaited<ReturnType<typeof begin>>;

  const idsInFiles = async ({ place }: World): Promise<string[]> => {
    const all = [...place.files.keys()].sort().map(async (day) => {
      const file = await readLedgerFile(place.files.get(day) ?? new Uint8Array());
      expect(file.day).toBe(day);
      return file.facts.map(({ id }) => id);
    });
    return (await Promise.all(all)).flat();
  };
  const own = async ({ store }: World) =>
    (await store.facts()).filter(({ name }) => !/^archive|^ledger/.test(name));

  it('takes days that are old enough out, and leaves what is needed', async () => {
    const world = await begin();
    const before = await own(world);
    expect(await archiveDays(world, world.archive)).toBe(3);
    expect(await own(world)).toEqual(before);
    expect(await trimLedger(world, world.archive)).toBe(12);
    expect([...world.place.files.keys()]).toEqual(DAYS);
    expect(await idsInFiles(world)).toEqual(before.slice(0, 15).map(({ id }) => id));
    const left = await own(world);
    expect(left.map(({ name }) => name)).toEqual(['keys.noted', 'keys.noted', 'keys.noted', 'test.noted']);
    // The lists of what is about something are as short.
    expect(await redis.llen(`${world.store.prefix}:about:thing:1`)).toBe(1);
    expect(await redis.exists(`${world.store.prefix}:about:thing:0`)).toBe(0);
    expect((await world.store.facts({ about: `person:${NORA.id}` })).length).toBe(3);
    // And again there is nothing to do.
    expect(await archiveDays(world, world.archive)).toBe(0);
    expect(await trimLedger(world, world.archive)).toBe(0);
    world.store.close();
  });

  it('loses nothing and doubles nothing, wherever a process dies', { timeout: 120_000 }, async () => {
    let finished = false;
    for (let death = 1; !finished; death++) {
      const world = await begin();
      const before = (await own(world)).map(({ id }) => id);
      let steps = 0;
      /** Dies before its step of that number, or, on odd ones, right after it. */
      const dying =
        <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          steps += 2;
          if (steps === death) throw new Error('died');
          const result = await run(...args);
          if (steps === death + 1) throw new Error('died');
          return result;
        };
      const { store, archive } = world;
      const mortal = {
        ...world,
        store: withCommit(store, dying(store.commit.bind(store))),
        archive: {
          ...archive,
          ledger: { ...archive.ledger, drop: dying(archive.ledger.drop) },
          place: {
            read: dying((day: string) => world.place.read(day)),
            write: dying((day: string, file: Uint8Array) => world.place.write(day, file)),
          },
        },
      };
      const run = async (deps: typeof mortal | World) => {
        await archiveDays(deps, deps.archive);
        await trimLedger(deps, deps.archive);
      };
      finished = await run(mortal).then(
        () => true,
        () => false,
      );
      const meanwhile = new Set([...(await own(world)).map(({ id }) => id), ...(await idsInFiles(world))]);
      expect([...meanwhile].sort()).toEqual([...before].sort());
      await run(world);
      expect(await idsInFiles(world)).toEqual(before.slice(0, 15));
      expect((await own(world)).length).toBe(4);
      store.close();
    }
  });

  it('leaves nobody in a file who was forgotten, also where a day is just being written', async () => {
    const world = await begin();
    const eraser = createEraser([{ person: NORA, alias: 'x-1' }]);
    const forget = async () => {
      await world.store.rewriteFacts((one) => eraseFact(one, eraser), eraser.text);
      return await eraseFiles((one) => eraseFact(one, eraser), world);
    };
    let begun = false;
    world.place.before = async (what, day) => {
      // The second day was read with her in it; she is forgotten before it is written.
      if (begun || what !== 'read' || day !== DAYS[1]) return;
      begun = true;
      expect((await forget()).erased).toEqual({ facts: 4, files: 1, missing: [] });
    };
    await archiveDays(world, world.archive);
    expect(begun).toBe(true);
    await trimLedger(world, world.archive);
    const left = [...world.place.files.values()].map(async (file) =>
      (await readLedgerFile(file)).facts
        .map(world.archive.ledger.open)
        .filter(({ name }) => !name.startsWith('keys.')),
    );
    const texts = JSON.stringify((await Promise.all(left)).flat());
    expect(texts).not.toMatch(/Nora|U0NORA/);
    expect(texts.match(/\(forgotten\) said/g)).toHaveLength(12);
    // What was sealed is sealed still.
    const [first] = world.place.files.values();
    const stored = (await readLedgerFile(first ?? new Uint8Array())).facts;
    expect(stored.find(({ name }) => name === whispered.name)?.data).not.toContain('said');
    world.place.files.delete(DAYS[0] ?? '');
    expect((await forget()).erased.missing).toEqual([DAYS[0]]);
    world.store.close();
  });

  it('joins a file that has more than the ledger, as after an older backup', async () => {
    const world = await begin();
    await archiveDays(world, world.archive);
    const all = await idsInFiles(world);
    // The same ledger without its first fact, and with nothing archived.
    await redis.del(`${world.store.prefix}:doc:archive`, `${world.store.prefix}:doc:archived-day`);
    await redis.del(`${world.store.prefix}:doc:promise-tally`, `${world.store.prefix}:doc:card-tally`);
    await redis.xdel(`${world.store.prefix}:ledger`, all[0] ?? '');
    await archiveDays(world, world.archive);
    expect((await idsInFiles(world)).slice(0, 15)).toEqual(all);
    world.store.close();
  });

  it('lies in a bucket too', async () => {
    const s3 = await startS3();
    const env = { S3_REGION: '', ...s3.env };
    const files = archiveFiles('s3://conf/ledger', 'main', env);
    expect(await files.read('2019-06-01')).toBeUndefined();
    await files.write('2019-06-01', Buffer.from('one'));
    await files.write('2019-06-01', Buffer.from('another'));
    expect([...s3.objects.keys()]).toEqual(['conf/ledger/callboard-main-ledger-2019-06-01.jsonl.gz.age']);
    expect(Buffer.from((await files.read('2019-06-01')) ?? []).toString()).toBe('another');
    const refused = archiveFiles('s3://conf/ledger', 'main', { ...env, S3_SECRET_ACCESS_KEY: 'x' });
    await expect(refused.read('2019-06-02')).rejects.toThrow('SignatureDoesNotMatch');
    s3.close();
  });

  it('is seen by documents in memory that have not been read for long', async () => {
    const world = await begin();
    const people = new DocumentCaches(world.store).of(personDocument);
    expect((await people.read()).size).toBe(0);
    await world.store.commit({
      put: [put(personDocument, 'U1', somebody('U1'))],
      facts: [
        recordFact(noted, {
          at: Temporal.Instant.from('2019-06-05T00:00:00Z'),
          by: 'U1',
          about: [],
          data: { text: '' },
        }),
      ],
    });
    // The young one before it would hold it back.
    world.clock.t = Temporal.Instant.from('2019-12-01T00:00:00Z');
    await archiveDays(world, world.archive);
    await trimLedger(world, world.archive);
    expect((await own(world)).every(({ name }) => name === 'keys.noted')).toBe(true);
    expect((await people.read()).size).toBe(1);
    world.store.close();
  });

  it('lies in a folder, for the operator’s key and the bot’s own, and `callboard ledger` reads it', {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-archive-'));
    const identity = await generateX25519Identity();
    const recipients = [await identityToRecipient(identity)];
    const world = await begin('in-a-folder');
    const files = archiveFiles(folder, 'in-a-folder', { S3_REGION: '' });
    const place = lockedFiles(files, recipients, world.store, world.clock);
    const archive = { ...world.archive, place };
    expect(await archiveDays(world, archive)).toBe(3);
    await trimLedger(world, archive);
    expect(readdirSync(folder).sort()).toEqual(
      DAYS.map((day) => `callboard-in-a-folder-ledger-${day}.jsonl.gz.age`),
    );
    const bytes = readFileSync(join(folder, readdirSync(folder)[0] ?? ''));
    expect(bytes.includes('Nora')).toBe(false);
    const opened = await decryptBackup(bytes, { identities: identity });
    expect((await readLedgerFile(opened ?? new Uint8Array())).facts).toHaveLength(5);
    // The command line has its Redis and its place from the environment.
    vi.stubEnv('REDIS_URL', server.url);
    vi.stubEnv('CALLBOARD_EVENT', 'in-a-folder');
    vi.stubEnv('CALLBOARD_SECRET', TEST_SECRET);
    vi.stubEnv('CALLBOARD_ARCHIVE_TO', folder);
    const run = async (...args: string[]) => {
      const lines: string[] = [];
      expect(await runLedger(args, (line) => lines.push(line))).toBe(0);
      return lines;
    };
    const all = await run('--kind', 'test.', '--json');
    expect(all).toHaveLength(13);
    expect(all.map((line) => JSON.parse(line).id)).toEqual(all.map((line) => JSON.parse(line).id).toSorted());
    const [line, ...more] = await run('--from', '2019-06-02', '--to', '2019-06-02', '--about', '3');
    expect(more).toEqual([]);
    expect(line).toContain('Nora Nieto said 2019-06-02 3');
    expect(await run('--file', join(folder, readdirSync(folder)[2] ?? ''), '--kind', 'keys.')).toHaveLength(
      1,
    );
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    world.store.close();
  });
});
