/** Commits what a decision about keys wants, with its steps on the audit chain. */
import type { Temporal } from 'temporal-polyfill';
import type { Change } from '../core/commit.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import type { Store } from '../core/ports/store.ts';
import { CHAIN_ID, type Chain, chainDocument, chained, type Draft, START } from './domain/chain.ts';

export async function readChain(store: Pick<Store, 'get'>): Promise<{ value: Chain; version: number }> {
  return (await store.get(chainDocument, CHAIN_ID)) ?? { value: START, version: 0 };
}

/** For a job, whose runner commits: the draft as a change. */
export const onChain = async (
  store: Pick<Store, 'get'>,
  draft: Draft,
  at: Temporal.Instant,
  by: string,
): Promise<Change> => chained(draft, await readChain(store), at, by);

/** For a command: reads, decides, commits; again when somebody else was first. */
export const decideKeys = <R>(
  store: Pick<Store, 'get' | 'commit'>,
  at: Temporal.Instant,
  by: string,
  decision: () => Promise<{ draft?: Draft | undefined; result: R }>,
): Promise<R> =>
  withOptimisticRetry(store, async () => {
    // The chain first: whatever is decided on older reads then conflicts here.
    const chain = await readChain(store);
    const { draft, result } = await decision();
    return { change: draft && chained(draft, chain, at, by), result };
  });
