/** How the foyer's screen looks: pure, from what is on to a page of HTML. */

import { deviationWords } from '../../src/agenda/deviation-words.ts';
import { deviationOf } from '../../src/agenda/domain/planned.ts';
import type { OnNow } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { nextWords, onWords } from '../../src/agenda/stage-words.ts';
import { escapeHtml as html } from '../../src/core/html.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { urlPart } from '../../src/core/public-url.ts';
import { truncatePlain } from '../../src/core/text.ts';
import type { Locale, Translate } from '../../src/i18n/index.ts';
import { clock, clockFrom, longDay } from '../../src/i18n/time.ts';

export interface DisplayRoom extends OnNow {
  /** Cancelled ones whose time is now, or comes before what is next. */
  readonly cancelled: readonly Session[];
}

export interface Display {
  readonly event: string;
  /** What is shown by turns. */
  readonly pages: readonly (readonly DisplayRoom[])[];
  /** The one that is shown; from 0. */
  readonly shown: number;
  /** It is the reader's choice, and stays. */
  readonly isHeld: boolean;
  /** A room that was asked for and is none. */
  readonly unknown?: string | undefined;
  /** All rooms, to choose from where one was asked for. */
  readonly choice: readonly string[];
  readonly qr: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly zone: string;
  readonly locale: Locale;
}

/** At most so many of what runs in one room at once, or begins at once. */
const MAX_PARALLEL = 2;
/** Minutes before the start from which they are counted down. */
const COUNTDOWN = 60;
const MAX_TITLE = 200;
const MAX_SPEAKERS = 160;

/** A wall is filled by what there is, and nobody scrolls it; a phone gets one room under the other. */
export const DISPLAY_STYLE = `header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.3em 1em;align-items:center;margin-bottom:2vmin}
.when{display:flex;gap:1em;align-items:baseline;margin:0}time{font-size:1.5em;font-variant-numeric:tabular-nums;white-space:nowrap}.date{color:var(--soft)}
.rooms{display:grid;gap:2vmin;grid-template-columns:minmax(0,1fr);margin-bottom:2vmin}section{background:var(--card);border-radius:.6em;padding:.7em 1.1em;overflow:hidden}
h2{margin:0 0 .2em;font-size:1.1em;color:var(--name)}h3{margin:0;font-size:1.35em;line-height:1.2}p{margin:.2em 0 0;color:var(--soft)}
.mark{color:var(--mark);font-weight:700}.next{margin-top:.5em;padding-top:.5em;border-top:1px solid var(--line)}.next h3{font-size:1.05em;font-weight:500}
s{color:var(--soft)}.qr{display:none}nav ul,.choice{list-style:none;display:flex;flex-wrap:wrap;gap:.4em;margin:0;padding:0}
nav a,.choice a{display:inline-block;min-width:2.75em;padding:.6em .8em;text-align:center;border:1px solid var(--line);border-radius:.5em;text-decoration:none}
nav a[aria-current]{background:var(--ink);color:var(--ground)}body.stale time{text-decoration:line-through}
@media(max-width:59.99rem){nav.turns{display:none}}
@media(min-width:60rem){body{display:flex;flex-direction:column;height:100vh;overflow:hidden}header{flex-wrap:nowrap}main{flex:1;min-height:0}
.rooms{height:100%;margin:0;grid-auto-rows:minmax(0,1fr)}.rooms:not(.shown){display:none}.qr{display:block;width:13vmin;height:13vmin;border-radius:.4em}
h2,h3,p{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}h2,p{-webkit-line-clamp:1}
header,nav{font-size:2.4vmin}nav a{padding:.3em .6em;min-width:2.2em}
.up-to-1{font-size:5vmin}.up-to-2{font-size:3.6vmin}.up-to-4{font-size:2.7vmin}.up-to-6{font-size:2.2vmin}.up-to-9{font-size:1.75vmin}
:is(.up-to-2,.up-to-4){grid-template-columns:repeat(2,minmax(0,1fr))}:is(.up-to-6,.up-to-9){grid-template-columns:repeat(3,minmax(0,1fr))}
.choice{overflow:auto;font-size:max(2vmin,1rem)}}`;

/**
 * A page that reloads would end at the browser's own error when the bot is away; this one says that it is old.
 * Whoever goes through it by keyboard keeps their place.
 */
export const displayScript = (seconds: number): string =>
  `setInterval(async()=>{try{const answer=await fetch(location.href,{cache:'no-store',signal:AbortSignal.timeout(10000)});
if(!answer.ok)throw answer.status;const {body}=new DOMParser().parseFromString(await answer.text(),'text/html');
const at=document.activeElement?.getAttribute('href');document.body.className='';document.body.replaceChildren(...body.childNodes);
if(at)document.querySelector('a[href="'+CSS.escape(at)+'"]')?.focus()}catch{document.body.classList.add('stale')}},${seconds * 1000})`;

