/** The rota as it is now, for commands and jobs: shifts, roles, profiles, own talks and starred sessions. */
import { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../agenda/domain/agenda.ts';
import type { Session } from '../agenda/domain/session.ts';
import { liveSessions, loadAgenda, timeContext } from '../agenda/load.ts';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { remembered } from '../core/remembered.ts';
import type { TimeContext } from '../core/time.ts';
import { type SpeakerLink, speakerLinkDocument } from '../speakers/domain/link.ts';
import type { Rota } from './domain/rota.ts';
import type { Talk } from './domain/rules.ts';
import { defaultRota, ROTA_ID, type RotaSettings, rotaSettingsDocument } from './domain/settings.ts';
import { type Role, type Shift, shiftDocument } from './domain/shift.ts';
import { type Volunteer, volunteerDocument } from './domain/volunteer.ts';
import { starsOf } from './stars.ts';

export interface LoadedRota extends Rota {
  readonly agenda: AgendaState;
}

type Needs = Pick<Deps, 'store' | 'shifts' | 'roles' | 'sessions' | 'events'>;

export async function rotaSettings({ store }: Pick<Deps, 'store'>): Promise<RotaSettings> {
  return (await store.get(rotaSettingsDocument, ROTA_ID))?.value ?? defaultRota;
}

export async function loadRota(deps: Needs): Promise<LoadedRota> {
  const [agenda, shifts, roles, volunteers, settings, event, links, stars] = await Promise.all([
    loadAgenda(deps),
    deps.shifts.read(),
    deps.roles.read(),
    deps.store.all(volunteerDocument),
    rotaSettings(deps),
    deps.events.settings(),
    deps.store.all(speakerLinkDocument),
    starsOf(deps),
  ]);
  const all = liveSessions(agenda).filter(({ state }) => state === 'scheduled');
  const byCode = new Map(all.map((session) => [session.code, session]));
  const starred = new Map<string, Talk[]>();
  for (const [person, codes] of stars) {
    const found = codes.flatMap((code) => byCode.get(code) ?? []);
    if (found.length > 0) starred.set(person, found.sort(byStart).map(asTalk));
  }
  return {
    agenda,
    shifts,
    roles: rolesByName(roles),
    volunteers: volunteersById(volunteers),
    talks: talksByPerson(all, personsById(links)),
    stars: starred,
    settings,
    zone: event.zone,
  };
}

const byStart = (a: Session, b: Session): number =>
  a.start.localeCompare(b.start) || a.code.localeCompare(b.code);

const volunteersById = remembered(
  (all: readonly Versioned<Volunteer>[]) => new Map(all.map((one) => [one.id, one])),
);

const rolesByName = remembered(
  (roles: ReadonlyMap<string, Versioned<Role>>): ReadonlyMap<string, Role> =>
    new Map([...roles.values()].map(({ value }) => [value.name, value])),
);

/** The person of each speaker of the agenda. */
const personsById = remembered(
  (links: readonly Versioned<SpeakerLink>[]): ReadonlyMap<string, string> =>
    new Map(links.map(({ value }) => [value.speaker, value.person])),
);

/** In one pass over the programme, however many speakers there are. */
function talksByPerson(
  sessions: readonly Session[],
  persons: ReadonlyMap<string, string>,
): ReadonlyMap<string, Talk[]> {
  const talks = new Map<string, Talk[]>();
  for (const session of sessions.toSorted(byStart))
    for (const person of new Set(session.speakers.map(({ id }) => persons.get(id))))
      if (person !== undefined) talks.set(person, [...(talks.get(person) ?? []), asTalk(session)]);
  return talks;
}

const asTalk = ({ code, start, end }: Session): Talk => ({ code, start, end });

/** Days as the agenda has them; where there is none, the dates on which shifts begin. */
export function rotaTime(
  rota: LoadedRota,
  asking: { readonly now: TimeContext['now']; readonly zone: string },
): TimeContext {
  const known = timeContext(rota.agenda, asking);
  if (known.days.length > 0) return known;
  return {
    ...known,
    days: daysOfShifts(
      [...rota.shifts.values()].map(({ value }) => value),
      asking.zone,
    ),
  };
}

function daysOfShifts(shifts: readonly Shift[], zone: string): TimeContext['days'] {
  const sessions = shifts.map((shift) => ({
    ...shift,
    guid: shift.code,
    title: '',
    speakers: [],
    room: '',
    state: 'scheduled' as const,
  }));
  return timeContext(
    {
      agenda: { days: [], rooms: [], nextCode: 1, undoable: [] },
      version: 0,
      sessions: new Map(sessions.map((value) => [value.code, { id: value.code, value, version: 1 }])),
    },
    { now: Temporal.Instant.fromEpochMilliseconds(0), zone },
  ).days;
}

/** One shift as the store has it, for a decision that is going to change it. */
export const readShift = (deps: Pick<Deps, 'store'>, code: string) => deps.store.get(shiftDocument, code);
