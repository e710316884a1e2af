/** The control room as a whole page: for a wall, a desk or a phone, in the dark and on paper. Pure. */
import { escapeHtml as html, htmlReply } from '../../core/html.ts';
import type { RouteReply } from '../../core/route.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import { clock, longDay } from '../../i18n/time.ts';
import type { Board } from './load.ts';
import { type BoardPart, boardParts } from './view.ts';

const MAX_NAME = 120;
/** On a wide screen at the right of the rooms, on a narrow one below them. */
const BESIDE = ['people', 'check-ins', 'gaps', 'late', 'promises'] as const satisfies readonly BoardPart[];

/** One column on a phone; from a laptop to 4K letters grow with the screen, and what alarms stays in sight. */
const STYLE = `html{font-size:clamp(16px,.55vw + 9px,34px)}body{padding:clamp(.6rem,1.5vw,2rem)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.skip{position:absolute;left:-99em}.skip:focus{left:1rem;background:var(--ground);padding:.5rem}
header{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;align-items:baseline;margin-bottom:1rem}time{font-size:1.5rem;font-variant-numeric:tabular-nums}
header p{margin:0}.date,.none{color:var(--soft)}#live{margin-left:auto}body.stale #live{color:var(--mark);font-weight:700}
main{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}section{min-width:0}
h2{margin:.2rem 0 .5rem;font-size:1.1rem;color:var(--name)}.count{display:inline-block;min-width:1.6em;padding:0 .4em;border-radius:.8em;text-align:center;background:var(--ink);color:var(--ground)}
h3{margin:0 0 .3rem;font-size:1.05rem}ul{list-style:none;margin:0;padding:0}li{padding:.3rem 0}li+li{border-top:1px solid var(--line)}p{margin:.25rem 0}
.alarms>li{background:var(--card);border:0;border-left:.35rem solid var(--mark);border-radius:.3rem;padding:.5rem .7rem;margin-bottom:.4rem}
.outage{grid-column:1/-1;background:var(--card);border:.15rem solid var(--mark);border-radius:.3rem;padding:.6rem .8rem;margin:0 0 .6rem}
.mark{color:var(--mark);font-weight:700}.calm{color:var(--soft)}.next,.next b{color:var(--soft)}
.rooms{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr))}
article{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}article li{padding:.1rem 0;border:0}
figure{margin:0}img{max-width:100%;height:auto;border-radius:.4rem}
@media(min-width:64rem){main{grid-template-columns:minmax(0,2.2fr) minmax(18rem,1fr)}#alarms{grid-column:1/-1;display:grid;grid-template-columns:1fr 1fr;gap:1rem}.left,.right{display:flex;flex-direction:column;gap:1rem;min-width:0}img{width:100%;max-width:72rem}}
@media(max-width:63.99rem){.left,.right{display:contents}#day{order:1}}
@media print{:root{--ground:#fff;--ink:#000;--card:#fff;--soft:#333;--name:#000;--line:#999;--mark:#000}.skip,#live{display:none}article,.alarms>li{border:1px solid #999;break-inside:avoid}main{display:block}}`;

/**
 * Replaces a part when it has changed, so that nobody loses their place. The browser takes up the connection again by itself; until then the page says since when it is old.
 */
const SCRIPT = `const live=document.getElementById('live'),words=live.dataset,from=new EventSource(live.dataset.from);
const say=(text,old)=>{if(live.textContent!==text)live.textContent=text;document.body.classList.toggle('stale',old)};
let since='',drawn=Date.now();const day=document.querySelector('img');
from.addEventListener('board',({data})=>{const {time,date,parts}=JSON.parse(data);since='';say(words.live,false);
document.querySelector('time').textContent=time;document.querySelector('.date').textContent=date;
for(const [id,html] of Object.entries(parts)){const part=document.getElementById(id);if(part)part.innerHTML=html}
if(day&&Date.now()-drawn>6e4){drawn=Date.now();day.src=day.dataset.src+'?'+drawn}});
from.addEventListener('ended',()=>{from.close();say(words.ended,true)});
from.onerror=()=>{since=since||document.querySelector('time').textContent;say(from.readyState===2?words.ended:words.stale+' '+since,true)};`;

