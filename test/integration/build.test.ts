/** What is built: that it starts, stays small, and finds what lies beside its modules in the sources. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/sandbox/ports.ts';
import { APP_TOKEN, BOT_TOKEN, hasLocalSlack, startLocalSlack } from '../support/local-slack.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { TEST_SECRET } from '../support/sealer.ts';

/** Megabytes. `npm run bench start` holds it to 150; a machine's pages and a newer Node differ a little. */
const MOST = 170;

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** Of what is ours. */
const texts = (): string[] =>
  [...filesOf('dist/parts'), 'dist/src/main.js', 'dist/src/cli.js'].map((file) => readFileSync(file, 'utf8'));

const built = (name: string): URL => pathToFileURL(resolve('dist', name));

/** The first answer of a thread of the build. */
const asked = (name: string, message: unknown): Promise<unknown> =>
  new Promise((done, failed) => {
    const worker = new Worker(built(name), { execArgv: [] });
    worker.once('message', (answer) => {
      done(answer);
      void worker.terminate();
    });
    worker.once('error', failed);
    worker.postMessage(message);
  });

describe('the build', () => {
  beforeAll(() => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('has beside its modules what lies beside them in the sources, and what they start', () => {
    const beside = filesOf('src').filter((file) => !file.endsWith('.ts'));
    expect(beside).toContain('src/adapters/redis/commit.lua');
    expect(beside.filter((file) => !existsSync(join('dist', file)))).toEqual([]);
    // Lines are of a limited length, strings go on in the next one.
    const whole = texts().map((text) => text.replaceAll('\\\n', ''));
    const named = whole.flatMap((text) => [...text.matchAll(/addressInBuild\("([^"]+)"\)/g)]);
    const sources = named.map(([, name = '']) => name.replace(/js$/, 'ts'));
    expect(sources).toContain('src/adapters/redis/script.ts');
    expect(sources.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('is kept with one byte a letter where all of it is ours', () => {
    const beyond = texts().flatMap((text) => text.split('\n').filter((line) => /[^\0-\x7f]/.test(line)));
    expect(beyond.filter((line) => !line.includes('String.raw'))).toEqual([]);
  });

  it('reads a file, draws and says what it can do, each in its own process or thread', async () => {
    const bytes = new TextEncoder().encode('BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n');
    expect(
      await asked('src/formats/parse-thread.js', { of: 'agenda', bytes, options: {} }),
    ).not.toHaveProperty('bug');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    expect(await asked('src/adapters/echarts/draw-worker.js', { svg })).toHaveProperty('png');
    const { status, stderr } = spawnSync(process.execPath, ['bin/callboard.mjs', 'help'], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('callboard doctor');
    expect(status).toBe(0);
  });

  it.skipIf(!hasRedis || !hasLocalSlack)('starts as `npm start` starts it, and stays small', async () => {
    const redis = await startRedis();
    const slack = await startLocalSlack('socket');
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    const { start } = (manifest as { scripts: { start: string } }).scripts;
    const child = spawn('/bin/sh', ['-c', start], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'development',
        REDIS_URL: redis.url,
        CALLBOARD_SECRET: TEST_SECRET,
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_APP_TOKEN: APP_TOKEN,
        SLACK_API_URL: slack.apiUrl,
        PORT: String(await freePort()),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      let said = '';
      await new Promise<void>((ready, failed) => {
        const hear = (data: Buffer) => {
          said += data.toString();
          if (said.includes('"ready"')) ready();
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('exit', () => failed(new Error(`it ended: ${said.slice(-500)}`)));
      });
      expect(said).not.toContain('building');
      const status = `/proc/${child.pid}/status`;
      if (!existsSync(status)) return;
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? [];
      expect(Number(kilobytes) / 1024).toBeLessThan(MOST);
    } finally {
      child.removeAllListeners('exit');
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await slack.stop();
      await redis.stop();
    }
  });
});
