/**
 * Wakes a process that runs a queue when another has committed a job of it that is due: a look at the outbox comes
 * twice a second anyway, and a page shall not wait for it. One process is woken, not all of them; what it has no room
 * for goes to the others through BullMQ. A wake that is lost, or that nobody hears, costs that half second.
 */
import type { QueueName } from '../../core/commit.ts';
import { duplicateOf, type RedisClient } from './client.ts';

/** Seconds for which the connection blocks at a time. */
const BLOCK_SECONDS = 5;
/** Real milliseconds to breathe where Redis does not answer. */
const BREATH_MS = 500;
/** A wake that nobody has heard for so long is none any more, in milliseconds: by then somebody has looked. */
const FORGOTTEN_AFTER_MS = 5_000;

const keyOf = (event: string, queue: QueueName): string => `cb:{${event}}:wake:${queue}`;

/** Wakes one process for each of these queues. Never throws. */
export async function wakeWorkers(
  redis: RedisClient,
  event: string,
  queues: Iterable<QueueName>,
): Promise<void> {
  const asked = redis.multi();
  let count = 0;
  for (const queue of queues) {
    const key = keyOf(event, queue);
    // One is enough, however many jobs there are.
    asked.lpush(key, '1').ltrim(key, 0, 0).pexpire(key, FORGOTTEN_AFTER_MS);
    count++;
  }
  if (count > 0) await asked.exec().catch(() => {});
}

/**
 * Calls back for each wake of these queues.
 *
 * @param workers - A connection that waits for Redis; it is duplicated, since listening blocks it.
 * @returns What ends the listening.
 */
export function listenForWakes(
  workers: RedisClient,
  event: string,
  queues: readonly QueueName[],
  heard: () => void,
): () => void {
  if (queues.length === 0) return () => {};
  const redis = duplicateOf(workers, {});
  redis.on('error', () => {});
  const keys = queues.map((queue) => keyOf(event, queue));
  let stopped = false;
  const listen = async () => {
    while (!stopped) {
      try {
        if (await redis.blpop(...keys, BLOCK_SECONDS)) heard();
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
