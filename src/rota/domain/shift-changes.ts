/** A shift is added, changed or removed: each says what happened, what is due now, and whom to tell. */
import { type Change, type JobChange, put, recordFact, type Versioned } from '../../core/commit.ts';
import { aboutShift, assignmentFact, changeShift, type Deciding } from './change-shift.ts';
import { shiftAdded, shiftChanged, shiftRemoved } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import { rescheduled } from './reschedule.ts';
import { liveOf, type Shift, shiftDocument } from './shift.ts';

const was = ({ role, room, start, end }: Shift) => ({
  role,
  start,
  end,
  ...(room !== undefined && { room }),
});

/** Removes a shift; whoever had it is told. */
export function removeShift(deciding: Deciding, shift: Versioned<Shift>): Change {
  const people = liveOf(shift.value).map(({ person }) => person);
  return {
    put: [put(shiftDocument, shift.id, null, shift.version)],
    facts: [
      recordFact(shiftRemoved, {
        at: deciding.now,
        by: deciding.by,
        about: aboutShift(shift.value, ...people),
        data: { shift: shift.id, people },
      }),
    ],
    jobs: [
      ...rescheduled(shift.value, undefined, deciding.settings, deciding.now),
      ...people.map((to) =>
        scheduleNotice(deciding.now, { to, news: 'shift-gone', shifts: [shift.id], was: was(shift.value) }),
      ),
    ],
  };
}

/** A new shift, with people where some are named. */
export function addShift(deciding: Deciding, shift: Shift): Change {
  return {
    put: [put(shiftDocument, shift.code, shift)],
    facts: [
      recordFact(shiftAdded, {
        at: deciding.now,
        by: deciding.by,
        about: aboutShift(shift),
        data: {
          shift: shift.code,
          role: shift.role,
          start: shift.start,
          end: shift.end,
          min: shift.min,
          ...(shift.room !== undefined && { room: shift.room }),
        },
      }),
      ...shift.assignments.map(({ person, state }) =>
        assignmentFact(deciding, shift, person, null, state, 'assigned'),
      ),
    ],
    jobs: rescheduled(undefined, shift, deciding.settings, deciding.now),
  };
}

/** The shift of this role and place at exactly this time. */
export const sameShift = (
  shifts: Iterable<Versioned<Shift>>,
  like: Pick<Shift, 'role' | 'room' | 'start' | 'end'>,
): Versioned<Shift> | undefined =>
  [...shifts].find(
    ({ value }) =>
      value.role === like.role &&
      value.room === like.room &&
      value.start === like.start &&
      value.end === like.end,
  );

/** The shift with another need; a target or a most that would be below it goes. */
export function withNeed(shift: Shift, need: number): Shift {
  const { target, max, ...rest } = shift;
  return {
    ...rest,
    min: need,
    ...(target !== undefined && target >= need && { target }),
    ...(max !== undefined && max >= need && { max }),
  };
}

/** A shift as it becomes; whoever has it is told where time or room changed. */
export function redrawShift(deciding: Deciding, shift: Versioned<Shift>, after: Shift, why?: string): Change {
  const fields = Object.keys({ ...shift.value, ...after }).filter(
    (field) =>
      JSON.stringify(shift.value[field as keyof Shift]) !== JSON.stringify(after[field as keyof Shift]),
  );
  const moved = fields.some((field) => field === 'start' || field === 'end' || field === 'room');
  const people = liveOf(after).map(({ person }) => person);
  const change = changeShift(deciding, shift, after, [
    recordFact(shiftChanged, {
      at: deciding.now,
      by: deciding.by,
      about: aboutShift(after, ...people),
      data: { shift: after.code, fields, ...(why !== undefined && { why }) },
    }),
  ]);
  const news: JobChange[] = moved
    ? people.map((to) =>
        scheduleNotice(deciding.now, {
          to,
          news: 'shift-moved',
          shifts: [after.code],
          was: was(shift.value),
        }),
      )
    : [];
  return { ...change, jobs: [...(change.jobs ?? []), ...news] };
}
