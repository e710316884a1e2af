/** One redis-server of several, on loopback, with a folder of its own; it can be killed, frozen and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../../src/sandbox/ports.ts';
import { redisProgram } from '../redis.ts';
import { removeFolder } from '../remove-folder.ts';

export interface NodeServer {
  readonly port: number;
  readonly folder: string;
  /** A connection to this node itself, open until it is stopped. */
  readonly admin: Redis;
  kill(): Promise<void>;
  /** As a machine that hangs, or whose cable is out: it answers nothing and closes nothing. */
  freeze(): void;
  thaw(): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What is started, and has to be ended with us whatever happens. */
const running = new Set<ChildProcess>();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Settings of a node that an event may lie on: what the guide for operators says. */
const KEEPS = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];

/**
 * @param settings - of redis-server, `--name value` in turn
 * @param first - arguments before them, such as the file of a Sentinel
 */
export async function startNode(
  settings: readonly string[],
  {
    first = [],
    port: given,
    keeps = true,
  }: { first?: readonly string[]; port?: number; keeps?: boolean } = {},
): Promise<NodeServer> {
  const program = redisProgram();
  if (!program) throw new Error('no redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'callboard-node-'));
  const port = given ?? (await freePort());
  const args = [...first, '--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
  args.push(...(keeps ? KEEPS : []), ...settings);
  let child: ChildProcess;
  const start = () => {
    child = spawn(program, args, { stdio: 'ignore' });
    running.add(child);
    child.once('exit', () => running.delete(child));
  };
  start();
  const admin = new Redis(port, '127.0.0.1', { retryStrategy: () => 20, maxRetriesPerRequest: null });
  admin.on('error', () => {});
  await admin.ping();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    port,
    folder,
    admin,
    kill: end,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async restart() {
      start();
      await admin.ping();
    },
    async stop() {
      admin.disconnect();
      await end();
      removeFolder(folder);
    },
  };
}

/** Waits for a condition, asked every 50 ms. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = 30_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const found = await look();
      if (found !== false && found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}${last === undefined ? '' : `: ${String(last)}`}`);
}
