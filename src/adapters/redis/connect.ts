/** Connections to Redis, by what they are for, and what their errors mean. */

import { Redis } from 'ioredis';
import { z } from 'zod';
import { StoreUnavailable } from '../../core/errors.ts';
import { truncatePlain } from '../../core/text.ts';
import { secretsFrom } from './secret-text.ts';

export const redisConfig = z.object({
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'an address such as redis://127.0.0.1:6379' }),
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
export function connectForRequests(url: string): Redis {
  return quiet(
    new Redis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 2000,
      connectTimeout: 2000,
      retryStrategy: (times) => Math.min(50 * times, 1000),
      lazyConnect: true,
    }),
  );
}

/** BullMQ's workers block on their connection, and wait for Redis to come back. */
export function connectForWorkers(url: string): Redis {
  return quiet(
    new Redis(url, {
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(50 * times, 1000),
      lazyConnect: true,
    }),
  );
}

/** Without a listener an ioredis error is printed; each command that fails says so itself. */
function quiet(redis: Redis): Redis {
  redis.on('error', () => {});
  return redis;
}

const UNAVAILABLE =
  /ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|Connection is closed|isn't writeable|max retries|timed out|^(LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|BUSY)/i;

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
