/** A room's tablet, and the wall (`?view=wall`), as whole pages: dark whatever the screen prefers. Pure. */
import { escapeHtml as html, htmlReply } from '../../core/html.ts';
import type { RouteReply } from '../../core/route.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import type { Phase } from '../domain/room-clock.ts';
import { MAX_STAGE_MESSAGE } from '../domain/stage-room.ts';
import { MAX_HELP } from './help.ts';
import type { StageModel } from './load.ts';
import { type StagePart, stageParts } from './parts.ts';
import { STAGE_SCRIPT } from './script.ts';
import { STAGE_HEADER, stageBuild } from './worker.ts';

const MAX_NAME = 120;

/** The hall is dark and the tablet lies beside the stage: never a bright ground. */
const DARK = `:root,:root:root{color-scheme:dark;--ground:#0a0d13;--ink:#f4f5f7;--card:#161c28;--soft:#c6cfdf;--name:#9fb4d8;--line:#38425a;--mark:#ffd166;--phase:#c6cfdf}
[data-phase=running]{--phase:#6ee7a0}[data-phase=soon]{--phase:#ffd166}[data-phase=over]{--phase:#ff9a8f}[data-phase=waiting]{--phase:#ffd166}[data-phase=break],[data-phase=before]{--phase:#8ec5ff}`;

const CLOCK = `#digits{font-weight:700;line-height:.95;white-space:nowrap;font-variant-numeric:tabular-nums;color:var(--phase);margin:0}
#word{display:inline-block;margin:0;padding:.1em .6em;border-radius:.3em;background:var(--phase);color:#0a0d13;font-weight:700}
#unit{margin:0;color:var(--phase);font-weight:700}
#message{border:.2em solid var(--mark);border-radius:.4em;padding:.3em .6em}#message p{margin:0}#said{font-weight:700}#said-at{color:var(--soft)}
[hidden]{display:none!important}#live{color:var(--soft);margin:0}body.stale #live{color:var(--mark);font-weight:700}`;

const TABLET = `${DARK}html{font-size:clamp(16px,.55vw + 9px,34px)}body{padding:clamp(.6rem,1.5vw,2rem);border-top:.5rem solid var(--phase);min-height:100vh}
${CLOCK}header{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;align-items:baseline}header p{margin:0}#clock{font-size:1.5rem;font-variant-numeric:tabular-nums}#live{margin-left:auto}
main{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}section{min-width:0}h2{margin:0 0 .4rem;font-size:1.05rem;color:var(--name)}
#stage{text-align:center;padding:.8rem 0}#digits{font-size:min(27vw,34vh)}#digits.long{font-size:min(19vw,34vh)}#word{font-size:1.4rem}#unit{font-size:1.4rem}#what{font-size:1.3rem;margin:.4rem 0 0}#began,.none{color:var(--soft);margin:.2rem 0}#message{margin-top:.6rem;font-size:1.6rem}#said-at{font-size:1rem}
#no-record{color:var(--mark);font-weight:700;font-size:1.2rem;margin:.4rem 0 0}
.presses{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr))}
button{font:inherit;font-size:1.15rem;font-weight:700;min-height:3.6rem;padding:.4rem .8rem;border-radius:.5rem;border:.12rem solid var(--line);background:var(--card);color:var(--ink);cursor:pointer;overflow-wrap:anywhere}
button span{display:block}button span+span{font-size:.9rem;font-weight:400;color:var(--soft)}button:disabled{color:var(--soft);border-style:dashed;cursor:default}
#start:not(:disabled){border-color:#6ee7a0}#end:not(:disabled){border-color:#ff9a8f}#help{border-color:var(--mark)}
button:focus-visible,input:focus-visible{outline:.2em solid var(--mark);outline-offset:.1em}
ul{list-style:none;margin:0;padding:0}li{padding:.2rem 0}.card{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}.card p{margin:.2rem 0}.mark{color:var(--mark);font-weight:700}.calm{color:#6ee7a0}
form{display:flex;flex-wrap:wrap;gap:.6rem}label{display:block;width:100%}input{font:inherit;flex:1 1 12rem;min-width:0;min-height:3rem;padding:.3rem .6rem;border-radius:.4rem;border:.12rem solid var(--soft);background:var(--ground);color:var(--ink)}form button{min-height:3rem}
dialog{max-width:34rem;width:calc(100% - 2rem);border:.15rem solid var(--mark);border-radius:.6rem;background:var(--ground);color:var(--ink)}dialog::backdrop{background:#000c}
@media(min-width:60rem){main{grid-template-columns:repeat(3,minmax(0,1fr))}#stage,#pressing{grid-column:1/-1}#digits,#digits.long{font-size:min(19vw,30vh)}}
@media(min-width:60rem) and (min-height:56rem){#digits,#digits.long{font-size:min(21vw,42vh)}}
@media(prefers-reduced-motion:no-preference){body{transition:border-color .5s}}`;

