/** Reads what decisions about speakers need: all of it for planning, or one talk of one person. */

import type { Temporal } from 'temporal-polyfill';
import { minutesOver } from '../agenda/domain/actual.ts';
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instant } from '../core/instant.ts';
import { remembered } from '../core/remembered.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import { type Attendance, attendanceDocument, attendanceId } from './domain/attendance.ts';
import { type Links, linksById, type SpeakerLink, speakerLinkDocument } from './domain/link.ts';
import { defaultPlan, PLAN_ID, type SpeakerPlan, speakerPlanDocument } from './domain/plan.ts';
import { whoMeets } from './greeter.ts';

type Reading = Pick<Deps, 'store' | 'directory' | 'people' | 'sessions' | 'events' | 'clock'>;

export async function readPlan({ store }: Pick<Deps, 'store'>): Promise<Versioned<SpeakerPlan>> {
  const found = await store.get(speakerPlanDocument, PLAN_ID);
  return found ?? { id: PLAN_ID, value: defaultPlan, version: 0 };
}

export async function readSessions({ sessions }: Pick<Deps, 'sessions'>): Promise<Session[]> {
  return [...(await sessions.read()).values()].map((one) => one.value);
}

export interface ReadLinks {
  readonly read: ReadonlyMap<string, Versioned<SpeakerLink>>;
  readonly links: Links;
}

const linksOf = remembered(
  (all: readonly Versioned<SpeakerLink>[]): ReadLinks => ({
    read: new Map(all.map((one) => [one.id, one])),
    links: linksById(all.map((one) => one.value)),
  }),
);

export const readLinks = async ({ store }: Pick<Deps, 'store'>): Promise<ReadLinks> =>
  linksOf(await store.all(speakerLinkDocument));

const attendancesOf = remembered((all: readonly Versioned<Attendance>[]) => ({
  attendance: new Map(all.map((one) => [one.id, one])),
  records: new Map(all.map((one) => [one.id, one.value])),
}));

/** Almost everybody is known; only who is not is asked for. */
async function readPeople({ directory, people: known }: Pick<Deps, 'directory' | 'people'>, links: Links) {
  const ids = [...new Set([...links.values()].map((link) => link.person))];
  const here = await known.read();
  const people = await Promise.all(ids.map((id) => here.get(id)?.value ?? directory.person(id)));
  return new Map(people.flatMap((person) => (person ? [[person.id, person] as const] : [])));
}

/** All that planning and the board look at. */
export async function readSpeakers(deps: Reading) {
  const [sessions, { read, links }, plan, attendance, event] = await Promise.all([
    readSessions(deps),
    readLinks(deps),
    readPlan(deps),
    deps.store.all(attendanceDocument),
    deps.events.settings(),
  ]);
  return {
    sessions,
    links,
    linkReads: read,
    plan: plan.value,
    planVersion: plan.version,
    ...attendancesOf(attendance),
    people: await readPeople(deps, links),
    event,
    zone: event.zone,
    now: deps.clock.now(),
  };
}
export type ReadSpeakers = Awaited<ReturnType<typeof readSpeakers>>;

/** One session's attendances, by person. */
export async function readAttendance(
  { store }: Pick<Deps, 'store'>,
  session: string,
): Promise<ReadonlyMap<string, Versioned<Attendance>>> {
  const found = await store.find(attendanceDocument, `session:${session}`);
  return new Map(found.map((one) => [one.value.person, one]));
}

/** One person's attendances, by session. */
export async function readPersonsAttendance(
  { store }: Pick<Deps, 'store'>,
  person: string,
): Promise<ReadonlyMap<string, Versioned<Attendance>>> {
  const found = await store.find(attendanceDocument, `person:${person}`);
  return new Map(found.map((one) => [one.value.session, one]));
}

/** One talk of one person, as the job that is about it needs it. */
export async function readTalk(
  deps: Reading & Pick<Deps, 'shifts' | 'roles'>,
  code: string,
  personId: string,
) {
  // Asked for in one tick, the three mirrors share one round trip; the rota is for who meets the speaker.
  const [sessions, rota, record, plan, person, event] = await Promise.all([
    deps.sessions.read(),
    readRota(deps),
    deps.store.get(attendanceDocument, attendanceId(code, personId)),
    readPlan(deps),
    deps.directory.person(personId),
    deps.events.settings(),
  ]);
  const session = sessions.get(code)?.value;
  const ids = session?.speakers.map((speaker) => speaker.id) ?? [];
  const found = await deps.store.getMany(speakerLinkDocument, ids);
  const links = found.flatMap((link) => (link ? [link.value] : []));
  return {
    session,
    record,
    plan: plan.value,
    person,
    event,
    links: linksById(links),
    link: links.find((one) => one.person === personId),
    rota,
    zone: event.zone,
    now: deps.clock.now(),
    roomOver: roomOver(session, sessions, deps.clock.now()),
  };
}

/** Minutes that what runs in the room of a talk is over, where the talk is next; 0 where nothing is. */
function roomOver(
  session: Session | undefined,
  sessions: ReadonlyMap<string, Versioned<Session>>,
  now: Temporal.Instant,
): number {
  if (!session || session.room === '') return 0;
  const over = [...sessions.values()]
    .filter(({ value }) => value.room === session.room && value.code !== session.code)
    .map(({ value }) => minutesOver(value, now.epochMilliseconds));
  return Math.max(0, ...over);
}

export interface Rota {
  readonly shifts: readonly Shift[];
  readonly roles: readonly Role[];
}

export async function readRota({ shifts, roles }: Pick<Deps, 'shifts' | 'roles'>): Promise<Rota> {
  const [allShifts, allRoles] = await Promise.all([shifts.read(), roles.read()]);
  return {
    shifts: [...allShifts.values()].map((one) => one.value),
    roles: [...allRoles.values()].map((one) => one.value),
  };
}

/** The person who meets this speaker of this session. */
export async function meetsOf(
  { shifts, roles }: Rota,
  { room, start }: Pick<Session, 'room' | 'start'>,
  { id: speaker }: Pick<Person, 'id'>,
  { directory }: Pick<Deps, 'directory'>,
): Promise<Person | undefined> {
  const id = whoMeets(shifts, roles, { room, start: instant(start), speaker });
  return id === undefined ? undefined : await directory.person(id);
}

export const readMeets = async (
  deps: Pick<Deps, 'shifts' | 'roles' | 'directory'>,
  session: Pick<Session, 'room' | 'start'>,
  speaker: Pick<Person, 'id'>,
): Promise<Person | undefined> => await meetsOf(await readRota(deps), session, speaker, deps);
