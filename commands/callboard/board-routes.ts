/**
 * `/board`: the control room. A link from `/callboard board` opens it; the browser then keeps what proves it in a
 * cookie, so that the address on the screen holds no secret. Each request looks again whether its person is crew.
 */

import { dayPicture } from '../../src/agenda/day-picture.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import { liveBoard } from '../../src/callboard/board/live.ts';
import { lateJobs, loadBoard } from '../../src/callboard/board/load.ts';
import { boardPage, closedBoard } from '../../src/callboard/board/page.ts';
import { boardLinkDocument, boardLinkId, isLinkLive } from '../../src/callboard/domain/board-link.ts';
import { includes } from '../../src/callboard/domain/permission.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import { loadPermission } from '../../src/core/permission.ts';
import { publicPath } from '../../src/core/public-url.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';
import { today } from '../../src/core/time.ts';
import { languageOf, translator } from '../../src/i18n/index.ts';
import { POSTMORTEMS_PATH, postmortemsPage } from '../../src/incident/postmortem-page.ts';
import { publishedPostmortems } from '../../src/incident/published.ts';

const COOKIE = 'callboard_board';

/** The secret of a request's cookie; '' where it has none. */
function secretIn({ headers }: Pick<RouteRequest, 'headers'>): string {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
}

/** Whose link it is and until when, where it opens: it has not ended, and they are crew. */
async function holderOf(secret: string, deps: Deps) {
  if (secret === '') return undefined;
  const link = await deps.store.get(boardLinkDocument, boardLinkId(secret));
  if (!link || !isLinkLive(link.value, deps.clock.now())) return undefined;
  const [person, event] = await Promise.all([
    deps.directory.person(link.value.person),
    deps.events.settings(),
  ]);
  if (!person || !includes(await loadPermission(person, event, deps), 'crew')) return undefined;
  return { person, event, until: link.value.until };
}

const languageFor = async (person: Person | undefined, { events }: Pick<Deps, 'events'>) =>
  languageOf(person, await events.settings());

async function closed({ events }: Deps): Promise<RouteReply> {
  const event = await events.settings();
  return closedBoard(event, translator(event.language), event.language);
}

/** The cookie lives as long as the link; it goes to the board alone, and no script reads it. */
function signIn(secret: string, seconds: number, { publicUrl }: Pick<Deps, 'publicUrl'>): RouteReply {
  const path = `${publicPath(publicUrl)}/board`;
  const parts = [`${COOKIE}=${secret}`, `Path=${path}`, `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
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
      const holder = await holderOf(key, deps);
      if (!holder) return await closed(deps);
      const left = deps.clock.now().until(instant(holder.until)).total('seconds');
      return signIn(key, Math.floor(left), deps);
    }
    const holder = await holderOf(secretIn(request), deps);
    if (!holder) return await closed(deps);
    const { t, locale } = await languageFor(holder.person, deps);
    return boardPage(await loadBoard(deps, await lateJobs(deps)), publicPath(deps.publicUrl), t, locale);
  },
};

const eventsRoute: Route = {
  method: 'GET',
  path: '/board/events',
  async run(request, deps) {
    const secret = secretIn(request);
    const holder = await holderOf(secret, deps);
    // Anything but 200 tells the browser not to come again.
    if (!holder) return await closed(deps);
    const board = liveBoard(deps);
    if (board.isFull) return { status: 503, body: 'Too many screens.\n', headers: { 'retry-after': '60' } };
    const { locale } = await languageFor(holder.person, deps);
    const may = async () => (await holderOf(secret, deps)) !== undefined;
    return { body: '', events: (reader) => board.watch({ reader, locale, may }) };
  },
};

const dayRoute: Route = {
  method: 'GET',
  path: '/board/day.png',
  async run(request, deps) {
    const holder = await holderOf(secretIn(request), deps);
    if (!holder) return await closed(deps);
    const [state, language] = await Promise.all([loadAgenda(deps), languageFor(holder.person, deps)]);
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
    const holder = await holderOf(secretIn(request), deps);
    if (!holder) return await closed(deps);
    const { t, locale } = await languageFor(holder.person, deps);
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
