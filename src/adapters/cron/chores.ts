/** Periodic chores over node-cron: each slot runs in one process of many, elected on Redis. */
import type { Cluster, Redis } from 'ioredis';
import { type RunCoordinator, type ScheduledTask, schedule } from 'node-cron';
import type { Log } from '../../core/ports/log.ts';

export interface Chore {
  readonly name: string;
  /** Five or six fields, in UTC and real time. */
  readonly cron: string;
  run(): Promise<void>;
}

/** The first process to take a slot's key runs it. node-cron's keys have no namespace, so ours has. */
export const coordinator = (redis: Redis | Cluster, event: string): RunCoordinator => ({
  shouldRun: async (key, ttlMs) =>
    (await redis.set(`cb:{${event}}:cron:${key}`, '1', 'PX', Math.max(1000, ttlMs), 'NX')) === 'OK',
});

export interface Chores {
  stop(): Promise<void>;
}

/** Starts them. One that fails is logged and runs again in its next slot. */
export function startChores(
  chores: readonly Chore[],
  redis: Redis | Cluster,
  event: string,
  log: Log,
): Chores {
  const runCoordinator = coordinator(redis, event);
  const tasks: ScheduledTask[] = chores.map((chore) =>
    schedule(
      chore.cron,
      async () => {
        try {
          await chore.run();
        } catch (error) {
          log.warn({ chore: chore.name, error: String(error) }, 'a chore failed');
        }
      },
      { name: chore.name, timezone: 'UTC', noOverlap: true, distributed: true, runCoordinator },
    ),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
}
