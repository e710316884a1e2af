/** Who meets a speaker at the room: the stage lead on shift. */
import type { Temporal } from 'temporal-polyfill';
import { onShift } from '../domain/rota/on-shift.ts';
import type { Role, Shift } from '../domain/rota/shift.ts';

/** Speakers arrive so many minutes before their start; who is on shift then meets them. */
const ARRIVE_MINUTES = 15;

/**
 * A person's id: who is on shift in the room when the speaker arrives, leads first; else at the start;
 * else the first lead of a role that has shifts in that room. Undefined where the rota knows nobody.
 */
export function whoMeets(
  shifts: readonly Shift[],
  roles: Iterable<Role>,
  room: string,
  start: Temporal.Instant,
): string | undefined {
  if (room === '') return undefined;
  for (const at of [start.subtract({ minutes: ARRIVE_MINUTES }), start]) {
    const [first] = onShift(shifts, at, { room });
    if (first) return first.assignment.person;
  }
  const here = new Set(shifts.filter((shift) => shift.room === room).map((shift) => shift.role));
  for (const role of roles) if (here.has(role.name) && role.leads[0]) return role.leads[0];
  return undefined;
}
