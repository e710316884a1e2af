/** What people mean by a session, a room, a track: its code, or words that fit only one. */

import type { EventSettings } from '../callboard/domain/event.ts';
import { UserError } from '../core/errors.ts';
import { matchByName, plain } from '../core/match.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, quoted, truncate } from '../slack/mrkdwn.ts';
import type { AgendaState } from './domain/agenda.ts';
import type { Session } from './domain/session.ts';
import { liveSessions } from './load.ts';

const MAX_CANDIDATES = 8;

/** Candidates, one a line. */
export const listed = (names: readonly Mrkdwn[]): Mrkdwn => {
  const shown = names.slice(0, MAX_CANDIDATES).map((name) => mrkdwn`• ${name}`);
  const more = names.length - shown.length;
  return joined([...shown, ...(more > 0 ? [mrkdwn`• … (+${more})`] : [])], '\n');
};

/** Does every word begin a word of this text? Accents and case are ignored. */
const wordsFit = (words: readonly string[], text: string): boolean => {
  const known = ` ${plain(text)}`;
  return words.length > 0 && words.every((word) => known.includes(` ${word}`));
};

const wordsOf = (typed: string): string[] => plain(typed).split(' ').filter(Boolean);

/** `S17`, or words of the title when they fit only one. */
export function findSession(sessions: readonly Session[], typed: string): Session {
  const text = typed.trim();
  if (text === '') throw new UserError('agenda.whichSession');
  if (/^s\d+$/i.test(text)) {
    const found = sessions.find((session) => session.code === text.toUpperCase());
    if (found) return found;
    throw new UserError('agenda.noSession', { typed: quoted(text) });
  }
  const words = wordsOf(text);
  const whole = sessions.filter((session) => plain(session.title) === words.join(' '));
  const fitting = whole.length > 0 ? whole : sessions.filter((session) => wordsFit(words, session.title));
  const [first, second] = fitting;
  if (first === undefined) throw new UserError('agenda.noSession', { typed: quoted(text) });
  if (second === undefined) return first;
  throw new UserError('agenda.severalSessions', {
    typed: quoted(text),
    candidates: listed(
      fitting.map((session) => mrkdwn`${code(session.code)} ${escape(truncate(session.title, 100))}`),
    ),
  });
}

export interface Named {
  readonly name: string;
  readonly names: readonly string[];
}

function findNamed(typed: string, all: readonly Named[], what: 'room' | 'track'): string {
  const found = matchByName(typed, all, (one) => one.names);
  if ('found' in found) return found.found.name;
  if (all.length === 0) throw new UserError(what === 'room' ? 'agenda.noRooms' : 'agenda.noTracks');
  const names = ('ambiguous' in found ? found.ambiguous : all).map(({ name }) => escape(name));
  const params = { typed: quoted(typed), candidates: listed(names) };
  if (what === 'room')
    throw new UserError('ambiguous' in found ? 'agenda.severalRooms' : 'agenda.noSuchRoom', params);
  throw new UserError('ambiguous' in found ? 'agenda.severalTracks' : 'agenda.noSuchTrack', params);
}

/** The rooms of the agenda and the settings, and further ones, each with the names the settings give it. */
export function roomsOf(state: AgendaState, event: EventSettings, further: Iterable<string> = []): Named[] {
  const names = new Set([...state.agenda.rooms, ...event.rooms.map(({ name }) => name)]);
  for (const { room } of liveSessions(state)) if (room !== '') names.add(room);
  for (const name of further) names.add(name);
  return [...names].map((name) => ({
    name,
    names: [name, ...(event.rooms.find((one) => one.name === name)?.aliases ?? [])],
  }));
}

export const findNamedRoom = (rooms: readonly Named[], typed: string): string =>
  findNamed(typed, rooms, 'room');

/** The room, where the words name one: they may be a title instead. Throws only where several rooms fit. */
export function roomIfNamed(rooms: readonly Named[], typed: string): string | undefined {
  try {
    return findNamedRoom(rooms, typed);
  } catch (error) {
    if (error instanceof UserError && error.key === 'agenda.severalRooms') throw error;
    return undefined;
  }
}

export function findTrack(sessions: readonly Session[], typed: string): string {
  const tracks = new Set(sessions.flatMap(({ track }) => (track ? [track] : [])));
  return findNamed(
    typed,
    [...tracks].map((name) => ({ name, names: [name] })),
    'track',
  );
}

/** Every session of a speaker whose name holds these words. */
export const ofSpeaker = (sessions: readonly Session[], typed: string): Session[] =>
  sessions.filter((session) => session.speakers.some(({ name }) => wordsFit(wordsOf(typed), name)));
