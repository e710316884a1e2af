/** Gathers what a paging decision needs to know, in as few round trips as there can be. */

import { Temporal } from 'temporal-polyfill';
import type { Session } from '../agenda/domain/session.ts';
import { readChatState } from '../callboard/chat-state.ts';
import { isChatLost } from '../callboard/domain/chat-state.ts';
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import { speakerLinkDocument } from '../speakers/domain/link.ts';
import { allAskable, type PagingContext } from './domain/context.ts';
import { type Notification, notificationDocument, retryId } from './domain/notification.ts';
import { askedNow, type Page, type Target } from './domain/page.ts';

export interface LoadedDuty {
  readonly event: EventSettings;
  readonly shifts: readonly Shift[];
  readonly roles: readonly Role[];
  readonly known: ReadonlyMap<string, { readonly value: Person }>;
  readonly chatLost: boolean;
}

type DutyDeps = Pick<Deps, 'events' | 'shifts' | 'roles' | 'people' | 'chatState'>;
export type PagingContextDeps = DutyDeps &
  Pick<Deps, 'clock' | 'directory' | 'channels' | 'newId' | 'sessions' | 'store'>;

export async function loadDuty(deps: DutyDeps): Promise<LoadedDuty> {
  const { events, shifts, roles, people } = deps;
  const [event, allShifts, allRoles, known, chat] = await Promise.all([
    events.settings(),
    shifts.read(),
    roles.read(),
    people.read(),
    readChatState(deps),
  ]);
  return {
    event,
    known,
    chatLost: isChatLost(chat),
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

/** Who speaks in a session that is on now, and until when; by the agenda as it was when the duty was read. */
async function loadOnStage(
  now: number,
  { sessions, store }: Pick<Deps, 'sessions' | 'store'>,
): Promise<Map<string, Temporal.Instant>> {
  const live = [...values(await sessions.peek())].filter(
    (session) =>
      session.state === 'scheduled' &&
      session.speakers.length > 0 &&
      milliseconds(session.start) <= now &&
      now < milliseconds(session.end),
  );
  const ids = [...new Set(live.flatMap(({ speakers }) => speakers.map(({ id }) => id)))];
  const links = ids.length > 0 ? await store.getMany(speakerLinkDocument, ids) : [];
  const until = new Map<string, Temporal.Instant>();
  for (const link of links) {
    const speaks = live.filter(({ speakers }) => speakers.some(({ id }) => id === link?.id));
    const end = Math.max(...speaks.map((session) => milliseconds(session.end)));
    if (link) until.set(link.value.person, Temporal.Instant.fromEpochMilliseconds(end));
  }
  return until;
}

/** The world as it is now for one page: everybody whom its policy could mean, whom it asks, and who has it. */
export async function loadPagingContext(
  page: Pick<Page, 'target' | 'policy'> &
    Partial<Pick<Page, 'readers' | 'stepsRun' | 'countsFromStep' | 'acknowledged'>>,
  deps: PagingContextDeps,
  known?: LoadedDuty,
): Promise<PagingContext> {
  const now = deps.clock.now();
  const duty = known ?? (await loadDuty(deps));
  const onStage = await loadOnStage(now.epochMilliseconds, deps);
  // Almost everybody is known; only who is not costs a round trip.
  const ids = [
    ...new Set([
      ...allAskable(page, { ...duty, now }),
      ...(page.stepsRun ? askedNow({ countsFromStep: 0, ...page, stepsRun: page.stepsRun }) : []),
      ...(page.acknowledged ? [page.acknowledged.by] : []),
    ]),
  ];
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
    onStage,
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

export function* values<T>(map: ReadonlyMap<string, { readonly value: T }>): Iterable<T> {
  for (const { value } of map.values()) yield value;
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

/** All that a page has sent, or would; those that an acknowledgement has ended too. */
export async function notificationsOf(
  { stepsRun }: Pick<Page, 'stepsRun'>,
  { store }: Pick<Deps, 'store'>,
): Promise<Notification[]> {
  const ids = stepsRun.flatMap(({ people }) => people.flatMap(({ planned }) => planned.map(({ id }) => id)));
  const found = await store.getMany(notificationDocument, [...ids, ...ids.map(retryId)]);
  return found.flatMap((one) => (one ? [one.value] : []));
}
