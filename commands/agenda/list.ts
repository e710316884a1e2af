/**
 * The lists of the agenda: what is on, a day, a room, a track, a speaker, a search. Each is a question that
 * can be asked again for its next page, so `More` and `Refresh` show the agenda as it is when pressed.
 */

import { byDay, daysFrom } from '../../src/agenda/domain/days.ts';
import { nowAndNext, orderedRooms } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { byStart } from '../../src/agenda/domain/slots.ts';
import { findNamedRoom, findTrack, ofSpeaker, roomsOf } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { dayAndClock, longDate } from '../../src/i18n/time.ts';
import { context, section } from '../../src/slack/blocks.ts';
import { escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import type { Query } from './query.ts';
import { type AgendaSearch, agendaSearch } from './search.ts';
import { agendaListView, agendaNowView, emptyAgenda, nextView } from './view.ts';

/** One index for each event of this process. */
const searches = new WeakMap<Deps['sessions'], AgendaSearch>();
const searchOf = ({ sessions }: Deps): AgendaSearch => {
  const search = searches.get(sessions) ?? agendaSearch();
  searches.set(sessions, search);
  return search;
};

type Asked = Pick<RequestContext, 't' | 'locale' | 'zone' | 'now' | 'event'> & { readonly person?: Person };

/** Lists are in the event's zone; somebody whose own clock shows another time is told the difference. */
export async function answerQuery(query: Query, request: Asked, deps: Deps): Promise<Message> {
  const message = await list(query, request, deps);
  const { t, locale, zone, now } = request;
  const own = request.person?.zone;
  if (own === undefined || dayAndClock(now, own, locale) === dayAndClock(now, zone, locale)) return message;
  const note = t('agenda.ownZone', {
    zone: escape(zone),
    own: escape(own),
    time: dayAndClock(now, own, locale),
  });
  return { ...message, blocks: [...(message.blocks ?? [section(message.text)]), context(note)] };
}

async function list(query: Query, request: Asked, deps: Deps): Promise<Message> {
  const state = await loadAgenda(deps);
  if (state.sessions.size === 0) return emptyAgenda(request.t);
  const page = query.page ?? 0;
  const arg = query.arg ?? '';
  const listed = (sessions: readonly Session[], title: Mrkdwn, by: 'room' | 'day' | 'none') =>
    agendaListView({ query, title, page, groups: grouped(sessions, by) }, request);
  const grouped = (sessions: readonly Session[], by: 'room' | 'day' | 'none') => {
    if (by === 'none') return [{ name: undefined, sessions: [...sessions] }];
    if (by === 'room')
      return roomGroups(sessions, orderedRooms(readAgenda(state.sessions), state.agenda.rooms));
    const days = state.agenda.days.length > 0 ? state.agenda.days : daysFrom(sessions, request.zone);
    return byDay(sessions, days, request.zone)
      .filter((group) => group.sessions.length > 0)
      .map((group) => ({
        name: dayName(group.date, group.index, request),
        sessions: group.sessions.sort(byStart),
      }));
  };
  switch (query.q) {
    case 'now':
    case 'next': {
      const rooms = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, request.now.epochMilliseconds);
      return query.q === 'now' ? agendaNowView(rooms, page, request) : nextView(rooms, page, request);
    }
    case 'day': {
      const days =
        state.agenda.days.length > 0 ? state.agenda.days : daysFrom(liveSessions(state), request.zone);
      const all = byDay(liveSessions(state), days, request.zone);
      const known = all.find(({ date }) => date === arg) ?? { date: arg, index: undefined, sessions: [] };
      const title = dayName(known.date, known.index, request);
      if (known.sessions.length > 0) return listed(known.sessions, title, 'room');
      const full = all.filter(({ sessions }) => sessions.length > 0);
      const other = full.find(({ date }) => date > arg) ?? full.at(-1);
      const instead = other && { date: other.date, name: dayName(other.date, other.index, request) };
      return agendaListView({ query, title, page, groups: [], ...(instead && { instead }) }, request);
    }
    case 'room': {
      const room = findNamedRoom(roomsOf(state, request.event), arg);
      return listed(
        liveSessions(state).filter((session) => session.room === room),
        escape(room),
        'day',
      );
    }
    case 'track': {
      const track = findTrack(liveSessions(state), arg);
      return listed(
        liveSessions(state).filter((session) => session.track === track),
        request.t('agenda.trackTitle', { track: escape(track) }),
        'day',
      );
    }
    case 'speaker': {
      const found = ofSpeaker(liveSessions(state), arg);
      return listed(found, request.t('agenda.speakerTitle', { name: escape(arg) }), 'day');
    }
    case 'search': {
      const codes = await searchOf(deps)(state.sessions, arg);
      const found = codes.flatMap((code) => state.sessions.get(code)?.value ?? []);
      return listed(found, request.t('agenda.searchTitle', { words: escape(arg) }), 'none');
    }
  }
}

function dayName(date: string, index: number | undefined, { t, locale }: Asked): Mrkdwn {
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
