/** What a speaker does: sees, confirms, arrives, runs late, writes. Each is one change to their attendance. */
import { Temporal } from 'temporal-polyfill';
import {
  type Actor,
  type Change,
  cancelJob,
  type JobChange,
  put,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import {
  type Attendance,
  attendanceDocument,
  attendanceId,
  type ChangeNotice,
  noAttendance,
} from './attendance.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { changeConfirmed, checkedIn, ofTalk, reminderSeen, runningLate, speakerHeard } from './facts.ts';
import { callSpeaker, callUnanswered, MAX_CALLS, offerDelay, tellLate } from './jobs.ts';

export interface Talk {
  readonly session: string;
  readonly person: string;
}

type Read = Versioned<Attendance> | undefined;

/** The attendance as it stands, or a fresh one. */
export const attendanceOf = (talk: Talk, read: Read): Attendance =>
  read?.value ?? noAttendance(talk.session, talk.person);

export const putAttendance = (value: Attendance, read: Read) =>
  put(attendanceDocument, attendanceId(value.session, value.person), value, read?.version);

/** The changes that the speaker was told, or is about to be, and has not confirmed. */
export const unconfirmed = (attendance: Attendance | undefined): ChangeNotice[] =>
  (attendance?.notices ?? []).filter((one) => !one.confirmedAt && one.state !== 'superseded');

const seen = (attendance: Attendance, at: string): Attendance => ({
  ...attendance,
  heardAt: at,
  reminders: attendance.reminders.map((one) => (one.sent && !one.seenAt ? { ...one, seenAt: at } : one)),
});

/** `Got it` under a reminder. Undefined where all were seen already. */
export function seeReminders(read: Versioned<Attendance>, now: Temporal.Instant): Change | undefined {
  const { value } = read;
  if (!value.reminders.some((one) => one.sent && !one.seenAt)) return undefined;
  return {
    put: [putAttendance(seen(value, instantText(now)), read)],
    facts: [ofTalk(reminderSeen, now, value.person, { session: value.session, person: value.person })],
    jobs: [scheduleSpeakerBoard(now)],
  };
}

/** Nobody needs to be called any more, nor called again. */
const noCall = ({ session, person }: Talk): JobChange[] => [
  cancelJob(callSpeaker, { session, person }),
  ...Array.from({ length: MAX_CALLS }, (_, i) => cancelJob(callUnanswered, { session, person, call: i + 1 })),
];

/** Confirms what is unconfirmed of these notices; the call that asks for it is taken back. */
export function confirmChange(
  reads: readonly Versioned<Attendance>[],
  notice: string,
  by: 'button' | 'text' | 'voice',
  now: Temporal.Instant,
): Change | undefined {
  const open = reads.filter(({ value }) => unconfirmed(value).some((one) => one.id === notice));
  if (open.length === 0) return undefined;
  return {
    put: open.map((read) =>
      putAttendance(confirmed(seen(read.value, instantText(now)), now, by, notice), read),
    ),
    facts: open.map(({ value: { session, person } }) =>
      ofTalk(changeConfirmed, now, person, { session, person, notice, by }),
    ),
    jobs: [...open.flatMap(({ value }) => noCall(value)), scheduleSpeakerBoard(now)],
  };
}

const confirmed = (
  attendance: Attendance,
  now: Temporal.Instant,
  by: 'button' | 'text' | 'voice' | 'check-in',
  notice?: string,
): Attendance => ({
  ...attendance,
  notices: attendance.notices.map((one) =>
    one.confirmedAt || one.state === 'superseded' || (notice !== undefined && one.id !== notice)
      ? one
      : { ...one, confirmedAt: instantText(now), confirmedBy: by },
  ),
});

/** `I'm here`, or an organizer who sees them. Who is in the house knows of every change by now. */
export function checkIn(talk: Talk, read: Read, by: Actor, now: Temporal.Instant): Change | undefined {
  const old = attendanceOf(talk, read);
  if (old.checkedIn) return undefined;
  const at = instantText(now);
  const own = by === talk.person;
  const value: Attendance = {
    ...confirmed(own ? seen(old, at) : old, now, 'check-in'),
    checkedIn: { at, by },
  };
  return {
    put: [putAttendance(value, read)],
    facts: [
      ofTalk(checkedIn, now, by, { session: talk.session, person: talk.person }),
      ...unconfirmed(old).map((one) =>
        ofTalk(changeConfirmed, now, by, { ...talk, notice: one.id, by: 'check-in' as const }),
      ),
    ],
    jobs: [...noCall(talk), scheduleSpeakerBoard(now)],
  };
}

/** Seconds within which a further word says nothing new. */
const QUIET_SECONDS = 60;

/**
 * `Running late`: the stage knows how much; the agenda is for the organizers to move. Nobody looks for them
 * until that time: so many minutes after the talk's start, or after now where it should have begun. Undefined
 * where the same was said a moment ago: a text that the provider hands in twice.
 */
export function runLate(
  talk: Talk,
  read: Read,
  { minutes, start }: { readonly minutes: number; readonly start: string },
  now: Temporal.Instant,
): Change | undefined {
  const at = instantText(now);
  const due = Temporal.Instant.from(start);
  const from = Temporal.Instant.compare(due, now) > 0 ? due : now;
  const until = instantText(from.add({ minutes }));
  const old = attendanceOf(talk, read);
  if (old.late?.minutes === minutes && secondsSince(old.late.at, now) < QUIET_SECONDS) return undefined;
  return {
    put: [putAttendance({ ...seen(old, at), late: { minutes, at, until } }, read)],
    facts: [ofTalk(runningLate, now, talk.person, { session: talk.session, person: talk.person, minutes })],
    jobs: [
      scheduleJob(tellLate, now, { ...talk, minutes }),
      scheduleJob(offerDelay, now, { ...talk, minutes }),
      scheduleSpeakerBoard(now),
    ],
  };
}

/** Any reply in the direct message: the speaker lives, and has seen what was written above it. */
export function hear(talk: Talk, read: Read, now: Temporal.Instant): Change | undefined {
  const old = attendanceOf(talk, read);
  const unseen = old.reminders.some((one) => one.sent && !one.seenAt);
  const recently = old.heardAt !== undefined && secondsSince(old.heardAt, now) < QUIET_SECONDS;
  if (recently && !unseen) return undefined;
  return {
    put: [putAttendance(seen(old, instantText(now)), read)],
    facts: [ofTalk(speakerHeard, now, talk.person, { session: talk.session, person: talk.person })],
    jobs: [scheduleSpeakerBoard(now)],
  };
}

const secondsSince = (text: string, now: Temporal.Instant): number =>
  Temporal.Instant.from(text).until(now).total('seconds');
