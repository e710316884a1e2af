/** `GET /`: what this is and where to go, for whoever finds the address. It says nothing that is not public. */

import { orderedRooms } from '../../src/agenda/domain/reading.ts';
import { liveSessions, loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { Deps } from '../../src/core/deps.ts';
import { escapeHtml as html, htmlReply } from '../../src/core/html.ts';
import { publicPath, urlPart } from '../../src/core/public-url.ts';
import type { Route } from '../../src/core/route.ts';
import { truncatePlain } from '../../src/core/text.ts';
import { translator } from '../../src/i18n/index.ts';
import { boardRoutes } from './board-routes.ts';
import { cardsRoutes } from './cards-routes.ts';
import { queueRoutes } from './queue-routes.ts';

const STYLE = `body{max-width:44rem;margin:auto}h1{font-size:1.8em}h2{font-size:1.15em;margin:1.6em 0 .5em}p{margin:.5em 0}code{font-size:.95em}
ul{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.5em}li a,.main{display:inline-block;padding:.7em 1em;border:1px solid var(--line);border-radius:.5em;text-decoration:none}
.main{background:var(--ink);color:var(--ground);font-weight:700}`;

const MAX_NAME = 120;

const indexRoute: Route = {
  method: 'GET',
  path: '/',
  async run(_request, deps: Deps) {
    const [state, event] = await Promise.all([loadAgenda(deps), deps.events.settings()]);
    const t = translator(event.language);
    const rooms = orderedRooms(readAgenda(state.sessions), state.agenda.rooms).filter((room) => room !== '');
    // PUBLIC_URL may have a path, and this page be read with or without a slash at its end.
    const base = html(publicPath(deps.publicUrl));
    const link = (room: string) =>
      `<li><a href="${base}/display?room=${html(urlPart(room))}">${html(truncatePlain(room, MAX_NAME))}</a></li>`;
    const programme =
      liveSessions(state).length === 0
        ? `<p>${html(t('callboard.index.noProgramme'))}</p>`
        : `<p><a class="main" href="${base}/display">${html(t('callboard.index.now'))}</a></p>${rooms.length > 0 ? `<h2>${html(t('callboard.index.rooms'))}</h2><ul>${rooms.map(link).join('')}</ul>` : ''}`;
    return htmlReply({
      language: event.language,
      title: event.name,
      style: STYLE,
      body: `<main><h1>${html(truncatePlain(event.name, MAX_NAME))}</h1><p>${html(t('callboard.index.what'))}</p>${programme}<h2>${html(t('callboard.index.crew'))}</h2><p>${html(t('callboard.index.slack'))}</p></main>`,
    });
  },
};

export const callboardRoutes: readonly Route[] = [indexRoute, ...boardRoutes, ...cardsRoutes, ...queueRoutes];
