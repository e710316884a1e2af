/** The rota as it is now, for commands and jobs: shifts, roles, profiles, own talks and starred sessions. */
import { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../agenda/domain/agenda.ts';
import type { Session } from '../agenda/domain/session.ts';
import { liveSessions, loadAgenda, timeContext } from '../agenda/load.ts';
import type { Deps } from '../core/deps.ts';
import type { TimeContext } from '../core/time.ts';
import { linksById, speakerLinkDocument, sessionsOfSpeaker as talksOf } from '../speakers/domain/link.ts';
import type { Rota } from './domain/rota.ts';
import type { Talk } from './domain/rules.ts';
import { defaultRota, ROTA_ID, type RotaSettings, rotaSettingsDocument } from './domain/settings.ts';
import { type Shift, shiftDocument } from './domain/shift.ts';
import { volunteerDocument } from './domain/volunteer.ts';
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
  const byId = linksById(links.map(({ value }) => value));
  const talks = new Map<string, Talk[]>();
  for (const person of new Set(links.map(({ value }) => value.person)))
    talks.set(person, talksOf(person, all, byId).map(asTalk));
  const starred = new Map<string, Talk[]>();
  for (const [person, codes] of stars)
    starred.set(person, all.filter(({ code }) => codes.includes(code)).map(asTalk));
  return {
    agenda,
    shifts,
    roles: new Map([...roles.values()].map(({ value }) => [value.name, value])),
    volunteers: new Map(volunteers.map((one) => [one.id, one])),
    talks,
    stars: starred,
    settings,
    zone: event.zone,
  };
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
