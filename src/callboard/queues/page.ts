/** The queues as a page, for a desk or a phone, and the question before something is done. Pure. */
import type { QueueName } from '../../core/commit.ts';
import { escapeHtml as html, htmlReply } from '../../core/html.ts';
import { OUTBOX_STATES } from '../../core/ports/store.ts';
import type { RouteReply } from '../../core/route.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Locale, Translate } from '../../i18n/index.ts';
import { clockFrom, duration } from '../../i18n/time.ts';
import { QUEUES_PATH } from '../board/page.ts';
import { type HandlePurpose, type JobHandle, sealHandle } from '../domain/job-handle.ts';
import type { QueueAction } from './act.ts';
import { PART_LINES, type QueueLine, type QueueList, type Queues } from './load.ts';

/** Where bull-board is, below PUBLIC_URL. */
export const BULL_PATH = `${QUEUES_PATH}/bull`;

export interface QueuesReader {
  readonly event: { readonly name: string; readonly zone: string };
  /** The path of PUBLIC_URL. */
  readonly base: string;
  /** Of their link: what their page holds for a job opens with it alone. */
  readonly secret: string;
  readonly t: Translate;
  readonly locale: Locale;
}

/** What was done just now: said once, above the list. */
export const QUEUE_NEWS = ['retried', 'cancelled', 'dismissed', 'changed'] as const;
export type QueueNews = (typeof QUEUE_NEWS)[number];

const MAX_NAME = 120;

const STYLE = `body{max-width:60rem;margin:auto}header{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;align-items:baseline}header a,nav a,.acts a,.main{display:inline-block;padding:.45rem .1rem}
h2{font-size:1.1rem;margin:1.4rem 0 .4rem}.about,.none{color:var(--soft)}p{margin:.4rem 0}.news{background:var(--card);border-left:.35rem solid var(--mark);padding:.6rem .8rem;border-radius:.3rem}
dl{display:grid;gap:.5rem;margin:.6rem 0}dl>div{background:var(--card);border-radius:.5rem;padding:.5rem .8rem}dt{font-weight:700}dd{margin:0;display:flex;flex-wrap:wrap;gap:0 1.1rem}dd a{padding:.45rem .1rem}
[aria-current]{font-weight:700;text-decoration-thickness:.15em}.mark{color:var(--mark);font-weight:700}
ol{list-style:none;margin:.6rem 0;padding:0;display:grid;gap:.6rem}li{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}.acts,nav{display:flex;flex-wrap:wrap;gap:0 1.5rem}
label{display:flex;gap:.6rem;align-items:flex-start;margin:1rem 0}input{inline-size:1.3rem;block-size:1.3rem;flex:none}button{font:inherit;font-weight:700;padding:.7rem 1.1rem;border:2px solid var(--mark);border-radius:.5rem;background:var(--ground);color:var(--ink);cursor:pointer}button:focus-visible,input:focus-visible{outline:.2em solid var(--mark);outline-offset:.15em}form{margin:1rem 0}`;

const QUEUES = ['pages', 'reminders', 'chores', 'webhooks'] as const satisfies readonly QueueName[];

const queueTitle = (queue: QueueName, { t }: QueuesReader): string => t(`callboard.queues.of.${queue}`);

const address = ({ base }: QueuesReader, list: QueueList, more: Readonly<Record<string, string>> = {}) => {
  const query = new URLSearchParams({ ...list, ...more });
  // The list is below the counts: on a phone nobody should have to look for it.
  return html(`${base}${QUEUES_PATH}?${query}#list`);
};

/** What the page holds in place of a job's id. */
const handleFor = ({ secret }: QueuesReader, purpose: HandlePurpose, handle: JobHandle): string =>
  sealHandle(secret, purpose, handle);