/** The clock alone, as large as it goes: for the speaker's screen and for OBS, which makes the ground clear itself. */
const WALL = `${DARK}html,body,#page{height:100%}body{padding:2vmin;background:var(--ground)}${CLOCK}
main{height:100%;display:flex;flex-direction:column;align-items:center;justify-content:center;text-align:center;gap:1.5vmin}
#digits{font-size:min(25vw,52vh)}#digits.long{font-size:min(19vw,52vh)}#word,#unit{font-size:min(5vw,8vh)}.words{display:flex;flex-wrap:wrap;gap:2vmin;align-items:center;justify-content:center}#what{font-size:min(3vw,4.5vh);margin:0;color:var(--soft)}#message{font-size:min(4.5vw,7vh);line-height:1.15}#said-at{font-size:.5em}.label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
body.said #digits{font-size:min(20vw,38vh)}body.said #digits.long{font-size:min(17vw,38vh)}body.said #what{display:none}body.said #word,body.said #unit{font-size:min(4vw,6vh)}
footer{position:fixed;left:2vmin;right:2vmin;bottom:1.5vmin;display:flex;gap:2vmin;justify-content:space-between;font-size:max(16px,2vmin);color:var(--soft)}footer p{margin:0}body:not(.stale) #live{display:none}`;

const PHASES = {
  empty: 'agenda.stage.empty',
  before: 'agenda.stage.before',
  waiting: 'agenda.stage.waiting',
  running: 'agenda.stage.running',
  soon: 'agenda.stage.soon',
  over: 'agenda.stage.over',
  break: 'agenda.stage.break',
} as const satisfies Record<Phase, string>;

/** What the page says by itself, while nobody else can: names in braces are filled there. */
function wordsOf(t: Translate): Record<string, string> {
  const phases = Object.entries(PHASES).map(([phase, key]) => [phase, t(key)]);
  const left = t('agenda.stage.left');
  const session = '{session}';
  const time = '{time}';
  const end = '{end}';
  return {
    ...Object.fromEntries(phases),
    'unit-before': t('agenda.stage.toStart'),
    'unit-waiting': t('agenda.stage.late'),
    'unit-running': left,
    'unit-soon': left,
    'unit-break': left,
    'unit-over': t('agenda.stage.overUnit'),
    began: t('agenda.stage.began', { time, end }),
    until: t('agenda.stage.until', { end }),
    start: t('agenda.stage.start', { session }),
    end: t('agenda.stage.end', { session }),
    'no-start': t('agenda.stage.noStart'),
    'no-end': t('agenda.stage.noEnd'),
    'was-start': t('agenda.stage.wasStart', { session, time }),
    'was-end': t('agenda.stage.wasEnd', { session, time }),
    'kept-start': t('agenda.stage.keptStart', { session, time }),
    'kept-end': t('agenda.stage.keptEnd', { session, time }),
    'kept-undo': t('agenda.stage.keptUndo', { session, time }),
    'unkept-start': t('agenda.stage.unkeptStart', { session }),
    'unkept-end': t('agenda.stage.unkeptEnd', { session }),
    live: t('callboard.board.live'),
    stale: t('agenda.stage.stale', { time }),
    'no-reload': t('agenda.stage.noReload'),
    unkeepable: t('agenda.stage.unkeepable'),
    ended: t('agenda.stage.ended'),
    refused: t('agenda.stage.refused'),
    'say-lost': t('agenda.stage.sayLost'),
    'help-lost': t('agenda.stage.helpLost'),
  };
}

interface Shown {
  /** The path of the room's stage. */
  readonly path: string;
  readonly t: Translate;
  readonly locale: Locale;
}

/** What stands on both: what is counted, and the message to whoever speaks. */
const clockHtml = (t: Translate): string =>
  `<div class="words"><p id="word" role="status"></p></div><p id="digits" role="timer" aria-live="off" aria-label="${html(t('agenda.stage.countdown'))}"></p><p id="unit"></p><p id="what"></p>`;
