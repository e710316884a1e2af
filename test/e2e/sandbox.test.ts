/** The sandbox's contract: ports, output, files, starts and ends, and what cannot start. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { startRedis } from '../support/redis.ts';
import {
  addresses,
  FAKE,
  hasSandbox,
  MAIN,
  NPM_START,
  run,
  type SandboxProcess,
  startSandbox,
} from '../support/story/sandbox-process.ts';
import { until } from '../support/story/until.ts';

const cleanUps: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function open(
  command: readonly string[] = MAIN,
  env: Record<string, string> = {},
): Promise<SandboxProcess> {
  const sandbox = await startSandbox(await addresses(env), command);
  cleanUps.push(() => sandbox.remove());
  return sandbox;
}
const json = async (url: string, body?: object): Promise<Record<string, unknown>> =>
  (await (await fetch(url, body && { method: 'POST', body: JSON.stringify(body) })).json()) as Record<
    string,
    unknown
  >;

/** The ids of all processes that were started for this data folder, whoever their parent is now. */
function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const dead = /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
        // Redis writes its title over its environment, so it is known by where it is.
        const isThere = readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir);
        return (
          !dead && (isThere || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DATA_DIR=${dataDir}\0`))
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}
/** Addresses and ports on which these processes listen, as `/proc/net/tcp` has them. */
function listening(pids: readonly number[]): string[] {
  const inodes = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          try {
            return [/socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ''];
          } catch {
            return [];
          }
        });
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
      .map((fields) => String(fields[1])),
  );
}

const LOOPBACK_V4 = '0100007F';

describe.skipIf(!hasSandbox)('npm start', () => {
  it('prints three addresses and ready within 20 seconds, and all of it is there', async () => {
    const begin = performance.now();
    const sandbox = await open(NPM_START);
    expect(performance.now() - begin).toBeLessThan(20_000);
    const lines = sandbox.run.stdout().split('\n').filter(Boolean);
    expect(lines.at(-1)).toMatch(/^ready/);
    expect(
      lines
        .slice(0, -1)
        .join('\n')
        .match(/http:\S+/g),
    ).toEqual([sandbox.slack, `${sandbox.bot}/sandbox/phones`, sandbox.bot]);
    expect(sandbox.run.stderr()).toBe('');
    expect((await fetch(`${sandbox.bot}/healthz`)).status).toBe(200);
    expect((await fetch(`${sandbox.bot}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${sandbox.bot}/metrics`)).text()).toContain('# TYPE');
    const phones = (await (await fetch(`${sandbox.bot}/sandbox/phones.json`)).json()) as object[];
    expect(phones).toHaveLength(10);
    expect(phones[2]).toMatchObject({
      number: '+12025550111',
      owner: 'volunteer-1',
      messages: [],
      calls: [],
    });
    const clock = await json(`${sandbox.bot}/sandbox/clock`);
    expect(Math.abs(Date.parse(String(clock['now'])) - Date.now())).toBeLessThan(2_000);
    expect(clock['rate']).toBe(1);
    const state = await json(`${sandbox.slack}/_control/state`);
    expect((state['users'] as { id: string }[]).map((one) => one.id)).toContain('U0VOLUNTEER3');
    expect((await fetch(sandbox.twilio)).status).toBe(200);
    expect(await (await fetch(`${sandbox.bot}/sandbox/phones`)).text()).toContain('<title>Phones');
    expect(existsSync(join(sandbox.dataDir, 'callboard.log'))).toBe(true);
  });

  it.skipIf(!existsSync('/proc/net/tcp'))('listens on loopback only', async () => {
    const sandbox = await open();
    const pids = processesOf(sandbox.dataDir);
    const found = listening(pids);
    // The bot, Slack and the strict one before it, Twilio and Redis.
    expect(found).toHaveLength(5);
    expect(found.filter((address) => !address.startsWith(LOOPBACK_V4))).toEqual([]);
  });

  it('starts the bot again within a second when it dies, with everything as it was', async () => {
    const sandbox = await open(MAIN, { SANDBOX_CLOCK: '2019-06-05T14:10:00+02:00' });
    await json(`${sandbox.bot}/sandbox/clock`, { advance: 'PT1H' });
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const before = sandbox.botPid();
      process.kill(before, signal);
      const died = performance.now();
      await until('another bot', () => (sandbox.botPid() !== before ? true : undefined));
      // A bot that is told to end may take its time to do so; a killed one takes none.
      if (signal === 'SIGKILL') expect(performance.now() - died).toBeLessThan(1_000);
      await until('ready', async () => ((await sandbox.isReady()) ? true : undefined));
    }
    const { now } = await json(`${sandbox.bot}/sandbox/clock`);
    expect(Date.parse(String(now))).toBeGreaterThanOrEqual(Date.parse('2019-06-05T13:10:00Z'));
    expect(sandbox.run.stderr()).toContain('SIGKILL');
  });

  it('finds everything as it was at a second start, and begins anew when told', async () => {
    const clock = { SANDBOX_CLOCK: '2019-06-05T14:10:00+02:00' };
    const first = await open(MAIN, clock);
    await json(`${first.bot}/sandbox/clock`, { advance: 'PT1H' });
    await json(`${first.bot}/sandbox/phones/outage`, { on: true });
    expect(await first.stop()).toBe(0);
    const second = await startSandbox(first, MAIN, clock);
    expect(await json(`${second.bot}/sandbox/phones/outage`)).toEqual({
      on: true,
      twilio: 'errors',
      second: 'errors',
    });
    const { now } = await json(`${second.bot}/sandbox/clock`);
    expect(Date.parse(String(now))).toBeGreaterThanOrEqual(Date.parse('2019-06-05T13:10:00Z'));
    // It waited while it was away.
    expect(Date.parse(String(now))).toBeLessThan(Date.parse('2019-06-05T13:12:00Z'));
    await second.stop();
    const third = await startSandbox(first, MAIN, { ...clock, SANDBOX_FRESH: '1' });
    expect(await json(`${third.bot}/sandbox/phones/outage`)).toEqual({ on: false });
    expect(String((await json(`${third.bot}/sandbox/clock`))['now'])).toContain('2019-06-05T12:10');
    await third.stop();
  });

  it('uses the Redis that REDIS_URL names, and takes nothing away there but its own', async () => {
    const redis = await startRedis();
    cleanUps.push(() => redis.stop());
    const client = new Redis(redis.url);
    cleanUps.push(() => client.disconnect());
    await client.set('somebody', 'else');
    const sandbox = await open(MAIN, { REDIS_URL: redis.url });
    await json(`${sandbox.bot}/sandbox/phones/outage`, { on: true });
    expect(await client.keys('cb:{demo}:*')).not.toEqual([]);
    await sandbox.stop();
    const fresh = await startSandbox(sandbox, MAIN, { REDIS_URL: redis.url, SANDBOX_FRESH: '1' });
    expect(await json(`${fresh.bot}/sandbox/phones/outage`)).toEqual({ on: false });
    await fresh.stop();
    expect(await client.get('somebody')).toBe('else');
  });

  it('answers nobody who comes under another name or from another page', async () => {
    const sandbox = await open();
    const asked = async (headers: Record<string, string>) => {
      const { request } = await import('node:http');
      return await new Promise<number | undefined>((done, fail) => {
        request(`${sandbox.bot}/sandbox/phones.json`, { headers }, (response) => {
          response.resume();
          done(response.statusCode);
        })
          .on('error', fail)
          .end();
      });
    };
    expect(await asked({})).toBe(200);
    expect(await asked({ origin: sandbox.bot })).toBe(200);
    expect(await asked({ host: 'callboard.example.org' })).toBe(403);
    expect(await asked({ origin: 'https://example.org' })).toBe(403);
  });

  it('opens an event file, and an empty workspace', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-event-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'event.json');
    writeFileSync(
      file,
      JSON.stringify({
        name: 'Village fair',
        zone: 'America/New_York',
        sessions: [{ title: 'Opening', room: 'Barn', start: 'day 1 10:00', minutes: 30, speakers: ['Ann'] }],
      }),
    );
    for (const [event, sessions] of [
      [file, 1],
      ['none', 0],
    ] as const) {
      const redis = await startRedis();
      cleanUps.push(() => redis.stop());
      const sandbox = await open(MAIN, { SANDBOX_EVENT: event, REDIS_URL: redis.url });
      const client = new Redis(redis.url);
      const ledger = JSON.stringify(await client.xrange('cb:{demo}:ledger', '-', '+'));
      client.disconnect();
      expect(ledger).toContain('event.loaded');
      expect(ledger).toContain(`\\"sessions\\":${sessions}`);
      await sandbox.stop();
    }
  });
});

describe.skipIf(!hasSandbox || !existsSync('/proc'))('its end', () => {
  it('leaves no process behind after Ctrl-C', async () => {
    const sandbox = await open(NPM_START);
    expect(processesOf(sandbox.dataDir).length).toBeGreaterThan(5);
    await sandbox.stop();
    await until('all of it to end', () => (processesOf(sandbox.dataDir).length === 0 ? true : undefined));
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves no process behind after %s to npm alone',
    async (signal) => {
      const sandbox = await open(NPM_START);
      sandbox.run.child.kill(signal);
      await until('all of it to end', () => (processesOf(sandbox.dataDir).length === 0 ? true : undefined));
    },
  );

  it('leaves no process behind when the launcher is killed, and opens again at once', async () => {
    const sandbox = await open(FAKE);
    const launcher = parentOf(sandbox.botPid());
    process.kill(launcher, 'SIGKILL');
    await until('all of it to end', () => (processesOf(sandbox.dataDir).length === 0 ? true : undefined));
    const again = await startSandbox(sandbox, FAKE);
    expect(await again.stop()).toBe(0);
  });
});

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

describe.skipIf(!hasSandbox)('what cannot start says so in one line', () => {
  const fails = async (env: Record<string, string>, command: readonly string[] = FAKE) => {
    const at = await addresses(env);
    cleanUps.push(() => rmSync(at.dataDir, { recursive: true, force: true }));
    const started = run(command, at.env);
    const code = await started.ended;
    expect(started.stdout()).not.toContain('ready');
    if (existsSync('/proc')) expect(processesOf(at.dataDir)).toEqual([]);
    return { code, words: started.stderr().trimEnd() };
  };
  const taken = async (): Promise<number> => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    cleanUps.push(() => new Promise((done) => server.close(done)));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  };

  it.each(['PORT', 'SANDBOX_SLACK_PORT', 'SANDBOX_TWILIO_PORT'])('a taken %s', async (name) => {
    const port = await taken();
    const { code, words } = await fails({ [name]: String(port) });
    expect(code).toBe(1);
    expect(words).toBe(`Port ${port} is taken. Stop what listens there, or set ${name} to another one.`);
  });

  it.each([
    ['a port that is none', { PORT: '70000' }, /^PORT is "70000", which is no port: .*$/],
    [
      'an unreachable Redis',
      { REDIS_URL: 'redis://:hunter2@127.0.0.1:1' },
      /^REDIS_URL redis:\/\/…@127\.0\.0\.1:1 does not answer .*$/,
    ],
    [
      'a clock without an offset',
      { SANDBOX_CLOCK: '2019-06-05 09:00' },
      /^SANDBOX_CLOCK is "2019-06-05 09:00": give an ISO time .*$/,
    ],
    [
      'an event file that is not there',
      { SANDBOX_EVENT: '/nowhere.json' },
      /^SANDBOX_EVENT \/nowhere\.json cannot be read: .*$/,
    ],
    [
      'an event file that is none',
      { SANDBOX_EVENT: 'package.json' },
      /^SANDBOX_EVENT package\.json is no event file\. .*zone.*$/,
    ],
  ])('%s', async (_name, env, line) => {
    const { code, words } = await fails(env);
    expect(code).toBe(1);
    expect(words).toMatch(line);
    expect(words.split('\n')).toHaveLength(1);
    expect(words).not.toContain('hunter2');
  });

  it('a folder that another sandbox uses', async () => {
    const sandbox = await open(FAKE);
    const other = await addresses();
    const started = run(FAKE, { ...other.env, DATA_DIR: sandbox.dataDir });
    expect(await started.ended).toBe(1);
    expect(started.stderr()).toMatch(/^DATA_DIR .* is in use by another sandbox\. .*\n$/);
    rmSync(other.dataDir, { recursive: true });
  });

  it('half a configuration', async () => {
    const { code, words } = await fails({ SLACK_BOT_TOKEN: 'xoxb-1' }, MAIN);
    expect(code).toBe(1);
    expect(words).toContain('SLACK_SIGNING_SECRET');
    expect(words).not.toContain('xoxb-1');
  });

  it('a bot that cannot', async () => {
    const { code, words } = await fails({ FAKE_BOT_FAILS: 'no reason' });
    expect(code).toBe(1);
    expect(words).toContain('The bot does not start (code 1)');
    expect(words).toContain('cannot go on: no reason');
  });
});
