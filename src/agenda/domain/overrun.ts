/**
 * A session that runs over: when that is said, by how much it may be moved, and what else ends at the same door.
 * Times in milliseconds since 1970.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Actor, type Change, fact, type JobPut, recordFact, scheduleJob } from '../../core/commit.ts';
import { InstantText, milliseconds } from '../../core/instant.ts';
import { isRunning, minutesOver } from './actual.ts';
import { offerOverrun, tellCut } from './jobs.ts';
import type { Session } from './session.ts';

const MINUTE = 60_000;

/** Minutes over its planned end after which somebody is asked what shall be done. */
export const OVERRUN_MINUTES = 2;
/** What begins or ends at the same door within so many minutes of it meets in the doorway. */
const DOORWAY_MINUTES = 5;

/** The stage lead and the organizers were asked to tell the room that it has to end. */
export const sessionCut = fact(
  'session.cut',
  z.object({ session: z.string(), room: z.string(), planned: InstantText }),
);

/** When it is asked what shall be done about a session, if it still runs by then. */
export const overrunAt = ({ end }: Pick<Session, 'end'>): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds(end) + OVERRUN_MINUTES * MINUTE);

export const scheduleOverrunOffer = ({ code, end }: Pick<Session, 'code' | 'end'>): JobPut =>
  scheduleJob(offerOverrun, overrunAt({ end }), { session: code });

export const isOverrun = (session: Session, now: Temporal.Instant): boolean =>
  session.state === 'scheduled' &&
  isRunning(session) &&
  Temporal.Instant.compare(overrunAt(session), now) <= 0;

/** Delays are offered in steps of so many minutes, as people say them. */
const STEP_MINUTES = 5;

/** Minutes by which it is offered to be moved: the least that leaves some, and one step more. */
export function offeredDelays(session: Session, now: Temporal.Instant): readonly [number, number] {
  const over = minutesOver(session, now.epochMilliseconds);
  const least = Math.ceil((over + 1) / STEP_MINUTES) * STEP_MINUTES;
  return [least, least + STEP_MINUTES];
}

export interface AtTheDoor {
  readonly session: Session;
  readonly what: 'ends' | 'starts';
}

/** Rooms that have a door in common with this one. */
export function sharingDoor(
  room: string,
  rooms: readonly { readonly name: string; readonly door?: string }[],
): string[] {
  const door = rooms.find(({ name }) => name === room)?.door;
  if (door === undefined) return [];
  return rooms.filter((one) => one.door === door && one.name !== room).map(({ name }) => name);
}

/** What begins or ends in those rooms about when this one would end. */
export function atTheDoor(end: string, rooms: readonly string[], sessions: Iterable<Session>): AtTheDoor[] {
  const near = (at: string) => Math.abs(milliseconds(at) - milliseconds(end)) <= DOORWAY_MINUTES * MINUTE;
  return [...sessions]
    .filter(({ state, room, isBreak }) => state === 'scheduled' && !isBreak && rooms.includes(room))
    .flatMap((session): AtTheDoor[] => [
      ...(near(session.end) ? [{ session, what: 'ends' as const }] : []),
      ...(near(session.start) ? [{ session, what: 'starts' as const }] : []),
    ])
    .sort((a, b) => a.session.room.localeCompare(b.session.room));
}

/** The others that are over now, the longest first. */
export const alsoOver = (session: Session, sessions: Iterable<Session>, now: Temporal.Instant): Session[] =>
  [...sessions]
    .filter((one) => one.code !== session.code && isOverrun(one, now))
    .sort((a, b) => minutesOver(b, now.epochMilliseconds) - minutesOver(a, now.epochMilliseconds));

/** `Cut to time`: the plan stays, and those who are in the room are told. @param there - who is on shift in it */
export const cutToTime = (
  session: Session,
  there: readonly string[],
  by: Actor,
  now: Temporal.Instant,
): Change => ({
  facts: [
    recordFact(sessionCut, {
      at: now,
      by,
      about: [`session:${session.code}`, `room:${session.room}`],
      data: { session: session.code, room: session.room, planned: session.end },
    }),
  ],
  jobs: there.map((person) => scheduleJob(tellCut, now, { session: session.code, person, end: session.end })),
});
