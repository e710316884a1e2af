/** What falls due for speakers. Each id names what it is for, so that the same again re-times it. */
import { z } from 'zod';
import { jobKind, RETRY } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

/** One reminder of one speaker. `start` is the start it was planned for: for another it is not sent. */
export const remindSpeaker = jobKind({
  name: 'remind-speaker',
  schema: z.object({
    session: z.string(),
    person: z.string(),
    kind: z.string(),
    start: InstantText,
    /** When it is to leave, however often it is tried; jobs from before this was noted have none. */
    due: InstantText.exactOptional(),
  }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ session, person, kind }: { session: string; person: string; kind: string }) =>
    `remind:${session}:${person}:${kind}`,
});

/** A reminder that an organizer sends by hand, perhaps with words of their own. */
export const remindNow = jobKind({
  name: 'remind-now',
  schema: z.object({
    session: z.string(),
    person: z.string(),
    number: z.number().int(),
    start: InstantText,
    by: z.string(),
    note: z.string().exactOptional(),
  }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ session, person, number }: { session: string; person: string; number: number }) =>
    `remind-now:${session}:${person}:${number}`,
});

/** Misses the speakers of a session who have not checked in. */
export const pageMissingSpeakers = jobKind({
  name: 'miss-speakers',
  schema: z.object({ session: z.string(), start: InstantText }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ session }: { session: string }) => `miss:${session}`,
});

/** Tells one person a change of their sessions, all that one notice names in one message. */
export const tellChange = jobKind({
  name: 'tell-change',
  schema: z.object({ person: z.string(), notice: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ person, notice }: { person: string; notice: string }) => `tell-change:${person}:${notice}`,
});

/** Calls a speaker who has not confirmed a change. */
export const callSpeaker = jobKind({
  name: 'call-speaker',
  schema: z.object({ session: z.string(), person: z.string(), start: InstantText }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ session, person }: { session: string; person: string }) => `call:${session}:${person}`,
});

/** That call ended without a 1: the provider says so, or no word has come of it. */
export const callUnanswered = jobKind({
  name: 'call-unanswered',
  schema: z.object({
    session: z.string(),
    person: z.string(),
    notice: z.string(),
    call: z.number().int(),
    code: z.string(),
  }),
  queue: 'pages',
  retry: RETRY.paging,
  // Each call has its own, so that a late word about the first is none about the second.
  id: ({ session, person, call }: { session: string; person: string; call: number }) =>
    `call-unanswered:${session}:${person}:${call}`,
});
/** At most so many calls about one change. */
export const MAX_CALLS = 2;

/** A speaker pressed 1 in that call. */
export const confirmByVoice = jobKind({
  name: 'confirm-by-voice',
  schema: z.object({ person: z.string(), notice: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ person, notice }: { person: string; notice: string }) => `confirm-by-voice:${person}:${notice}`,
});

/** Delivers an organizers' message to one speaker. */
export const deliverMessage = jobKind({
  name: 'deliver-message',
  schema: z.object({ message: z.string(), person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ message, person }: { message: string; person: string }) => `deliver:${message}:${person}`,
});

/** Tells the room that a speaker runs late. */
export const tellLate = jobKind({
  name: 'tell-late',
  schema: z.object({ session: z.string(), person: z.string(), minutes: z.number().int() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ session, person }: { session: string; person: string }) => `late:${session}:${person}`,
});
/** Offers the organizers to move the agenda by as much. */
export const offerDelay = jobKind({
  name: 'offer-delay',
  schema: z.object({ session: z.string(), person: z.string(), minutes: z.number().int() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ session, person }: { session: string; person: string }) => `offer-delay:${session}:${person}`,
});

/**
 * Offers the talks that may step in where nobody has come: to the organizers, and in a run of its own to the person
 * `to`, who leads the stage. `start` is the start that it was planned for.
 */
export const offerStandby = jobKind({
  name: 'offer-standby',
  schema: z.object({ session: z.string(), start: InstantText, to: z.string().exactOptional() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ session, to }: { session: string; to?: string }) =>
    `offer-standby:${session}${to === undefined ? '' : `:${to}`}`,
});

/** Gives whoever looks for missing speakers their numbers, in a direct message. */
export const dmSpeakerNumbers = jobKind({
  name: 'give-numbers',
  schema: z.object({ session: z.string(), to: z.string(), persons: z.array(z.string()) }),
  queue: 'pages',
  retry: RETRY.paging,
  id: (_: unknown, origin: string) => `numbers:${origin}`,
});

/** Ends the page that looks for a speaker who has come, where it was just being opened. */
export const closeMissingSpeakerPage = jobKind({
  name: 'found-speaker',
  schema: z.object({ origin: z.string(), person: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ origin }: { origin: string }) => `found:${origin}`,
});

/** Brings the posted boards up to date; of one channel, where it is named. */
export const refreshBoard = jobKind({
  name: 'refresh-speaker-board',
  schema: z.object({ channel: z.string().exactOptional() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ channel }: { channel?: string }) => `speaker-board${channel === undefined ? '' : `:${channel}`}`,
});
