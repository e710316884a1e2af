/**
 * docs/operators.md followed literally in a clean folder: `.env`, backups, their rehearsal, a bucket, and what is said
 * where Redis refuses. What wants Docker or Slack cannot be run here.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeBackup } from '../../src/adapters/backup/place.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { eventChanged } from '../../src/callboard/domain/event.ts';
import { type Person, personDocument } from '../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { type S3Peer, startS3 } from '../support/s3-peer.ts';
import { TEST_SECRET, testSealer } from '../support/sealer.ts';

const PASSWORD = 'a1b2c3';
const T = Temporal.Instant.from('2019-06-05T08:00:00Z');
const ADA: Person = { id: 'U0ADA0001', slack: 'U0ADA0001', name: 'Ada', phone: { number: '+34600123456' } };

/** The commands of a section of the guide, a line each, without their remarks. */
function commandsOf(section: string): string[] {
  const guide = readFileSync('docs/operators.md', 'utf8');
  const text = guide.split(/^## /m).find((one) => one.startsWith(`${section}\n`)) ?? '';
  return text
    .split('\n')
    .filter((line) => /^ {4}\S/.test(line))
    .map((line) => line.trim().replace(/ {2,}#.*$/, ''))
    .filter((line) => !line.startsWith('#'));
}

describe.skipIf(!hasRedis)('the operators’ guide', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let s3: S3Peer;
  let folder: string;
  let identity: string;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
    s3 = await startS3();
    folder = mkdtempSync(join(tmpdir(), 'callboard-clean-'));
    identity = await generateIdentity();
    // `callboard` and age's own program, as the guide calls them.
    mkdirSync(join(folder, 'bin'));
    const program = (name: string, text: string) => {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(folder, 'bin', name), 0o755);
    };
    program('callboard', `exec "${process.execPath}" "${resolve('bin/callboard.mjs')}" "$@"`);
    program('age-keygen', `test "$1" = -o && printf '# made by a test\\n%s\\n' '${identity}' > "$2"`);
    const store = new RedisStore(redis, 'conf', testSealer);
    await store.commit({
      put: [put(personDocument, ADA.id, ADA)],
      facts: [recordFact(eventChanged, { at: T, by: 'UORG', about: ['event'], data: { fields: ['name'] } })],
    });
    store.close();
    await redis.config('SET', 'requirepass', PASSWORD);
  });
  afterAll(async () => {
    s3.close();
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  });

  const writeEnv = async (more: Readonly<Record<string, string>> = {}, password = PASSWORD) => {
    const values = {
      REDIS_URL: server.url.replace('//', `//:${password}@`),
      CALLBOARD_EVENT: 'conf',
      CALLBOARD_SECRET: TEST_SECRET,
      CALLBOARD_BACKUP_RECIPIENT: await identityToRecipient(identity),
      ...more,
    };
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, '.env'), `# As .env.example says.\n${lines.join('\n')}\n`);
  };

  /** In the clean folder, with nothing in the environment but how to find programs. */
  const sh = (line: string) =>
    new Promise<{ code: number | null; said: string }>((done) => {
      const child = spawn('sh', ['-c', line], {
        cwd: folder,
        env: { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`, HOME: folder },
      });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
      });
      child.stderr.on('data', (chunk) => {
        said += String(chunk);
      });
      child.on('close', (code) => done({ code, said }));
    });

  it('a backup, its rehearsal and a restore, word by word', { timeout: 120_000 }, async () => {
    await writeEnv();
    const commands = commandsOf('Backup').filter((line) => !line.startsWith('docker'));
    expect(commands.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'age-keygen -o backup-key.txt',
      'callboard backup backup-friday.json.gz.age',
      'callboard backup --to',
      'callboard restore --check',
      'callboard restore backup-friday.json.gz.age',
    ]);
    const keys = async () => (await redis.keys('*')).sort();
    const before = await keys();
    for (const line of commands.slice(0, -1)) {
      const { code, said } = await sh(line);
      expect(said).not.toContain(PASSWORD);
      expect(code, `${line}: ${said}`).toBe(0);
      if (line.includes('--check')) expect(said).toMatch(/can be restored: \d+ keys.* 1 documents, 1 facts/);
      expect(await keys()).toEqual(before);
    }
    expect(readFileSync(join(folder, 'backup-pipe.json.gz.age')).subarray(0, 3).toString()).toBe('age');
    // The event is there: nothing is restored over it; under another name it is.
    const last = commands.at(-1) ?? '';
    expect(await sh(last)).toMatchObject({ code: 1, said: expect.stringContaining('already holds') });
    await writeEnv({ CALLBOARD_EVENT: 'conf-2' });
    expect(await sh(last)).toMatchObject({ code: 0, said: expect.stringContaining('Restored') });
    const again = new RedisStore(redis, 'conf-2', testSealer);
    expect((await again.get(personDocument, ADA.id))?.value).toEqual(ADA);
    again.close();
  });

  it('a rehearsal of what was cut leaves nothing, and says so', { timeout: 60_000 }, async () => {
    await writeEnv();
    await sh('callboard backup --plain whole.json.gz && head -c 200 whole.json.gz > cut.json.gz');
    const before = (await redis.keys('*')).length;
    const { code, said } = await sh('callboard restore --check cut.json.gz');
    expect([code, said]).toEqual([1, expect.stringContaining('damaged')]);
    // With another key at rest nothing of it can be opened.
    await writeEnv({ CALLBOARD_SECRET: Buffer.alloc(32, 99).toString('base64') });
    expect((await sh('callboard restore --check whole.json.gz')).code).toBe(1);
    expect(await redis.keys('*')).toHaveLength(before);
  });

  it('into the folder and the bucket that the configuration names', { timeout: 120_000 }, async () => {
    await writeEnv({ CALLBOARD_BACKUP_TO: './nightly' });
    expect((await sh('callboard backup')).code).toBe(0);
    expect(readdirSync(join(folder, 'nightly'))).toEqual([
      expect.stringMatching(/^callboard-conf-\d{8}T\d{6}Z\.json\.gz\.age$/),
    ]);
    await writeEnv({ ...s3.env, CALLBOARD_BACKUP_TO: 's3://conf-backups/call board' });
    const spaced = await sh('callboard backup');
    expect(spaced.code, spaced.said).toBe(0);
    expect([...s3.objects.keys()]).toEqual([expect.stringMatching(/^conf-backups\/call board\//)]);
    s3.objects.clear();
    await writeEnv({ ...s3.env, CALLBOARD_BACKUP_TO: 's3://conf-backups/callboard' });
    const { code, said } = await sh('callboard backup');
    expect(code, said).toBe(0);
    const address = /s3:\/\/\S+\.age/.exec(said)?.[0] ?? '';
    expect([...s3.objects.keys()]).toEqual([address.slice('s3://'.length)]);
    const rehearsed = await sh(`callboard restore --check ${address} --identity backup-key.txt`);
    expect(rehearsed.said).toContain('can be restored');
    await writeEnv({ ...s3.env, S3_SECRET_ACCESS_KEY: 'another' });
    const closed = await sh('callboard backup --to s3://conf-backups/callboard');
    expect(closed).toMatchObject({ code: 1, said: expect.stringContaining('SignatureDoesNotMatch') });
    expect(closed.said).toContain('Look at S3_ACCESS_KEY_ID');
  });

  it('the oldest of a folder go, and nothing else does', async () => {
    const place = join(folder, 'kept');
    const config = { CALLBOARD_BACKUP_KEEP: 2, S3_REGION: '' };
    mkdirSync(place);
    for (const name of ['notes.txt', 'callboard-other-20190601T030000Z.json.gz.age'])
      writeFileSync(join(place, name), '');
    for (const day of ['01', '02', '03'])
      await placeBackup(
        place,
        { event: 'conf', at: `2019-06-${day}T03:00:00Z`, bytes: new Uint8Array(1), isEncrypted: true },
        config,
      );
    expect(readdirSync(place).sort()).toEqual([
      'callboard-conf-20190602T030000Z.json.gz.age',
      'callboard-conf-20190603T030000Z.json.gz.age',
      'callboard-other-20190601T030000Z.json.gz.age',
      'notes.txt',
    ]);
  });

  it('says what is wrong with Redis, and what to do', { timeout: 120_000 }, async () => {
    const ask = async (url: string) => {
      await writeEnv({ REDIS_URL: url });
      const { code, said } = await sh('callboard backup --plain -');
      expect(code).toBe(1);
      expect(said).not.toContain('wrong-one');
      return said;
    };
    expect(await ask(server.url.replace('//', '//:wrong-one@'))).toMatch(/refuses the password/);
    expect(await ask(server.url)).toMatch(/wants a password/);
    expect(await ask('redis://127.0.0.1:9')).toMatch(/nobody answers/);
    expect(await ask('redis://no-such-host.invalid:6379')).toMatch(/no such host/);
    // The bot itself says the same, and reads the same file.
    await writeEnv({
      REDIS_URL: server.url.replace('//', '//:wrong-one@'),
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
    });
    expect(await sh('callboard start')).toMatchObject({
      code: 1,
      said: expect.stringContaining(
        'Callboard cannot start: REDIS_URL: Redis answers and refuses the password',
      ),
    });
  });
});
