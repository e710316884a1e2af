/** What people mean by a speaker, typed in a hurry. */

import type { Session } from '../../src/agenda/domain/session.ts';
import { listed } from '../../src/agenda/find.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Match, matchByName } from '../../src/core/match.ts';
import { escape, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import type { Links } from '../../src/speakers/domain/link.ts';
import { type Speaker, speakersOf } from '../../src/speakers/domain/linking.ts';

/** By name or any part of it; somebody linked but no longer on the programme is found too. */
export function findSpeaker(typed: string, sessions: readonly Session[], links: Links): Speaker {
  const listedNow = speakersOf(sessions);
  const known = new Set(listedNow.map((speaker) => speaker.id));
  const former = [...links.values()]
    .filter((link) => !known.has(link.speaker))
    .map((link): Speaker => ({ id: link.speaker, name: link.name, sessions: [] }));
  const all = [...listedNow, ...former];
  const found: Match<Speaker> = matchByName(typed, all, (one) => [one.name, ...nameEnds(one.name)]);
  if ('found' in found) return found.found;
  if ('none' in found) throw new UserError('speakers.noSpeaker', { typed: quoted(typed) });
  const candidates = found.ambiguous.map(
    (one) =>
      mrkdwn`${escape(one.name)} (${escape(one.sessions.map((session) => session.code).join(', ') || '—')})`,
  );
  throw new UserError('speakers.severalSpeakers', { typed: quoted(typed), candidates: listed(candidates) });
}

/** `García López` also finds Ana García López. */
const nameEnds = (name: string): string[] => {
  const words = name.split(/\s+/);
  return words.slice(1).map((_, i) => words.slice(i + 1).join(' '));
};