function countsOf(queues: Queues, list: QueueList, reader: QueuesReader): string {
  const { t } = reader;
  const rows = QUEUES.map((queue) => {
    const states = OUTBOX_STATES.map((state) => {
      const isThis = list.state === state && list.queue === queue;
      const count = queues.counts[queue][state];
      const words = html(t(`callboard.queues.count.${state}`, { count }));
      const marked = state === 'late' && count > 0 ? `<span class="mark">! ${words}</span>` : words;
      return `<a href="${address(reader, { queue, state })}"${isThis ? ' aria-current="page"' : ''}>${marked}</a>`;
    });
    return `<div><dt>${html(queueTitle(queue, reader))}</dt><dd>${states.join('')}</dd></div>`;
  });
  const words = html(t('callboard.queues.count.dead', { count: queues.dead }));
  const dead = queues.dead > 0 ? `<span class="mark">! ${words}</span>` : words;
  return `<dl>${rows.join('')}<div><dt>${html(t('callboard.queues.all'))}</dt><dd><a href="${address(reader, { state: 'dead' })}"${list.state === 'dead' ? ' aria-current="page"' : ''}>${dead}</a></dd></div></dl>`;
}

/** Such as `notify P3`. */
const called = ({ name, about }: QueueLine): string => `${name} ${about}`.trim();

function when({ at, code }: QueueLine, now: number, { t, locale, event }: QueuesReader): string {
  const time = clockFrom(at, now, event.zone, locale);
  const seconds = Math.round((now - at) / 1000);
  if (code !== undefined) return t('callboard.queues.failedAt', { time, code });
  if (seconds > 0) return t('callboard.queues.dueSince', { time, duration: duration(seconds) });
  return t('callboard.queues.dueAt', { time });
}

function line(one: QueueLine, queues: Queues, list: QueueList, reader: QueuesReader): string {
  const { t } = reader;
  const tried = one.tried > 0 ? ` · ${html(t('callboard.queues.tried', { count: one.tried }))}` : '';
  const handle = handleFor(reader, 'ask', one.handle);
  const act = (action: QueueAction, text: string) => {
    const query = new URLSearchParams({ ...list, action, job: handle });
    return `<a href="${html(`${reader.base}${QUEUES_PATH}/ask?${query}`)}" aria-label="${html(`${text}: ${called(one)}`)}">${html(text)}</a>`;
  };
  const cancel = list.state === 'dead' ? t('callboard.queues.dismiss') : t('callboard.queues.cancel');
  const acts =
    list.state === 'leased'
      ? `<p class="none">${html(t('callboard.queues.runs'))}</p>`
      : `<p class="acts">${act('retry', t('callboard.queues.retry'))}${act('cancel', cancel)}</p>`;
  return `<li><b>${html(called(one))}</b> <span class="about">${html(when(one, queues.now, reader))}${tried}</span>${acts}</li>`;
}

function parts(queues: Queues, list: QueueList, reader: QueuesReader): string {
  const { t } = reader;
  const { from, hasMore } = queues;
  const link = (to: number, text: string) =>
    `<a href="${address(reader, list, { from: `${to}` })}">${html(text)}</a>`;
  const links = [
    ...(from > 0 ? [link(Math.max(0, from - PART_LINES), t('callboard.queues.before'))] : []),
    ...(hasMore ? [link(from + PART_LINES, t('callboard.queues.more'))] : []),
  ];
  return links.length === 0
    ? ''
    : `<nav aria-label="${html(t('callboard.queues.parts'))}">${links.join('')}</nav>`;
}

const listTitle = (list: QueueList, count: number, reader: QueuesReader): string =>
  list.state === 'dead'
    ? reader.t('callboard.queues.count.dead', { count })
    : `${queueTitle(list.queue, reader)}: ${reader.t(`callboard.queues.count.${list.state}`, { count })}`;

const NEWS_KEYS = {
  retried: 'callboard.queues.news.retried',
  cancelled: 'callboard.queues.news.cancelled',
  dismissed: 'callboard.queues.news.dismissed',
  changed: 'callboard.queues.news.changed',
} as const satisfies Record<QueueNews, string>;

function page(reader: QueuesReader, body: string): RouteReply {
  const title = reader.t('callboard.queues.title', { event: reader.event.name });
  return htmlReply({
    language: reader.locale,
    title,
    style: STYLE,
    isPrivate: true,
    body: `<header><h1>${html(truncatePlain(title, MAX_NAME))}</h1><a href="${html(reader.base)}/board">${html(reader.t('callboard.queues.board'))}</a></header>${body}`,
  });
}

