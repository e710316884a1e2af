/** Redis, as the doctor looks at it: there, new enough, losing nothing, with room, and on time. */
import { clockFinding, type Finding, unsure, well, wrong } from '../../core/checkup.ts';
import { connectForRequests } from './connect.ts';
import { durability } from './durability.ts';

/** `WAITAOF` came with it; older ones are asked more slowly whether a page is on the disk. */
const MIN_MAJOR = 6;
/** Of its `maxmemory`, above which there is no room for a busy day. */
const MAX_FULL = 0.8;

const fieldsOf = (info: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    info.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );

/**
 * @param url - REDIS_URL.
 * @param now - Milliseconds since 1970, by our clock.
 */
export async function examineRedis(url: string, now: () => number): Promise<Finding[]> {
  const redis = connectForRequests(url);
  const reasons: string[] = [];
  redis.on('error', (error) => reasons.push(String(error)));
  try {
    await redis.connect();
    const fields = fieldsOf(await redis.info());
    const [seconds, micros] = await redis.time();
    return [
      versionFinding(fields['redis_version'] ?? ''),
      ...keepsFindings(await durability(redis)),
      writeFinding(fields),
      roomFinding(fields),
      clockFinding('Redis', Number(seconds) * 1000 + Number(micros) / 1000, now()),
    ];
  } catch (error) {
    const refused = /NOAUTH|WRONGPASS|NOPERM/.test([...reasons, String(error)].join());
    return [
      refused
        ? wrong(
            'Redis',
            'It refuses us.',
            'Put its user and password into REDIS_URL: rediss://user:password@host:port',
          )
        : wrong(
            'Redis',
            'Nobody answers at REDIS_URL.',
            'Start Redis there, or mend REDIS_URL; nothing works without it.',
          ),
    ];
  } finally {
    redis.disconnect();
  }
}

const versionFinding = (version: string): Finding =>
  Number.parseInt(version, 10) >= MIN_MAJOR
    ? well('Redis', `version ${version} answers`)
    : wrong('Redis', `version ${version || 'unknown'} is too old.`, 'Take Redis 7 or newer.');

function keepsFindings(found: Awaited<ReturnType<typeof durability>>): Finding[] {
  const of = 'Redis keeps all';
  if (found.ok === true) return [well(of, 'append-only file on, nothing is thrown away')];
  if (found.ok === 'unknown')
    return [
      unsure(
        of,
        'It does not let us read its settings.',
        'See to it that appendonly is yes and maxmemory-policy is noeviction.',
      ),
    ];
  return found.problems.map((problem) => {
    const [said = problem, mend = ''] = problem.split(': ');
    return wrong(of, `${said}.`, `${mend}.`);
  });
}

function writeFinding(fields: Readonly<Record<string, string>>): Finding {
  const of = "Redis's disk";
  const bad = ['rdb_last_bgsave_status', 'aof_last_write_status', 'aof_last_bgrewrite_status'].filter(
    (name) => fields[name] !== undefined && fields[name] !== 'ok',
  );
  return bad.length === 0
    ? well(of, 'its last writes went well')
    : wrong(
        of,
        `its last write failed (${bad.join(', ')}).`,
        'Look for a full or broken disk where Redis is.',
      );
}

function roomFinding(fields: Readonly<Record<string, string>>): Finding {
  const of = "Redis's memory";
  const [used, max] = [Number(fields['used_memory']), Number(fields['maxmemory'])];
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  if (!(max > 0)) return well(of, `${megabytes(used)}, no limit set`);
  return used / max < MAX_FULL
    ? well(of, `${megabytes(used)} of ${megabytes(max)}`)
    : wrong(
        of,
        `${megabytes(used)} of ${megabytes(max)}: nearly full.`,
        'Raise maxmemory; when it is full no page can be written down.',
      );
}
