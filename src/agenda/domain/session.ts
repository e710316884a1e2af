/** A session of the agenda: one slot of one talk in one room. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

/** A speaker as the source names them; linking them to people is the speakers folder's work. */
export const SpeakerRef = z.object({
  /** Stable in the source where it has one (guid, code, id), else made from the name. */
  id: z.string(),
  name: z.string(),
  /** `mailPrint` of the e-mail address, where the source has one: links are proposed by it. */
  mail: z.string().exactOptional(),
});
export type SpeakerRef = z.infer<typeof SpeakerRef>;

export const SessionContent = z.object({
  title: z.string(),
  subtitle: z.string().exactOptional(),
  abstract: z.string().exactOptional(),
  description: z.string().exactOptional(),
  speakers: z.array(SpeakerRef),
  track: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  language: z.string().exactOptional(),
  url: z.string().exactOptional(),
  links: z.array(z.object({ title: z.string(), url: z.string() })).exactOptional(),
  /** A break, a meal, a plenary service slot: nobody speaks, delays are absorbed here. */
  isBreak: z.boolean().exactOptional(),
  /** Whoever speaks does not want to be recorded. */
  doNotRecord: z.literal(true).exactOptional(),
});
export type SessionContent = z.infer<typeof SessionContent>;

/** When it began and ended, as the stage clock was told; the plan stays what it was. */
export const Actual = z.object({
  start: InstantText.exactOptional(),
  /** Never before `start`. */
  end: InstantText.exactOptional(),
});
export type Actual = z.infer<typeof Actual>;

export const Session = SessionContent.extend({
  /** The short code people type, `S17`; stable across imports. */
  code: z.string(),
  /** The identity in the source: guid where it has one. */
  guid: z.string(),
  /** '' where the source names none. */
  room: z.string(),
  start: InstantText,
  end: InstantText,
  state: z.enum(['scheduled', 'cancelled']),
  /** The reason that was given for a cancellation. */
  reason: z.string().exactOptional(),
  /** What the source says of the fields that somebody here changed by hand; absent where nothing was. */
  base: z
    .object({
      room: z.string().exactOptional(),
      start: InstantText.exactOptional(),
      end: InstantText.exactOptional(),
      state: z.enum(['scheduled', 'cancelled']).exactOptional(),
    })
    .exactOptional(),
  actual: Actual.exactOptional(),
});
export type Session = z.infer<typeof Session>;

/** Sessions are documents of their own, so that a live change touches one of them. Its id is the code. */
export const sessionDocument = document({ name: 'session', schema: Session, schemaVersion: 1 });
