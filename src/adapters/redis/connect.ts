/** Connections to Redis, by what they are for, and what their errors mean. */

import { z } from 'zod';
import { StoreUnavailable } from '../../core/errors.ts';
import { truncatePlain } from '../../core/text.ts';
import { parseRedisAddress } from './address.ts';
import { openRedis, type RedisClient, retryIn } from './client.ts';
import { secretsFrom } from './secret-text.ts';

export const redisConfig = z.object({
  /** One Redis, the Sentinels of a set, or a cluster: `parseRedisAddress` says how each is written. */
  REDIS_URL: z.string().superRefine((text, { addIssue }) => {
    try {
      parseRedisAddress(text);
    } catch (error) {
      addIssue({ code: 'custom', message: (error as Error).message });
    }
  }),
  CALLBOARD_EVENT: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'a short name of lower-case letters, digits and hyphens, such as conf-2027')
    .default('main'),
  /** The keys that seal at rest: the first one seals, the others open what was sealed before. */
  CALLBOARD_SECRET: z
    .string()
    .transform(secretsFrom)
    .refine((secrets) => secrets !== undefined, {
      error: 'keys of 32 bytes, in base64 or hex, separated by commas (`openssl rand -base64 32` makes one)',
    })
    .exactOptional(),
  /** A file with a key a line, in place of CALLBOARD_SECRET; made where it is not there yet. */
  CALLBOARD_SECRET_FILE: z.string().exactOptional(),
});

/** Requests fail within two seconds instead of waiting for a Redis that is gone (FIELD-NOTES: `null` hangs). */
export function connectForRequests(url: string): RedisClient {
  return quiet(
    openRedis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 2000,
      connectTimeout: 2000,
      retryStrategy: retryIn,
      lazyConnect: true,
    }),
  );
}

/** Longer than BullMQ's workers ever block: a node that is frozen meanwhile would never answer. */
const MAX_BLOCKED_MS = 12_000;

/** BullMQ's workers block on their connection, and wait for Redis to come back. */
export function connectForWorkers(url: string): RedisClient {
  return quiet(
    openRedis(url, {
      maxRetriesPerRequest: null,
      blockingTimeout: MAX_BLOCKED_MS,
      retryStrategy: retryIn,
      lazyConnect: true,
    }),
  );
}

/** Without a listener an ioredis error is printed; each command that fails says so itself. */
function quiet<R extends RedisClient>(redis: R): R {
  redis.on('error', () => {});
  return redis;
}

const UNAVAILABLE =
  /ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|Connection is (?:closed|aborted)|isn't (?:writeable|ready)|max retries|timed out|Too many Cluster redirections|refresh slots cache|startup nodes|Cluster is (?:ended|disconnect)|sentinels are unreachable|^(LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|MISCONF|NOREPLICAS|BUSY|UNBLOCKED)/i;

/** Runs a request; whatever means "no database just now" becomes StoreUnavailable. */
export async function request<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && UNAVAILABLE.test(error.message)) {
      throw new StoreUnavailable(truncatePlain(error.message, 80), { cause: error });
    }
    throw error;
  }
}
