/** From the ledger to the targets: what the jobs of events out, their commands and the store share. */
import type { Change, JobChange, Recorded, Versioned } from '../core/commit.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { DocumentCache } from '../core/ports/store.ts';
import {
  deliverEvent,
  type EventTarget,
  eventTargetDocument,
  schedulePublish,
} from './domain/event-target.ts';
import { goesTo, isPublished, makeEvent, type OutgoingEvent } from './outgoing-event.ts';

/** Facts that are looked at in one commit: so that its script holds up nobody. */
export const FACTS_AT_A_TIME = 250;

/** The source of all our events; `environment` is the event's short name in the configuration. */
export const eventSourceOf = ({ guarded }: Pick<Deps, 'guarded'>): string =>
  `urn:callboard:${guarded.environment}`;

/**
 * What a commit brings with it that states something for outside: in that very commit, the job that looks at the
 * ledger. So no fact is committed that nobody will look at, whoever dies.
 */
export const publishedWith =
  (targets: Pick<DocumentCache<EventTarget>, 'peek'>, clock: Clock) =>
  async ({ facts = [], put = [] }: Change): Promise<readonly JobChange[]> => {
    if (!facts.some(({ name }) => isPublished(name))) return [];
    const isAdding = put.some(({ kind }) => kind.name === eventTargetDocument.name);
    return isAdding || (await targets.peek()).size > 0 ? [schedulePublish(clock.now())] : [];
  };

/** In case a commit came from where nothing is brought with it, such as the command line. */
export async function publishLeft({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  if ((await store.all(eventTargetDocument)).length > 0)
    await store.commit({ jobs: [schedulePublish(clock.now())] });
}

export interface Found {
  readonly fact: Recorded;
  readonly event: OutgoingEvent;
}

/** The events among facts, in their order. */
export async function eventsAmong(facts: readonly Recorded[], deps: Pick<Deps, 'store'>): Promise<Found[]> {
  const made = await Promise.all(facts.map(async (fact) => ({ fact, event: await makeEvent(fact, deps) })));
  return made.flatMap(({ fact, event }) => (event ? [{ fact, event }] : []));
}

/** A job for each target that wants an event and was there when it happened. */
export const deliveriesOf = (
  found: readonly Found[],
  targets: readonly Versioned<EventTarget>[],
  now: ReturnType<Clock['now']>,
): JobChange[] =>
  found.flatMap(({ fact, event }) =>
    targets
      .filter(
        ({ value }) => milliseconds(value.createdAt) <= fact.at.epochMilliseconds && goesTo(value, event),
      )
      .map(({ id }) => scheduleJob(deliverEvent, now, { target: id, event: fact.id })),
  );
