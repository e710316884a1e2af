/** Counts the cards from the ledger: on from where they were counted last, or anew. Whoever counts has the same cards. */
import type { Change, JobChange, Versioned } from '../../core/commit.ts';
import { compareLedgerIds, scheduleJob } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { instantText } from '../../core/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { DocumentCache } from '../../core/ports/store.ts';
import { cardsSwitchedOn } from '../domain/card-facts.ts';
import {
  CARD_BASE_ID,
  CARD_TALLY_ID,
  type CardTally,
  cardTallyDocument,
  emptyCardTally,
  foldCards,
} from '../domain/card-tally.ts';
import type { EventSettings } from '../domain/event.ts';
import { countCards } from '../domain/jobs.ts';
import { slotEnd } from '../domain/promises.ts';
import { FACTS_AT_ONCE, readSignals } from '../read-signals.ts';
import { beginsCardCount, cardSignalsOf } from './signals.ts';

export interface CountedCards {
  readonly tally: CardTally;
  /** As it was read; undefined where nothing was counted before. */
  readonly before: Versioned<CardTally> | undefined;
  /** What was looked at is enough, or matters enough, to be kept. */
  readonly isNews: boolean;
}

const CARDS = { signalsOf: cardSignalsOf, fold: foldCards };

/** The cards as they are now. Nothing is committed: a job keeps them, and whoever looks in between reads on so too. */
export async function countCardsNow({ store }: Pick<Deps, 'store'>): Promise<CountedCards> {
  const [before, base] = await store.getMany(cardTallyDocument, [CARD_TALLY_ID, CARD_BASE_ID]);
  const isBehind = compareLedgerIds(before?.value.upTo ?? '0-0', base?.value.upTo ?? '0-0') < 0;
  if (before && !isBehind) {
    const { tally, facts, signals, isStale } = await readSignals(before.value, store, CARDS);
    if (!isStale) return { tally, before, isNews: signals > 0 || facts >= FACTS_AT_ONCE };
  }
  // On from the cards of the part that is archived.
  const { tally } = await readSignals(base?.value ?? emptyCardTally(), store, CARDS);
  return { tally, before, isNews: true };
}

/** The count after a moment. */
export const scheduleCardCount = (after: ReturnType<Clock['now']>): JobChange => {
  const at = slotEnd(after);
  return scheduleJob(countCards, at, { slot: instantText(at) });
};

/** What a commit brings with it that may earn a card, or has all counted anew: in that very commit, the count that follows. None where the event has no cards. */
export const cardsCountedWith =
  (settings: Pick<DocumentCache<EventSettings>, 'peek'>, clock: Clock) =>
  async ({ facts = [] }: Change): Promise<JobChange[]> => {
    const begun = facts.filter(({ name }) => beginsCardCount(name));
    if (begun.length === 0) return [];
    const [event] = (await settings.peek()).values();
    // What switches them on is not in the settings yet.
    if (!event?.value.cards && !begun.some(({ name }) => name === cardsSwitchedOn.name)) return [];
    return [scheduleCardCount(clock.now())];
  };
