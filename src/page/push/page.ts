/** Somebody's own page for push messages, for a phone in the dark. Pure. */
import { escapeHtml, htmlReply } from '../../core/html.ts';
import type { RouteReply } from '../../core/route.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Translate } from '../../i18n/index.ts';
import { clockFrom, longDay } from '../../i18n/time.ts';
import { NTFY } from '../domain/devices.ts';
import type { Page } from '../domain/page.ts';
import { channelName, failureText, targetName } from '../words.ts';
import { pushPath } from './enter.ts';
import type { DeviceShown, PushModel } from './model.ts';
import { PUSH_SCRIPT } from './page-script.ts';

const STYLE = `:root{--good:#6ee7a0;--bad:#ff9a8f}@media(prefers-color-scheme:light){:root{--good:#136b38;--bad:#a3261b}}
body{padding:1rem;max-width:40rem;margin:0 auto}h1{font-size:1.35rem}h2{font-size:1.05rem;color:var(--name);margin:0 0 .4rem}p{margin:.4rem 0}
main,section{display:grid;gap:.6rem}main{gap:1rem;margin-top:1rem}section{background:var(--card);border-radius:.6rem;padding:.8rem}section p{margin:0}
ul{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}li{display:grid;gap:.4rem;border-top:.06rem solid var(--line);padding-top:.6rem}li:first-child{border-top:0;padding-top:0}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem}button{font:inherit;font-weight:700;min-height:3rem;padding:.4rem .9rem;border-radius:.5rem;border:.12rem solid var(--line);background:var(--ground);color:var(--ink);cursor:pointer;flex:1 1 auto}
button.first{border-color:var(--mark);background:var(--mark);color:#10131a}@media(prefers-color-scheme:light){button.first{color:#fff}}button.small{min-height:2.6rem;flex:0 1 auto;font-weight:400}button:disabled{opacity:.6}
button:focus-visible,summary:focus-visible{outline:.2em solid var(--mark);outline-offset:.1em}.soft{color:var(--soft)}.code{font-weight:700}.mono{font-family:ui-monospace,monospace;user-select:all}
[hidden]{display:none!important}#this[data-state=ready] #standing::before{content:"✓ ";color:var(--good);font-weight:700}#this[data-state=waiting] #standing::before{content:"… ";color:var(--mark);font-weight:700}
#this[data-state=denied] #standing::before,#this[data-state=unable] #standing::before,#this[data-state=insecure] #standing::before{content:"✕ ";color:var(--bad);font-weight:700}
#said{border-left:.3rem solid var(--good);padding-left:.6rem}#said.bad{border-color:var(--bad)}#offline{color:var(--mark);font-weight:700}summary{cursor:pointer;color:var(--name);font-weight:700;min-height:2.6rem;display:flex;align-items:center}
.asked{order:0}main:has(#pages li) .asked{order:-1}body:has(#this[data-state=ready]) header p{display:none}.qr{width:min(100%,16rem);height:auto;border-radius:.4rem}`;

