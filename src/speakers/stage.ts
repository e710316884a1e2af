/** Whom the room's troubles go to, and what follows there: what a page about a speaker needs to say. */

import type { Session } from '../agenda/domain/session.ts';
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { instant, milliseconds } from '../core/instant.ts';
import { stageLead } from './greeter.ts';
import { readRota } from './load.ts';

/** The lead on shift in the room, or the one of its role; undefined where the rota names none. */
export async function readStageLead(
  deps: Pick<Deps, 'shifts' | 'roles'>,
  session: Pick<Session, 'room' | 'start'>,
): Promise<string | undefined> {
  const { shifts, roles } = await readRota(deps);
  return stageLead(shifts, roles, session.room, instant(session.start));
}

/**
 * The stage lead who is to be asked beside the organizers, in a message of their own; undefined where there is none, or
 * where they are an organizer and have been asked as such.
 */
export async function leadBesideOrganizers(
  session: Pick<Session, 'room' | 'start'>,
  { channels, organizers }: Pick<EventSettings, 'channels' | 'organizers'>,
  deps: Pick<Deps, 'shifts' | 'roles'>,
): Promise<string | undefined> {
  const lead = await readStageLead(deps, session);
  const wasAsked = lead !== undefined && channels.ops === undefined && organizers.includes(lead);
  return wasAsked ? undefined : lead;
}

/** What is next in the room after this session, breaks left out. */
export const nextThere = (sessions: Iterable<Session>, session: Session): Session | undefined =>
  [...sessions]
    .filter((one) => one.room === session.room && one.state === 'scheduled' && !one.isBreak)
    .filter((one) => milliseconds(one.start) >= milliseconds(session.end) && one.code !== session.code)
    .sort((a, b) => milliseconds(a.start) - milliseconds(b.start))[0];

/** `+1 ••• ••21`: enough to know whose it is, for those who may see it in full. */
export function maskedPhone(person: Person): string | undefined {
  const number = person.phone?.number;
  return number && `${number.slice(0, 2)} ••• ••${number.slice(-2)}`;
}