/** What is sent when something has changed; `parts` alone that have. */
export interface BoardNews {
  readonly time: string;
  readonly date: string;
  readonly parts: Readonly<Partial<Record<BoardPart, string>>>;
}

export const boardNews = (board: Board, t: Translate, locale: Locale): BoardNews => ({
  time: clock(board.now, board.event.zone, locale),
  date: longDay(board.now, board.event.zone, locale),
  parts: boardParts(board, t, locale),
});

/** Where the queues are, below PUBLIC_URL; within the board's address, so that the same link opens both. */
export const QUEUES_PATH = '/board/queues';

export interface BoardReader {
  /** The path of PUBLIC_URL. */
  readonly base: string;
  /** They are shown the way to the queues. */
  readonly isOrganizer: boolean;
}

export function boardPage(
  board: Board,
  { base, isOrganizer }: BoardReader,
  t: Translate,
  locale: Locale,
): RouteReply {
  const { time, date, parts } = boardNews(board, t, locale);
  const path = html(base);
  const section = (part: BoardPart) => `<section id="${part}">${parts[part] ?? ''}</section>`;
  const summary = `<p id="summary" class="unseen" role="status">${parts.summary ?? ''}</p>`;
  const day = `<section id="day"><h2>${html(t('callboard.board.day'))}</h2><figure><img src="${path}/board/day.png" data-src="${path}/board/day.png" alt="${html(t('callboard.board.dayAlt'))}"></figure></section>`;
  const live = `<p id="live" role="status" data-from="${path}/board/events" data-live="${html(t('callboard.board.live'))}" data-stale="${html(t('callboard.board.stale'))}" data-ended="${html(t('callboard.board.ended'))}">${html(t('callboard.board.connecting'))}</p>`;
  const queues = isOrganizer
    ? `<p><a href="${path}${QUEUES_PATH}">${html(t('callboard.queues.link'))}</a></p>`
    : '';
  return htmlReply({
    language: locale,
    title: t('callboard.board.title', { event: board.event.name }),
    style: STYLE,
    script: `addEventListener('DOMContentLoaded',()=>{${SCRIPT}})`,
    isPrivate: true,
    body: `<a class="skip" href="#rooms">${html(t('callboard.board.skip'))}</a><header><h1>${html(truncatePlain(board.event.name, MAX_NAME))}</h1><p><span class="date">${html(date)}</span> <time>${html(time)}</time></p>${queues}${live}</header><main>${summary}${section('alarms')}<div class="left">${section('rooms')}${board.isDay ? day : ''}</div><div class="right">${BESIDE.map(section).join('')}</div></main>`,
  });
}

const CLOSED_STYLE = 'body{max-width:40rem;margin:auto}p{margin:.8em 0}';

const shut = (
  { name }: { readonly name: string },
  status: 401 | 403,
  text: string,
  locale: Locale,
): RouteReply => ({
  ...htmlReply({
    language: locale,
    title: name,
    style: CLOSED_STYLE,
    isPrivate: true,
    body: `<main><h1>${html(truncatePlain(name, MAX_NAME))}</h1><p>${html(text)}</p></main>`,
  }),
  status,
});

type Named = Pick<Board['event'], 'name'>;

/** For whoever comes without a link that opens. It says nothing of the event but its name. */
export const closedBoard = (event: Named, t: Translate, locale: Locale): RouteReply =>
  shut(event, 401, t('callboard.board.closed'), locale);

/** For crew at a door that is for organizers. */
export const organizersOnly = (event: Named, t: Translate, locale: Locale): RouteReply =>
  shut(event, 403, t('callboard.queues.closed'), locale);