const SIZES = [1, 2, 4, 6, 9] as const;
/** So many rooms are read from afar at once; more come by turns. */
export const ROOMS_A_TURN = 9;
const sizeOf = (rooms: number): string => `up-to-${SIZES.find((most) => rooms <= most) ?? ROOMS_A_TURN}`;

const said = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
const speakers = (session: Session): string =>
  truncatePlain(session.speakers.map(({ name }) => name).join(', '), MAX_SPEAKERS);
const title = (session: Session): string => html(truncatePlain(session.title, MAX_TITLE));
const marks = (session: Session, t: Translate): string =>
  deviationWords(deviationOf(session), t)
    .map((words) => `<span class="mark">${html(words)}</span>`)
    .join(' · ');
const line = (parts: readonly string[]): string => {
  const text = said(parts);
  return text === '' ? '' : `<p>${text}</p>`;
};

function roomCard({ room, now, next, cancelled }: DisplayRoom, display: Display, t: Translate): string {
  const { zone, locale } = display;
  const minutesTo = (at: string) => Math.ceil((milliseconds(at) - display.now) / 60_000);
  const reader = { t, zone, locale, now: display.now };
  const on = now.slice(0, MAX_PARALLEL).map((session) => {
    const { until, left, isOver } = onWords(session, reader);
    const minutes = isOver ? `<span class="mark">${html(left)}</span>` : html(left);
    return `<h3>${title(session)}</h3>${line([marks(session, t), html(until), minutes, html(speakers(session))])}`;
  });
  const soon = (session: Session): string => {
    const minutes = minutesTo(session.start);
    return minutes > 0 && minutes <= COUNTDOWN ? html(t('agenda.display.inMinutes', { minutes })) : '';
  };
  const then = next.slice(0, MAX_PARALLEL).map((session) => {
    const { at, late } = nextWords(session, reader);
    const waits = late === undefined ? '' : `<span class="mark">${html(late)}</span>`;
    return `<div class="next"><h3>${html(at)} ${title(session)}</h3>${line([marks(session, t), waits, soon(session), html(speakers(session))])}</div>`;
  });
  const gone = cancelled
    .slice(0, MAX_PARALLEL)
    .map(
      (session) =>
        `<p><span class="mark">${html(t('agenda.cancelled'))}</span> · ${clockFrom(session.start, display.now, zone, locale)} <s>${title(session)}</s></p>`,
    );
  const nothing = `<p>${html(t('agenda.nothingOn'))}</p>`;
  return `<section><h2>${html(truncatePlain(room, MAX_TITLE) || t('agenda.noRoom'))}</h2>${on.join('') || nothing}${gone.join('')}${then.join('')}</section>`;
}

const roomLink = (room: string): string => `?room=${urlPart(room)}`;

/** The rooms as links, for whoever asked for one that is none. */
function picker({ unknown = '', choice }: Display, t: Translate): string {
  const links = choice.map((room) => `<li><a href="${html(roomLink(room))}">${html(room)}</a></li>`);
  return `<h2>${html(t('agenda.display.noSuchRoom', { typed: truncatePlain(unknown, 100) }))}</h2><ul class="choice">${links.join('')}<li><a href="?">${html(t('agenda.display.all'))}</a></li></ul>`;
}

function turns({ pages, shown, isHeld }: Display, t: Translate): string {
  if (pages.length <= 1) return '';
  const links = pages.map((_, index) => {
    const label = html(t('agenda.display.page', { page: index + 1, pages: pages.length }));
    return `<li><a href="?page=${index + 1}" aria-label="${index + 1}: ${label}"${index === shown ? ' aria-current="page"' : ''}>${index + 1}</a></li>`;
  });
  const all = isHeld ? `<li><a href="?">${html(t('agenda.display.all'))}</a></li>` : '';
  return `<nav class="turns" aria-label="${html(t('agenda.display.pages'))}"><ul>${links.join('')}${all}</ul></nav>`;
}

/** What is in the page's body. */
export function displayBody(display: Display, t: Translate): string {
  const { event, pages, shown, now, zone, locale, unknown, qr } = display;
  const rooms = pages
    .map(
      (page, index) =>
        `<div class="rooms ${sizeOf(page.length)}${index === shown ? ' shown' : ''}">${page.map((room) => roomCard(room, display, t)).join('')}</div>`,
    )
    .join('');
  const isEmpty = pages.every((page) => page.length === 0);
  const body =
    unknown !== undefined ? picker(display, t) : isEmpty ? `<p>${html(t('agenda.allOver'))}</p>` : rooms;
  const today = longDay(now, zone, locale);
  return `<header><h1>${html(truncatePlain(event, MAX_TITLE))}</h1>${unknown === undefined ? turns(display, t) : ''}<p class="when"><span class="date">${html(today)}</span> <time>${html(clock(now, zone, locale))}</time></p>${qr}</header><main>${body}</main>`;
}
