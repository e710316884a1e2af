/** Declaring: reads what is on, decides, commits. A command, a card's button, a modal and a drill all end here. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { linkIncident } from '../page/domain/incident-link.ts';
import { pageDocument } from '../page/domain/page.ts';
import type { Incident, Kind, Severity } from './domain/incident.ts';
import { declare as decideDeclare } from './domain/transitions.ts';
import { snapshotOf } from './load.ts';

export interface DeclareRequest {
  readonly title: string;
  readonly severity?: Severity | undefined;
  readonly room?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly page?: string | undefined;
  readonly drill?: boolean;
}

export async function declareIncident(
  request: DeclareRequest,
  by: string,
  now: Temporal.Instant,
  deps: Pick<Deps, 'store' | 'sessions' | 'shifts'>,
): Promise<Incident> {
  const snapshot = await snapshotOf(request.room, now, deps);
  const code = `I${await deps.store.next('incident')}`;
  return await withOptimisticRetry(deps.store, async () => {
    const { incident, change } = decideDeclare({ ...request, code, snapshot, by }, now);
    const linked = await linkPage(request.page, incident, { by, now }, deps);
    return { change: mergeChanges(change, linked), result: incident };
  });
}

/** What belongs into the commit that makes a page part of an incident; nothing where there is none. */
export async function linkPage(
  code: string | undefined,
  incident: Incident,
  who: { readonly by: string; readonly now: Temporal.Instant },
  { store }: Pick<Deps, 'store'>,
): Promise<Change | undefined> {
  const page = code === undefined ? undefined : await store.get(pageDocument, code);
  return page && linkIncident(page, incident, who);
}

/** The rooms that people may mean: the agenda's, the settings' and the rota's. */
export async function roomNames({
  sessions,
  shifts,
  events,
}: Pick<Deps, 'sessions' | 'shifts' | 'events'>): Promise<string[]> {
  const names = new Set((await events.settings()).rooms.map((room) => room.name));
  for (const { value } of (await sessions.read()).values()) if (value.room) names.add(value.room);
  for (const { value } of (await shifts.read()).values()) if (value.room) names.add(value.room);
  return [...names].sort();
}
