/** `GET /display`: now and next for a screen on the wall, of all rooms or with `?room=` of one. Public, like the agenda. */
import { createHash } from 'node:crypto';
import { nowAndNext, type OnNow } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import type { Deps } from '../../src/core/deps.ts';
import { matchByName } from '../../src/core/match.ts';
import type { Route } from '../../src/core/route.ts';
import { type Locale, type Translate, translator } from '../../src/i18n/index.ts';
import { clock } from '../../src/i18n/time.ts';

/** A screen asks again so often. */
const REFRESH_SECONDS = 20;

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Display {
  readonly event: string;
  readonly rooms: readonly OnNow[];
  readonly now: string;
  readonly zone: string;
  readonly locale: Locale;
}

/** A wall is filled by what there is, and nobody scrolls it; a phone gets one room under the other. */
const STYLE = `:root{color-scheme:dark light}*{box-sizing:border-box}body{margin:0;padding:3vmin;background:#10131a;color:#f4f5f7;
font:1.05rem/1.3 system-ui,sans-serif;overflow-wrap:anywhere}header{display:flex;justify-content:space-between;gap:1em;align-items:baseline;
margin-bottom:2vmin}h1{font-size:1.4em;margin:0}time{font-size:1.5em;font-variant-numeric:tabular-nums;white-space:nowrap}
main{display:grid;gap:2vmin;grid-template-columns:minmax(0,1fr)}section{background:#1b2130;border-radius:.6em;
padding:.8em 1.1em;overflow:hidden}h2{margin:0 0 .3em;font-size:1.1em;color:#9fb4d8}h3{margin:0;font-size:1.35em;line-height:1.2}
p{margin:.2em 0 0;color:#c6cfdf}.next{margin-top:.7em;padding-top:.7em;border-top:1px solid #38425a}.next h3{font-size:1.05em;font-weight:500}
.stale time{opacity:.35;text-decoration:line-through}
@media(min-width:60rem){body{display:flex;flex-direction:column;min-height:100vh}main{flex:1}
h3,p{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}p,.next h3{-webkit-line-clamp:2}
.up-to-1{font-size:5vmin}.up-to-2{font-size:3.6vmin}.up-to-4{font-size:2.7vmin}.up-to-6{font-size:2.4vmin}.up-to-9{font-size:1.9vmin}.more{font-size:max(1.6vmin,.8rem)}
:is(.up-to-2,.up-to-4) main{grid-template-columns:repeat(2,minmax(0,1fr))}:is(.up-to-6,.up-to-9) main{grid-template-columns:repeat(3,minmax(0,1fr))}
.more main{grid-template-columns:repeat(4,minmax(0,1fr))}}
@media(prefers-color-scheme:light){body{background:#fff;color:#14171f}section{background:#eef1f6}h2{color:#34507e}p{color:#3c4658}.next{border-color:#c8d0de}}`;

/** A page that reloads would end at the browser's own error when the bot is away; this one says that it is old. */
const SCRIPT = `setInterval(async()=>{try{const answer=await fetch(location.href,{cache:'no-store',signal:AbortSignal.timeout(15000)});
if(!answer.ok)throw answer.status;const {body}=new DOMParser().parseFromString(await answer.text(),'text/html');
document.body.className=body.className;document.body.replaceChildren(...body.childNodes)}catch{document.body.classList.add('stale')}},${REFRESH_SECONDS * 1000})`;

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
  "connect-src 'self'",
  'frame-ancestors *',
].join('; ');

const SIZES = [1, 2, 4, 6, 9] as const;
const sizeOf = (rooms: number): string => {
  const size = SIZES.find((most) => rooms <= most);
  return size === undefined ? 'more' : `up-to-${size}`;
};

const speakers = (session: Session): string => session.speakers.map(({ name }) => name).join(', ');

function room({ room: name, now, next }: OnNow, { zone, locale }: Display, t: Translate): string {
  const on = now.map(
    (session) =>
      `<h3>${html(session.title)}</h3><p>${html([t('agenda.untilTime', { time: clock(session.end, zone, locale) }), speakers(session)].filter(Boolean).join(' · '))}</p>`,
  );
  const then = next.map(
    (session) =>
      `<div class="next"><h3>${html(t('agenda.nextAt', { time: clock(session.start, zone, locale) }))} ${html(session.title)}</h3>${session.speakers.length > 0 ? `<p>${html(speakers(session))}</p>` : ''}</div>`,
  );
  return `<section><h2>${html(name || t('agenda.noRoom'))}</h2>${on.join('') || `<p>${html(t('agenda.nothingOn'))}</p>`}${then.join('')}</section>`;
}

/** Pure: the whole page. */
export function displayPage(display: Display, t: Translate): string {
  const { event, rooms, now, zone, locale } = display;
  const alive = rooms.filter((one) => one.now.length > 0 || one.next.length > 0);
  const body = alive.map((one) => room(one, display, t)).join('') || `<p>${html(t('agenda.allOver'))}</p>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}"></noscript><title>${html(event)}</title><style>${STYLE}</style><script>${SCRIPT}</script></head>
<body class="${sizeOf(alive.length)}"><header><h1>${html(event)}</h1><time>${html(clock(now, zone, locale))}</time></header><main>${body}</main></body></html>`;
}

export const displayRoute: Route = {
  method: 'GET',
  path: '/display',
  async run({ query }, deps: Deps) {
    const [state, event] = await Promise.all([loadAgenda(deps), deps.events.settings()]);
    const now = deps.clock.now();
    const all = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, now.epochMilliseconds);
    const found = query['room'] ? matchByName(query['room'], all, (one) => [one.room]) : undefined;
    const rooms =
      found === undefined
        ? all
        : 'found' in found
          ? [found.found]
          : 'ambiguous' in found
            ? found.ambiguous
            : [];
    const display = {
      event: event.name,
      rooms,
      now: now.toString(),
      zone: event.zone,
      locale: event.language,
    };
    return {
      type: 'text/html; charset=utf-8',
      headers: {
        'cache-control': 'no-store',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      },
      body: displayPage(display, translator(event.language)),
    };
  },
};