const messageHtml = (t: Translate): string =>
  `<div id="message" role="status" hidden><p><span class="label">${html(t('agenda.stage.messageIs'))}</span> <span id="said"></span> <span id="said-at"></span></p></div>`;

function tablet(model: StageModel, { t, locale }: Shown): string {
  const parts = stageParts(model, t, locale);
  const card = (part: StagePart, title: string) =>
    `<section class="card"><h2>${html(title)}</h2><div id="${part}">${parts[part]}</div></section>`;
  const press = (what: 'start' | 'end') =>
    `<button id="${what}" type="button"><span id="${what}-word"></span><span id="${what}-what"></span></button>`;
  const dialog = `<dialog id="ask" aria-labelledby="ask-title"><h2 id="ask-title">${html(t('agenda.stage.helpAsk', { room: model.clock.room }))}</h2><form id="help-form"><label for="help-text">${html(t('agenda.stage.helpText'))}</label><input id="help-text" maxlength="${MAX_HELP}" autocomplete="off"><button id="help-yes">${html(t('agenda.stage.helpYes'))}</button><button id="help-no" type="button">${html(t('agenda.stage.helpNo'))}</button></form><p id="help-lost" class="mark" role="alert"></p></dialog>`;
  return `<header><h1>${html(truncatePlain(model.clock.room, MAX_NAME))}</h1><p id="clock"></p><p id="live" role="status">${html(t('callboard.board.connecting'))}</p></header><main>
<section id="stage" aria-label="${html(t('agenda.stage.clock'))}">${clockHtml(t)}<p id="began"></p><p id="no-record" hidden>${html(t('agenda.stage.noRecord'))}</p>${messageHtml(t)}</section>
<section id="pressing" aria-label="${html(t('agenda.stage.buttons'))}"><div class="presses">${press('end')}${press('start')}<button id="undo" type="button"><span>${html(t('agenda.clock.undo'))}</span><span id="undo-what"></span></button><button id="help" type="button">${html(t('agenda.stage.help'))}</button></div><div id="helping" role="status">${parts.helping}</div><div role="status"><ul id="kept" class="mark"></ul></div><div role="log"><ul id="became"></ul></div></section>
${card('next', t('agenda.stage.next'))}${card('crew', t('agenda.stage.crew'))}<section class="card"><h2>${html(t('agenda.stage.message'))}</h2><form id="say"><label for="say-text">${html(t('agenda.stage.messageText'))}</label><input id="say-text" maxlength="${MAX_STAGE_MESSAGE}" autocomplete="off"><button>${html(t('agenda.stage.show'))}</button><button id="unsay" type="button">${html(t('agenda.stage.takeAway'))}</button></form></section></main>${dialog}<noscript><p>${html(t('agenda.stage.noScript'))}</p></noscript>`;
}

const wall = ({ clock }: StageModel, { t }: Shown): string =>
  `<main><h1 class="unseen">${html(truncatePlain(clock.room, MAX_NAME))}</h1>${clockHtml(t)}${messageHtml(t)}</main><footer><p id="live" role="status">${html(t('callboard.board.connecting'))}</p></footer>`;

const UNSEEN = '.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}';

export function stagePage(model: StageModel, isWall: boolean, shown: Shown): RouteReply {
  const { path, t, locale } = shown;
  const data = `data-base="${html(path)}" data-build="${stageBuild}" data-locale="${locale === 'es' ? 'es-ES' : 'en-GB'}" data-words="${html(JSON.stringify(wordsOf(t)))}" data-state="${html(JSON.stringify(model.clock))}"`;
  return htmlReply({
    language: locale,
    title: t('agenda.stage.title', { room: model.clock.room }),
    style: `${isWall ? WALL : TABLET}${UNSEEN}`,
    script: STAGE_SCRIPT,
    isPrivate: true,
    isKept: true,
    headers: { [STAGE_HEADER]: stageBuild },
    body: `<div id="page" ${data}>${isWall ? wall(model, shown) : tablet(model, shown)}</div>`,
  });
}

const CLOSED_STYLE = 'body{max-width:40rem;margin:auto}p{margin:.8em 0}';

/** For whoever comes without a token that opens. It says nothing of the event but its name. */
export const closedStage = (event: { readonly name: string }, t: Translate, locale: Locale): RouteReply => ({
  ...htmlReply({
    language: locale,
    title: event.name,
    style: CLOSED_STYLE,
    isPrivate: true,
    body: `<main><h1>${html(truncatePlain(event.name, MAX_NAME))}</h1><p>${html(t('agenda.stage.closed'))}</p></main>`,
  }),
  status: 401,
});
