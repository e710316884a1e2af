/**
 * Somebody left the event for good: whatever was to come of theirs on the rota is free at once and looks for
 * cover, so that nobody is shown who is not asked.
 */
import { type Change, mergeChanges, put, recordFact, type Versioned } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { LATE_HOURS, leadsOf } from './assign.ts';
import { assignmentFact, changeShift, type Deciding, withPlace } from './change-shift.ts';
import { type Cover, coverDocument, openCover } from './cover.ts';
import { roleChanged, volunteerChanged } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import type { Rota } from './rota.ts';
import { assignmentOf, byShiftStart, type Role, roleDocument, type Shift } from './shift.ts';
import { volunteerDocument } from './volunteer.ts';

const HOUR = 3_600_000;

export interface Vacated {
  readonly change: Change;
  /** Codes of the shifts that are free now, in order of their start. */
  readonly shifts: readonly string[];
  /** Names of the roles that they led. */
  readonly roles: readonly string[];
}

/**
 * @param covers - The covers that are open; theirs go on for the place that is free now.
 * @param newId - Names each cover that is opened.
 */
export function vacate(
  deciding: Deciding,
  rota: Pick<Rota, 'shifts' | 'volunteers' | 'zone'> & {
    readonly roles: ReadonlyMap<string, Versioned<Role>>;
  },
  person: string,
  covers: readonly Versioned<Cover>[],
  newId: () => string,
): Vacated {
  const now = deciding.now.epochMilliseconds;
  const shifts = [...rota.shifts.values()]
    .filter(({ value }) => assignmentOf(value, person) && milliseconds(value.end) > now)
    .sort((a, b) => byShiftStart(a.value, b.value));
  const led = [...rota.roles.values()].filter(({ value }) => value.leads.includes(person));
  return {
    change: mergeChanges(
      ...shifts.map((shift) => leaveShift(deciding, rota, shift, person, covers, newId)),
      ...led.map((role) => leaveRole(deciding, role, person)),
      forgetVolunteer(deciding, rota, person),
    ),
    shifts: shifts.map(({ id }) => id),
    roles: led.map(({ value }) => value.name),
  };
}

function leaveShift(
  deciding: Deciding,
  { roles, zone }: Pick<Rota, 'zone'> & { readonly roles: ReadonlyMap<string, Versioned<Role>> },
  shift: Versioned<Shift>,
  person: string,
  covers: readonly Versioned<Cover>[],
  newId: () => string,
): Change {
  const { code } = shift.value;
  const place = assignmentOf(shift.value, person);
  const after = withPlace(shift.value, person, { person, state: 'dropped' });
  const change = changeShift(deciding, shift, after, [
    assignmentFact(deciding, after, person, place?.state ?? null, 'dropped', 'left'),
  ]);
  const open = covers.find(({ value }) => value.shift === code && value.person === person);
  if (open)
    return mergeChanges(change, {
      put: [put(coverDocument, open.id, { ...open.value, vacated: true }, open.version)],
    });
  const opened = openCover(deciding, shift, { id: newId(), person, vacated: true }, zone);
  const isLate = milliseconds(after.start) - deciding.now.epochMilliseconds <= LATE_HOURS * HOUR;
  const leads = isLate ? leadsOf(after, roles.get(after.role)?.value, person) : [];
  const news = leads.map((to) =>
    scheduleNotice(deciding.now, { to, news: 'dropped-late', shifts: [code], people: [person] }),
  );
  return mergeChanges(change, 'change' in opened ? opened.change : undefined, { jobs: news });
}

const leaveRole = ({ now, by }: Deciding, role: Versioned<Role>, person: string): Change => ({
  put: [
    put(
      roleDocument,
      role.id,
      { ...role.value, leads: role.value.leads.filter((id) => id !== person) },
      role.version,
    ),
  ],
  facts: [
    recordFact(roleChanged, {
      at: now,
      by,
      about: [`role:${role.value.name}`],
      data: { role: role.value.name, fields: ['leads'] },
    }),
  ],
});

/** Their wishes, and with them the address of their calendar: nothing proposes them any more. */
function forgetVolunteer(
  { now, by }: Deciding,
  { volunteers }: Pick<Rota, 'volunteers'>,
  person: string,
): Change | undefined {
  const profile = volunteers.get(person);
  if (!profile) return undefined;
  return {
    put: [put(volunteerDocument, person, null, profile.version)],
    facts: [
      recordFact(volunteerChanged, {
        at: now,
        by,
        about: [`person:${person}`],
        data: { person, fields: ['left'] },
      }),
    ],
  };
}
