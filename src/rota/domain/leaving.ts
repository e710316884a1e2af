/** Leaving a shift before its end: whether somebody else is there then. */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import { onShift } from './on-shift.ts';
import type { Shift } from './shift.ts';

/** Minutes before the end at which leaving is no early leaving any more. */
const NEAR_THE_END = 15;

/**
 * Whether nobody is left where this shift is when this person goes now, and it goes on for more than a quarter of
 * an hour: in its room, or in its role where it has none.
 */
export function leavesEmpty(
  shifts: Iterable<Shift>,
  shift: Shift,
  person: string,
  now: Temporal.Instant,
): boolean {
  const at = now.epochMilliseconds;
  if (milliseconds(shift.start) > at || milliseconds(shift.end) - at <= NEAR_THE_END * 60_000) return false;
  const where = shift.room === undefined ? { role: shift.role } : { room: shift.room };
  return onShift(shifts, now, where).every(
    ({ assignment, shift: other }) => assignment.person === person && other.code === shift.code,
  );
}
