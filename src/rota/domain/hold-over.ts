/**
 * A shift that ends with a talk goes on while that talk runs over: whoever is there stays with it, and is still asked
 * when the room is paged. By the stage clock; where nobody tells it anything, shifts end as planned.
 */
import type { Temporal } from 'temporal-polyfill';
import { isRunning } from '../../agenda/domain/actual.ts';
import type { Session } from '../../agenda/domain/session.ts';
import { type Change, recordFact, type Versioned } from '../../core/commit.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import { aboutShift, changeShift, type Deciding } from './change-shift.ts';
import { shiftChanged } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import type { Shift } from './shift.ts';

const MINUTE = 60_000;
/** A shift is made for a talk that ends so many minutes before it does, or later. */
const CLEARING_MINUTES = 20;
/** It goes on by so much at a time, and is looked at again. */
const STEP_MINUTES = 5;
/** A clock that nobody has ended by then was forgotten. */
const MOST_MINUTES = 60;

/** Until when a shift whose end has come goes on; undefined where it is over. */
export function heldOverUntil(
  shift: Shift,
  sessions: Iterable<Session>,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const planned = milliseconds(shift.heldFrom ?? shift.end);
  if (now.epochMilliseconds >= planned + MOST_MINUTES * MINUTE) return undefined;
  const isThere = shift.assignments.some(({ state }) => state === 'arrived' || state === 'accepted');
  if (!isThere || shift.room === undefined) return undefined;
  const runsOver = [...sessions].some(({ room, end, state, actual }) => {
    const due = milliseconds(end);
    return (
      room === shift.room &&
      state === 'scheduled' &&
      isRunning({ ...(actual && { actual }) }) &&
      milliseconds(actual?.start ?? end) < planned &&
      due > planned - CLEARING_MINUTES * MINUTE &&
      due <= now.epochMilliseconds + CLEARING_MINUTES * MINUTE
    );
  });
  return runsOver ? now.add({ minutes: STEP_MINUTES }) : undefined;
}

/** The shift goes on until then; whoever is there is told once. */
export function holdOver(deciding: Deciding, shift: Versioned<Shift>, until: Temporal.Instant): Change {
  const { value } = shift;
  const after: Shift = { ...value, end: instantText(until), heldFrom: value.heldFrom ?? value.end };
  const people = value.assignments
    .filter(({ state }) => state === 'arrived' || state === 'accepted')
    .map(({ person }) => person);
  const changed = changeShift(deciding, shift, after, [
    recordFact(shiftChanged, {
      at: deciding.now,
      by: deciding.by,
      about: aboutShift(after, ...people),
      data: { shift: after.code, fields: ['end'], why: 'overrun' },
    }),
  ]);
  const news =
    value.heldFrom === undefined
      ? people.map((to) => scheduleNotice(deciding.now, { to, news: 'held-over', shifts: [shift.id] }))
      : [];
  return { ...changed, jobs: [...(changed.jobs ?? []), ...news] };
}
