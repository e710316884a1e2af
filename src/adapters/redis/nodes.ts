/** The nodes behind REDIS_URL, each asked by itself: what it is, what it is set to, and who follows it how closely. */
import { Cluster, Redis } from 'ioredis';
import type { RedisClient } from './client.ts';

export type NodeKind = 'single' | 'sentinel' | 'cluster';

/** A replica as its master sees it. */
export interface Follower {
  readonly host: string;
  readonly port: number;
  /** It follows, and has said so within the last seconds. */
  readonly isInStep: boolean;
}

export interface RedisNode {
  /** Host and port. */
  readonly at: string;
  readonly role: 'master' | 'replica' | 'unknown';
  readonly followers: readonly Follower[];
  /** What was asked for with CONFIG GET; undefined where this node cannot be asked, or may not be. */
  readonly settings: Readonly<Record<string, string>> | undefined;
}

/** Of a replica that follows: it reports every second. */
const MAX_LAG_SECONDS = 3;

const SETTINGS = [
  'maxmemory-policy',
  'appendonly',
  'min-replicas-to-write',
  'min-replicas-max-lag',
  'cluster-require-full-coverage',
  'cluster-replica-no-failover',
] as const;

export const kindOf = (redis: RedisClient): NodeKind =>
  redis instanceof Cluster ? 'cluster' : redis.options.sentinels ? 'sentinel' : 'single';

/** What `INFO replication` says. Pure. */
export function readReplication(info: string): Pick<RedisNode, 'role' | 'followers'> {
  const role = /^role:(\w+)/m.exec(info)?.[1];
  const followers = [...info.matchAll(/^slave\d+:(.*)$/gm)].map(([, line = '']) => {
    const field = (name: string) => new RegExp(`(?:^|,)${name}=([^,\\r]*)`).exec(line)?.[1] ?? '';
    const lag = Number(field('lag') || Number.NaN);
    return {
      host: field('ip'),
      port: Number(field('port')),
      isInStep: field('state') === 'online' && lag <= MAX_LAG_SECONDS,
    };
  });
  return { role: role === 'master' ? 'master' : role === 'slave' ? 'replica' : 'unknown', followers };
}

const place = ({ host = '', port = 0 }: { host?: string | undefined; port?: number | undefined }): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

async function settingsOf(node: Redis): Promise<RedisNode['settings']> {
  const read = async (name: string) =>
    [name, ((await node.config('GET', name)) as string[])[1] ?? ''] as const;
  return await Promise.all(SETTINGS.map(read)).then(Object.fromEntries, () => undefined);
}

async function look(node: Redis, at: string): Promise<RedisNode> {
  const [replication, settings] = await Promise.all([
    node.info('replication').then(readReplication, () => ({ role: 'unknown' as const, followers: [] })),
    settingsOf(node),
  ]);
  return { at, ...replication, settings };
}

/** A replica that only its master has told us of, spoken to as the master is. */
async function lookAtFollower(master: Redis, { host, port }: Follower): Promise<RedisNode> {
  const { username, password, tls, db, connectTimeout, commandTimeout } = master.options;
  const node = new Redis({
    ...{ host, port, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null },
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls }),
    ...(db !== undefined && { db }),
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(commandTimeout !== undefined && { commandTimeout }),
  });
  node.on('error', () => {});
  try {
    await node.connect();
    return await look(node, place({ host, port }));
  } catch {
    return { at: place({ host, port }), role: 'unknown', followers: [], settings: undefined };
  } finally {
    node.disconnect();
  }
}

/** All nodes that are, or can become, the one that an event is written to. */
export async function lookAtNodes(redis: RedisClient): Promise<readonly RedisNode[]> {
  if (redis instanceof Cluster)
    return await Promise.all(redis.nodes('all').map((node) => look(node, place(node.options))));
  // Behind Sentinels the options have no host; the name that they know the master by says enough.
  const master = await look(redis, redis.options.sentinels ? `${redis.options.name}` : place(redis.options));
  const followers = await Promise.all(master.followers.map((one) => lookAtFollower(redis, one)));
  return [master, ...followers];
}

/** Who follows whom just now: one request to each master. */
export async function lookAtFollowers(redis: RedisClient): Promise<readonly (readonly Follower[])[]> {
  const masters = redis instanceof Cluster ? redis.nodes('master') : [redis];
  return await Promise.all(
    masters.map(async (node) => readReplication(await node.info('replication')).followers),
  );
}
