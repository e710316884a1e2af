/**
 * What was counted of facts that are about to leave the ledger: kept beside the counts of now, so that whoever counts
 * anew begins there, and not at the oldest fact that is left.
 */
import { type Put, put, type Versioned } from '../../core/commit.ts';
import type { ArchivableLedger, StoredFact } from '../../core/ports/archive.ts';
import type { Store } from '../../core/ports/store.ts';
import { letOthersIn } from '../../core/turns.ts';
import { cardSignalsOf } from '../cards/signals.ts';
import { CARD_BASE_ID, cardTallyDocument, emptyCardTally, foldCards } from '../domain/card-tally.ts';
import type { EventSettings } from '../domain/event.ts';
import { emptyTally, foldSignals, PROMISE_BASE_ID, promiseTallyDocument } from '../domain/promise-tally.ts';
import { PROMISES, termsOf } from '../domain/promises.ts';
import { hiddenPages } from '../promises/count.ts';
import { signalsOf } from '../promises/signals.ts';

/** Facts that are folded at once: nobody else in this process has their turn meanwhile. */
const FOLDED_AT_ONCE = 200;

function* parts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += FOLDED_AT_ONCE) yield all.slice(from, from + FOLDED_AT_ONCE);
}

/** The counts with these facts in them. @param facts - of one day, in the ledger's order, one at least */
export async function foldArchived(
  facts: readonly StoredFact[],
  event: EventSettings,
  { store, ledger }: { readonly store: Store; readonly ledger: Pick<ArchivableLedger, 'open'> },
): Promise<Put[]> {
  const [promises, cards] = await Promise.all([
    store.get(promiseTallyDocument, PROMISE_BASE_ID),
    store.get(cardTallyDocument, CARD_BASE_ID),
  ]);
  const terms = termsOf(event);
  const within = Object.fromEntries(PROMISES.map((name) => [name, terms[name].within]));
  const hidden = await hiddenPages(store, promises?.value.hidden ?? []);
  let tally = {
    ...(promises?.value ?? emptyTally(within as Parameters<typeof emptyTally>[0])),
    hidden,
  };
  let earned = cards?.value ?? emptyCardTally();
  for (const part of parts(facts)) {
    const opened = part.map(ledger.open);
    tally = foldSignals(tally, signalsOf(opened));
    earned = foldCards(earned, cardSignalsOf(opened));
    await letOthersIn();
  }
  const upTo = facts.at(-1)?.id ?? '';
  const kept = <T>(kind: Parameters<typeof put<T>>[0], id: string, value: T, known?: Versioned<T>) =>
    put(kind, id, value, known?.version);
  return [
    kept(promiseTallyDocument, PROMISE_BASE_ID, { ...tally, upTo }, promises),
    kept(cardTallyDocument, CARD_BASE_ID, { ...earned, upTo }, cards),
  ];
}
