/** Shortly before the start: who is not in the house, and whether the page that looks for them is over. */
import type { Temporal } from 'temporal-polyfill';
import { fillableProblem } from '../../agenda/domain/fill.ts';
import type { Session } from '../../agenda/domain/session.ts';
import { type Change, recordFact, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { type Attendance, missedOrigin } from './attendance.ts';
import { attendanceOf, putAttendance } from './attendance-actions.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { speakersMissing } from './facts.ts';
import { type Links, linkedSpeakers, type SpeakerLink } from './link.ts';

type Reads = ReadonlyMap<string, Versioned<Attendance>>;

/** The linked speakers who have not checked in, by a session's attendances by person. */
export const notHere = (session: Session, links: Links, reads: Reads): SpeakerLink[] =>
  linkedSpeakers(session, links).filter((link) => !link.muted && !reads.get(link.person)?.value.checkedIn);

export interface Missing {
  /** To be looked for at once. */
  readonly now: readonly SpeakerLink[];
  /** All of these had said that they run late, and named this time; it is up. */
  readonly until?: string;
  /** When to look again: somebody runs late, and has said until when. */
  readonly again?: Temporal.Instant;
}

/**
 * Who runs late is looked for when the time is up that they named, unless the talk is over by then. Who was
 * missed at this start before is not missed twice.
 */
export function missing(
  session: Session,
  start: string,
  links: Links,
  reads: Reads,
  now: Temporal.Instant,
): Missing {
  if (session.state !== 'scheduled' || !instant(session.start).equals(instant(start))) return { now: [] };
  const end = instant(session.end).epochMilliseconds;
  if (now.epochMilliseconds >= end) return { now: [] };
  const awaited = notHere(session, links, reads).flatMap((link) => {
    const known = reads.get(link.person)?.value;
    if (known?.missed?.start === session.start) return [];
    const until = known && lateUntil(known, session);
    return [{ link, until: until && until.epochMilliseconds < end ? until : undefined }];
  });
  const isDue = ({ until }: { readonly until: Temporal.Instant | undefined }) =>
    until === undefined || until.epochMilliseconds <= now.epochMilliseconds;
  const due = awaited.filter(isDue);
  const [again] = awaited.flatMap((one) => (isDue(one) || !one.until ? [] : [one.until])).sort(byTime);
  const [until] = due.every((one) => one.until)
    ? due
        .flatMap((one) => one.until ?? [])
        .sort(byTime)
        .slice(-1)
    : [];
  return {
    now: due.map(({ link }) => link),
    ...(until && { until: instantText(until) }),
    ...(again && { again }),
  };
}

const byTime = (a: Temporal.Instant, b: Temporal.Instant) => a.epochMilliseconds - b.epochMilliseconds;

/** When they said that they will be there. */
function lateUntil({ late }: Attendance, session: Session): Temporal.Instant | undefined {
  if (!late) return undefined;
  if (late.until !== undefined) return instant(late.until);
  const [from] = [instant(late.at), instant(session.start)].sort(byTime).slice(-1);
  return from?.add({ minutes: late.minutes });
}

/** Minutes before the start at which others are offered to step in for speakers who are still missing. */
export const OFFER_MINUTES = 5;

/**
 * Whether it is time to think of somebody else: of the session's speakers nobody is here, nobody has said that they
 * are on their way, and the stage clock was not told that it began all the same.
 */
export function isWithoutSpeakers(
  session: Session,
  start: string,
  links: Links,
  reads: Reads,
  now: Temporal.Instant,
): boolean {
  if (!instant(session.start).equals(instant(start)) || fillableProblem(session, now)) return false;
  const theirs = linkedSpeakers(session, links).map(({ person }) => reads.get(person)?.value);
  const end = instant(session.end).epochMilliseconds;
  const isOnTheWay = (known: Attendance) => {
    const until = lateUntil(known, session)?.epochMilliseconds;
    return until !== undefined && now.epochMilliseconds < until && until < end;
  };
  return theirs.length > 0 && theirs.every((known) => !known || !(known.checkedIn || isOnTheWay(known)));
}

/** Records who was missed; the page itself is the caller's, in the same commit. */
export function missSpeakersOf(
  session: Session,
  persons: readonly string[],
  reads: Reads,
  now: Temporal.Instant,
  until?: string,
): Change {
  return {
    put: persons.map((person) => {
      const read = reads.get(person);
      const missed = { at: instantText(now), start: session.start, ...(until !== undefined && { until }) };
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
 * The origin of the page that `person`'s check-in ends: they were missed, and of all who were missed with them
 * everybody else is here. Undefined while somebody is still looked for, or nobody was.
 */
export function foundAll(person: string, reads: Reads): string | undefined {
  const known = reads.get(person)?.value;
  const own = known?.missed;
  if (!own) return undefined;
  const together = [...reads.values()].filter(
    ({ value: { missed } }) => missed?.start === own.start && missed.until === own.until,
  );
  return together.every(({ value }) => value.person === person || value.checkedIn)
    ? missedOrigin(known.session, own.start, own.until)
    : undefined;
}
