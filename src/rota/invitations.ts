/** Who was asked when they can help, and who has said so. */
import type { EventSettings } from '../callboard/domain/event.ts';
import { membersOf } from '../callboard/domain/user-group.ts';
import type { Deps } from '../core/deps.ts';
import { hasSaid } from './domain/invite.ts';
import { peopleOnRota } from './domain/rota.ts';
import { volunteerDocument } from './domain/volunteer.ts';
import { loadInviteStanding, readInvite } from './invite.ts';

type Reading = Pick<Deps, 'store' | 'shifts' | 'roles' | 'events' | 'clock' | 'people'>;

export interface Invitations {
  readonly done: number;
  readonly of: number;
  /** Somebody has posted an invitation. */
  readonly posted?: true;
}

/**
 * As the invitation stands, where one was posted; else of everybody who is crew, by a shift, by name or by a group,
 * and of whoever has answered without being asked.
 */
export async function loadInvitations(event: EventSettings, deps: Reading): Promise<Invitations> {
  const invite = await readInvite(deps);
  if (invite) {
    const { can, not, silent } = await loadInviteStanding(invite.value, deps);
    const answers = can.length + not.length;
    return { done: answers, of: answers + silent.length, posted: true };
  }
  const [volunteers, shifts, roles] = await Promise.all([
    deps.store.all(volunteerDocument),
    deps.shifts.read(),
    deps.roles.read(),
  ]);
  const answered = volunteers.filter(({ value }) => hasSaid(value)).map(({ id }) => id);
  const onRota = peopleOnRota(
    [...shifts.values()].map(({ value }) => value),
    [...roles.values()].map(({ value }) => value),
  );
  const groups = (event.crewGroups ?? []).flatMap((id) => membersOf(event, id));
  const asked = new Set([...onRota, ...(event.crew ?? []), ...groups, ...answered]);
  return { done: answered.length, of: asked.size };
}
