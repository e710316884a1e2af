/** How many nodes there are and whether their replicas are in step, in a line for whoever looks. */
import type { RedisClient } from './client.ts';
import { type Follower, kindOf, lookAtFollowers, type NodeKind } from './nodes.ts';

export interface NodesStanding {
  readonly kind: NodeKind;
  readonly masters: number;
  readonly replicas: number;
  readonly inStep: number;
  /** Masters that nobody could take over from just now without losing anything. */
  readonly alone: number;
}

/** @param followers - Of each master. */
export function nodesStanding(kind: NodeKind, followers: readonly (readonly Follower[])[]): NodesStanding {
  const all = followers.flat();
  return {
    kind,
    masters: followers.length,
    replicas: all.length,
    inStep: all.filter(({ isInStep }) => isInStep).length,
    alone: followers.filter((of) => !of.some(({ isInStep }) => isInStep)).length,
  };
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function standingInWords({ kind, masters, replicas, inStep }: NodesStanding): string {
  const what = { single: 'one Redis', sentinel: 'a set under Sentinels', cluster: 'a cluster' }[kind];
  if (kind === 'single' && replicas === 0) return what;
  const step = replicas > 0 && inStep === replicas ? 'all in step' : `${inStep} in step`;
  return `${what}: ${plural(masters, 'master')}, ${plural(replicas, 'replica')}, ${step}`;
}

export const readStanding = async (redis: RedisClient): Promise<NodesStanding> =>
  nodesStanding(kindOf(redis), await lookAtFollowers(redis));

/**
 * For the figures: how the nodes stand, undefined for a single Redis that nobody follows. One that had replicas and
 * has none any more is no such thing: that is what is to be seen.
 */
export function watchStanding(read: () => Promise<NodesStanding>): () => Promise<NodesStanding | undefined> {
  let isFollowed = false;
  return async () => {
    const standing = await read();
    isFollowed ||= standing.kind !== 'single' || standing.replicas > 0;
    return isFollowed ? standing : undefined;
  };
}

/** A line for /readyz, where a machine that is lost now would stop or lose something; none where all is well. */
export async function standingRemarks(redis: RedisClient): Promise<readonly string[]> {
  if (kindOf(redis) === 'single') return [];
  const standing = await readStanding(redis);
  return standing.alone === 0 ? [] : [`Redis: ${standingInWords(standing)}`];
}
