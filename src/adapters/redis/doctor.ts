/** Redis, as the doctor looks at it: there, new enough, losing nothing, with room, and on time. */
import { clockFinding, type Finding, unsure, well, wrong } from '../../core/checkup.ts';
import { mastersOf } from './client.ts';
import { connectForRequests } from './connect.ts';
import { durability } from './durability.ts';
import { connectOrExplain } from './explain.ts';
import { type NodesStanding, readStanding, standingInWords } from './standing.ts';

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
    await connectOrExplain(redis, url);
    const nodes = await Promise.all(
      mastersOf(redis).map(async (node) => {
        const fields = fieldsOf(await node.info());
        const [seconds, micros] = await node.time();
        const clock = clockFinding('Redis', Number(seconds) * 1000 + Number(micros) / 1000, now());
        return [
          versionFinding(fields['redis_version'] ?? ''),
          writeFinding(fields),
          roomFinding(fields),
          clock,
        ];
      }),
    );
    return [
      ...worstOfEach(nodes),
      nodesFinding(await readStanding(redis)),
      ...keepsFindings(await durability(redis)),
    ];
  } catch (error) {
    const refused = /NOAUTH|WRONGPASS|NOPERM|REDIS_URL: .*(?:password|who may not)/.test(
      [...reasons, String(error)].join(),
    );
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

/** Of each thing that was asked of several nodes, what is wrong somewhere, or else what the first one said. */
const worstOfEach = (nodes: readonly (readonly Finding[])[]): Finding[] =>
  (nodes[0] ?? []).map(
    (first, i) => nodes.map((node) => node[i]).find((one) => one?.state === 'wrong') ?? first,
  );

function nodesFinding(standing: NodesStanding): Finding {
  const of = "Redis's nodes";
  const said = standingInWords(standing);
  return standing.kind === 'single' || standing.alone === 0
    ? well(of, said)
    : wrong(
        of,
        `${said}.`,
        'Start a replica beside each master: without one no page is taken, or it may be lost.',
      );
}

const versionFinding = (version: string): Finding =>
  Number.parseInt(version, 10) >= MIN_MAJOR
    ? well('Redis', `version ${version} answers`)
    : wrong('Redis', `version ${version || 'unknown'} is too old.`, 'Take Redis 7 or newer.');

function keepsFindings(found: Awaited<ReturnType<typeof durability>>): Finding[] {
  const of = 'Redis keeps all';
  const advice = (found.advice ?? []).map((one) => {
    const [said = one, mend = ''] = one.split(': ');
    return unsure("Redis's settings", `${said}.`, `${mend}.`);
  });
  if (found.ok === true) return [well(of, 'append-only file on, nothing is thrown away'), ...advice];
  if (found.ok === 'unknown')
    return [
      ...advice,
      unsure(
        of,
        'It does not let us read its settings.',
        'See to it that appendonly is yes and maxmemory-policy is noeviction.',
      ),
    ];
  const problems = found.problems.map((problem) => {
    const [said = problem, mend = ''] = problem.split(': ');
    return wrong(of, `${said}.`, `${mend}.`);
  });
  return [...problems, ...advice];
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
