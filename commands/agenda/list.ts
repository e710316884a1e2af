/**
 * The lists of the agenda: what is on, a day, a room, a track, a speaker, a search. Each is a question that
 * can be asked again for its next page, so `More` and `Refresh` show the agenda as it is when pressed.
 */
import { byDay, daysFrom } from '../../src/agenda/domain/days.ts';
import { nowAndNext, orderedRooms } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { byStart } from '../../src/agenda/domain/slots.ts';
import { findRoom, findTrack, ofSpeaker, roomsOf } from '../../src/agenda/find.ts';
import { context, section } from '../../src/agenda/lines.ts';
import { loadAgenda, readAgenda, sessionsOf } from '../../src/agenda/load.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Asking } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/ports.ts';
import { dayAndClock, longDate } from '../../src/i18n/time.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import type { Query } from './query.ts';
import { agendaSearch } from './search.ts';
import { emptyAgenda, listView, nextView, nowView } from './view.ts';

const search = agendaSearch();

type Asked = Pick<Asking, 't' | 'locale' | 'zone' | 'now' | 'event'> & { readonly person?: Person };

/** Lists are in the event's zone; somebody whose own clock shows another time is told the difference. */
export async function answer(query: Query, asking: Asked, deps: Deps): Promise<Message> {
  const message = await list(query, asking, deps);
  const { t, locale, zone, now } = asking;
  const own = asking.person?.zone;
  if (own === undefined || dayAndClock(now, own, locale) === dayAndClock(now, zone, locale)) return message;
  const note = t('agenda.ownZone', { zone, own, time: dayAndClock(now, own, locale) });
  return { ...message, blocks: [...(message.blocks ?? [section(message.text)]), context(note)] };
}

async function list(query: Query, asking: Asked, deps: Deps): Promise<Message> {
  const state = await loadAgenda(deps);
  if (state.sessions.size === 0) return emptyAgenda(asking.t);
  const page = query.page ?? 0;
  const arg = query.arg ?? '';
  const listed = (sessions: readonly Session[], title: string, by: 'room' | 'day' | 'none') =>
    listView({ query, title, page, groups: grouped(sessions, by) }, asking);
  const grouped = (sessions: readonly Session[], by: 'room' | 'day' | 'none') => {
    if (by === 'none') return [{ name: undefined, sessions: [...sessions] }];
    if (by === 'room')
      return roomGroups(sessions, orderedRooms(readAgenda(state.sessions), state.agenda.rooms));
    const days = state.agenda.days.length > 0 ? state.agenda.days : daysFrom(sessions, asking.zone);
    return byDay(sessions, days, asking.zone)
      .filter((group) => group.sessions.length > 0)
      .map((group) => ({
        name: dayName(group.date, group.index, asking),
        sessions: group.sessions.sort(byStart),
      }));
  };
  switch (query.q) {
    case 'now':
    case 'next': {
      const rooms = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, asking.now.epochMilliseconds);
      return query.q === 'now' ? nowView(rooms, page, asking) : nextView(rooms, page, asking);
    }
    case 'day': {
      const days =
        state.agenda.days.length > 0 ? state.agenda.days : daysFrom(sessionsOf(state), asking.zone);
      const group = byDay(sessionsOf(state), days, asking.zone).find(({ date }) => date === arg);
      const known = group ?? { date: arg, index: undefined, sessions: [] };
      return listed(known.sessions, dayName(known.date, known.index, asking), 'room');
    }
    case 'room': {
      const room = findRoom(roomsOf(state, asking.event), arg);
      return listed(
        sessionsOf(state).filter((session) => session.room === room),
        escape(room),
        'day',
      );
    }
    case 'track': {
      const track = findTrack(sessionsOf(state), arg);
      return listed(
        sessionsOf(state).filter((session) => session.track === track),
        asking.t('agenda.trackTitle', { track: escape(track) }),
        'day',
      );
    }
    case 'speaker': {
      const found = ofSpeaker(sessionsOf(state), arg);
      return listed(found, asking.t('agenda.speakerTitle', { name: escape(arg) }), 'day');
    }
    case 'search': {
      const found = search(state.sessions, arg).flatMap((code) => state.sessions.get(code)?.value ?? []);
      return listed(found, asking.t('agenda.searchTitle', { words: escape(arg) }), 'none');
    }
  }
}

function dayName(date: string, index: number | undefined, { t, locale }: Asked): string {
  const name = longDate(date, locale);
  return index === undefined ? name : t('agenda.dayTitle', { day: index, date: name });
}

function roomGroups(sessions: readonly Session[], order: readonly string[]) {
  const rooms = new Map<string, Session[]>(order.map((room) => [room, []]));
  for (const session of sessions) {
    const inRoom = rooms.get(session.room);
    if (inRoom) inRoom.push(session);
    else rooms.set(session.room, [session]);
  }
  return [...rooms]
    .filter(([, inRoom]) => inRoom.length > 0)
    .map(([room, inRoom]) => ({ name: room, sessions: inRoom.sort(byStart) }));
}
