/** Reads the event's settings as they stand, decides about them, commits; on a conflict all of it again. */
import type { RequestContext } from '../core/command.ts';
import type { Change } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { EVENT_ID, type EventSettings, eventDocument } from './domain/event.ts';
import { currentSettings, type Doing, type Standing } from './domain/settings.ts';

/** The event as it stands: its document, or what is configured. */
export const eventNow = async (
  { store }: Pick<Deps, 'store'>,
  configured: EventSettings,
): Promise<Standing> => currentSettings(await store.get(eventDocument, EVENT_ID), configured);

export const changeEvent = (
  request: Pick<RequestContext, 'event' | 'person' | 'now'>,
  deps: Pick<Deps, 'store'>,
  decision: (event: Standing, doing: Doing) => Change | undefined,
): Promise<void> =>
  withOptimisticRetry(deps.store, async () => {
    const doing = { at: request.now, by: request.person.id };
    return { change: decision(await eventNow(deps, request.event), doing), result: undefined };
  });
