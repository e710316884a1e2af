/** Read, decide, commit; and when somebody else was first, read again and decide again. */
import type { Change } from './commit.ts';
import { Conflict } from './errors.ts';
import type { Store } from './ports/store.ts';

const ROUNDS = 10;

/**
 * Runs `decision` (which reads what it needs) and commits its change, again on a conflict. A decision
 * without a change commits nothing. Answers the decision's `result`.
 */
export async function withOptimisticRetry<R>(
  store: Pick<Store, 'commit'>,
  decision: () => Promise<{ change?: Change | undefined; result: R }>,
): Promise<R> {
  for (let round = 1; ; round++) {
    const { change, result } = await decision();
    if (change === undefined) return result;
    try {
      await store.commit(change);
      return result;
    } catch (error) {
      if (!(error instanceof Conflict) || round === ROUNDS) throw error;
    }
  }
}
