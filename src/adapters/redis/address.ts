/** REDIS_URL as what it means: one Redis, the Sentinels of a set, or some nodes of a cluster. Pure. */
import { isIPv6 } from 'node:net';

export interface Host {
  readonly host: string;
  readonly port: number;
}

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

export type RedisAddress =
  | { readonly kind: 'single'; readonly url: string }
  | ({
      readonly kind: 'sentinel';
      /** The Sentinels, any of which knows where the master is. */
      readonly hosts: readonly Host[];
      /** What the Sentinels call the master: the name in `sentinel monitor NAME …`. */
      readonly master: string;
      readonly db: number;
      readonly isEncrypted: boolean;
      /** Of the Sentinels themselves, where they want one; the other one is the master's and its replicas'. */
      readonly sentinel: Credentials;
    } & Credentials)
  | ({
      readonly kind: 'cluster';
      /** Some of the nodes; from these the others are learned. */
      readonly hosts: readonly Host[];
      readonly isEncrypted: boolean;
    } & Credentials);

/** What is wrong with REDIS_URL and how it should look; nothing of what it holds is in the message. */
export class RedisAddressError extends Error {
  override readonly name = 'RedisAddressError';
}

const SINGLE = 'redis://127.0.0.1:6379';
const SENTINEL = 'redis+sentinel://:PASSWORD@host-1:26379,host-2:26379,host-3:26379/mymaster';
const CLUSTER = 'redis+cluster://:PASSWORD@host-1:6379,host-2:6379,host-3:6379';

const SHAPE =
  /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#@]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const PORTS: Readonly<Record<'sentinel' | 'cluster', number>> = { sentinel: 26379, cluster: 6379 };
const QUERY: Readonly<Record<'sentinel' | 'cluster', readonly string[]>> = {
  sentinel: ['db', 'sentinelUsername', 'sentinelPassword'],
  cluster: [],
};

/**
 * @param text - `redis://…` and `rediss://…` as ioredis takes them,
 *   `redis+sentinel://[USER][:PASSWORD]@host:26379,host2:26379/MASTER[/DB][?sentinelPassword=…]`, or
 *   `redis+cluster://[USER][:PASSWORD]@host:6379,host2:6379`; `rediss+…` with TLS. Characters such as @ / : , in a
 *   password are written %40 %2F %3A %2C.
 * @throws {RedisAddressError}
 */
export function parseRedisAddress(text: string): RedisAddress {
  const found = SHAPE.exec(text.trim());
  if (!found)
    throw new RedisAddressError(
      `an address such as ${SINGLE}, or ${SENTINEL}, or ${CLUSTER}; @ / : ? # in a password are written %40 %2F %3A %3F %23`,
    );
  const [, tls, kind, user, hosts = '', path = '', query = ''] = found;
  if (kind !== 'sentinel' && kind !== 'cluster') return single(text.trim());
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].find((name) => !QUERY[kind].includes(name));
  if (unknown !== undefined) {
    const known = QUERY[kind].join(', ');
    throw new RedisAddressError(
      known === ''
        ? 'behind the ? of a cluster there is nothing to set'
        : `behind the ? there may be ${known} alone`,
    );
  }
  const all = hostsOf(hosts, kind);
  const isEncrypted = tls === 's';
  const credentials = credentialsOf(user);
  if (kind === 'cluster') {
    if (path !== '' && path !== '0')
      throw new RedisAddressError('a cluster has database 0 alone: leave out what stands behind the hosts');
    return { kind, hosts: all, isEncrypted, ...credentials };
  }
  const [master = '', inPath, ...more] = path.split('/').map(decoded);
  if (master === '' || more.length > 0)
    throw new RedisAddressError(
      `behind the Sentinels stands the name of the master that they watch, as in ${SENTINEL}`,
    );
  const db = inPath ?? options.get('db') ?? '0';
  if (!/^\d{1,5}$/.test(db)) throw new RedisAddressError('the database is a number, such as /mymaster/0');
  const sentinel = {
    ...defined('username', options.get('sentinelUsername')),
    ...defined('password', options.get('sentinelPassword')),
  };
  return { kind, hosts: all, master, db: Number(db), isEncrypted, ...credentials, sentinel };
}

function single(url: string): RedisAddress {
  if (/^[^/?#]*,/.test(url.slice(url.indexOf('//') + 2).replace(/^[^/?#]*@/, '')))
    throw new RedisAddressError(
      `several hosts are either Sentinels (${SENTINEL}) or a cluster (${CLUSTER}): say which`,
    );
  if (!URL.canParse(url)) throw new RedisAddressError(`an address such as ${SINGLE}`);
  return { kind: 'single', url };
}

function hostsOf(text: string, kind: 'sentinel' | 'cluster'): Host[] {
  return text.split(',').map((one) => {
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(one.trim()) ?? [];
    const host = bracketed ?? plain;
    const number = port === undefined ? PORTS[kind] : Number(port);
    if (host === undefined || /\s/.test(host) || (bracketed !== undefined && !isIPv6(bracketed)))
      throw new RedisAddressError(
        `hosts are divided by commas, each with its port, such as host-1:${PORTS[kind]},host-2:${PORTS[kind]}; an IPv6 address stands in [ ]`,
      );
    if (number < 1 || number > 65_535) throw new RedisAddressError('a port is a number between 1 and 65535');
    return { host, port: number };
  });
}

function credentialsOf(user: string | undefined): Credentials {
  if (user === undefined) return {};
  const colon = user.indexOf(':');
  const [name, password] = colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)];
  return { ...defined('username', decoded(name)), ...defined('password', decoded(password)) };
}

const defined = <K extends string>(name: K, value: string | null): { readonly [key in K]?: string } =>
  (value ? { [name]: value } : {}) as { readonly [key in K]?: string };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisAddressError('a % that is no code: in a password it is written %25');
  }
}
