/**
 * How one process reaches another over Redis: it wakes whoever runs a queue when something of it is due, and hands a
 * job to the one process that can do it. A look at the outbox comes twice a second anyway, and a lease that nobody takes
 * up ends by itself: what is lost here costs that time and nothing else.
 */
import { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../../core/commit.ts';
import type { ClaimedJob } from '../../core/ports/outbox.ts';
import { duplicateOf, type RedisClient } from './client.ts';
import { request } from './connect.ts';

/** Seconds for which the connection blocks at a time. */
const BLOCK_SECONDS = 5;
/** Real milliseconds to breathe where Redis does not answer. */
const BREATH_MS = 500;
/** What nobody has heard for so long is nothing any more, in milliseconds: somebody has looked, a lease has ended. */
const FORGOTTEN_AFTER_MS = 5_000;

const wakeKey = (event: string, queue: QueueName): string => `cb:{${event}}:wake:${queue}`;
const handedKey = (event: string, process: string): string => `cb:{${event}}:handed:${process}`;

/** Wakes one process for each of these queues, not all: what it has no room for it gives to others. Never throws. */
export async function wakeWorkers(
  redis: RedisClient,
  event: string,
  queues: Iterable<QueueName>,
): Promise<void> {
  const asked = redis.multi();
  let count = 0;
  for (const queue of queues) {
    const key = wakeKey(event, queue);
    // One is enough, however many jobs there are.
    asked.lpush(key, '1').ltrim(key, 0, 0).pexpire(key, FORGOTTEN_AFTER_MS);
    count++;
  }
  if (count > 0) await asked.exec().catch(() => {});
}

/**
 * Hands a job that was claimed here to another process, which takes up its lease.
 *
 * @throws {StoreUnavailable} where it is not known to have happened
 */
export async function handToProcess(
  redis: RedisClient,
  event: string,
  process: string,
  claimed: ClaimedJob,
): Promise<void> {
  const key = handedKey(event, process);
  const text = JSON.stringify({ ...claimed, at: claimed.at.epochMilliseconds });
  await request(redis.multi().rpush(key, text).pexpire(key, FORGOTTEN_AFTER_MS).exec());
}

export interface Heard {
  /** Something is due of a queue that this process runs. */
  woken(): void;
  handed(claimed: ClaimedJob): void;
}

/**
 * Listens for what the other processes have for this one.
 *
 * @param workers - A connection that waits for Redis; it is duplicated, since listening blocks it.
 * @returns what ends it
 */
export function listenToOthers(
  workers: RedisClient,
  {
    event,
    id,
    queues,
  }: { readonly event: string; readonly id: string; readonly queues: readonly QueueName[] },
  heard: Heard,
): () => void {
  const redis = duplicateOf(workers, {});
  redis.on('error', () => {});
  const own = handedKey(event, id);
  const keys = [own, ...queues.map((queue) => wakeKey(event, queue))];
  let stopped = false;
  const listen = async () => {
    while (!stopped) {
      try {
        const [key, text] = (await redis.blpop(...keys, BLOCK_SECONDS)) ?? [];
        if (key === own && text !== undefined) heard.handed(readHanded(text));
        else if (key !== undefined) heard.woken();
      } catch {
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, BREATH_MS).unref());
      }
    }
  };
  void listen();
  return () => {
    stopped = true;
    redis.disconnect();
  };
}

function readHanded(text: string): ClaimedJob {
  const { at, ...rest } = JSON.parse(text) as Omit<ClaimedJob, 'at'> & { readonly at: number };
  return { ...rest, at: Temporal.Instant.fromEpochMilliseconds(at) };
}
