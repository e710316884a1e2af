/** Why Redis cannot be had, in a line that says what to do. */
import { Redis } from 'ioredis';
import { type Credentials, type Host, parseRedisAddress } from './address.ts';
import type { RedisClient } from './client.ts';

/** Longer than a failover takes: a start in the middle of one goes on by itself. */
const EXPLAIN_WITHIN_MS = 8000;
/** Milliseconds that a node which is asked by itself is waited for. */
const ASK_WITHIN_MS = 2000;
const NO_SUCH_MASTER = 'a Sentinel answers, and knows no such master';
const OF_SENTINELS = 'the Sentinels say:';

/**
 * Connects, or says in one line why not and what to do: whether nobody answers or Redis refuses us is not the same.
 *
 * @param url - what it was opened with
 * @throws {Error} that line, which has neither the address nor the password in it
 */
export async function connectOrExplain(redis: RedisClient, url: string): Promise<void> {
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
    throw new Error(redisTrouble(await askNodes(url, reasons.join('; '))));
  } finally {
    clearTimeout(timer);
    redis.off('error', note);
  }
}

/** What one of several nodes says by itself; undefined where it answers. */
async function askNode(
  { host, port }: Host,
  of: Credentials,
  isEncrypted: boolean,
): Promise<string | undefined> {
  const node = new Redis({
    ...{ host, port, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null },
    ...{ connectTimeout: ASK_WITHIN_MS, commandTimeout: ASK_WITHIN_MS },
    ...(of.username !== undefined && { username: of.username }),
    ...(of.password !== undefined && { password: of.password }),
    ...(isEncrypted && { tls: {} }),
  });
  const reasons: string[] = [];
  node.on('error', (error: Error) => reasons.push(error.message));
  return await node
    .connect()
    .then(() => node.ping())
    .then(() => undefined)
    .catch((error: Error) => [...reasons, error.message].join('; '))
    .finally(() => node.disconnect());
}

/**
 * Of several nodes ioredis says that the connection is closed, or that all have failed: whether nobody listens, the
 * certificate is not trusted, or what is asked for is not there, each of them says itself.
 *
 * @param said - by ioredis, which is right where a node answers
 */
async function askNodes(url: string, said: string): Promise<string> {
  const address = parseRedisAddress(url);
  if (address.kind === 'single') return said;
  const isSentinel = address.kind === 'sentinel';
  if (isSentinel && !/sentinels are unreachable/i.test(said)) return said;
  const of = isSentinel ? address.sentinel : address;
  const answers = await Promise.all(address.hosts.map((host) => askNode(host, of, address.isEncrypted)));
  const text = answers.filter((one) => one !== undefined).join('; ');
  if (text && answers.every((one) => one !== undefined)) return isSentinel ? `${OF_SENTINELS} ${text}` : text;
  return isSentinel ? NO_SUCH_MASTER : said;
}

/** What is wrong by what the connection said, and what to do. */
export function redisTrouble(said: string): string {
  if (said.startsWith(OF_SENTINELS) && /WRONGPASS|invalid (?:username-password|password)|NOAUTH/i.test(said))
    return 'REDIS_URL: the Sentinels want a password of their own, or another one. It goes behind the name: …/mymaster?sentinelPassword=PASSWORD (and sentinelUsername).';
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
  if (said.includes(NO_SUCH_MASTER))
    return 'REDIS_URL: no Sentinel that answers there knows a master of this name. Correct the addresses, or the name behind them (`sentinel monitor NAME …`).';
  if (/CLUSTERDOWN|slots? (?:not served|is not covered)|cluster_state/i.test(said))
    return 'REDIS_URL: the cluster does not serve all its slots. `redis-cli --cluster check HOST:PORT` says what it lacks.';
  return 'REDIS_URL: nobody answers there. Start Redis, or correct the address.';
}
