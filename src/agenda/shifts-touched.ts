/** The shifts that a change of the agenda touches, as people name them. */
import type { Deps } from '../core/deps.ts';
import { byShiftStart, liveOf, type Shift } from '../rota/domain/shift.ts';
import { loadNames } from '../rota/words.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import { type Plan, planSteps } from './domain/live.ts';
import { overlap, slotOf } from './domain/slots.ts';

/** `H6 Stage (Vera)`: the shifts in the rooms and times concerned, the earliest first. */
export async function shiftsTouched(
  plan: Pick<Plan, 'steps' | 'placed'>,
  deps: Pick<Deps, 'shifts' | 'directory'>,
): Promise<Mrkdwn[]> {
  const found: Shift[] = [];
  for (const { value: shift } of (await deps.shifts.read()).values()) {
    const touched = planSteps(plan).some(({ before, after }) =>
      [before, after].some((one) => one && one.room === shift.room && overlap(slotOf(one), slotOf(shift))),
    );
    if (touched) found.push(shift);
  }
  const nameOf = await loadNames(deps);
  return found.sort(byShiftStart).map((shift) => {
    const people = joined(
      liveOf(shift).map(({ person }) => nameOf(person)),
      ', ',
    );
    return mrkdwn`${code(shift.code)} ${escape(shift.role)}${people === '' ? '' : mrkdwn` (${people})`}`;
  });
}
