/** The invitation as it stands: for the command, the card, the reminders, and whatever counts as an answer. */
import { liveSessions, loadAgenda } from '../agenda/load.ts';
import { isOrganizer } from '../callboard/domain/event.ts';
import type { Change, Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import {
  answerInvite,
  INVITE_ID,
  type Invite,
  type InviteAnswer,
  type InviteStanding,
  inviteDocument,
  invitedDocument,
  inviteStanding,
} from './domain/invite.ts';
import { eventBegins } from './domain/invite-reminders.ts';
import { volunteerDocument } from './domain/volunteer.ts';

type Stored = Pick<Deps, 'store'>;

export const readInvite = ({ store }: Stored): Promise<Versioned<Invite> | undefined> =>
  store.get(inviteDocument, INVITE_ID);

/** What an answer changes, to be committed with whatever it came with; nothing where no invitation is open. */
export async function loadInviteAnswer(
  deps: Stored,
  doing: Parameters<typeof answerInvite>[0],
  answer: InviteAnswer,
): Promise<Change | undefined> {
  const invite = await readInvite(deps);
  if (invite?.value.state !== 'open') return undefined;
  return answerInvite(doing, invite.value, await deps.store.get(invitedDocument, doing.by), answer);
}

export async function loadInviteStanding(
  invite: Invite,
  deps: Pick<Deps, 'store' | 'shifts' | 'events' | 'clock' | 'people'>,
): Promise<InviteStanding> {
  const [invited, volunteers, shifts, event, people] = await Promise.all([
    deps.store.all(invitedDocument),
    deps.store.all(volunteerDocument),
    deps.shifts.read(),
    deps.events.settings(),
    deps.people.read(),
  ]);
  const standing = inviteStanding(
    invite,
    {
      invited: new Map(invited.map((one) => [one.id, one])),
      volunteers: new Map(volunteers.map((one) => [one.id, one])),
      shifts: [...shifts.values()].map(({ value }) => value),
      organizers: event.organizers,
    },
    deps.clock.now(),
  );
  // Whoever has left the workspace since the channel was read is asked nothing any more.
  const here = (ids: readonly string[]) => ids.filter((id) => people.get(id)?.value.deactivated !== true);
  return { can: here(standing.can), not: here(standing.not), silent: here(standing.silent) };
}

/** Whether this one person was asked and has not answered; what it costs does not grow with the channel. */
export async function loadIsSilent(
  invite: Invite,
  person: string,
  deps: Pick<Deps, 'store' | 'shifts' | 'events' | 'clock'>,
): Promise<boolean> {
  const [invited, volunteer, shifts, event] = await Promise.all([
    deps.store.get(invitedDocument, person),
    deps.store.get(volunteerDocument, person),
    deps.shifts.read(),
    deps.events.settings(),
  ]);
  const { silent } = inviteStanding(
    { round: invite.round, members: invite.members.filter((id) => id === person) },
    {
      invited: new Map(invited ? [[person, invited]] : []),
      volunteers: new Map(volunteer ? [[person, volunteer]] : []),
      shifts: [...shifts.values()].map(({ value }) => value),
      organizers: event.organizers,
    },
    deps.clock.now(),
  );
  return silent.includes(person);
}

/** {@link eventBegins} of the agenda, the shifts and the dates as they are now. */
export async function loadEventBegin(deps: Pick<Deps, 'store' | 'sessions' | 'shifts' | 'events'>) {
  const [agenda, shifts, event] = await Promise.all([
    loadAgenda(deps),
    deps.shifts.read(),
    deps.events.settings(),
  ]);
  return eventBegins(
    liveSessions(agenda),
    [...shifts.values()].map(({ value }) => value),
    event.dates,
    event.zone,
  );
}

/** People of a channel who can be asked: members of the workspace who are there, no bots, not the organizers. */
export async function loadAskable(
  seen: readonly string[],
  { directory, events }: Pick<Deps, 'directory' | 'events'>,
): Promise<string[]> {
  const [people, event] = await Promise.all([directory.all(), events.settings()]);
  const known = new Map(people.map((person) => [person.id, person]));
  return [...new Set(seen)].filter((id) => {
    const person = known.get(id);
    return person !== undefined && !person.deactivated && !person.guest && !isOrganizer(event, id);
  });
}
