/** The rota as a decision reads it: all shifts, roles, profiles and talks, and who has what. */
import type { Versioned } from '../../core/commit.ts';
import type { Candidate, RuleContext, Talk } from './rules.ts';
import type { RotaSettings } from './settings.ts';
import { assignmentOf, liveOf, type Role, type Shift } from './shift.ts';
import type { Volunteer } from './volunteer.ts';

export interface Rota extends RuleContext {
  readonly shifts: ReadonlyMap<string, Versioned<Shift>>;
  readonly volunteers: ReadonlyMap<string, Versioned<Volunteer>>;
  /** Own talks by person. */
  readonly talks: ReadonlyMap<string, readonly Talk[]>;
  /** Starred sessions by person: no rule, but a wish. */
  readonly stars: ReadonlyMap<string, readonly Talk[]>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly settings: RotaSettings;
}

export const shiftsOf = (rota: Pick<Rota, 'shifts'>, person: string): Shift[] =>
  [...rota.shifts.values()].map(({ value }) => value).filter((shift) => assignmentOf(shift, person));

/** This person as the rules see them; `without` leaves out shifts that they are about to give away. */
export const candidateOf = (rota: Rota, person: string, without: readonly string[] = []): Candidate => ({
  person,
  profile: rota.volunteers.get(person)?.value,
  shifts: shiftsOf(rota, person).filter((shift) => !without.includes(shift.code)),
  talks: rota.talks.get(person) ?? [],
});

/** Everybody who has a profile or a shift. */
export function allVolunteers(rota: Rota): string[] {
  const people = new Set(rota.volunteers.keys());
  for (const { value } of rota.shifts.values()) for (const one of liveOf(value)) people.add(one.person);
  return [...people];
}

/** Whoever has a place on a shift, or leads a role. */
export const peopleOnRota = (shifts: readonly Shift[], roles: readonly Role[]): ReadonlySet<string> =>
  new Set([
    ...shifts.flatMap((shift) => liveOf(shift).map(({ person }) => person)),
    ...roles.flatMap(({ leads }) => leads),
  ]);
