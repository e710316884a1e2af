/**
 * What Callboard and one speaker of one session have said to each other: reminders, changes, the check-in.
 * A reminder is recorded in the commit that ends its job, so that what is recorded is never sent again.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

const PostedText = z.object({ channel: z.string(), ts: z.string() });

/** By what a message went: Slack, a text, or both in turn. */
export const ContactChannel = z.enum(['slack', 'sms']);
export type ContactChannel = z.infer<typeof ContactChannel>;

/** Why a reminder was not sent. */
export const DropReason = z.enum(['started', 'superseded', 'told', 'muted', 'unreachable', 'failed']);
export type DropReason = z.infer<typeof DropReason>;

/** One reminder of one start; (kind, start) is there once. Sent by hand has the kind `now-N`. */
export const ReminderEntry = z.object({
  kind: z.string(),
  start: InstantText,
  at: InstantText,
  sent: ContactChannel.exactOptional(),
  dropped: DropReason.exactOptional(),
  posted: PostedText.exactOptional(),
  /** It has the buttons of the check-in. */
  checkIn: z.boolean().exactOptional(),
  /** The organizers' words, where it was sent by hand. */
  note: z.string().exactOptional(),
  /** `Got it`, a check-in or a reply. */
  seenAt: InstantText.exactOptional(),
});
export type ReminderEntry = z.infer<typeof ReminderEntry>;

/** Where and when a session was or is. */
export const Place = z.object({ title: z.string(), room: z.string(), start: InstantText, end: InstantText });
export type Place = z.infer<typeof Place>;

/** One change that the speaker has to know. */
export const ChangeNotice = z.object({
  /** The same for all sessions of this person that one change touched: they go out as one message. */
  id: z.string(),
  at: InstantText,
  what: z.enum(['moved', 'cancelled', 'restored', 'added', 'removed']),
  /** What the speaker knew before; null where the talk was not theirs or not on. */
  was: Place.nullable(),
  /** What is so now; null where the talk is not theirs or not on any more. */
  is: Place.nullable(),
  reason: z.string().exactOptional(),
  /** The title of the talk that this one steps in for. */
  inFor: z.string().exactOptional(),
  state: z.enum(['due', 'sent', 'failed', 'superseded']),
  sent: ContactChannel.exactOptional(),
  posted: PostedText.exactOptional(),
  confirmedAt: InstantText.exactOptional(),
  confirmedBy: z.enum(['button', 'text', 'voice', 'check-in']).exactOptional(),
  calledAt: InstantText.exactOptional(),
  calls: z.number().int().positive().exactOptional(),
  /** Why the last call came to nothing; absent while it rings. */
  callFailed: z.string().exactOptional(),
});
export type ChangeNotice = z.infer<typeof ChangeNotice>;

export const Attendance = z.object({
  session: z.string(),
  person: z.string(),
  reminders: z.array(ReminderEntry),
  notices: z.array(ChangeNotice),
  checkedIn: z.object({ at: InstantText, by: z.string() }).exactOptional(),
  /** `until` is when they said that they will be there; older records have none. */
  late: z
    .object({ minutes: z.number().int().positive(), at: InstantText, until: InstantText.exactOptional() })
    .exactOptional(),
  /** Was missed at the check-in of that start, or at the time that they had named; see `missedOrigin`. */
  missed: z
    .object({ at: InstantText, start: InstantText, until: InstantText.exactOptional() })
    .exactOptional(),
  /** When the speaker last wrote or pressed anything. */
  heardAt: InstantText.exactOptional(),
});
export type Attendance = z.infer<typeof Attendance>;

/**
 * Names the page that looks for a session's speakers, so that there is one for each start, and one more for
 * those who are not there at the time that they had named.
 */
export const missedOrigin = (session: string, start: InstantText, until?: InstantText): string =>
  `missed:${session}:${start}${until === undefined ? '' : `:${until}`}`;

export const attendanceId = (session: string, person: string): string => `${session}:${person}`;

export const attendanceDocument = document({
  name: 'attendance',
  schema: Attendance,
  schemaVersion: 1,
  indexes: (one) => [`session:${one.session}`, `person:${one.person}`],
});

export const noAttendance = (session: string, person: string): Attendance => ({
  session,
  person,
  reminders: [],
  notices: [],
});
