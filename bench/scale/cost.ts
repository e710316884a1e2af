/** What one thing that the bot does costs: processor time of both, commands, what is kept, and calls to the outside. */
import { Redis } from 'ioredis';

export interface Cost {
  /** Milliseconds of processor time of the bot's process. */
  readonly cpuMs: number;
  /** Milliseconds of processor time of Redis. */
  readonly redisMs: number;
  /** Commands that Redis ran, those inside scripts included. */
  readonly commands: number;
  /** Bytes of Redis's memory that stay, and of its append-only file. */
  readonly keptBytes: number;
  readonly diskBytes: number;
  /** Requests to Slack and to providers. */
  readonly calls: number;
}

interface Reading {
  readonly redisMs: number;
  readonly commands: number;
  readonly memory: number;
  readonly disk: number;
}

const number = (info: string, name: string): number =>
  Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0);

async function read(redis: Redis): Promise<Reading> {
  const [cpu, stats, memory, disk] = await Promise.all(
    ['cpu', 'stats', 'memory', 'persistence'].map((part) => redis.info(part)),
  );
  return {
    redisMs: 1000 * (number(cpu ?? '', 'used_cpu_sys') + number(cpu ?? '', 'used_cpu_user')),
    commands: number(stats ?? '', 'total_commands_processed'),
    memory: number(memory ?? '', 'used_memory'),
    disk: number(disk ?? '', 'aof_current_size'),
  };
}

/** Milliseconds of processor time of this process. */
const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The cost of each of `count` things, which `work` does. @param cpu - Of the process that does them; this one's unless told. */
export async function costOf(
  url: string,
  count: number,
  work: () => Promise<unknown>,
  { calls = (): number => 0, cpu = own as () => number | Promise<number> } = {},
): Promise<Cost> {
  const redis = new Redis(url);
  const [before, cpuBefore, callsBefore] = [await read(redis), await cpu(), calls()];
  await work();
  const [cpuAfter, after] = [await cpu(), await read(redis)];
  redis.disconnect();
  return {
    cpuMs: (cpuAfter - cpuBefore) / count,
    redisMs: (after.redisMs - before.redisMs) / count,
    commands: (after.commands - before.commands) / count,
    keptBytes: Math.max(0, after.memory - before.memory) / count,
    diskBytes: Math.max(0, after.disk - before.disk) / count,
    calls: (calls() - callsBefore) / count,
  };
}
