/** A story that a process begins and another ends: killed with SIGKILL at one thing that it asks, and whoever comes after it. */
import { Redis } from 'ioredis';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { testSealer } from '../sealer.ts';
import { Border, type Cut } from './border.ts';
import { type LeanBot, startLeanBot } from './bot.ts';
import { openOutside } from './outside.ts';
import type { Processes } from './process.ts';
import { redisProxy } from './redis-proxy.ts';

/** Rounds mostly wait, so that many fit beside each other. */
export const AT_ONCE = 4;
/** Two cores and many processes: a death costs a lease, and its heir has to load. */
export const PATIENCE_MS = 60_000;
/** Deaths of one story. */
export const MAX_DEATHS = 20;

interface Lives<R> {
  readonly redisPort: number;
  readonly event: string;
  readonly processes: Processes;
  readonly cut?: Cut | undefined;
  /** Somebody outside whom both call; what passes the border is counted. */
  openReceiver(border: Border): Promise<R>;
}

interface Round<R> {
  readonly border: Border;
  readonly store: RedisStore;
  readonly receiver: R;
}

/** A process that is killed at a crossing, another once it is dead, and what is stated meanwhile. */
export async function inTwoLives<T, R extends { close(): void }>(
  { redisPort, event, processes, cut, openReceiver }: Lives<R>,
  story: (round: Round<R>, begin: () => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const direct = `redis://127.0.0.1:${redisPort}`;
  const doomed = processes.take();
  let heir: Promise<LeanBot> | undefined;
  const border = new Border(cut, () => {
    doomed.kill();
    heir = startLeanBot({ ...place, redis: direct, outside: outside.address('heir') });
    heir.catch(() => {});
  });
  const outside = await openOutside(border, Date.now, () => {});
  const proxy = await redisProxy(redisPort, border);
  const receiver = await openReceiver(border);
  const clock = { began: String(Date.now()), speed: '1' };
  const place = {
    redis: `redis://127.0.0.1:${proxy.port}`,
    outside: outside.address('doomed'),
    event,
    ...clock,
  };
  const redis = new Redis(direct);
  const store = new RedisStore(redis, event, testSealer);
  try {
    return await story({ border, store, receiver }, () => doomed.begin(place));
  } finally {
    doomed.kill();
    await doomed.gone;
    await (await heir)?.stop();
    await proxy.stop();
    await outside.stop();
    receiver.close();
    store.close();
    redis.disconnect();
  }
}

/** Deaths spread over the crossings of a calm run, before and after they are carried out, several at a time. */
export async function atEachCrossing(
  processes: Processes,
  crossed: number,
  round: (cut: Cut, name: string) => Promise<void>,
): Promise<void> {
  const all = Array.from({ length: 2 * crossed }, (_, i): Cut => {
    return { nth: Math.floor(i / 2) + 1, when: i % 2 === 0 ? 'before' : 'after' };
  });
  const step = Math.max(1, all.length / MAX_DEATHS);
  const cuts = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const work = async () => {
    for (let cut = cuts.shift(); cut; cut = cuts.shift()) {
      processes.warm();
      await round(cut, `${cut.when}-${cut.nth}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
