/** Counts the promises from the ledger: on from where they were counted last, or anew. */
import { type Change, compareLedgerIds, scheduleJob, type Versioned } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { instantText } from '../../core/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Store } from '../../core/ports/store.ts';
import { isConfidential, pageDocument } from '../../page/domain/page.ts';
import { countPromises } from '../domain/jobs.ts';
import {
  emptyTally,
  foldSignals,
  PROMISE_BASE_ID,
  type PromiseTally,
  promiseTallyDocument,
  TALLY_ID,
} from '../domain/promise-tally.ts';
import { PROMISES, slotEnd, termsOf } from '../domain/promises.ts';
import { readSignals, type SignalPass } from '../read-signals.ts';
import { beginsCount, signalsOf } from './signals.ts';

export interface CountedLedger {
  readonly tally: PromiseTally;
  /** As it was read; undefined where nothing was counted before. */
  readonly before: Versioned<PromiseTally> | undefined;
  /** Facts that were looked at. */
  readonly facts: number;
  /** Some of them mattered, or all was counted anew. */
  readonly isNews: boolean;
}

/** Pages of private incidents as they are now, and those that were such and are gone. */
export async function hiddenPages(store: Store, known: readonly string[]): Promise<string[]> {
  const pages = await store.all(pageDocument);
  const there = new Set(pages.map(({ id }) => id));
  const confidential = pages.filter(({ value }) => isConfidential(value)).map(({ id }) => id);
  return [...new Set([...confidential, ...known.filter((code) => !there.has(code))])].sort();
}

const FOLLOWED = { signalsOf, fold: foldSignals };

/**
 * All of the ledger, on from what was counted of the part that is archived: that was kept within what was promised
 * then. What becomes private while it is read is not in it.
 */
async function readAnew(
  within: PromiseTally['within'],
  known: readonly string[],
  base: PromiseTally | undefined,
  store: Store,
): Promise<SignalPass<PromiseTally>> {
  for (let hidden = await hiddenPages(store, known); ; ) {
    const pass = await readSignals(
      base ? { ...base, within, hidden } : emptyTally(within, hidden),
      store,
      FOLLOWED,
    );
    const now = await hiddenPages(store, hidden);
    if (now.join() === hidden.join()) return pass;
    hidden = now;
  }
}

/** Nothing is committed: a job keeps it, and whoever needs numbers to the second reads so too. */
export async function countLedger({ store, events }: Pick<Deps, 'store' | 'events'>): Promise<CountedLedger> {
  const [before, archived, event] = await Promise.all([
    store.get(promiseTallyDocument, TALLY_ID),
    store.get(promiseTallyDocument, PROMISE_BASE_ID),
    events.settings(),
  ]);
  const terms = termsOf(event);
  const within = Object.fromEntries(PROMISES.map((name) => [name, terms[name].within]));
  const known = before?.value;
  const base = archived?.value;
  const isBehind = compareLedgerIds(known?.upTo ?? '0-0', base?.upTo ?? '0-0') < 0;
  if (known && !isBehind && PROMISES.every((name) => known.within[name] === within[name])) {
    const { tally, facts, signals, isStale } = await readSignals(known, store, FOLLOWED);
    if (!isStale) return { tally, before, facts, isNews: signals > 0 };
  }
  const hidden = [...new Set([...(known?.hidden ?? []), ...(base?.hidden ?? [])])];
  const anew = await readAnew(within as PromiseTally['within'], hidden, base, store);
  return { tally: anew.tally, before, facts: anew.facts, isNews: true };
}

/** The count after a moment. */
export const scheduleCount = (after: ReturnType<Clock['now']>) => {
  const at = slotEnd(after);
  return scheduleJob(countPromises, at, { slot: instantText(at) });
};

/** What a commit brings with it that states something of a promise: in that very commit, the count that follows. */
export const countedWith =
  (clock: Clock) =>
  async ({ facts = [] }: Change) =>
    facts.some(({ name }) => beginsCount(name)) ? [scheduleCount(clock.now())] : [];
