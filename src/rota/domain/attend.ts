/** Arriving, finishing, and not being there. */
import { Temporal } from 'temporal-polyfill';
import {
  type Change,
  type Fact,
  mergeChanges,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import { type Decided, leadsOf } from './assign.ts';
import { aboutShift, assignmentFact, changeShift, type Deciding, withPlace } from './change-shift.ts';
import { shiftClosed, shiftMissing } from './facts.ts';
import { scheduleNotice, thankVolunteers } from './jobs.ts';
import { assignmentOf, type Role, type Shift } from './shift.ts';

/** How long before the start somebody may say that they are there. */
export const EARLY = Temporal.Duration.from({ hours: 1 });

/** The shift that `here` means: theirs that is on now, or begins within the hour, not yet arrived at. */
export function shiftToArriveAt(shifts: readonly Shift[], person: string, now: Temporal.Instant) {
  return shifts.find((shift) => {
    const state = assignmentOf(shift, person)?.state;
    return (
      (state === 'accepted' || state === 'proposed') &&
      Temporal.Instant.compare(instant(shift.start).subtract(EARLY), now) <= 0 &&
      Temporal.Instant.compare(now, instant(shift.end)) < 0
    );
  });
}

/** Their shift that is not over and that they have arrived at already. */
export const shiftArrivedAt = (shifts: readonly Shift[], person: string, now: Temporal.Instant) =>
  shifts.find(
    (shift) =>
      assignmentOf(shift, person)?.state === 'arrived' &&
      Temporal.Instant.compare(now, instant(shift.end)) < 0,
  );

/** The shift that `done` means: theirs that has begun, the one that began last. */
export function shiftToFinish(shifts: readonly Shift[], person: string, now: Temporal.Instant) {
  return shifts.findLast((shift) => {
    const state = assignmentOf(shift, person)?.state;
    return (
      (state === 'arrived' || state === 'accepted') &&
      Temporal.Instant.compare(instant(shift.start), now) <= 0
    );
  });
}

export function arrive(deciding: Deciding, shift: Versioned<Shift>, person: string): Decided {
  const place = assignmentOf(shift.value, person);
  if (!place || place.state === 'done') return { refused: 'not-on-it' };
  if (place.state === 'arrived') return { change: {} };
  const { missing: _, ...rest } = place;
  const after = withPlace(shift.value, person, { ...rest, state: 'arrived' });
  return {
    change: changeShift(deciding, shift, after, [
      assignmentFact(deciding, after, person, place.state, 'arrived', 'arrived'),
    ]),
  };
}

export function finishShift(deciding: Deciding, shift: Versioned<Shift>, person: string): Decided {
  const place = assignmentOf(shift.value, person);
  if (!place || place.state === 'done') return { refused: 'not-on-it' };
  const { missing: _, ...rest } = place;
  const after = withPlace(shift.value, person, { ...rest, state: 'done' });
  return {
    change: changeShift(deciding, shift, after, [
      assignmentFact(deciding, after, person, place.state, 'done', 'finished'),
    ]),
  };
}

/**
 * Five minutes after the start: whoever has not said `here` is marked missing, asked where they are, and the
 * lead is told and offered cover. They keep the shift, and are paged, until somebody takes it over: they
 * may well be there and busy.
 */
export function markMissing(
  deciding: Deciding,
  shift: Versioned<Shift>,
  role: Role | undefined,
  ops: string | undefined,
): Change | undefined {
  const missing = shift.value.assignments.filter((one) => one.state === 'accepted' && !one.missing);
  if (missing.length === 0) return undefined;
  const people = missing.map(({ person }) => person);
  const after: Shift = {
    ...shift.value,
    assignments: shift.value.assignments.map((one) =>
      people.includes(one.person) && one.state === 'accepted' ? { ...one, missing: true } : one,
    ),
  };
  const leads = leadsOf(after, role, ...people);
  const about = { shifts: [after.code], people };
  const { now, by } = deciding;
  return mergeChanges(
    changeShift(deciding, shift, after, [
      recordFact(shiftMissing, {
        at: now,
        by,
        about: aboutShift(after, ...people),
        data: { shift: after.code, people },
      }),
    ]),
    {
      jobs: [
        ...people.map((to) => scheduleNotice(now, { to, news: 'missing-you', shifts: [after.code] })),
        ...leads.map((to) => scheduleNotice(now, { to, news: 'missing', ...about })),
        // Without a lead, or in case the lead sleeps, ops can offer cover too.
        ...(ops ? [scheduleNotice(now, { to: ops, channel: true, news: 'missing', ...about })] : []),
      ],
    },
  );
}

/** At the end: who arrived is done, who stayed missing was absent. After the last shift, thanks are due. */
export function close(
  deciding: Deciding,
  shift: Versioned<Shift>,
  othersToCome: boolean,
): Change | undefined {
  const { now, by } = deciding;
  const facts: Fact[] = [];
  const after: Shift = {
    ...shift.value,
    assignments: shift.value.assignments.map((one) => {
      if (one.state !== 'arrived' && one.state !== 'accepted') return one;
      const absent = one.state === 'accepted' && one.missing === true;
      const { missing: _, ...rest } = one;
      const to = absent ? 'no-show' : 'done';
      facts.push(
        assignmentFact(deciding, shift.value, one.person, one.state, to, absent ? 'absent' : 'finished'),
      );
      return { ...rest, state: to };
    }),
  };
  const thanks = othersToCome ? [] : [scheduleJob(thankVolunteers, now.add({ hours: 1 }), {})];
  if (facts.length === 0 && thanks.length === 0) return undefined;
  const closed = recordFact(shiftClosed, {
    at: now,
    by,
    about: aboutShift(after),
    data: { shift: after.code },
  });
  return mergeChanges(changeShift(deciding, shift, after, [...facts, closed]), { jobs: thanks });
}
