/** Who was asked when they can help, and who has said so. */
import type { EventSettings } from '../callboard/domain/event.ts';
import { membersOf } from '../callboard/domain/user-group.ts';
import type { Deps } from '../core/deps.ts';
import { peopleOnRota } from './domain/rota.ts';
import { type Volunteer, volunteerDocument } from './domain/volunteer.ts';
import { loadInviteStanding, readInvite } from './invite.ts';

/** A profile is also made by a calendar's address or by being asked to cover; neither says when somebody can. */
const hasAnswered = ({ roles, skills, windows, maxHours, maxNights }: Volunteer): boolean =>
  roles.length > 0 ||
  skills.length > 0 ||
  windows !== undefined ||
  maxHours !== undefined ||
  maxNights !== undefined;

/**
 * Where a channel was invited, its members; else everybody who is crew, by a shift, by name or by a group, and
 * whoever has answered without being asked.
 */
export async function loadInvitations(
  event: EventSettings,
  deps: Pick<Deps, 'store' | 'shifts' | 'roles' | 'events' | 'clock' | 'people'>,
): Promise<{ readonly done: number; readonly of: number }> {
  const invite = await readInvite(deps);
  if (invite) {
    const { can, not, silent } = await loadInviteStanding(invite.value, deps);
    return { done: can.length + not.length, of: can.length + not.length + silent.length };
  }
  const { store, shifts, roles } = deps;
  const [volunteers, allShifts, allRoles] = await Promise.all([
    store.all(volunteerDocument),
    shifts.read(),
    roles.read(),
  ]);
  const answered = volunteers.filter(({ value }) => hasAnswered(value)).map(({ id }) => id);
  const onRota = peopleOnRota(
    [...allShifts.values()].map(({ value }) => value),
    [...allRoles.values()].map(({ value }) => value),
  );
  const groups = (event.crewGroups ?? []).flatMap((id) => membersOf(event, id));
  const asked = new Set([...onRota, ...(event.crew ?? []), ...groups, ...answered]);
  return { done: answered.length, of: asked.size };
}
