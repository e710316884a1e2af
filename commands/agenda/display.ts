/**
 * `GET /display`: now and next for a screen on the wall, all rooms by turns, or with `?room=` of one, or with
 * `?page=` those of one turn. Public, like the agenda.
 */
import { nowAndNext, type Reading } from '../../src/agenda/domain/reading.ts';
import { busyMinutes, pageShown, roomPages } from '../../src/agenda/domain/rotation.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { liveSessions, loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { Deps } from '../../src/core/deps.ts';
import { escapeHtml, htmlReply } from '../../src/core/html.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { matchByName } from '../../src/core/match.ts';
import { qrSvg } from '../../src/core/qr.ts';
import type { Route } from '../../src/core/route.ts';
import { translator } from '../../src/i18n/index.ts';
import { DISPLAY_STYLE, type DisplayRoom, displayBody, displayScript, ROOMS_A_TURN } from './display-view.ts';

/** A screen asks again so often, and shows the next rooms. */
const TURN_SECONDS = 15;
const SCRIPT = displayScript(TURN_SECONDS);
/** Hours ahead of now in which a cancelled session is still named, where its room has nothing next. */
const CANCELLED_HOURS = 3;

/** With what is cancelled now or before what is next. */
function displayRooms(
  reading: Reading,
  known: readonly string[],
  sessions: readonly Session[],
  now: number,
): DisplayRoom[] {
  const horizon = now + CANCELLED_HOURS * 3_600_000;
  const cancelled = sessions.filter(
    ({ state, start, end }) =>
      state === 'cancelled' && milliseconds(end) > now && milliseconds(start) < horizon,
  );
  const alive = nowAndNext(reading, known, now).filter((one) => one.now.length > 0 || one.next.length > 0);
  const only = [...new Set(cancelled.map(({ room }) => room))]
    .filter((room) => !alive.some((one) => one.room === room))
    .map((room) => ({ room, now: [], next: [] }));
  return [...alive, ...only].map((one) => ({
    ...one,
    cancelled: cancelled.filter((session) => session.room === one.room),
  }));
}

/** The rooms asked for by `?room=`: one, or those that it may mean; undefined where it is none. */
function chosen(typed: string, rooms: readonly DisplayRoom[]): readonly DisplayRoom[] | undefined {
  const exact = rooms.filter(({ room }) => room === typed);
  if (exact.length > 0) return exact;
  const found = matchByName(typed, rooms, ({ room }) => [room]);
  return 'found' in found ? [found.found] : 'ambiguous' in found ? found.ambiguous : undefined;
}

export const displayRoute: Route = {
  method: 'GET',
  path: '/display',
  async run({ query }, deps: Deps) {
    const [state, event] = await Promise.all([loadAgenda(deps), deps.events.settings()]);
    const t = translator(event.language);
    const now = deps.clock.now().epochMilliseconds;
    const reading = readAgenda(state.sessions);
    const all = displayRooms(reading, state.agenda.rooms, liveSessions(state), now);
    const typed = query['room']?.trim() ?? '';
    const everywhere = [...reading.rooms.keys()].filter((room) => room !== '');
    const isRoom = typed === '' || matchByName(typed, everywhere, (room) => [room]);
    const rooms = typed === '' ? all : chosen(typed, all);
    // A room of the agenda in which all is over is no typing mistake.
    const isUnknown = rooms === undefined && typeof isRoom === 'object' && !('found' in isRoom);
    const pages = roomPages(rooms ?? [], busyMinutes(reading), ROOMS_A_TURN);
    const asked = Number(query['page']);
    const isHeld = Number.isInteger(asked) && asked >= 1 && asked <= pages.length;
    const label = t('agenda.display.takeAlong');
    const display = {
      event: event.name,
      pages,
      shown: isHeld ? asked - 1 : pageShown(pages.length, now, TURN_SECONDS * 1000),
      isHeld,
      unknown: isUnknown ? typed : undefined,
      choice: everywhere,
      qr: deps.publicUrl ? await qrSvg(`${deps.publicUrl}/display`, escapeHtml(label)) : '',
      now,
      zone: event.zone,
      locale: event.language,
    };
    return htmlReply({
      language: event.language,
      title: event.name,
      style: DISPLAY_STYLE,
      script: SCRIPT,
      refresh: TURN_SECONDS,
      body: displayBody(display, t),
    });
  },
};
