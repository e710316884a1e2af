/** Read, decide, commit; and when somebody else was first, read again and decide again. */
import type { Change } from './commit.ts';
import { Conflict } from './errors.ts';
import type { Store } from './ports/store.ts';

/** Each round that loses means that another commit has won: ten in a row are no coincidence any more. */
const MAX_ROUNDS = 10;

/**
 * Runs `decision` and commits its change; on a conflict, again from the reading on, ten times in all.
 *
 * @typeParam R - What the decision answers beside its change.
 * @param decision - Reads what it needs, and gives what to commit; without a change nothing is committed.
 *   It is told the round, from 1: past the first, an earlier one may have had effects outside the store.
 * @returns The `result` of the decision whose change was committed.
 * @throws {Conflict} where somebody else was first ten times.
 * @throws {StoreUnavailable} where the store cannot be reached.
 * @throws whatever `decision` throws, such as a UserError; nothing is committed then.
 * @example
 * await withOptimisticRetry(store, async () => {
 *   const page = await store.get(pageDocument, code);
 *   return { change: page && acknowledge(page, person, clock.now()), result: page?.value };
 * });
 */
export async function withOptimisticRetry<R>(
  store: Pick<Store, 'commit'>,
  decision: (round: number) => Promise<{ change?: Change | undefined; result: R }>,
): Promise<R> {
  for (let round = 1; ; round++) {
    const { change, result } = await decision(round);
    if (change === undefined) return result;
    try {
      await store.commit(change);
      return result;
    } catch (error) {
      if (!(error instanceof Conflict) || round === MAX_ROUNDS) throw error;
    }
  }
}
