/** Organizers' own messages to speakers: one reminder by hand, or the same words to many of them. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Session } from '../../agenda/domain/session.ts';
import {
  type Actor,
  type Change,
  document,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { ContactChannel } from './attendance.ts';
import { messageDelivered, messageDiscarded, messagePrepared, speakersMessaged } from './facts.ts';
import { deliverMessage, remindNow } from './jobs.ts';
import { type Links, linkedSpeakers } from './link.ts';

/** Words for many, prepared, shown, and then sent or discarded. */
export const SpeakerMessage = z.object({
  id: z.string(),
  by: z.string(),
  at: InstantText,
  text: z.string(),
  /** What was asked for: `room:Main hall`, `day:2019-06-05`, `track:Ops`. */
  to: z.string(),
  persons: z.array(z.string()),
  state: z.enum(['prepared', 'sent', 'discarded']),
});
export type SpeakerMessage = z.infer<typeof SpeakerMessage>;

export const speakerMessageDocument = document({
  name: 'speaker-message',
  schema: SpeakerMessage,
  schemaVersion: 1,
});

/** What one person got of a message, so that they get it once. Its id is the job's. */
export const messageReceipt = document({
  name: 'speaker-message-receipt',
  schema: z.object({ message: z.string(), person: z.string(), way: ContactChannel, at: InstantText }),
  schemaVersion: 1,
});

/** The linked speakers of these sessions, each once, and the names of those who are not linked. */
export function audience(
  sessions: readonly Session[],
  links: Links,
): { readonly persons: string[]; readonly unlinked: string[] } {
  const persons = sessions.flatMap((session) => linkedSpeakers(session, links).map((link) => link.person));
  const unlinked = sessions.flatMap((session) =>
    session.speakers.filter((speaker) => !links.has(speaker.id)).map((speaker) => speaker.name),
  );
  return { persons: [...new Set(persons)], unlinked: [...new Set(unlinked)] };
}

export const prepareMessage = (message: SpeakerMessage, now: Temporal.Instant): Change => ({
  put: [put(speakerMessageDocument, message.id, message)],
  facts: [
    recordFact(messagePrepared, {
      at: now,
      by: message.by,
      about: ['speakers'],
      data: { message: message.id, persons: message.persons.length },
    }),
  ],
});

/** Undefined where it was sent or discarded already. */
export function sendMessage(
  read: Versioned<SpeakerMessage>,
  by: Actor,
  now: Temporal.Instant,
): Change | undefined {
  const { value } = read;
  if (value.state !== 'prepared') return undefined;
  return {
    put: [put(speakerMessageDocument, read.id, { ...value, state: 'sent' as const }, read.version)],
    facts: [
      recordFact(speakersMessaged, {
        at: now,
        by,
        about: ['speakers', ...value.persons.map((person) => `person:${person}`)],
        data: { message: value.id, persons: value.persons.length },
      }),
    ],
    jobs: value.persons.map((person) => scheduleJob(deliverMessage, now, { message: value.id, person })),
  };
}

export function discardMessage(
  read: Versioned<SpeakerMessage>,
  by: Actor,
  now: Temporal.Instant,
): Change | undefined {
  const { value } = read;
  if (value.state !== 'prepared') return undefined;
  return {
    put: [put(speakerMessageDocument, read.id, { ...value, state: 'discarded' as const }, read.version)],
    facts: [recordFact(messageDiscarded, { at: now, by, about: ['speakers'], data: { message: value.id } })],
  };
}

export const messageReceived = (
  id: string,
  message: string,
  person: string,
  way: ContactChannel,
  now: Temporal.Instant,
): Change => ({
  put: [put(messageReceipt, id, { message, person, way, at: instantText(now) })],
  facts: [
    recordFact(messageDelivered, {
      at: now,
      by: 'callboard',
      about: [`person:${person}`],
      data: { message, way },
    }),
  ],
});

/** `Remind` by hand: each linked speaker of the session, now, with words or without. */
export const remindByHand = (
  session: Session,
  persons: readonly string[],
  number: number,
  note: string | undefined,
  by: Actor,
  now: Temporal.Instant,
): Change => ({
  jobs: persons.map((person) =>
    scheduleJob(remindNow, now, {
      session: session.code,
      person,
      number,
      start: session.start,
      by,
      ...(note !== undefined && { note }),
    }),
  ),
});
