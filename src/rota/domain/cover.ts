/**
 * Cover: somebody cannot do their shift. Those who can are asked in waves, the best first; the first who
 * says yes has it, in the same commit that lets the other go, so that the shift always has its person.
 * With nobody found 30 minutes before the start, the organizers get it.
 */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, scheduleJob, type Versioned } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';
import type { Refusal } from './assign.ts';
import { aboutShift, type Deciding } from './change-shift.ts';
import { coverOpened } from './facts.ts';
import { isNight } from './hours.ts';
import { coverDeadline, coverWave } from './jobs.ts';
import { assignmentOf, liveOf, type Shift } from './shift.ts';

export const Cover = z.object({
  id: z.string(),
  shift: z.string(),
  /** Who cannot. They keep the shift until somebody has it. */
  person: z.string(),
  reason: z.string().exactOptional(),
  openedAt: InstantText,
  state: z.enum(['open', 'taken', 'closed']),
  takenBy: z.string().exactOptional(),
  /** Whoever had the place has gone, from the event or early from the shift: it is free already, and shown as free. */
  vacated: z.literal(true).exactOptional(),
  /** The organizers have been told that nobody was found. */
  escalated: z.boolean().exactOptional(),
  /** Asked so far, in order, and where the question stands in Slack. */
  asked: z.array(
    z.object({
      person: z.string(),
      wave: z.number(),
      said: z.enum(['no']).exactOptional(),
      at: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
      /** The question went as a text: they have no Slack. */
      texted: z.literal(true).exactOptional(),
    }),
  ),
});
export type Cover = z.infer<typeof Cover>;

export const coverDocument = document({
  name: 'cover',
  schema: Cover,
  schemaVersion: 1,
  indexes: (cover) => (cover.state === 'open' ? ['open', `shift:${cover.shift}`] : []),
});

/** People asked in one wave, and minutes until the next. */
export const WAVE_SIZE = 3;
export const WAVE_MINUTES = 10;
/** With less than an hour left, more people sooner. */
export const HURRY_SIZE = 8;
export const HURRY_MINUTES = 3;
export const DEADLINE_MINUTES = 30;
const BEGUN_MINUTES = 5;

export const coverAbout = (cover: Cover, shift: Shift) => [
  `cover:${cover.id}`,
  ...aboutShift(shift, cover.person),
];

/** Whether it still needs somebody: the place is not given to another, nor was a free one filled since. */
export const isStillWanted = (cover: Cover, shift: Shift): boolean =>
  cover.vacated
    ? liveOf(shift).filter(({ state }) => state !== 'done').length < Math.max(shift.target ?? 0, shift.min, 1)
    : assignmentOf(shift, cover.person) !== undefined;

/** Half an hour before the start, or now where that is past; in a shift that has begun, a few minutes on. */
function deadlineOf(shift: Shift, now: Temporal.Instant): Temporal.Instant {
  const start = instant(shift.start);
  // Ops knows of whoever is missing; what they do not know yet is whether the others can be found.
  if (Temporal.Instant.compare(start, now) <= 0) return now.add({ minutes: BEGUN_MINUTES });
  const deadline = start.subtract({ minutes: DEADLINE_MINUTES });
  return Temporal.Instant.compare(deadline, now) > 0 ? deadline : now;
}

export const hurried = (shift: Shift, now: Temporal.Instant) =>
  Temporal.Instant.compare(instant(shift.start).subtract({ minutes: 60 }), now) <= 0;

/**
 * Opens it: the first wave is due now, the organizers 30 minutes before the start (or now).
 *
 * @param zone - the event's
 */
export function openCover(
  deciding: Deciding,
  shift: Versioned<Shift>,
  cover: Pick<Cover, 'id' | 'person' | 'reason' | 'vacated'>,
  zone: string,
): { readonly change: Change } | Refusal {
  const { now, by, settings } = deciding;
  if (!assignmentOf(shift.value, cover.person)) return { refused: 'not-on-it' };
  if (Temporal.Instant.compare(instant(shift.value.end), now) <= 0) return { refused: 'over' };
  const opened: Cover = {
    ...cover,
    shift: shift.value.code,
    openedAt: instantText(now),
    state: 'open',
    asked: [],
  };
  const deadline = deadlineOf(shift.value, now);
  return {
    change: {
      put: [put(coverDocument, cover.id, opened)],
      facts: [
        recordFact(coverOpened, {
          at: now,
          by,
          about: coverAbout(opened, shift.value),
          data: {
            cover: cover.id,
            shift: shift.value.code,
            person: cover.person,
            ...(cover.reason !== undefined && { reason: cover.reason }),
            ...(isNight(shift.value, settings.night, zone) && { night: true }),
          },
        }),
      ],
      jobs: [
        scheduleJob(coverWave, now, { cover: cover.id, wave: 1 }),
        scheduleJob(coverDeadline, deadline, { cover: cover.id }),
      ],
    },
  };
}
