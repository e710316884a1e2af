/** The shifts that somebody can sign up for: places that are free, and no rule against it. */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import { candidateOf, type Rota } from './rota.ts';
import { brokenRules } from './rules.ts';
import { byShiftStart, liveOf, placesOf, type Shift, shortOf } from './shift.ts';

export interface OpenShift {
  readonly shift: Shift;
  /** Places that are free, at least 1. */
  readonly free: number;
  /** How many people it is short of; 0 where more are only welcome. */
  readonly short: number;
}

/** In order of their start. One that has begun is listed only while it is short of people. */
export function openShifts(rota: Rota, person: string, now: Temporal.Instant): OpenShift[] {
  const candidate = candidateOf(rota, person);
  const at = now.epochMilliseconds;
  return [...rota.shifts.values()]
    .map(({ value }) => value)
    .filter((shift) => milliseconds(shift.end) > at && (milliseconds(shift.start) > at || shortOf(shift) > 0))
    .map((shift) => ({ shift, free: placesOf(shift) - liveOf(shift).length, short: shortOf(shift) }))
    .filter(({ shift, free }) => free > 0 && brokenRules(candidate, shift, rota).length === 0)
    .sort((a, b) => byShiftStart(a.shift, b.shift));
}
