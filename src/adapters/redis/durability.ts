/** What Redis must be set to so that nothing is lost: asked at start, of every node that an event may come to lie on. */
import type { RedisClient } from './client.ts';
import { kindOf, lookAtNodes, type NodeKind, type RedisNode } from './nodes.ts';

export type Durability = {
  /** What loses nothing, and is still worth a change: each with what to set. */
  readonly advice?: readonly string[];
} & (
  | { readonly ok: true }
  /** What is wrong, each with what to set. */
  | { readonly ok: false; readonly problems: readonly string[] }
  /** A managed Redis that forbids CONFIG, or a node that cannot be asked from here: nobody can tell. */
  | { readonly ok: 'unknown' }
);

/** Seconds that a master goes on writing after its last replica fell silent: all of them may be lost (Redis's default). */
const MAX_LAG_SECONDS = 10;

/** Of one node, whatever the others are. */
function nodeProblems(settings: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  if (settings['maxmemory-policy'] !== 'noeviction')
    problems.push(
      `maxmemory-policy is ${settings['maxmemory-policy']}: set it to noeviction, or Redis throws pages away when full`,
    );
  if (settings['appendonly'] !== 'yes')
    problems.push('appendonly is off: switch it on, or a restart of Redis loses what is due');
  return problems;
}

/** Of a node that another one may take over from, or that may take over itself. */
function replicatedProblems(settings: Readonly<Record<string, string>>): string[] {
  const replicas = Number(settings['min-replicas-to-write'] || 0);
  const lag = Number(settings['min-replicas-max-lag'] || 0);
  if (replicas < 1)
    return [
      'min-replicas-to-write is 0: set it to 1, or a master that is cut off goes on taking pages that the next one never sees',
    ];
  if (lag < 1 || lag > MAX_LAG_SECONDS)
    return [
      `min-replicas-max-lag is ${lag}: set it to between 1 and ${MAX_LAG_SECONDS}, or a master that is cut off goes on taking pages for as long`,
    ];
  return [];
}

function adviceOn(kind: NodeKind, nodes: readonly RedisNode[]): string[] {
  const masters = nodes.filter(({ role }) => role === 'master');
  const advice: string[] = [];
  if (kind !== 'single' && masters.some(({ followers }) => followers.length === 0))
    advice.push('a master has no replica: start one, or the loss of its machine stops everything');
  else if (kind !== 'single' && masters.some(({ followers }) => followers.length === 1))
    if (kind === 'sentinel')
      advice.push(
        'the master has one replica: start a second one, or no page is taken while one of the two is away',
      );
  const isSet = (name: string) => nodes.some(({ settings }) => settings?.[name] === 'yes');
  if (kind === 'cluster' && isSet('cluster-require-full-coverage'))
    advice.push(
      "cluster-require-full-coverage is yes: set it to no, or the loss of slots that are not this event's stops it too",
    );
  if (kind === 'cluster' && isSet('cluster-replica-no-failover'))
    advice.push('cluster-replica-no-failover is yes: set it to no, or no replica ever takes over');
  return advice;
}

/** What the nodes are set to, judged. Pure. */
export function judgeNodes(kind: NodeKind, nodes: readonly RedisNode[]): Durability {
  const isReplicated = kind !== 'single' || nodes.some(({ followers }) => followers.length > 0);
  const said = nodes.flatMap(({ at, settings }) =>
    settings === undefined
      ? []
      : [...nodeProblems(settings), ...(isReplicated ? replicatedProblems(settings) : [])].map((problem) => ({
          at,
          problem,
        })),
  );
  const advice = adviceOn(kind, nodes);
  const rest = advice.length > 0 ? { advice } : {};
  if (said.length > 0) {
    const places = (problem: string) => said.filter((one) => one.problem === problem).map(({ at }) => at);
    const problems = [...new Set(said.map(({ problem }) => problem))].map((problem) =>
      nodes.length === 1 ? problem : `${problem} (${places(problem).join(', ')})`,
    );
    return { ok: false, problems, ...rest };
  }
  return nodes.some(({ settings }) => settings === undefined)
    ? { ok: 'unknown', ...rest }
    : { ok: true, ...rest };
}

export async function durability(redis: RedisClient): Promise<Durability> {
  return judgeNodes(kindOf(redis), await lookAtNodes(redis));
}
