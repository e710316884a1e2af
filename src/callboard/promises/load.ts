/** Reads how the promises stand: a small document, whatever the event's history; or to the second, from the ledger. */
import type { Deps } from '../../core/deps.ts';
import { instant } from '../../core/instant.ts';
import { countsAt, emptyTally } from '../domain/promise-tally.ts';
import { PROMISES_ID, type PromiseState, promisesDocument } from '../domain/promise-warnings.ts';
import { promiseFigures, termsOf } from '../domain/promises.ts';
import { toilOf } from '../domain/toil.ts';
import { countLedger } from './count.ts';
import type { StandingPromises } from './words.ts';

type Needs = Pick<Deps, 'store' | 'events' | 'clock'>;

const NOTHING_COUNTED = emptyTally({ reached: 0, answered: 0, reminded: 0, started: 0 });

const standingOf = async (
  counted: Pick<PromiseState, 'counts' | 'toil'>,
  at: StandingPromises['at'],
  { events, clock }: Pick<Needs, 'events' | 'clock'>,
): Promise<StandingPromises> => {
  const terms = termsOf(await events.settings());
  return {
    figures: promiseFigures(counted.counts, terms, clock.now()),
    terms,
    at,
    toil: toilOf(counted.toil),
  };
};

/** As they were counted last, at most five minutes ago: nothing of the ledger is read. */
export async function readPromises(deps: Needs): Promise<StandingPromises> {
  const known = (await deps.store.get(promisesDocument, PROMISES_ID))?.value;
  return await standingOf(known ?? NOTHING_COUNTED, known && instant(known.at), deps);
}

/** As they are now: what the ledger has had since they were counted is counted too. */
export async function countPromisesNow(deps: Needs): Promise<StandingPromises> {
  const now = deps.clock.now();
  const { tally } = await countLedger(deps);
  return await standingOf({ counts: countsAt(tally, now.epochMilliseconds), toil: tally.toil }, now, deps);
}
