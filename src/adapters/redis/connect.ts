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

/** Longer than a failover takes: a start in the middle of one goes on by itself. */
const EXPLAIN_WITHIN_MS = 8000;

/**
 * Connects, or says in one line why not and what to do: whether nobody answers or Redis refuses us is not the same.
 *
 * @throws {Error} that line, which has neither the address nor the password in it
 */
export async function connectOrExplain(redis: RedisClient): Promise<void> {
  const reasons: string[] = [];
  const note = (error: unknown) => {
    reasons.push(String(error));
    // A cluster says of all its nodes together that none answers, and of each why.
    if (error instanceof Error && 'lastNodeError' in error) reasons.push(String(error.lastNodeError));
  };
  redis.on('error', note);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Sentinels are asked again and again; what they said by then is the reason.
    timer = setTimeout(() => reject(new Error('it took too long')), EXPLAIN_WITHIN_MS);
  });
  try {
    await Promise.race([redis.connect(), late]);
    // A server that wants a password lets everybody connect, and refuses what they ask.
    await redis.ping();
  } catch (error) {
    note(error);
    redis.disconnect();
    throw new Error(redisTrouble(reasons.join('; ')));
  } finally {
    clearTimeout(timer);
    redis.off('error', note);
  }
}

/** What is wrong by what the connection said, and what to do. */
export function redisTrouble(said: string): string {
  if (/WRONGPASS|invalid (?:username-password|password)/i.test(said))
    return 'REDIS_URL: Redis answers and refuses the password. Correct it: redis://:PASSWORD@host:6379, with characters such as @ / : written as %40 %2F %3A.';
  if (/NOAUTH|without any password configured/i.test(said))
    return /without any/i.test(said)
      ? 'REDIS_URL: it has a password, and this Redis wants none. Take it out, or give Redis one (requirepass).'
      : 'REDIS_URL: Redis answers and wants a password. Put it in: redis://:PASSWORD@host:6379.';
  if (/NOPERM/i.test(said))
    return 'REDIS_URL: Redis knows this user, who may not do what the bot needs. Give it all keys and commands (ACL SETUSER … ~* &* +@all).';
  if (/ENOTFOUND|EAI_AGAIN/i.test(said))
    return 'REDIS_URL: there is no such host. `redis` is its name within docker compose alone; elsewhere it is often 127.0.0.1.';
  if (/certificate|self-signed|SSL|TLS|wrong version number|ECONNRESET|EPROTO/i.test(said))
    return 'REDIS_URL: the encryption does not fit. rediss:// is for a Redis with TLS and redis:// for one without; an authority of your own goes into NODE_EXTRA_CA_CERTS.';
  if (/cluster support disabled/i.test(said))
    return 'REDIS_URL: this Redis is no cluster. redis:// is for one Redis, redis+sentinel:// for a set under Sentinels.';
  if (/sentinels? (?:are|is) unreachable|invalid reply/i.test(said))
    return 'REDIS_URL: no Sentinel that answers there knows a master of this name. Correct the addresses, or the name behind them (`sentinel monitor NAME …`).';
  if (/CLUSTERDOWN|slots? (?:not served|is not covered)|cluster_state/i.test(said))
    return 'REDIS_URL: the cluster does not serve all its slots. `redis-cli --cluster check HOST:PORT` says what it lacks.';
  return 'REDIS_URL: nobody answers there. Start Redis, or correct the address.';
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
