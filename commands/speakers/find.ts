/** What people mean by a speaker, a session, a room, a track, typed in a hurry. */
import type { Session } from '../../src/domain/agenda/session.ts';
import { type Match, match, plain } from '../../src/domain/match.ts';
import type { Links } from '../../src/domain/speakers/link.ts';
import { type Speaker, speakersOf } from '../../src/domain/speakers/linking.ts';
import { UserError } from '../../src/errors.ts';
import { clip, escape } from '../../src/slack-text.ts';

const MOST = 8;

export const quoted = (text: string): string => clip(escape(text.trim()).replaceAll('`', 'ˋ'), 80);

const listed = (names: readonly string[]): string =>
  names
    .slice(0, MOST)
    .map((name) => `• ${name}`)
    .join('\n') + (names.length > MOST ? '\n• …' : '');

/** By name or any part of it; somebody linked but no longer on the programme is found too. */
export function findSpeaker(typed: string, sessions: readonly Session[], links: Links): Speaker {
  const listedNow = speakersOf(sessions);
  const known = new Set(listedNow.map((speaker) => speaker.id));
  const former = [...links.values()]
    .filter((link) => !known.has(link.speaker))
    .map((link): Speaker => ({ id: link.speaker, name: link.name, sessions: [] }));
  const all = [...listedNow, ...former];
  const found: Match<Speaker> = match(typed, all, (one) => [one.name, ...nameEnds(one.name)]);
  if ('found' in found) return found.found;
  if ('none' in found) throw new UserError('speakers.noSpeaker', { typed: quoted(typed) });
  const candidates = found.ambiguous.map(
    (one) => `${escape(one.name)} (${one.sessions.map((session) => session.code).join(', ') || '—'})`,
  );
  throw new UserError('speakers.severalSpeakers', { typed: quoted(typed), candidates: listed(candidates) });
}

/** `García López` also finds Ana García López. */
const nameEnds = (name: string): string[] => {
  const words = name.split(/\s+/);
  return words.slice(1).map((_, i) => words.slice(i + 1).join(' '));
};

/** `S17`, or words of a title when they fit only one session. */
export function findSession(typed: string, sessions: readonly Session[]): Session {
  const text = typed.trim();
  const code = sessions.find((session) => session.code === text.toUpperCase());
  if (code) return code;
  const words = plain(text).split(' ').filter(Boolean);
  const fitting = sessions.filter((session) => {
    const title = ` ${plain(session.title)}`;
    return words.length > 0 && words.every((word) => title.includes(` ${word}`));
  });
  const [first, second] = fitting;
  if (!first) throw new UserError('speakers.noSession', { typed: quoted(text) });
  if (!second) return first;
  const candidates = fitting.map((one) => `\`${one.code}\` ${escape(clip(one.title, 100))}`);
  throw new UserError('speakers.severalSessions', { typed: quoted(text), candidates: listed(candidates) });
}

/** A room or a track by any unambiguous beginning. */
export function findName(typed: string, names: readonly string[]): string {
  const found = match(typed, new Set(names), (name) => [name]);
  if ('found' in found) return found.found;
  const candidates = listed(('ambiguous' in found ? found.ambiguous : names).map(escape));
  throw new UserError('speakers.whichOne', { typed: quoted(typed), candidates });
}
