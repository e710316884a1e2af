/**
 * Several events in one process, as `npm start` runs it with CALLBOARD_EVENTS: real Bolt over Socket Mode against a
 * Slack for each, one Redis, one port. One event's token is refused, and one's Slack goes away.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { Redis } from 'ioredis';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSealer } from '../../src/adapters/redis/seal.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { readEvents } from '../../src/compose/read-events.ts';
import { composeSeveral } from '../../src/compose/several.ts';
import type { Bot } from '../../src/compose.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { hasLocalSlack, type LocalSlack, startLocalSlack, until } from '../support/local-slack.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

const PUBLIC = 'https://callboard.example.org';
const A = { bot: 'xoxb-of-a', app: 'xapp-of-a' };
const B = { bot: 'xoxb-of-b', app: 'xapp-of-b' };
const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const keyText = (byte: number) => Buffer.from(keyOf(byte)).toString('hex');

describe.skipIf(!hasRedis || !hasLocalSlack)('several events in one process', () => {
  let redis: PrivateRedis;
  let requests: Redis;
  let slackA: LocalSlack;
  let slackB: LocalSlack;
  /** A Slack that refuses whatever token it is shown. */
  let refusing: Server;
  let refused = 0;
  let bot: Bot;
  let origin: string;
  const folder = mkdtempSync(join(tmpdir(), 'callboard-several-'));

  const eventFile = (slack: string, tokens: typeof A, byte: number, more = '') =>
    `SLACK_BOT_TOKEN=${tokens.bot}\nSLACK_APP_TOKEN=${tokens.app}\nSLACK_API_URL=${slack}\nORGANIZERS=U0ORGANIZER\nCALLBOARD_SECRET=${keyText(byte)}\n${more}`;
  const phones = (token: string, number: string) =>
    `TWILIO_ACCOUNT_SID=AC${'0'.repeat(32)}\nTWILIO_AUTH_TOKEN=${token}\nTWILIO_NUMBER=${number}\n`;

  beforeAll(async () => {
    [redis, slackA, slackB] = await Promise.all([
      startRedis(),
      startLocalSlack('socket', undefined, undefined, A),
      startLocalSlack('socket', undefined, undefined, B),
    ]);
    requests = await redis.connect();
    refusing = createServer((_request, response) => {
      refused++;
      response.setHeader('content-type', 'application/json').end('{"ok":false,"error":"invalid_auth"}');
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const refusingUrl = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}/api/`;
    const files = {
      'conf-a.env': eventFile(slackA.apiUrl, A, 1, phones('token-a', '+12025550101')),
      'conf-b.env': eventFile(slackB.apiUrl, B, 2, phones('token-b', '+12025550102')),
      'conf-c.env': eventFile(refusingUrl, { bot: 'xoxb-unknown', app: 'xapp-unknown' }, 3),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const read = readEvents({
      REDIS_URL: redis.url,
      PORT: `${port}`,
      HOST: '127.0.0.1',
      PUBLIC_URL: PUBLIC,
      LOG_FILE: join(folder, '.log'),
      CALLBOARD_EVENTS: folder,
    });
    const [first, ...others] = 'events' in read ? read.events : [];
    if (!first) throw new Error(JSON.stringify(read));
    bot = await composeSeveral([first, ...others]);
    await bot.start();
  }, 60_000);
  afterAll(async () => {
    await bot?.stop({ patient: false });
    await Promise.all([slackA?.stop(), slackB?.stop().catch(() => {})]);
    await redis?.stop();
    refusing?.close();
    rmSync(folder, { recursive: true });
  });

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${origin}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('answers each in its own workspace', async () => {
    await slackA.command('U0ORGANIZER', '/callboard', 'help');
    await slackA.sees('U0ORGANIZER', '/callboard');
    expect((await slackB.messages('U0ORGANIZER')).filter(({ text }) => text.includes('/callboard'))).toEqual(
      [],
    );
    await slackB.command('U0ORGANIZER', '/callboard', 'help');
    await slackB.sees('U0ORGANIZER', '/callboard');
  });

  it('is ready as long as one of them is, and says which is not and why', async () => {
    const { status, text } = await ask('/readyz');
    expect(status).toBe(200);
    expect(text).toMatch(
      /^ready: 2 of 3 events\nconf-a: ready\nconf-b: ready\nconf-c: not ready: Slack refuses the tokens/,
    );
    expect((await ask('/conf-a/readyz')).status).toBe(200);
    const down = await ask('/conf-c/healthz');
    expect(down.status).toBe(503);
    expect(down.headers.get('retry-after')).toBe('10');
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/board')).status).toBe(404);
  });

  it('tries again what could not start, and says so loudly', async () => {
    const before = refused;
    await until('another try', () => (refused > before ? true : undefined));
    const lines = readFileSync(join(folder, '.log'), 'utf8').split('\n');
    const ofC = lines.filter((line) => line.includes('cannot start'));
    expect(ofC[0]).toContain('"event":"conf-c"');
    expect(ofC[0]).toContain('"level":50');
  });

  const text = (event: string, signedFor: string, token: string) => {
    const form = { From: '+12025550177', Body: 'HELP', MessageSid: `SM${event}${token}` };
    return ask(`/${event}/twilio/sms`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          token,
          `${PUBLIC}/${signedFor}/twilio/sms`,
          form,
        ),
      },
      body: new URLSearchParams(form).toString(),
    });
  };

  it('takes a text by the path of its event, signed by its provider for that path', async () => {
    expect((await text('conf-a', 'conf-a', 'token-a')).status).toBe(200);
    expect((await text('conf-b', 'conf-b', 'token-b')).status).toBe(200);
    expect((await text('conf-a', 'conf-a', 'token-b')).status).toBe(403);
    expect((await text('conf-b', 'conf-a', 'token-a')).status).toBe(403);
    expect((await ask('/twilio/sms', { method: 'POST' })).status).toBe(404);
  });

  it('keeps a person of both apart, sealed under the key of each', async () => {
    for (const event of ['conf-a', 'conf-b'])
      await until(`the organizer in ${event}`, async () =>
        (await requests.hexists(`cb:{${event}}:doc:person`, 'U0ORGANIZER')) === 1 ? true : undefined,
      );
    const own = new RedisStore(requests, 'conf-a', createSealer([keyOf(1)]));
    expect(await own.get(personDocument, 'U0ORGANIZER')).toBeDefined();
    const foreign = new RedisStore(requests, 'conf-a', createSealer([keyOf(2)]));
    await expect(foreign.get(personDocument, 'U0ORGANIZER')).rejects.toThrow(/sealed under key/);
    const keys = await requests.keys('*');
    expect(keys.filter((key) => !/^(cb:\{conf-[abc]\}|\{cb:conf-[abc]\})/.test(key))).toEqual([]);
    // Nothing goes through BullMQ, whose workers would each hold a connection for each event.
    expect(keys.filter((key) => key.startsWith('{cb:'))).toEqual([]);
  });

  it('needs no more than a connection to Redis for an event more', async () => {
    const clients = String(await requests.client('LIST'))
      .trim()
      .split('\n');
    // One of the bot for all that it asks, this test's, and one of each event that listens to other processes.
    expect(clients).toHaveLength(4);
  });

  it('has the figures of all, each once, by event', async () => {
    const { text: figures } = await ask('/metrics');
    const declared = [...figures.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    expect(figures).toMatch(/^callboard_ready\{event="conf-a"\} 1$/m);
    expect(figures).toMatch(/^callboard_ready\{event="conf-c"\} 0$/m);
    expect(figures).toMatch(/^callboard_outbox_jobs\{.*event="conf-b".*\} \d+$/m);
    expect(figures.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
  });

  it('is one of them at a time for the command line', async () => {
    const env = { PATH: process.env['PATH'], REDIS_URL: redis.url, CALLBOARD_EVENTS: folder };
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { env });
    const file = join(folder, '.backup.json.gz');
    await run('backup', file, '--plain', '--event', 'conf-b');
    const text = gunzipSync(readFileSync(file)).toString();
    expect(text).toContain('conf-b');
    expect(text).not.toContain('conf-a');
    const backups = join(folder, '.backups/');
    mkdirSync(backups);
    await run('backup', '--every-event', '--plain', '--to', backups);
    const names = readdirSync(backups).map(
      (name) => /^callboard-(.+)-\d{8}T\d{6}Z\.json\.gz$/.exec(name)?.[1],
    );
    expect(names.toSorted()).toEqual(['conf-a', 'conf-b', 'conf-c']);
    // One that cannot be made is told of, and the others are.
    writeFileSync(join(folder, 'conf-b.env'), 'REDIS_URL=redis://127.0.0.1:9\n');
    await expect(run('backup', '--every-event', '--plain', '--to', backups)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no backup of: conf-b\.\n$/),
    });
    expect(readdirSync(backups).length).toBeGreaterThanOrEqual(4);
    await expect(run('backup', '-', '--every-event')).rejects.toMatchObject({
      stderr: 'Backups of several events are several files: name a folder or a bucket.\n',
    });
    await expect(run('backup', file, '--plain')).rejects.toMatchObject({
      code: 1,
      stderr: 'Which event? Say --event NAME, or set CALLBOARD_EVENT. There are: conf-a, conf-b, conf-c.\n',
    });
  }, 120_000);

  it('goes on where the Slack of another is gone', async () => {
    await slackB.stop();
    await until('conf-b to be not ready', async () =>
      (await ask('/readyz')).text.includes('conf-b: not ready') ? true : undefined,
    );
    const { status, text: said } = await ask('/readyz');
    expect([status, said]).toEqual([200, expect.stringContaining('conf-a: ready')]);
    await slackA.command('U0VOLUNTEER1', '/callboard', 'help');
    await slackA.sees('U0VOLUNTEER1', '/callboard');
  });
});
