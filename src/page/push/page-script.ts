/**
 * What runs in somebody's own page for push messages: asks the browser, hands its subscription in, and shows what it
 * is waiting for. Only what was pressed here is asked of the browser: a page that asks by itself is refused for good.
 */

/** Seconds between two looks at what is asked of them, while the page is seen. */
const LOOK_EVERY = 5;

export const PUSH_SCRIPT = `document.addEventListener('DOMContentLoaded', () => {
const page = document.getElementById('push'), base = page.dataset.base, key = page.dataset.key, worker = page.dataset.worker;
const words = JSON.parse(page.dataset.words);
const find = (id) => document.getElementById(id);
const agent = navigator.userAgent;
const isApple = /iP(hone|ad|od)/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);
const isInstalled = navigator.standalone === true || matchMedia('(display-mode: standalone)').matches;
const nameOf = () => {
  const device = /iPhone/.test(agent) ? 'iPhone' : isApple ? 'iPad' : /Android/.test(agent) ? 'Android' : /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'Mac' : /CrOS/.test(agent) ? 'Chromebook' : 'Linux';
  const browser = /Edg\\//.test(agent) ? 'Edge' : /Firefox\\//.test(agent) ? 'Firefox' : /SamsungBrowser/.test(agent) ? 'Samsung' : /Chrome\\//.test(agent) ? 'Chrome' : /Safari\\//.test(agent) ? 'Safari' : '';
  return browser ? device + ', ' + browser : device;
};
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');

let registration, mine, state = { devices: [] }, isBusy = false;

const send = async (what) => {
  const answer = await fetch(base + '/do', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 404) location.reload();
  return { ok: answer.ok, ...said };
};
const say = (text, isBad) => {
  const line = find('said');
  line.textContent = text || '';
  line.hidden = !text;
  line.classList.toggle('bad', !!isBad);
};
const stand = (name, which) => {
  find('standing').textContent = words[name];
  find('this').dataset.state = name;
  find('on').hidden = which !== 'on';
  find('again').hidden = which !== 'again';
  find('install').hidden = isInstalled || isApple;
};
const look = async () => {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    if (!window.isSecureContext) return stand('insecure');
    return stand(isApple && !isInstalled ? 'ios' : 'unable');
  }
  if (Notification.permission === 'denied') return stand('denied');
  registration ??= await navigator.serviceWorker.register(worker, { scope: page.dataset.scope });
  const subscription = await registration.pushManager.getSubscription();
  if (!subscription) { mine = undefined; return stand('off', 'on'); }
  if (textOf(subscription.options.applicationServerKey) !== key) { mine = undefined; return stand('other', 'on'); }
  mine ??= (await send({ do: 'which', endpoint: subscription.endpoint })).device;
  const known = state.devices.find(({ id }) => id === mine);
  if (!known) { mine = undefined; return stand('off', 'on'); }
  if (known.state === 'stale') return stand('other', 'on');
  return known.state === 'ready' ? stand('ready') : stand('waiting', 'again');
};
const refresh = async () => {
  try {
    const answer = await fetch(base + '/state', { cache: 'no-store' });
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    state = await answer.json();
    for (const [id, html] of Object.entries(state.parts)) {
      const part = find(id);
      if (part && part.dataset.html !== html) { part.innerHTML = html; part.dataset.html = html; }
    }
    find('offline').hidden = true;
  } catch {
    find('offline').hidden = false;
    return;
  }
  if (!isBusy) await look().catch((error) => say(words.failed.replace('{why}', error && error.name || '?'), true));
};
const turnOn = async () => {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return look();
  await navigator.serviceWorker.ready;
  const old = await registration.pushManager.getSubscription();
  if (old) await old.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = subscription.toJSON();
  const said = await send({ do: 'subscribe', name: nameOf(), endpoint, keys, key });
  if (!said.ok) { await subscription.unsubscribe(); return say(said.problem, true); }
  mine = said.device;
};
const remove = async (device) => {
  if (device === mine && registration) {
    const subscription = await registration.pushManager.getSubscription();
    if (subscription) await subscription.unsubscribe();
    mine = undefined;
  }
  return send({ do: 'remove', device });
};
const endAll = async () => {
  const subscription = registration && await registration.pushManager.getSubscription();
  if (subscription) await subscription.unsubscribe();
  await send({ do: 'end' });
  location.reload();
};
const press = async (button) => {
  const { act, device, page: code, verb } = button.dataset;
  isBusy = true;
  button.disabled = true;
  say('');
  try {
    const said = act === 'on' ? await turnOn()
      : act === 'again' ? await send({ do: 'check', device: device || mine })
      : act === 'remove' ? await remove(device)
      : act === 'end' ? await endAll()
      : act === 'answer' ? await send({ do: 'answer', page: code, verb })
      : await send({ do: act });
    if (said) say(said.words || said.problem, !said.ok);
  } catch (error) {
    say(words.failed.replace('{why}', error && error.name || '?'), true);
  }
  button.disabled = false;
  isBusy = false;
  await refresh();
};
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (button) void press(button);
});
if ('serviceWorker' in navigator) navigator.serviceWorker.addEventListener('message', () => void refresh());
const flush = () => { if (registration && registration.active) registration.active.postMessage('flush'); };
addEventListener('online', () => { flush(); void refresh(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) { flush(); void refresh(); } });
setInterval(() => { if (!document.hidden && !isBusy) void refresh(); }, ${LOOK_EVERY}e3);
void refresh().then(flush);
});`;
