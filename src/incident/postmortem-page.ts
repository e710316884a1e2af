/** The index of the postmortems as a page, for a desk or a phone. Pure. */
import { escapeHtml as html, htmlReply } from '../core/html.ts';
import type { RouteReply } from '../core/route.ts';
import { truncatePlain } from '../core/text.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { between, longDay } from '../i18n/time.ts';
import { withoutMarks } from '../slack/mrkdwn.ts';
import type { Incident } from './domain/incident.ts';
import { kindWord, named, severityWords } from './words.ts';

/** Where it is, below PUBLIC_URL; within the board's address, so that the same link opens both. */
export const POSTMORTEMS_PATH = '/board/postmortems';

export interface PublishedPostmortem {
  readonly incident: Incident;
  readonly summary: string | undefined;
  /** Where everybody reads it in Slack. */
  readonly url: string | undefined;
}

export interface PostmortemsModel {
  readonly event: { readonly name: string; readonly zone: string };
  /** Those of this part of the list, the latest first. */
  readonly shown: readonly PublishedPostmortem[];
  readonly count: number;
  /** From 0. */
  readonly part: number;
  readonly hasMore: boolean;
  /** The path of PUBLIC_URL. */
  readonly base: string;
}

const MAX_NAME = 120;
/** Characters of a summary: the whole of it is one press away. */
const MAX_SUMMARY = 600;

const STYLE = `body{max-width:46rem;margin:auto}ol{list-style:none;margin:1.2rem 0;padding:0;display:grid;gap:.8rem}
li{background:var(--card);border-radius:.5rem;padding:.8rem 1rem}h2{margin:0 0 .3rem;font-size:1.1rem}p{margin:.35rem 0}
.about,.none{color:var(--soft)}a{display:inline-block;padding:.35rem 0}nav{display:flex;gap:1.5rem}`;

function entry(
  { incident, summary, url }: PublishedPostmortem,
  zone: string,
  t: Translate,
  locale: Locale,
): string {
  const words = [
    severityWords(incident.severity, t),
    kindWord(incident.kind, t),
    incident.room ?? t('incident.card.everywhere'),
    longDay(incident.declaredAt, zone, locale),
    ...(incident.resolvedAt
      ? [t('incident.index.lasted', { time: between(incident.declaredAt, incident.resolvedAt) })]
      : []),
  ];
  const about = words.map((word) => html(word)).join(' · ');
  const said =
    summary === undefined
      ? `<p class="none">${html(t('incident.index.noSummary'))}</p>`
      : `<p>${html(truncatePlain(summary, MAX_SUMMARY))}</p>`;
  const title = html(withoutMarks(named(incident)));
  const read =
    url === undefined
      ? ''
      : `<p><a href="${html(url)}" aria-label="${html(`${t('incident.index.read')}: `)}${title}">${html(t('incident.index.read'))}</a></p>`;
  return `<li><h2>${title}</h2><p class="about">${about}</p>${said}${read}</li>`;
}

export function postmortemsPage(model: PostmortemsModel, t: Translate, locale: Locale): RouteReply {
  const { event, shown, count, part, hasMore, base } = model;
  const path = `${html(base)}${POSTMORTEMS_PATH}`;
  const links = [
    ...(part > 0 ? [`<a href="${path}?part=${part - 1}">${html(t('incident.index.later'))}</a>`] : []),
    ...(hasMore ? [`<a href="${path}?part=${part + 1}">${html(t('incident.index.earlier'))}</a>`] : []),
  ];
  const list =
    shown.length === 0
      ? `<p class="none">${html(t('incident.index.none'))}</p>`
      : `<ol>${shown.map((one) => entry(one, event.zone, t, locale)).join('')}</ol>`;
  const more =
    links.length > 0 ? `<nav aria-label="${html(t('incident.index.more'))}">${links.join('')}</nav>` : '';
  return htmlReply({
    language: locale,
    title: t('incident.index.title', { event: event.name }),
    style: STYLE,
    isPrivate: true,
    body: `<main><h1>${html(truncatePlain(t('incident.index.title', { event: event.name }), MAX_NAME))}</h1><p>${html(t('incident.index.count', { count }))}</p>${list}${more}</main>`,
  });
}