/** @param news - what was done just now */
export function queuesPage(
  queues: Queues,
  list: QueueList,
  news: QueueNews | undefined,
  reader: QueuesReader,
): RouteReply {
  const { t, event, locale } = reader;
  const count = list.state === 'dead' ? queues.dead : queues.counts[list.queue][list.state];
  const time = t('callboard.queues.asOf', { time: clockFrom(queues.now, queues.now, event.zone, locale) });
  const said = news ? `<p class="news" role="status">${html(t(NEWS_KEYS[news]))}</p>` : '';
  const lines =
    queues.lines.length === 0
      ? `<p class="none">${html(t('callboard.queues.none'))}</p>`
      : `<ol>${queues.lines.map((one) => line(one, queues, list, reader)).join('')}</ol>`;
  return page(
    reader,
    `<main>${said}<p class="about">${html(time)} <a href="${address(reader, list)}">${html(t('callboard.queues.refresh'))}</a></p>${countsOf(queues, list, reader)}<h2 id="list">${html(listTitle(list, count, reader))}</h2>${lines}${parts(queues, list, reader)}<p class="about">${html(t('callboard.queues.hidden'))}</p><p><a class="main" href="${html(reader.base)}${BULL_PATH}">${html(t('callboard.queues.bull'))}</a></p></main>`,
  );
}

/** What it means to take back a job of a queue. */
const COST = {
  pages: 'callboard.queues.cost.pages',
  reminders: 'callboard.queues.cost.reminders',
  chores: 'callboard.queues.cost.chores',
  webhooks: 'callboard.queues.cost.webhooks',
} as const satisfies Record<QueueName, string>;

/** Whether a tick is asked for besides the press: what is lost is that somebody is asked. */
export const asksTwice = (action: QueueAction, list: QueueList['state'], queue: QueueName): boolean =>
  action === 'cancel' && list !== 'dead' && queue === 'pages';

export interface Question {
  readonly action: QueueAction;
  readonly list: QueueList;
  readonly job: QueueLine;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** They pressed, and had not ticked. */
  readonly isUnsure?: boolean;
}

export function askPage({ action, list, job, now, isUnsure }: Question, reader: QueuesReader): RouteReply {
  const { t } = reader;
  const isDead = list.state === 'dead';
  const [title, button, effect] =
    action === 'retry'
      ? [t('callboard.queues.askRetry'), t('callboard.queues.doRetry'), t('callboard.queues.effectRetry')]
      : isDead
        ? [
            t('callboard.queues.askDismiss'),
            t('callboard.queues.doDismiss'),
            t('callboard.queues.effectDismiss'),
          ]
        : [t('callboard.queues.askCancel'), t('callboard.queues.doCancel'), t(COST[job.queue])];
  const isTick = asksTwice(action, list.state, job.queue);
  const wrong = isUnsure
    ? `<p class="news" role="alert" id="wrong">${html(t('callboard.queues.tickFirst'))}</p>`
    : '';
  const tick = isTick
    ? `<label><input type="checkbox" name="sure" value="yes" required${isUnsure ? ' aria-describedby="wrong"' : ''}><span>${html(t('callboard.queues.sure'))}</span></label>`
    : '';
  const fields = Object.entries({ ...list, action, job: handleFor(reader, 'do', job.handle) })
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${html(value)}">`)
    .join('');
  const again = isDead || action === 'retry' ? '' : `<p>${html(t('callboard.queues.noUndo'))}</p>`;
  return page(
    reader,
    `<main><h2>${html(title)}</h2>${wrong}<p><b>${html(called(job))}</b> <span class="about">${html(queueTitle(job.queue, reader))} · ${html(when(job, now, reader))}</span></p><p>${html(effect)}</p>${again}<form method="post" action="${html(reader.base)}${QUEUES_PATH}/do">${fields}${tick}<button>${html(button)}</button></form><p><a class="main" href="${address(reader, list)}">${html(t('callboard.queues.leave'))}</a></p></main>`,
  );
}
