/** Shortly before the start: who is not in the house, and whether the page that looks for them is over. */
import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import { type Change, recordFact, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import type { Attendance } from './attendance.ts';
import { attendanceOf, putAttendance } from './attendance-actions.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { speakersMissing } from './facts.ts';
import { type Links, linkedSpeakers, type SpeakerLink } from './link.ts';

type Reads = ReadonlyMap<string, Versioned<Attendance>>;

/** The linked speakers who have not checked in, by a session's attendances by person. */
export const notHere = (session: Session, links: Links, reads: Reads): SpeakerLink[] =>
  linkedSpeakers(session, links).filter((link) => !link.muted && !reads.get(link.person)?.value.checkedIn);

/** Who was missed at this start before is not missed twice. */
export function missing(session: Session, start: string, links: Links, reads: Reads, now: Temporal.Instant) {
  if (session.state !== 'scheduled' || !instant(session.start).equals(instant(start))) return [];
  if (now.epochMilliseconds >= instant(session.end).epochMilliseconds) return [];
  return notHere(session, links, reads).filter(
    (link) => reads.get(link.person)?.value.missed?.start !== session.start,
  );
}

/** Records who was missed; the page itself is the caller's, in the same commit. */
export function missSpeakersOf(
  session: Session,
  persons: readonly string[],
  reads: Reads,
  now: Temporal.Instant,
): Change {
  return {
    put: persons.map((person) => {
      const read = reads.get(person);
      const missed = { at: instantText(now), start: session.start };
      return putAttendance({ ...attendanceOf({ session: session.code, person }, read), missed }, read);
    }),
    facts: [
      recordFact(speakersMissing, {
        at: now,
        by: 'callboard',
        about: [`session:${session.code}`, ...persons.map((person) => `person:${person}`)],
        data: { session: session.code, start: session.start, persons: [...persons] },
      }),
    ],
    jobs: [scheduleSpeakerBoard(now)],
  };
}

/**
 * The start whose page `person`'s check-in ends: theirs was missed, and of all who were missed with them
 * everybody else is here. Undefined while somebody is still looked for, or nobody was.
 */
export function foundAll(person: string, reads: Reads): string | undefined {
  const own = reads.get(person)?.value.missed;
  if (!own) return undefined;
  const together = [...reads.values()].filter(({ value }) => value.missed?.start === own.start);
  return together.every(({ value }) => value.person === person || value.checkedIn) ? own.start : undefined;
}
