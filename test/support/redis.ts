/** A private Redis for one test file: loopback, a free port, an append-only file in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { connectForRequests } from '../../src/adapters/redis/connect.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { removeFolder } from './remove-folder.ts';

/** The Redis 8 that `scripts/provide-redis-8.mjs` puts beside the installed one. */
const REDIS_8 = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'callboard',
  'redis-8',
  'redis-server',
);

/** What is installed, or with `CALLBOARD_TEST_REDIS=8` the newer one beside it. */
export function redisProgram(): string | undefined {
  const candidates =
    process.env['CALLBOARD_TEST_REDIS'] === '8' ? [REDIS_8] : ['redis-server', 'valkey-server'];
  for (const name of candidates) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/** False where the machine has none and none could be installed: integration tests skip and say so. */
export const hasRedis = redisProgram() !== undefined;
if (!hasRedis) console.warn('No redis-server here: tests that need one are skipped.');

export interface PrivateRedis {
  readonly url: string;
  readonly port: number;
  /** Kills it as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again with the data it had. */
  restart(): Promise<void>;
  /** A connection as the bot's own, open until the server stops. */
  connect(): Promise<Redis>;
  stop(): Promise<void>;
}

export async function startRedis(...options: string[]): Promise<PrivateRedis> {
  const name = redisProgram();
  if (!name) throw new Error('no redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'callboard-redis-'));
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
  args.push('--save', '', '--maxmemory-policy', 'noeviction', ...options);
  let child: ChildProcess;
  const start = async () => {
    child = spawn(name, args, { stdio: 'ignore' });
    const probe = new Redis(port, '127.0.0.1', { retryStrategy: () => 20, maxRetriesPerRequest: null });
    probe.on('error', () => {});
    await probe.ping();
    probe.disconnect();
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  await start();
  const url = `redis://127.0.0.1:${port}`;
  const connected: Redis[] = [];
  return {
    url,
    port,
    kill: () => end('SIGKILL'),
    restart: start,
    connect: async () => {
      const redis = connectForRequests(url) as Redis;
      connected.push(redis);
      await redis.connect();
      return redis;
    },
    stop: async () => {
      for (const redis of connected) redis.disconnect();
      await end('SIGKILL');
      removeFolder(folder);
    },
  };
}
