/**
 * From nothing to `ready`, as `npm start` and as the image run it (Socket Mode), on a Redis that has 1,000 sessions; and
 * the memory that stays resident when nothing happens. Beside a Node that only imports the same libraries.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { connectForRequests } from '../src/adapters/redis/connect.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { boardChanged } from '../src/agenda/domain/facts.ts';
import { sessionDocument } from '../src/agenda/domain/session.ts';
import { realClock } from '../src/core/clock.ts';
import { put, recordFact } from '../src/core/commit.ts';
import { freePort } from '../src/sandbox/ports.ts';
import { APP_TOKEN, BOT_TOKEN, startLocalSlack } from '../test/support/local-slack.ts';
import { startRedis } from '../test/support/redis.ts';
import { TEST_SECRET, testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';
import { programme } from './programme.ts';

const SESSIONS = 1000;
const STARTS = 5;
const LOOKS = 3;
/** How long nothing happens before the memory is read. */
const IDLE_MS = 5000;
/** Of DESIGN.md's numbers: milliseconds to ready, and megabytes resident. */
const GOAL = { ready: 1000, resident: 150 };
const LIBRARIES = [
  '@slack/bolt',
  'bullmq',
  'ioredis',
  'twilio',
  'pino',
  'zod',
  'temporal-polyfill',
  'express',
];

/** Both ways, as they are written where they are started from; the shell gives its place to what it starts. */
function waysToStart(): readonly (readonly [name: string, command: readonly string[]])[] {
  const { start } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8'))).scripts;
  const [, image] = /^CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  const command = z.tuple([z.literal('node')], z.string()).parse(JSON.parse(image ?? '[]'));
  return [
    ['npm start', ['/bin/sh', '-c', start]],
    ['the image', [process.execPath, ...command.slice(1)]],
  ];
}

async function seed(url: string): Promise<void> {
  const redis = connectForRequests(url);
  await redis.connect();
  const data = { channel: 'C0GENERAL', became: 'on' as const };
  const facts = [recordFact(boardChanged, { at: realClock.now(), by: 'bench', about: [], data })];
  const sessions = programme(SESSIONS).map((session, i) => ({ ...session, code: `S${i + 1}` }));
  await new RedisStore(redis, 'main', testSealer).commit({
    put: sessions.map((session) => put(sessionDocument, session.code, session)),
    facts,
  });
  redis.disconnect();
}

interface Started {
  readonly child: ChildProcess;
  readonly took: number;
}

/** Milliseconds until the process prints `word`. */
function start(
  [program = '', ...args]: readonly string[],
  word: string,
  env: NodeJS.ProcessEnv,
): Promise<Started> {
  const began = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (data: Buffer) => {
      said += data.toString();
      if (said.includes(word)) resolve({ child, took: performance.now() - began });
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${said.slice(-300)}`)));
  });
}

const ended = ({ child }: Started): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    // Nobody takes its place, so it need not wait for anybody.
    child.kill('SIGINT');
  });

/** Megabytes; undefined where the system does not say. */
function resident({ child }: Started): number | undefined {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Of a process that had nothing to do for a while; the middle of {@link LOOKS}. */
async function memoryOf(launch: () => Promise<Started>): Promise<number | undefined> {
  const seen: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    const one = await launch();
    await idle();
    const memory = resident(one);
    await ended(one);
    if (memory === undefined) return undefined;
    seen.push(memory);
  }
  return percentile(seen, 0.5);
}

const idle = () => new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const megabytes = (value: number | undefined) => (value === undefined ? '?' : `${value.toFixed(0)} MB`);

export const starts: Benchmark = {
  name: 'start',
  async run(): Promise<readonly Figure[]> {
    execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'ignore' });
    const redis = await startRedis();
    const slack = await startLocalSlack('socket');
    try {
      await seed(redis.url);
      const environment = {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        REDIS_URL: redis.url,
        CALLBOARD_SECRET: TEST_SECRET,
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_APP_TOKEN: APP_TOKEN,
        SLACK_API_URL: slack.apiUrl,
        PORT: String(await freePort()),
      };
      const imports = LIBRARIES.map((name) => `await import(${JSON.stringify(name)});`).join('');
      const script = `${imports} console.log('loaded'); setInterval(() => {}, 1e6)`;
      const bare = () =>
        start([process.execPath, '--input-type=module', '-e', script], 'loaded', environment);
      const ways = waysToStart().map(([name, command]) => ({
        name,
        launch: () => start(command, '"ready"', environment),
        samples: [] as number[],
      }));
      const theirs: number[] = [];
      for (let i = 0; i < STARTS; i++)
        for (const { launch, samples } of [{ launch: bare, samples: theirs }, ...ways]) {
          const one = await launch();
          samples.push(one.took);
          await ended(one);
        }
      const bareMemory = await memoryOf(bare);
      const loaded = percentile(theirs, 0.5);
      const figures: Figure[] = [];
      for (const { name, launch, samples } of ways) {
        const ready = percentile(samples, 0.5);
        const memory = await memoryOf(launch);
        figures.push(
          {
            what: `${name}: start to ready, warm Redis, ${SESSIONS} sessions`,
            ours: ms(ready),
            bare: ms(loaded),
            ratio: ready / loaded,
            goal: '≤ 1 s',
            met: ready <= GOAL.ready,
          },
          {
            what: `${name}: resident memory, idle with ${SESSIONS} sessions`,
            ours: megabytes(memory),
            bare: megabytes(bareMemory),
            ...(memory && bareMemory && { ratio: memory / bareMemory }),
            goal: '≤ 150 MB',
            ...(memory && { met: memory <= GOAL.resident }),
          },
        );
      }
      return figures;
    } finally {
      await slack.stop();
      await redis.stop();
    }
  },
};
