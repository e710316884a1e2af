/** Whom the room's troubles go to, and what follows there: what a page about a speaker needs to say. */

import type { Session } from '../agenda/domain/session.ts';
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
