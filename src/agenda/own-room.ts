/** The room that somebody means who names none: the one of their shift, or the only one there is. */
import type { Temporal } from 'temporal-polyfill';
import type { Deps } from '../core/deps.ts';
import { onShift } from '../rota/domain/on-shift.ts';
import type { AgendaState } from './domain/agenda.ts';
import { orderedRooms } from './domain/reading.ts';
import { readAgenda } from './load.ts';

/** Undefined where they are on shift in none or in several, and the agenda has more than one. */
export async function ownRoom(
  person: string,
  now: Temporal.Instant,
  state: AgendaState,
  { shifts }: Pick<Deps, 'shifts'>,
): Promise<string | undefined> {
  const all = [...(await shifts.read()).values()].map(({ value }) => value);
  const theirs = onShift(all, now)
    .filter(({ assignment }) => assignment.person === person)
    .flatMap(({ shift }) => shift.room ?? []);
  const rooms =
    theirs.length > 0 ? [...new Set(theirs)] : orderedRooms(readAgenda(state.sessions), state.agenda.rooms);
  const named = rooms.filter((room) => room !== '');
  return named.length === 1 ? named[0] : undefined;
}
