/** The shifts that a change of the agenda concerns, as its preview names them. */
import type { Session } from '../agenda/domain/session.ts';
import { overlap, slotOf } from '../agenda/domain/slots.ts';
import type { Deps } from '../core/deps.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import { byShiftStart, liveOf, type Shift } from './domain/shift.ts';
import { loadNames } from './words.ts';

interface Step {
  readonly before: Session | undefined;
  readonly after: Session;
}

/** `H6 Stage (Vera)`: the shifts in the rooms and times concerned, the earliest first. */
export async function shiftsTouched(
  steps: readonly Step[],
  deps: Pick<Deps, 'shifts' | 'directory'>,
): Promise<Mrkdwn[]> {
  const found: Shift[] = [];
  for (const { value: shift } of (await deps.shifts.read()).values()) {
    const touched = steps.some(({ before, after }) =>
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
