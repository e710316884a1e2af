/** What happens between Callboard and the speakers. No words of theirs and no numbers: only references. */
import { z } from 'zod';
import { type Actor, type Fact, fact, recordFact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { ContactChannel, DropReason } from './attendance.ts';
import { LinkedHow } from './link.ts';

const speakerOf = { speaker: z.string(), person: z.string() };
const talk = { session: z.string(), person: z.string() };

export const speakerLinked = fact('speaker.linked', z.object({ ...speakerOf, how: LinkedHow }));
export const speakerUnlinked = fact('speaker.unlinked', z.object(speakerOf));
export const speakerMuted = fact('speaker.muted', z.object({ ...speakerOf, muted: z.boolean() }));
/** Somebody handed in a table of speakers, and what it would link is shown to them. No row of it is in here. */
export const speakerTableRead = fact(
  'speaker.table-read',
  z.object({ of: z.string(), rows: z.number(), links: z.number() }),
);
export const speakerTableEnded = fact(
  'speaker.table-ended',
  z.object({ of: z.string(), how: z.enum(['applied', 'discarded']), links: z.number() }),
);
export const planChanged = fact('speaker.plan-changed', z.object({ fields: z.array(z.string()) }));

/** When it was to leave; facts from before this was noted have none, and neither has what was sent by hand. */
const due = InstantText.exactOptional();
export const speakerReminded = fact(
  'speaker.reminded',
  z.object({ ...talk, kind: z.string(), start: InstantText, way: ContactChannel, due }),
);
export const reminderDropped = fact(
  'speaker.reminder-dropped',
  z.object({ ...talk, kind: z.string(), start: InstantText, reason: DropReason, due }),
);
/** The plan's reminders of a session were taken back, because it was cancelled. */
export const remindersCancelled = fact(
  'speaker.reminders-cancelled',
  z.object({ session: z.string(), persons: z.array(z.string()) }),
);
export const reminderSeen = fact('speaker.reminder-seen', z.object(talk));

export const changeDue = fact('speaker.change-due', z.object({ ...talk, notice: z.string() }));
/** The session is again as the speaker knows it, before anything was sent. */
export const changeTakenBack = fact('speaker.change-taken-back', z.object({ ...talk, notice: z.string() }));
export const changeTold = fact(
  'speaker.change-told',
  z.object({ ...talk, notice: z.string(), way: ContactChannel }),
);
export const changeNotTold = fact(
  'speaker.change-not-told',
  z.object({ ...talk, notice: z.string(), code: z.string() }),
);
export const changeConfirmed = fact(
  'speaker.change-confirmed',
  z.object({ ...talk, notice: z.string(), by: z.enum(['button', 'text', 'voice', 'check-in']) }),
);
/** What the call will say is kept, since the provider asks for it when somebody answers. */
export const callPrepared = fact('speaker.call-prepared', z.object({ ...talk, notice: z.string() }));
export const speakerCalled = fact('speaker.called', z.object({ ...talk, notice: z.string() }));
export const speakerNotCalled = fact(
  'speaker.not-called',
  z.object({ ...talk, notice: z.string(), code: z.string() }),
);
/** A call ended without a 1: `code` is the provider's, or ours (`busy`, `voicemail`, `no-answer`, `no-digit`). */
export const speakerUnanswered = fact(
  'speaker.call-unanswered',
  z.object({ ...talk, notice: z.string(), code: z.string() }),
);

export const checkedIn = fact('speaker.checked-in', z.object(talk));
export const runningLate = fact('speaker.running-late', z.object({ ...talk, minutes: z.number() }));
export const helpAsked = fact('speaker.help-asked', z.object(talk));
export const speakersMissing = fact(
  'speaker.missing',
  z.object({ session: z.string(), start: InstantText, persons: z.array(z.string()) }),
);
/** A sign of life: the speaker wrote or pressed something. */
export const speakerHeard = fact('speaker.heard', z.object(talk));

export const messagePrepared = fact(
  'speaker.message-prepared',
  z.object({ message: z.string(), persons: z.number() }),
);
export const messageDiscarded = fact('speaker.message-discarded', z.object({ message: z.string() }));
export const speakersMessaged = fact(
  'speaker.messaged',
  z.object({ message: z.string(), persons: z.number() }),
);
export const messageDelivered = fact(
  'speaker.message-delivered',
  z.object({ message: z.string(), way: ContactChannel }),
);

/** A fact about one speaker of one session. */
export function ofTalk<T extends { readonly session: string; readonly person: string }>(
  kind: { readonly name: string; readonly schema: z.ZodType<T> },
  at: Fact['at'],
  by: Actor,
  data: T,
): Fact {
  return recordFact(kind, { at, by, about: [`session:${data.session}`, `person:${data.person}`], data });
}