const html = (text: string): string => escapeHtml(text);
/** Words of ours, whose stars make bold; what is filled in is escaped and has none of its own. */
const rich = (text: string): string =>
  html(text)
    .replace(/\*([^*]+)\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
const plain = (text: string): string => text.replaceAll('*', '');

interface Press {
  readonly act: string;
  readonly label: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly look?: 'first' | 'small';
  readonly id?: string;
  readonly isHidden?: boolean;
}

function button({ act, label, data = {}, look, id, isHidden }: Press): string {
  const more = Object.entries(data).map(([name, value]) => ` data-${name}="${html(value)}"`);
  return `<button type="button" data-act="${act}"${more.join('')}${look ? ` class="${look}"` : ''}${id ? ` id="${id}"` : ''}${isHidden ? ' hidden' : ''}>${html(label)}</button>`;
}

/** What a message says is long enough on a phone with so many characters. */
const MAX_MESSAGE = 400;

function pageItem(page: Page, { names, person, language: { t } }: PushModel): string {
  const { code } = page;
  const answer = (verb: string, label: string, look?: 'first') =>
    button({ act: 'answer', label, data: { page: code, verb }, ...(look && { look }) });
  const isMine = page.acknowledged?.by === person.id;
  const buttons = isMine
    ? [answer('resolve', t('page.button.resolve'), 'first'), answer('pass', t('push.pass'))]
    : [
        answer('ack', t('page.button.ack'), 'first'),
        ...(page.kind === 'test' ? [] : [answer('pass', t('push.pass'))]),
      ];
  const where = targetName(page.target, names, t);
  const heading = t(page.critical ? 'push.criticalTitle' : 'push.title', { code, where });
  const state = isMine ? `<p class="soft">${html(t('push.over.you', { code }))}</p>` : '';
  return `<li><p class="code">${html(heading)}</p><p>${html(truncatePlain(page.message, MAX_MESSAGE))}</p>${state}<div class="buttons">${buttons.join('')}</div></li>`;
}

function deviceItem({ id, name, state, trouble }: DeviceShown, t: Translate): string {
  const how =
    trouble !== undefined && state === 'waiting'
      ? t('push.page.device.trouble', { why: failureText(trouble, t) })
      : t(`push.page.device.${state}`);
  const device = { device: id };
  const again = button({ act: 'again', label: t('push.page.again'), data: device, look: 'small' });
  const buttons = [
    ...(state === 'waiting' ? [again] : []),
    button({ act: 'remove', label: t('push.page.remove'), data: device, look: 'small' }),
  ];
  return `<li><p><b>${html(name)}</b>: ${html(how)}</p><div class="buttons">${buttons.join('')}</div></li>`;
}

function testedLine({ tested, now, event, language: { t, locale } }: PushModel): string {
  if (!tested) return '';
  const time = clockFrom(tested.at, now, event.zone, locale);
  const named = (channels: readonly string[]) => channels.map((one) => channelName(one, t)).join(', ');
  const [reached, failed] = [named(tested.reached), named(tested.failed)];
  const said =
    reached === ''
      ? t('push.page.testedNone', { time })
      : failed === ''
        ? t('push.page.tested', { time, reached })
        : t('push.page.testedNot', { time, reached, failed });
  return `<p class="soft">${html(said)}</p>`;
}

function ntfyPart({ ntfyServer, topic, language: { t } }: PushModel): string {
  if (ntfyServer === undefined) return '';
  const body =
    topic === undefined
      ? `<p>${rich(t('push.page.ntfyAsk'))}</p><div class="buttons">${button({ act: NTFY, label: t('push.page.ntfyOn') })}</div>`
      : `<p>${rich(t('push.page.ntfyHow', { server: ntfyServer, topic: '' })).replace(/\.?$/, '')}</p><p class="mono">${html(topic)}</p>`;
  return `<h2>${html(t('push.page.ntfy'))}</h2>${body}`;
}

/** The parts of the page that change, by the id of the element that holds each. */
export function pushParts(
  model: PushModel,
): Readonly<Record<'pages' | 'devices' | 'tested' | 'ntfy', string>> {
  const { pages, devices, language } = model;
  const { t } = language;
  return {
    pages:
      pages.length === 0
        ? `<p class="soft">${html(t('push.page.none'))}</p>`
        : `<ul>${pages.map((page) => pageItem(page, model)).join('')}</ul>`,
    devices:
      devices.length === 0
        ? `<p class="soft">${html(t('push.page.noDevices'))}</p>`
        : `<ul>${devices.map((device) => deviceItem(device, t)).join('')}</ul>`,
    tested: testedLine(model),
    ntfy: ntfyPart(model),
  };
}

/** What the page says by itself. */
const wordsOf = (t: Translate, event: string): Readonly<Record<string, string>> => ({
  off: plain(t('push.page.off')),
  waiting: plain(t('push.page.waiting')),
  ready: t('push.page.ready'),
  other: plain(t('push.page.other')),
  denied: t('push.page.denied'),
  unable: t('push.page.unable'),
  insecure: t('push.page.insecure'),
  ios: plain(t('push.page.ios', { event })),
  failed: t('push.page.failed', { why: '{why}' }),
});

/** @param qr - the page's own address as a picture, SVG */
export function pushPage(model: PushModel, qr: string): RouteReply {
  const { person, event, token, publicKey, end, language } = model;
  const { t, locale } = language;
  const root = `${model.base}/push`;
  const base = `${model.base}${pushPath(token)}`;
  const parts = pushParts(model);
  const lastDay = end && longDay(end.subtract({ seconds: 1 }), event.zone, locale);
  const worker = `${root}/worker.js?${new URLSearchParams({ l: locale, me: token }).toString()}`;
  const section = (id: string, title: string, body: string, look = '') =>
    `<section class="${look}" aria-labelledby="${id}-title"><h2 id="${id}-title">${html(title)}</h2>${body}</section>`;
  const body = `<div id="push" data-base="${html(base)}" data-scope="${html(`${root}/`)}" data-key="${html(publicKey)}" data-worker="${html(worker)}" data-words="${html(JSON.stringify(wordsOf(t, event.name)))}">
<header><h1>${html(t('push.page.title', { name: person.name }))}</h1><p class="soft">${rich(t('push.page.what', { event: event.name }))}</p></header>
<noscript><p>${html(t('push.page.noScript'))}</p></noscript><p id="offline" role="status" hidden>${html(t('push.page.offline'))}</p>
<main><section id="this" aria-labelledby="this-title"><h2 id="this-title">${html(t('push.page.this'))}</h2><p id="standing" role="status">${html(t('push.page.looking'))}</p>
<p id="said" role="status" hidden></p><div class="buttons">${button({ act: 'on', label: t('push.page.on'), look: 'first', id: 'on', isHidden: true })}${button({ act: 'again', label: t('push.page.again'), id: 'again', isHidden: true })}</div>
<details id="install" hidden><summary>${html(t('push.page.install'))}</summary><p>${rich(t('push.page.installHow'))}</p></details></section>
${section('pages', t('push.page.pages'), `<div id="pages">${parts.pages}</div>`, 'asked')}
${section('tests', t('push.page.tests'), `<p>${html(t('push.page.testHow'))}</p><div id="tested">${parts.tested}</div><div class="buttons">${button({ act: 'test', label: t('push.page.test') })}</div>`)}
${section('devices', t('push.page.devices'), `<div id="devices">${parts.devices}</div>`)}
${model.ntfyServer === undefined ? '' : `<section id="ntfy">${parts.ntfy}</section>`}
<section><details><summary>${html(t('push.page.qr'))}</summary><p>${html(t('push.page.qrHow'))}</p>${qr}</details></section>
<section><details><summary>${html(t('push.page.stop'))}</summary><p>${rich(t('push.page.stopHow'))}</p><div class="buttons">${button({ act: 'end', label: t('push.page.end') })}</div></details>
<p class="soft">${html(lastDay === undefined ? t('push.page.endsUnknown') : t('push.page.ends', { day: lastDay }))}</p></section></main></div>`;
  const head = `<link rel="manifest" href="${html(base)}/manifest.webmanifest"><link rel="icon" href="${html(root)}/icon-192.png"><link rel="apple-touch-icon" href="${html(root)}/icon-180.png"><meta name="theme-color" content="#10131a"><meta name="apple-mobile-web-app-title" content="${html(event.name)}">`;
  return htmlReply({
    language: locale,
    title: t('push.page.app', { event: event.name }),
    style: STYLE,
    script: PUSH_SCRIPT,
    isPrivate: true,
    app: { head },
    body,
  });
}

/** For whoever's address leads nowhere. */
export function closedPush(t: Translate, language: string): RouteReply {
  const body = `<main><section><h1>${html(t('push.page.closed'))}</h1><p>${rich(t('push.page.closedHow'))}</p></section></main>`;
  const reply = htmlReply({ language, title: t('push.page.closed'), style: STYLE, body });
  return { ...reply, status: 404 };
}

/** What a home screen is told (W3C, Web Application Manifest). */
export function pushManifest({ event, token, base, language: { t, locale } }: PushModel): RouteReply {
  const icon = (size: number) => ({
    src: `${base}/push/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any',
  });
  const manifest = {
    id: `${base}${pushPath(token)}`,
    name: t('push.page.app', { event: event.name }),
    short_name: truncatePlain(event.name, 30),
    lang: locale,
    start_url: `${base}${pushPath(token)}`,
    scope: `${base}/push/`,
    display: 'standalone',
    background_color: '#10131a',
    theme_color: '#10131a',
    icons: [icon(192), icon(512)],
  };
  return {
    type: 'application/manifest+json',
    headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    body: JSON.stringify(manifest),
  };
}
