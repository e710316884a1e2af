/** Who a speaker of the agenda is: the link between the source's speaker and a person Callboard can reach. */
import { z } from 'zod';
import type { Session } from '../../agenda/domain/session.ts';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

/** What the link rests on; everything but `organizer` was proposed by `match` and confirmed by somebody. */
export const LinkedHow = z.enum(['email', 'name', 'organizer']);
export type LinkedHow = z.infer<typeof LinkedHow>;

/** Its id is the speaker's id in the agenda. One person may have several: sources rename their speakers. */
export const SpeakerLink = z.object({
  /** The speaker's id, as in `SpeakerRef`. */
  speaker: z.string(),
  /** The name as the agenda had it when the link was made. */
  name: z.string(),
  /** A person's id. */
  person: z.string(),
  how: LinkedHow,
  by: z.string(),
  at: InstantText,
  /** Gets no reminders; changes, calls and the check-in go on. */
  muted: z.boolean().exactOptional(),
});
export type SpeakerLink = z.infer<typeof SpeakerLink>;

export const speakerLinkDocument = document({
  name: 'speaker-link',
  schema: SpeakerLink,
  schemaVersion: 1,
  indexes: (link) => [`person:${link.person}`],
});

/** Links by the speaker's id. */
export type Links = ReadonlyMap<string, SpeakerLink>;

export const linksById = (links: Iterable<SpeakerLink>): Links =>
  new Map([...links].map((link) => [link.speaker, link]));

/** The links of a session's speakers, one per person, in the order of the agenda. */
export function linkedSpeakers(session: Session, links: Links): SpeakerLink[] {
  const seen = new Map<string, SpeakerLink>();
  for (const speaker of session.speakers) {
    const link = links.get(speaker.id);
    if (link && !seen.has(link.person)) seen.set(link.person, link);
  }
  return [...seen.values()];
}

/** The sessions that a person speaks in or moderates, soonest first. */
export const sessionsOfSpeaker = (person: string, sessions: Iterable<Session>, links: Links): Session[] =>
  [...sessions]
    .filter((session) => session.speakers.some((speaker) => links.get(speaker.id)?.person === person))
    .sort((a, b) => a.start.localeCompare(b.start) || a.code.localeCompare(b.code));
