/**
 * `/board`: the control room. A link from `/callboard board` opens it; the browser then keeps what proves it in a
 * cookie, so that the address on the screen holds no secret. Each request looks again whether its person is crew.
 */

import { dayPicture } from '../../src/agenda/day-picture.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import {
  BOARD_COOKIE,
  boardClosed,
  boardHolder,
  boardLanguage,
  boardSecret,
} from '../../src/callboard/board/holder.ts';
import { liveBoard } from '../../src/callboard/board/live.ts';
import { lateJobs, loadBoard } from '../../src/callboard/board/load.ts';
import { boardPage } from '../../src/callboard/board/page.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import { publicPath } from '../../src/core/public-url.ts';
import type { Route, RouteReply } from '../../src/core/route.ts';
import { today } from '../../src/core/time.ts';
import { POSTMORTEMS_PATH, postmortemsPage } from '../../src/incident/postmortem-page.ts';
import { publishedPostmortems } from '../../src/incident/published.ts';

/** The cookie lives as long as the link; it goes to the board alone, and no script reads it. */
function signIn(secret: string, seconds: number, { publicUrl }: Pick<Deps, 'publicUrl'>): RouteReply {
  const path = `${publicPath(publicUrl)}/board`;
  const parts = [
    `${BOARD_COOKIE}=${secret}`,
    `Path=${path}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
  ];
  if (publicUrl?.startsWith('https:')) parts.push('Secure');
  return {
    status: 303,
    headers: {
      location: path,
      'set-cookie': parts.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
    body: '',
  };
}

const boardRoute: Route = {
  method: 'GET',
  path: '/board',
  async run(request, deps) {
    const { key } = request.query;
    if (key !== undefined) {
      const holder = await boardHolder(key, deps);
      if (!holder) return await boardClosed(deps);
      const left = deps.clock.now().until(instant(holder.until)).total('seconds');
      return signIn(key, Math.floor(left), deps);
    }
    const holder = await boardHolder(boardSecret(request), deps);
    if (!holder) return await boardClosed(deps);
    const { t, locale } = await boardLanguage(holder.person, deps);
    return boardPage(
      await loadBoard(deps, await lateJobs(deps)),
      { base: publicPath(deps.publicUrl), isOrganizer: holder.isOrganizer },
      t,
      locale,
    );
  },
};

const eventsRoute: Route = {
  method: 'GET',
  path: '/board/events',
  async run(request, deps) {
    const secret = boardSecret(request);
    const holder = await boardHolder(secret, deps);
    // Anything but 200 tells the browser not to come again.
    if (!holder) return await boardClosed(deps);
    const board = liveBoard(deps);
    if (board.isFull) return { status: 503, body: 'Too many screens.\n', headers: { 'retry-after': '60' } };
    const { locale } = await boardLanguage(holder.person, deps);
    const may = async () => (await boardHolder(secret, deps)) !== undefined;
    return { body: '', events: (reader) => board.watch({ reader, locale, may }) };
  },
};

const dayRoute: Route = {
  method: 'GET',
  path: '/board/day.png',
  async run(request, deps) {
    const holder = await boardHolder(boardSecret(request), deps);
    if (!holder) return await boardClosed(deps);
    const [state, language] = await Promise.all([loadAgenda(deps), boardLanguage(holder.person, deps)]);
    const { zone } = holder.event;
    const now = deps.clock.now();
    const context = timeContext(state, { now, zone });
    const day = dayPicture(today(context).toString(), state, { ...language, zone, now });
    if (!day) return { status: 204, body: '' };
    const bytes = await deps.pictures.draw(day.drawing);
    return { type: 'image/png', bytes, body: '', headers: { 'cache-control': 'private, max-age=30' } };
  },
};

/** What was learned, for the same people and by the same link. */
const postmortemsRoute: Route = {
  method: 'GET',
  path: POSTMORTEMS_PATH,
  async run(request, deps) {
    const holder = await boardHolder(boardSecret(request), deps);
    if (!holder) return await boardClosed(deps);
    const { t, locale } = await boardLanguage(holder.person, deps);
    const part = Math.max(0, Math.floor(Number(request.query['part']))) || 0;
    const list = await publishedPostmortems(part, deps);
    return postmortemsPage(
      { ...list, part, event: holder.event, base: publicPath(deps.publicUrl) },
      t,
      locale,
    );
  },
};

export const boardRoutes: readonly Route[] = [boardRoute, eventsRoute, dayRoute, postmortemsRoute];
