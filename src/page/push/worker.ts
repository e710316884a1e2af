/**
 * What runs on somebody's device while the browser is closed (a service worker): it shows what comes, and hands in
 * which button was pressed. An answer that finds no connection is kept in the device's own database and handed in at
 * the next occasion: a background sync where there is one, the next message, or the page being opened. The server
 * counts it once, however often it comes. iOS and some others show no buttons: there a press opens the page, which has
 * them.
 */
import type { Translate } from '../../i18n/index.ts';

/** Milliseconds after which a kept answer is no use to anybody. */
const KEPT_FOR = 12 * 3_600_000;

const WORKER = `
const asked = new URL(self.location.href).searchParams;
// Where this script lies: behind the path of PUBLIC_URL, if it has one.
const BASE = new URL('.', self.location.href).pathname;
const HOME = BASE + 'me/' + asked.get('me');
const ICON = BASE + 'icon-192.png';
// Two events on one host keep their answers apart.
const KEPT = 'callboard-push' + (BASE === '/push/' ? '' : BASE);

const withStore = (mode, work) => new Promise((done, fail) => {
  const opening = indexedDB.open(KEPT, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('answers', { keyPath: 'id' });
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const transaction = database.transaction('answers', mode);
    const request = work(transaction.objectStore('answers'));
    transaction.oncomplete = () => { database.close(); done(request && request.result); };
    transaction.onerror = () => { database.close(); fail(transaction.error); };
  };
});
const keep = (answer) => withStore('readwrite', (store) => store.put({ ...answer, id: answer.n + ':' + answer.verb, at: Date.now() }));
const drop = (id) => withStore('readwrite', (store) => store.delete(id));
const kept = () => withStore('readonly', (store) => store.getAll());

const hand = async ({ verb, n, p, d, t }) => {
  const answer = await fetch(BASE + 'answer', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ verb, n, p, d, t }), keepalive: true });
  if (answer.status >= 500 || answer.status === 429) throw new Error('later');
  return answer.json().catch(() => ({}));
};
const tell = (tag, title) => self.registration.showNotification(title, { tag, silent: true, icon: ICON, badge: ICON, data: { kind: 'said', tag } });
const tellPages = async () => { for (const page of await self.clients.matchAll({ type: 'window' })) page.postMessage('changed'); };

let flushing;
const flush = () => flushing ??= (async () => {
  for (const one of await kept()) {
    if (Date.now() - one.at > ${KEPT_FOR}) { await drop(one.id); continue; }
    const said = await hand(one);
    await drop(one.id);
    await tell(one.tag, said.words || WORDS.sent);
  }
  await tellPages();
})().finally(() => { flushing = undefined; });

const show = async (message) => {
  if (message.kind === 'over') {
    await tell(message.tag, message.title);
    return tellPages();
  }
  await self.registration.showNotification(message.title, {
    body: message.body, tag: message.tag, renotify: true, requireInteraction: true, icon: ICON, badge: ICON,
    vibrate: [300, 150, 300, 150, 600], timestamp: Date.now(), data: message,
    actions: [
      ...(message.ack ? [{ action: 'ack', title: message.ack }] : []),
      ...(message.pass ? [{ action: 'pass', title: message.pass }] : []),
    ],
  });
  await hand({ ...message, verb: 'shown' }).catch(() => {});
  await tellPages();
  await flush().catch(() => {});
};
const read = (event) => {
  try { return event.data.json(); } catch { return undefined; }
};

const answer = async (message, verb) => {
  try {
    const said = await hand({ ...message, verb });
    await tell(message.tag, said.words || WORDS.sent);
  } catch {
    await keep({ verb, n: message.n, p: message.p, d: message.d, t: message.t, tag: message.tag });
    await tell(message.tag, WORDS.kept);
    if (self.registration.sync) await self.registration.sync.register('answers').catch(() => {});
  }
  await tellPages();
};
const openHome = async () => {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = pages.find(({ url }) => new URL(url).pathname === HOME);
  return open ? open.focus() : self.clients.openWindow(HOME);
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => {
  const message = read(event);
  event.waitUntil(message && message.tag ? show(message) : tell('callboard', WORDS.unread));
});
self.addEventListener('notificationclick', (event) => {
  const message = event.notification.data || {};
  event.notification.close();
  const verb = event.action || (message.kind === 'check' ? 'ack' : '');
  const work = [];
  if (verb === 'ack' || verb === 'pass') work.push(answer(message, verb));
  if (!event.action) work.push(openHome());
  event.waitUntil(Promise.all(work));
});
self.addEventListener('sync', (event) => { if (event.tag === 'answers') event.waitUntil(flush()); });
self.addEventListener('message', (event) => { if (event.data === 'flush') event.waitUntil(flush().catch(() => {})); });
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil((async () => {
  const key = event.oldSubscription && event.oldSubscription.options.applicationServerKey;
  const fresh = event.newSubscription || (key && await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  if (!fresh) return;
  const { endpoint, keys } = fresh.toJSON();
  const text = btoa(String.fromCharCode(...new Uint8Array(fresh.options.applicationServerKey || key))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  await fetch(HOME + '/do', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ do: 'subscribe', name: '', endpoint, keys, key: text }) });
})()));
`;

/** The script, with what it says by itself in one language. */
export function workerScript(t: Translate): string {
  const words = {
    kept: t('push.worker.kept'),
    sent: t('push.worker.sent'),
    unread: t('push.worker.unread'),
  };
  return `'use strict';\nconst WORDS = ${JSON.stringify(words)};${WORKER}`;
}
