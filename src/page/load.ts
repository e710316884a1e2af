/** Gathers what a paging decision needs to know, in as few round trips as there can be. */

import type { Session } from '../agenda/domain/session.ts';
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import { allAskable, type PagingContext } from './domain/context.ts';
import { type Notification, notificationDocument } from './domain/notification.ts';
import type { Page, Target } from './domain/page.ts';

export interface LoadedDuty {
  readonly event: EventSettings;
  readonly shifts: readonly Shift[];
  readonly roles: readonly Role[];
  readonly known: ReadonlyMap<string, { readonly value: Person }>;
}

type DutyDeps = Pick<Deps, 'events' | 'shifts' | 'roles' | 'people'>;
export type PagingContextDeps = DutyDeps & Pick<Deps, 'clock' | 'directory' | 'channels' | 'newId'>;

export async function loadDuty({ events, shifts, roles, people }: DutyDeps): Promise<LoadedDuty> {
  const [event, allShifts, allRoles, known] = await Promise.all([
    events.settings(),
    shifts.read(),
    roles.read(),
    people.read(),
  ]);
  return {
    event,
    known,
    shifts: [...allShifts.values()].map(({ value }) => value),
    roles: [...allRoles.values()].map(({ value }) => value),
  };
}

/** The people behind ids; who is not known is left out. */
export async function loadPeople(
  ids: Iterable<string>,
  { directory }: Pick<Deps, 'directory'>,
): Promise<Map<string, Person>> {
  const found = await Promise.all([...new Set(ids)].map((id) => directory.person(id)));
  return new Map(found.flatMap((person) => (person ? [[person.id, person] as const] : [])));
}

/** The world as it is now for one page, everybody whom its policy could mean included. */
export async function loadPagingContext(
  page: Pick<Page, 'target' | 'policy'>,
  deps: PagingContextDeps,
  known?: LoadedDuty,
): Promise<PagingContext> {
  const duty = known ?? (await loadDuty(deps));
  const now = deps.clock.now();
  // Almost everybody is known; only who is not costs a round trip.
  const ids = allAskable(page, { ...duty, now });
  const found = ids.flatMap((id) => {
    const one = duty.known.get(id);
    return one ? [[id, one.value] as const] : [];
  });
  const missing = ids.filter((id) => !duty.known.has(id));
  const people = new Map([...found, ...(missing.length > 0 ? await loadPeople(missing, deps) : [])]);
  const channels = new Map(deps.channels.map((channel) => [channel.name, channel]));
  return {
    ...duty,
    now,
    people,
    reaches: (channel, person) => channels.get(channel)?.address(person) !== undefined,
    newId: deps.newId,
  };
}

/** What the room shows now, breaks left out. */
export function onStage(sessions: Iterable<Session>, target: Target, now: number) {
  if (target.kind !== 'room') return undefined;
  for (const session of sessions) {
    if (session.room !== target.name || session.state !== 'scheduled' || session.isBreak) continue;
    if (milliseconds(session.start) <= now && now < milliseconds(session.end))
      return { session: session.code, title: session.title };
  }
  return undefined;
}

/** The notifications of the same step, to know whether anybody of it is left to be reached. */
export async function notificationsOfStep(
  notification: Notification,
  page: Page,
  { store }: Pick<Deps, 'store'>,
): Promise<Notification[]> {
  const ran = page.stepsRun.find(({ sequence }) => sequence === notification.sequence);
  const ids = ran?.people.flatMap(({ planned }) => planned.map(({ id }) => id)) ?? [];
  const found = await store.getMany(notificationDocument, ids);
  return found.flatMap((other) => (other ? [other.value] : []));
}
