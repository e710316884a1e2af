/** What people mean by a session, a room, a track: its code or an unambiguous beginning of its name. */
import { sessionsOf } from '../../src/agenda/load.ts';
import type { AgendaState } from '../../src/domain/agenda/agenda.ts';
import type { Session } from '../../src/domain/agenda/session.ts';
import type { EventSettings } from '../../src/domain/event/event.ts';
import { match, plain } from '../../src/domain/match.ts';
import { UserError } from '../../src/errors.ts';
import { clip, escape } from '../../src/slack-text.ts';

const MOST_CANDIDATES = 8;

const quoted = (text: string): string => clip(escape(text.trim()).replaceAll('`', 'ˋ'), 80);

const listed = (names: readonly string[]): string =>
  names
    .slice(0, MOST_CANDIDATES)
    .map((name) => `• ${name}`)
    .join('\n') + (names.length > MOST_CANDIDATES ? `\n• … (+${names.length - MOST_CANDIDATES})` : '');

/** `S17`, or words of the title when they fit only one. */
export function findSession(state: AgendaState, typed: string): Session {
  const text = typed.trim();
  if (text === '') throw new UserError('agenda.whichSession');
  if (/^s\d+$/i.test(text)) {
    const found = state.sessions.get(text.toUpperCase());
    if (found) return found.value;
    throw new UserError('agenda.noSession', { typed: quoted(text) });
  }
  const words = plain(text).split(' ').filter(Boolean);
  const all = sessionsOf(state);
  const whole = all.filter((session) => plain(session.title) === words.join(' '));
  const fitting =
    whole.length > 0
      ? whole
      : all.filter((session) => {
          const title = ` ${plain(session.title)}`;
          return words.length > 0 && words.every((word) => title.includes(` ${word}`));
        });
  const [first, second] = fitting;
  if (first === undefined) throw new UserError('agenda.noSession', { typed: quoted(text) });
  if (second === undefined) return first;
  throw new UserError('agenda.severalSessions', {
    typed: quoted(text),
    candidates: listed(fitting.map((session) => `\`${session.code}\` ${escape(clip(session.title, 100))}`)),
  });
}

interface Named {
  readonly name: string;
  readonly names: readonly string[];
}

function findNamed(typed: string, all: readonly Named[], what: 'room' | 'track'): string {
  const found = match(typed, all, (one) => one.names);
  if ('found' in found) return found.found.name;
  const names = ('ambiguous' in found ? found.ambiguous : all).map(({ name }) => escape(name));
  const params = { typed: quoted(typed), candidates: listed(names) };
  if (what === 'room')
    throw new UserError('ambiguous' in found ? 'agenda.severalRooms' : 'agenda.noSuchRoom', params);
  throw new UserError('ambiguous' in found ? 'agenda.severalTracks' : 'agenda.noSuchTrack', params);
}

/** The rooms of the agenda, with the other names that the event's settings give them. */
export function roomsOf(state: AgendaState, event: EventSettings): Named[] {
  const names = new Set([...state.agenda.rooms, ...event.rooms.map(({ name }) => name)]);
  for (const { value } of state.sessions.values()) if (value.room !== '') names.add(value.room);
  return [...names].map((name) => ({
    name,
    names: [name, ...(event.rooms.find((one) => one.name === name)?.aliases ?? [])],
  }));
}

export const findRoom = (state: AgendaState, event: EventSettings, typed: string): string =>
  findNamed(typed, roomsOf(state, event), 'room');

export function findTrack(state: AgendaState, typed: string): string {
  const tracks = new Set(sessionsOf(state).flatMap(({ track }) => (track ? [track] : [])));
  return findNamed(
    typed,
    [...tracks].map((name) => ({ name, names: [name] })),
    'track',
  );
}

/** Every session of a speaker whose name holds these words, accents and case ignored. */
export function ofSpeaker(state: AgendaState, typed: string): Session[] {
  const words = plain(typed).split(' ').filter(Boolean);
  return sessionsOf(state).filter((session) =>
    session.speakers.some(({ name }) => {
      const known = ` ${plain(name)}`;
      return words.length > 0 && words.every((word) => known.includes(` ${word}`));
    }),
  );
}
