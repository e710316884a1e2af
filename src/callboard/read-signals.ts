/** A tally that follows the ledger reads on from where it ended. */
import type { Recorded } from '../core/commit.ts';
import type { Store } from '../core/ports/store.ts';

/** Facts that are read at once: nobody else in this process has their turn meanwhile. */
export const FACTS_AT_ONCE = 200;

export interface SignalPass<Tally> {
  readonly tally: Tally;
  /** Facts that were looked at, and how many of what they say counted. */
  readonly facts: number;
  readonly signals: number;
  /** Something is among them after which what was counted before may be wrong. */
  readonly isStale: boolean;
}

interface Follows<Tally, Signal> {
  signalsOf(facts: readonly Recorded[]): readonly Signal[];
  fold(tally: Tally, signals: readonly Signal[]): Tally;
}

/** To the end of the ledger. */
export async function readSignals<
  Tally extends { readonly upTo?: string | undefined },
  Signal extends { readonly is: string },
>(
  from: Tally,
  store: Pick<Store, 'facts'>,
  { signalsOf, fold }: Follows<Tally, Signal>,
): Promise<SignalPass<Tally>> {
  let pass: SignalPass<Tally> = { tally: from, facts: 0, signals: 0, isStale: false };
  for (;;) {
    const { upTo } = pass.tally;
    const facts = await store.facts({ limit: FACTS_AT_ONCE, ...(upTo !== undefined && { after: upTo }) });
    const last = facts.at(-1);
    if (!last) return pass;
    const signals = signalsOf(facts);
    pass = {
      tally: { ...fold(pass.tally, signals), upTo: last.id },
      facts: pass.facts + facts.length,
      signals: pass.signals + signals.length,
      isStale: pass.isStale || signals.some(({ is }) => is === 'recount'),
    };
    if (facts.length < FACTS_AT_ONCE) return pass;
  }
}
