/** Clients of Redis by what REDIS_URL names: ioredis's own for one Redis, for a set under Sentinels, for a cluster. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisAddress, type RedisAddress } from './address.ts';

/** Whatever REDIS_URL names: what is asked of one event is asked the same way of each. */
export type RedisClient = Redis | Cluster;

/** ioredis 6 can answer in maps; what is here, and BullMQ, reads answers as they always were. */
type Options = Omit<RedisOptions, 'replyMapping' | 'himportFieldsets'>;

/** Milliseconds until the next try to connect, at most a second. */
export const retryIn = (times: number): number => Math.min(50 * times, 1000);

/** How often a cluster is asked who has which slot: what a node that is frozen, and says no MOVED, delays us by. */
const SLOTS_EVERY_MS = 1000;
/** A node that does not say within this who has which slot is passed over. */
const SLOTS_WITHIN_MS = 500;
/** A command that meets a node that is down, or a slot that is on its way, is tried again after so long … */
const AGAIN_AFTER_MS = 100;
/** … so many times: together with a slow node that is less than the three seconds that Slack gives us. */
const MAX_TRIES = 16;

/** @param options - of each connection: how long it waits, and how often a request is tried */
export function openRedis(url: string, options: Options): RedisClient {
  const address = parseRedisAddress(url);
  if (address.kind === 'single') return new Redis(address.url, options);
  if (address.kind === 'sentinel') return openSentinel(address, options);
  return openCluster(address, options);
}

const credentials = ({ username, password }: { readonly username?: string; readonly password?: string }) => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
});

/** How one node of several is spoken to, by itself. */
export const nodeOptions = (address: Exclude<RedisAddress, { kind: 'single' }>): Options => ({
  ...credentials(address),
  ...(address.isEncrypted && { tls: {} }),
});

function openSentinel(address: Extract<RedisAddress, { kind: 'sentinel' }>, options: Options): Redis {
  const { hosts, master, db, isEncrypted, sentinel } = address;
  return new Redis({
    ...options,
    ...nodeOptions(address),
    sentinels: hosts.map((host) => ({ ...host })),
    name: master,
    role: 'master',
    db,
    ...(sentinel.username !== undefined && { sentinelUsername: sentinel.username }),
    ...(sentinel.password !== undefined && { sentinelPassword: sentinel.password }),
    ...(isEncrypted && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    sentinelRetryStrategy: retryIn,
    sentinelReconnectStrategy: retryIn,
    sentinelCommandTimeout: 1000,
    // A master that is frozen or cut off closes no connection: where nothing comes the Sentinels are asked anew. Not
    // by ioredis's `failoverDetector`, which in the middle of a reconnection ends the client for good (run).
    socketTimeout: options.commandTimeout ? options.commandTimeout + 1000 : options.blockingTimeout,
    disconnectTimeout: 300,
    // A master that became a replica refuses what is written, so that it is safe to ask the next one the same.
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 2 : false),
  });
}

function openCluster(address: Extract<RedisAddress, { kind: 'cluster' }>, options: Options): Cluster {
  const { lazyConnect, enableOfflineQueue, retryStrategy: _, ...ofNode } = options;
  return new Cluster(
    address.hosts.map((host) => ({ ...host })),
    {
      ...(lazyConnect !== undefined && { lazyConnect }),
      ...(enableOfflineQueue !== undefined && { enableOfflineQueue }),
      clusterRetryStrategy: retryIn,
      slotsRefreshInterval: SLOTS_EVERY_MS,
      slotsRefreshTimeout: SLOTS_WITHIN_MS,
      maxRedirections: MAX_TRIES,
      retryDelayOnFailover: AGAIN_AFTER_MS,
      retryDelayOnClusterDown: AGAIN_AFTER_MS,
      retryDelayOnTryAgain: AGAIN_AFTER_MS,
      // With TLS a node is known by the name in its certificate, not by its number.
      ...(address.isEncrypted && { dnsLookup: (host, found) => found(null, host) }),
      redisOptions: { ...ofNode, ...nodeOptions(address), disconnectTimeout: 300 },
    },
  );
}

/** A connection of its own beside another one, to the same Redis. */
export function duplicateOf(redis: RedisClient, options: Options): RedisClient {
  if (!(redis instanceof Cluster)) return redis.duplicate(options);
  const { lazyConnect = false, enableOfflineQueue = true, ...ofNode } = options;
  const { replyMapping: _, ...before } = redis.options.redisOptions ?? {};
  return redis.duplicate([], {
    lazyConnect,
    enableOfflineQueue,
    redisOptions: { ...before, ...ofNode },
  });
}

/** Whether another machine may take over from the one that is written to. */
export const isReplicated = (redis: RedisClient): boolean =>
  redis instanceof Cluster || (redis.options.sentinels?.length ?? 0) > 0;

/** Each node that has keys of its own: one, but in a cluster. */
export const mastersOf = (redis: RedisClient): readonly Redis[] =>
  redis instanceof Cluster ? redis.nodes('master') : [redis];
