/** The Redis of the sandbox: the one that REDIS_URL names, or a private one that keeps its data in DATA_DIR. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import type { Child, Children } from '../children.ts';
import { freePort } from '../ports.ts';
import { StartRefusal } from '../refusal.ts';
import type { Env, Settings } from '../settings.ts';

/** Asks a Redis something over a connection of its own; it neither retries nor waits long. */
async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What it rejects with says only that the connection closed; the event says why.
  let why: Error | undefined;
  redis.on('error', (error: Error) => {
    why ??= error;
  });
  try {
    await redis.connect().catch((error: unknown) => {
      throw why ?? error;
    });
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, '//…@');

export async function refuseUnreachable(url: string): Promise<void> {
  if (/^rediss?\+/.test(url))
    throw new StartRefusal(
      'The sandbox takes one Redis (redis://…), no cluster and no Sentinels: unset REDIS_URL for a private one.',
    );
  try {
    await ask(url, (redis) => redis.ping());
  } catch (error) {
    const reason = (error as Error).message || String(error);
    throw new StartRefusal(
      `REDIS_URL ${withoutPassword(url)} does not answer (${reason}). Start that Redis, or unset REDIS_URL for a private one.`,
    );
  }
}

/** Forgets the sandbox's event in a Redis that holds other things too. */
export async function forget(url: string, event: string): Promise<void> {
  const slow = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    for (const pattern of [`cb:{${event}}:*`, `{cb:${event}}:*`]) {
      let cursor = '0';
      do {
        const [next, keys] = await slow.scan(
          cursor,
          'MATCH',
          pattern.replace(/[[\]?]/g, '\\$&'),
          'COUNT',
          500,
        );
        if (keys.length > 0) await slow.unlink(...keys);
        cursor = next;
      } while (cursor !== '0');
    }
  } finally {
    slow.disconnect();
  }
}

const onPath = (name: string): boolean => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
const server = (): string | undefined => ['redis-server', 'valkey-server'].find(onPath);

/** Finds the server's program, installing it where that needs no question. */
function program(env: Env): string {
  const found = server();
  if (found) return found;
  const provide = fileURLToPath(new URL('../../../scripts/provide.mjs', import.meta.url));
  spawnSync(process.execPath, [provide, 'redis-server'], { stdio: 'inherit', env: { ...env } });
  const installed = server();
  if (!installed)
    throw new StartRefusal(
      'There is no redis-server here. Install Redis, or set REDIS_URL to one that runs.',
    );
  return installed;
}

/** A Redis that a killed sandbox left behind still writes the same files: ask it to end, and wait. */
async function endLeftOver(dir: string, note: string): Promise<void> {
  let port: number;
  try {
    port = Number(readFileSync(note, 'utf8'));
  } catch {
    return;
  }
  const url = `redis://127.0.0.1:${port}`;
  const isOurs = async (redis: Redis) =>
    ((await redis.config('GET', 'dir')) as string[])[1] === realpathSync(dir);
  for (let tries = 0; tries < 50; tries++) {
    try {
      if (!(await ask(url, isOurs))) return;
      await ask(url, (redis) => redis.shutdown('NOSAVE'));
    } catch {
      // Refused or closed: it is gone, or going. Look once more.
      const alive = await ask(url, isOurs).catch(() => false);
      if (!alive) return;
    }
    await pause(100);
  }
}

export interface PrivateRedis {
  readonly url: string;
  /** Starts it (again) on the same port with the same data. */
  start(): Promise<Child>;
}

export async function privateRedis(settings: Settings, env: Env, children: Children): Promise<PrivateRedis> {
  const command = program(env);
  const dir = join(settings.dataDir, 'redis');
  const note = join(settings.dataDir, 'redis.port');
  mkdirSync(dir, { recursive: true });
  await endLeftOver(dir, note);
  // A child that Redis forked to rewrite its file may still write there.
  if (settings.fresh) rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  writeFileSync(note, String(port));
  const url = `redis://127.0.0.1:${port}`;
  const options = {
    port,
    bind: '127.0.0.1',
    dir: realpathSync(dir),
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const log = join(settings.dataDir, 'peers.log');
  return {
    url,
    async start() {
      const child = children.start('redis', command, args, { env, log });
      const died = child.ended.then((how) => {
        throw new StartRefusal(`Redis ended at once (${how}). Its last words are in ${log}.`);
      });
      died.catch(() => {});
      const ready = async () => {
        // It answers LOADING while it reads its data back.
        while (!(await ask(url, (redis) => redis.ping()).catch(() => false))) await pause(50);
      };
      await Promise.race([ready(), died]);
      return child;
    },
  };
}
