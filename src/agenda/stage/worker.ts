/**
 * What runs in a tablet's browser beside the page (a service worker): it keeps the page as it last came, with what it
 * last showed, and answers with that where there is no network, so that a tablet may be reloaded in a hall without
 * one. It answers for the room's own page alone. Who may see it is the server's to say: once it has said no, or has
 * said nothing for so long that a press would no longer count, all that was kept is thrown away.
 */
import { createHash } from 'node:crypto';
import { version } from '../../core/version.ts';
import { MAX_PRESS_AGE_HOURS } from '../domain/stage.ts';
import { ENDED } from './kept-script.ts';
import { STAGE_SCRIPT } from './script.ts';

/** Milliseconds until a network that says nothing counts as none. */
const PATIENCE = 4_000;
/** The header by which the worker knows our page from that of a proxy, and which build has made it. */
export const STAGE_HEADER = 'callboard-stage';

const WORKER = `
// The room's page, as its browser sees it: behind the path of PUBLIC_URL, if it has one.
const BASE = new URL('.', self.location.href).pathname.slice(0, -1);
const OURS = 'callboard-stage:' + BASE + '@';
const NAME = OURS + VERSION;
const LAST = BASE + '/last';
const KEPT_AT = 'callboard-kept-at';
const KEPT_HEADERS = ['content-type', 'content-security-policy', 'x-content-type-options', 'referrer-policy', 'cache-control', '${STAGE_HEADER}'];

const viewOf = (address) => {
  const { origin, pathname, search } = new URL(address);
  if (origin !== self.location.origin || pathname !== BASE) return undefined;
  return search === '' || search === '?view=wall' ? BASE + search : undefined;
};
const cachesOfRoom = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));
const forget = async () => {
  for (const name of await cachesOfRoom()) await caches.delete(name);
  await self.registration.unregister();
};
const load = (view) => fetch(view, { cache: 'no-store', credentials: 'same-origin', redirect: 'manual' });
const isEnd = ({ status }) => ${JSON.stringify(ENDED)}.includes(status);
const isOurs = (answer) => answer.status === 200 && answer.headers.has('${STAGE_HEADER}');

const keep = async (view, answer) => {
  if (isEnd(answer)) return forget();
  if (!isOurs(answer)) return;
  const headers = new Headers({ [KEPT_AT]: String(Date.now()) });
  for (const name of KEPT_HEADERS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  const page = await answer.text();
  await (await caches.open(NAME)).put(view, new Response(page, { headers }));
};

const lastIn = async (cache) => {
  const found = await cache.match(LAST);
  return found && found.json();
};
// What a page shows now. Only with its page: a page that was thrown away leaves nothing of it behind.
const write = async (last) => {
  if (!(await caches.has(NAME))) return;
  const cache = await caches.open(NAME);
  const before = await lastIn(cache);
  const heardAt = last.isLive || !before ? Date.now() : before.heardAt;
  await cache.put(LAST, new Response(JSON.stringify({ ...last, heardAt })));
};

// A page says it last while it is being reloaded: whoever reads waits for what is being written.
let writing = Promise.resolve();
const remember = (last) => writing = writing.then(() => write(last)).catch(() => {});

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const keptPage = async (view) => {
  await writing;
  if (!(await caches.has(NAME))) return undefined;
  const cache = await caches.open(NAME);
  const page = await cache.match(view);
  if (!page) return undefined;
  const last = await lastIn(cache);
  const keptAt = Number(page.headers.get(KEPT_AT));
  if (Date.now() - Math.max(keptAt, last ? last.heardAt : 0) > KEPT_FOR) {
    await forget();
    return undefined;
  }
  const more = 'data-kept="' + keptAt + '" ' + (last ? 'data-last="' + escaped(JSON.stringify(last)) + '" ' : '');
  const html = (await page.text()).replace('<div id="page" ', (found) => found + more);
  return new Response(html, { headers: page.headers });
};

const answerOf = async (view, asking) => {
  const patience = new Promise((done) => setTimeout(done, ${PATIENCE}));
  const answer = await Promise.race([asking.catch(() => undefined), patience]);
  if (answer && answer.status < 500) return answer;
  return (await keptPage(view)) || asking;
};
const renew = async (page) => {
  const view = viewOf(page.url);
  if (!view) return;
  const answer = await load(view);
  const build = answer.headers.get('${STAGE_HEADER}');
  await keep(view, answer);
  if (isEnd(answer)) page.postMessage('ended');
  else if (build) page.postMessage({ build });
};

// Nothing of the build before goes until this one has its own page.
const install = async () => {
  const old = await cachesOfRoom();
  const views = new Set([BASE]);
  const cache = await caches.open(NAME);
  for (const name of old.filter((one) => one !== NAME)) {
    const from = await caches.open(name);
    for (const { url } of await from.keys()) if (viewOf(url)) views.add(viewOf(url));
    const last = await from.match(LAST);
    if (last) await cache.put(LAST, last);
  }
  for (const view of views) {
    const answer = await load(view);
    if (!isOurs(answer)) {
      await caches.delete(NAME);
      throw new Error('this is not the page');
    }
    await keep(view, answer);
  }
  await self.skipWaiting();
};
const activate = async () => {
  for (const name of await cachesOfRoom()) if (name !== NAME) await caches.delete(name);
  await self.clients.claim();
};

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const view = method === 'GET' && mode === 'navigate' ? viewOf(url) : undefined;
  if (!view) return;
  const asking = fetch(event.request);
  event.waitUntil(asking.then((answer) => keep(view, answer.clone())).catch(() => {}));
  event.respondWith(answerOf(view, asking));
});
self.addEventListener('message', (event) => {
  const { data, source } = event;
  if (data === 'forget') event.waitUntil(forget());
  else if (data === 'renew') event.waitUntil(renew(source).catch(() => {}));
  else if (data && data.last) event.waitUntil(remember(data.last));
});
`;

/** Which build has made a page: another one is another cache. */
export const stageBuild: string = `${version}-${createHash('sha256').update(STAGE_SCRIPT).update(WORKER).digest('hex').slice(0, 12)}`;

export const stageWorkerScript = (): string =>
  `'use strict';\nconst VERSION = ${JSON.stringify(stageBuild)}, KEPT_FOR = ${MAX_PRESS_AGE_HOURS * 3_600_000};${WORKER}`;
