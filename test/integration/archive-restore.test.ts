/**
 * A backup of an event whose old days are in files, restored into an empty database: with the files, without them, and
 * from before some of them were written. Nothing is doubled, nothing is lost sight of, and nobody stays in a file.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { takePage } from '../../commands/page/parse.ts';
import eraseArchivesJob from '../../jobs/callboard/erase-archives.ts';
import eraseFactsJob from '../../jobs/callboard/erase-facts.ts';
import { lockedFiles } from '../../src/adapters/age/archive-key.ts';
import { decryptBackup } from '../../src/adapters/age/encrypt.ts';
import { archiveFiles } from '../../src/adapters/backup/archive-files.ts';
import { exportEvent, restoreEvent } from '../../src/adapters/redis/backup.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { archiveDays } from '../../src/callboard/archive/days.ts';
import { readLedgerFile } from '../../src/callboard/archive/file.ts';
import { expectArchive, markLooked } from '../../src/callboard/archive/state.ts';
import { trimLedger } from '../../src/callboard/archive/trim.ts';
import { runDoctor } from '../../src/callboard/cli/doctor.ts';
import { runLedger } from '../../src/callboard/cli/ledger.ts';
import { ARCHIVE_ID, archiveDocument, archivedDayDocument } from '../../src/callboard/domain/archive.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { forgetPeople } from '../../src/callboard/forget.ts';
import { realClock } from '../../src/core/clock.ts';
import { fact, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { newId } from '../../src/core/new-id.ts';
import type { Archive } from '../../src/core/ports/archive.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { FakeClock, fakeEvent, somebody } from '../support/fake-deps.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { scriptedSlack } from '../support/scripted-slack.ts';
import { TEST_SECRET, testSealer } from '../support/sealer.ts';

const EVENT = 'kept';
const NORA = somebody('U0NORA0001', { name: 'Nora Nieto' });
const noted = fact('test.noted', z.object({ text: z.string() }));
const MINE = ['--kind', 'test.', '--json'];

describe.skipIf(!hasRedis)('an event whose old days are in files, restored', () => {
  let identity: string;
  let recipient: string;
  const servers: PrivateRedis[] = [];
  const folders: string[] = [];
  beforeAll(async () => {
    identity = await generateX25519Identity();
    recipient = await identityToRecipient(identity);
  });
  afterEach(() => void vi.unstubAllEnvs());
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const newFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-archive-'));
    folders.push(folder);
    return folder;
  };

  /** A bot of this event on a database of its own. @param file - the backup that it begins with */
  async function begin(folder: string, now: string, file?: Uint8Array) {
    const server = await startRedis();
    servers.push(server);
    const redis = await server.connect();
    if (file) await restoreEvent(redis, EVENT, file);
    const store = new RedisStore(redis, EVENT, testSealer);
    const clock = new FakeClock(now);
    const files = archiveFiles(folder, EVENT, { S3_REGION: '' });
    const place = lockedFiles(files, [recipient], store, clock);
    const archive: Archive = { afterDays: 30, ledger: store.archivable(), place };
    const events = { settings: async () => fakeEvent() };
    const sessions = new DocumentCaches(store).of({
      ...personDocument,
      name: 'session',
    }) as unknown as Deps['sessions'];
    return { server, redis, store, clock, events, sessions, archive };
  }
  type Bot = Awaited<ReturnType<typeof begin>>;

  /** Nora says something at that time, about a page. */
  const say = async ({ store }: Bot, at: string, page: string) => {
    const about = [`person:${NORA.id}`, `page:${page}`];
    const stated = {
      at: Temporal.Instant.from(at),
      by: NORA.id,
      about,
      data: { text: `Nora Nieto said ${at}` },
    };
    await store.commit({ facts: [recordFact(noted, stated)] });
  };
  const night = async (bot: Bot) => {
    await archiveDays(bot, bot.archive);
    await trimLedger(bot, bot.archive);
    await markLooked(bot);
  };
  const backup = ({ redis, clock }: Bot) => exportEvent(redis, EVENT, clock.now().toString());

  /** The command line, unlike the bot, reads where all is from its environment. */
  const stub = ({ server }: Bot, folder: string | undefined) => {
    vi.stubEnv('REDIS_URL', server.url);
    vi.stubEnv('CALLBOARD_EVENT', EVENT);
    vi.stubEnv('CALLBOARD_SECRET', TEST_SECRET);
    vi.stubEnv('CALLBOARD_ARCHIVE_TO', folder ?? '');
  };
  /** As `callboard ledger` prints it, and what it says beside. */
  async function ledger(bot: Bot, folder: string | undefined, ...args: string[]) {
    stub(bot, folder);
    const [lines, beside]: [string[], string[]] = [[], []];
    const said = vi.spyOn(console, 'error').mockImplementation((line: string) => void beside.push(line));
    await runLedger(args, (line) => lines.push(line));
    said.mockRestore();
    return { lines, beside };
  }
  const times = async (bot: Bot, folder: string) => {
    const { lines, beside } = await ledger(bot, folder, ...MINE);
    expect(beside).toEqual([]);
    return lines.map((line) => String(JSON.parse(line).at));
  };

  /** Forgets Nora, by the bot's own jobs. */
  async function forget(bot: Bot, archive: Archive | undefined) {
    const deps = { ...bot, archive, newId } as unknown as Deps;
    await bot.store.commit({
      put: [put(personDocument, NORA.id, NORA)],
      facts: [recordFact(noted, { at: bot.clock.now(), by: 'UORG', about: [], data: { text: '' } })],
    });
    await forgetPeople([NORA], deps, { by: 'UORG', why: 'asked', now: bot.clock.now() });
    for (const one of [eraseFactsJob, eraseArchivesJob]) {
      const [waiting] = (await bot.store.outbox()).filter(({ name }) => name === one.kind.name);
      if (!waiting) throw new Error(`${one.kind.name} does not wait`);
      const change = await one.run(one.kind.schema.parse(waiting.data) as never, deps, {} as never);
      await bot.store.commit({ ...(change as object), jobs: [...jobsOf(change), { cancel: waiting.id }] });
    }
  }
  const jobsOf = (change: unknown) => (change as { readonly jobs?: never[] } | undefined)?.jobs ?? [];

  /** All that is in the files, opened with the operator's key. */
  async function inFiles(folder: string, { store }: Bot): Promise<string> {
    const names = readdirSync(folder).filter((name) => name.endsWith('.age'));
    const texts = names.map(async (name) => {
      const opened = await decryptBackup(readFileSync(join(folder, name)), { identities: identity });
      const { facts } = await readLedgerFile(opened ?? new Uint8Array());
      return JSON.stringify(facts.map(store.archivable().open));
    });
    return (await Promise.all(texts)).join('\n');
  }

  const FIRST = ['2019-06-01T10:00:00Z', '2019-06-02T10:00:00Z', '2019-06-04T10:00:00Z'];

  /** Three days in files, one in the database, and a backup of that. */
  async function archived(folder: string) {
    const bot = await begin(folder, '2019-06-01T08:00:00Z');
    await expectArchive(bot);
    for (const at of FIRST) await say(bot, at, 'P1');
    await say(bot, '2019-07-09T10:00:00Z', 'P2');
    bot.clock.t = Temporal.Instant.from('2019-07-10T08:00:00Z');
    await night(bot);
    return { bot, file: await backup(bot) };
  }

  it('with the files it is whole: read, found, and forgotten', async () => {
    const folder = newFolder();
    const { bot, file } = await archived(folder);
    const before = await times(bot, folder);
    expect(before).toEqual([...FIRST, '2019-07-09T10:00:00Z']);
    const restored = await begin(folder, '2019-07-12T08:00:00Z', file);
    expect(await times(restored, folder)).toEqual(before);
    // The page itself has gone with its day; the ledger tells of it.
    const asking = { person: somebody('UORG'), permission: 'organizer', locale: 'en' } as const;
    await expect(takePage('P1', asking, restored)).rejects.toMatchObject({ key: 'page.noPage' });
    expect((await ledger(restored, folder, '--about', 'P1', '--json')).lines).toHaveLength(3);
    // It goes on.
    restored.clock.t = Temporal.Instant.from('2019-08-20T08:00:00Z');
    await night(restored);
    expect(readdirSync(folder).filter((name) => name.includes('2019-07-09'))).toHaveLength(1);
    expect(await times(restored, folder)).toEqual(before);
    await forget(restored, restored.archive);
    expect(await inFiles(folder, restored)).not.toMatch(/Nora|U0NORA/);
    expect((await ledger(restored, folder)).lines.join('\n')).not.toMatch(/Nora|U0NORA/);
  });

  it('without them everybody is told so: the ledger, the doctor, and who wants somebody forgotten', async () => {
    const folder = newFolder();
    const { bot, file } = await archived(folder);
    const restored = await begin(folder, '2019-07-12T08:00:00Z', file);
    await markLooked({ store: restored.store, clock: realClock });
    const { lines, beside } = await ledger(restored, undefined, ...MINE);
    expect(lines).toHaveLength(1);
    expect(beside).toEqual([
      '3 days (2019-06-01 to 2019-06-04) are in the archive, and CALLBOARD_ARCHIVE_TO does not say where: they are left out.',
    ]);
    const elsewhere = newFolder();
    expect((await ledger(restored, elsewhere, ...MINE)).beside).toHaveLength(3);

    const slack = await scriptedSlack(() => ({ user: 'callboard', team: 'Conf' }), SCOPES);
    const doctor = async (place: string | undefined) => {
      const said: string[] = [];
      const env = {
        ...{ SLACK_BOT_TOKEN: 'xoxb-x', SLACK_APP_TOKEN: 'xapp-x', SLACK_API_URL: slack.apiUrl },
        ...{ REDIS_URL: restored.server.url, CALLBOARD_EVENT: EVENT, CALLBOARD_SECRET: TEST_SECRET },
        ...(place && { CALLBOARD_ARCHIVE_TO: place, CALLBOARD_BACKUP_RECIPIENT: recipient }),
      };
      await runDoctor(env, (line) => said.push(line));
      return said.find((line) => /^\S+ +ledger /.test(line)) ?? said.join('\n');
    };
    expect(await doctor(folder)).toMatch(/^ok +ledger .*3 days are in .*, the last 2019-06-04$/i);
    expect(await doctor(undefined)).toMatch(
      /^WRONG +ledger .*3 days are in files, the last 2019-06-04, and CALLBOARD_ARCHIVE_TO does not say where\.$/,
    );
    expect(await doctor(elsewhere)).toMatch(/^WRONG +ledger .*That of 2019-06-04 is not there\.$/);
    await slack.stop();

    // Tried daily, and told to organizers each time, until there is a place.
    await expect(forget(restored, undefined)).rejects.toMatchObject({ code: 'no-archive-place' });
    expect(await inFiles(folder, bot)).toMatch(/Nora/);
  });

  /** Before the backup, after it, and in the days that were lost with the database. */
  const TOLD = [
    '2019-06-01T10:00:00Z',
    '2019-06-02T10:00:00Z',
    '2019-07-01T10:00:00Z',
    '2019-07-02T09:00:00Z',
  ];
  const LATER = ['2019-07-02T15:00:00Z', '2019-07-05T10:00:00Z', '2019-07-10T10:00:00Z'];
  const LOST = '2019-08-01T10:00:00Z';

  /** A backup of noon on 2 July, when the first day was in its file; files were written until 20 August. */
  async function older(folder: string) {
    const bot = await begin(folder, '2019-06-01T08:00:00Z');
    await expectArchive(bot);
    for (const at of TOLD) await say(bot, at, 'P1');
    bot.clock.t = Temporal.Instant.from('2019-07-02T12:00:00Z');
    await night(bot);
    const file = await backup(bot);
    for (const at of [...LATER, LOST]) await say(bot, at, 'P2');
    bot.clock.t = Temporal.Instant.from('2019-08-20T08:00:00Z');
    await night(bot);
    expect(await times(bot, folder)).toEqual([...TOLD, ...LATER, LOST]);
    return file;
  }

  it('from before some days were archived: nothing is doubled, and what is in files alone is found', async () => {
    const folder = newFolder();
    const file = await older(folder);
    const restored = await begin(folder, '2019-08-21T08:00:00Z', file);
    expect(await times(restored, folder)).toEqual(TOLD);
    await say(restored, '2019-08-21T08:00:00Z', 'P3');
    for (const _ of ['once', 'and again']) {
      await night(restored);
      expect(await times(restored, folder)).toEqual([...TOLD, ...LATER, '2019-08-21T08:00:00Z']);
      const state = await restored.store.get(archiveDocument, ARCHIVE_ID);
      const days = (await restored.store.all(archivedDayDocument)).map(({ id }) => id).sort();
      const dated = [...new Set([...TOLD, ...LATER].map((at) => at.slice(0, 10)))];
      expect(days).toEqual(dated);
      expect(state?.value.files).toBe(dated.length);
    }
    expect((await restored.store.facts()).filter(({ name }) => name === 'archive.found')).toHaveLength(2);
  });

  it('from before some days were archived: who is forgotten then is in no file, known or not', async () => {
    const folder = newFolder();
    const file = await older(folder);
    const restored = await begin(folder, '2019-08-21T08:00:00Z', file);
    await forget(restored, restored.archive);
    expect(await inFiles(folder, restored)).not.toMatch(/Nora|U0NORA/);
    await night(restored);
    expect(await times(restored, folder)).toEqual([...TOLD, ...LATER, restored.clock.now().toString()]);
    expect(await inFiles(folder, restored)).not.toMatch(/Nora|U0NORA/);
    const [asked] = (await restored.store.outbox()).filter(({ id }) => id.startsWith('archive:missing'));
    expect(asked).toBeUndefined();
  });

  it('from before the archive had a key: nothing is overwritten, and it goes on once the files are moved away', async () => {
    const folder = newFolder();
    const bot = await begin(folder, '2019-06-20T08:00:00Z');
    for (const at of FIRST) await say(bot, at, 'P1');
    const file = await backup(bot);
    bot.clock.t = Temporal.Instant.from('2019-07-10T08:00:00Z');
    await night(bot);
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('hex'));
    const restored = await begin(folder, '2019-07-12T08:00:00Z', file);
    await expect(night(restored)).rejects.toThrow(
      /^The file of 2019-06-01 .* made by a bot with another key, .* move it away, with those beside it\.$/,
    );
    await expect(forget(restored, restored.archive)).rejects.toThrow('another key');
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('hex'))).toEqual(
      before,
    );
    const away = join(folder, 'away');
    mkdirSync(away);
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.age')))
      renameSync(join(folder, name), join(away, name));
    await night(restored);
    expect((await ledger(restored, folder, ...MINE)).lines).toHaveLength(FIRST.length + 1);
  });
});
