/**
 * How the control room looks: pure, from its data to parts of a page. Each part has a name, and is sent again by
 * itself when it has changed.
 */
import { deviationWords } from '../../agenda/deviation-words.ts';
import { deviationOf } from '../../agenda/domain/planned.ts';
import type { Session } from '../../agenda/domain/session.ts';
import { nextWords, onWords } from '../../agenda/stage-words.ts';
import { escapeHtml as html } from '../../core/html.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Locale, PlainKey, Translate } from '../../i18n/index.ts';
import { between, clock, clockFrom } from '../../i18n/time.ts';
import type { Incident } from '../../incident/domain/incident.ts';
import { severityWords } from '../../incident/words.ts';
import type { Page } from '../../page/domain/page.ts';
import { nameOf, targetName } from '../../page/words.ts';
import { withoutMarks } from '../../slack/mrkdwn.ts';
import type { SessionRow } from '../../speakers/board-model.ts';
import { isChatLost } from '../domain/chat-state.ts';
import { isPromiseWell, promiseLine } from '../promises/words.ts';
import {
  markedWords,
  pageStanding,
  personOnShift,
  type ScreenReader,
  screenText,
  speakerStanding,
} from '../screen-lines.ts';
import { type Board, type BoardRoom, CHECK_IN_HOURS, GAP_HOURS } from './load.ts';

export type BoardPart =
  | 'summary'
  | 'alarms'
  | 'rooms'
  | 'people'
  | 'check-ins'
  | 'gaps'
  | 'late'
  | 'promises';
export type BoardParts = Readonly<Record<BoardPart, string>>;

/** Of each kind; the rest are counted. */
const MAX_SHOWN = 40;
const said = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
const list = (items: readonly string[], nothing: string, mark = ''): string =>
  items.length === 0
    ? `<p class="none">${html(nothing)}</p>`
    : `<ul${mark === '' ? '' : ` class="${mark}"`}>${items
        .slice(0, MAX_SHOWN)
        .map((item) => `<li>${item}</li>`)
        .join('')}</ul>${items.length > MAX_SHOWN ? `<p>+${items.length - MAX_SHOWN}</p>` : ''}`;
const heading = (text: string, count?: number): string =>
  `<h2>${html(text)}${count ? ` <span class="count">${count}</span>` : ''}</h2>`;

function pageLine(page: Page, reader: ScreenReader): string {
  const { t, zone, locale, now } = reader;
  const isOpen = page.state === 'open';
  const since = t('callboard.board.since', {
    time: clockFrom(page.openedAt, now, zone, locale),
    duration: between(page.openedAt, now),
  });
  const marks = page.critical ? `<strong class="mark">${html(t('callboard.board.critical'))}</strong>` : '';
  const state = `<span class="${isOpen ? 'mark' : 'calm'}">${html(pageStanding(page, reader))}</span>`;
  return `<b>${html(page.code)}</b> ${screenText(targetName(page.target, reader.names, reader.t))}: ${screenText(page.message)}<br>${said([marks, state, html(since)])}`;
}

function incidentLine(incident: Incident, reader: ScreenReader): string {
  const { t, zone, locale, now, names } = reader;
  const { commander } = incident.roles;
  const { updateDue: due } = incident;
  const isDue = due !== undefined && milliseconds(due) <= now;
  const update =
    due === undefined
      ? ''
      : t(isDue ? 'callboard.board.updateOverdue' : 'callboard.board.updateDue', {
          time: clockFrom(due, now, zone, locale),
        });
  const since = t('callboard.board.since', {
    time: clockFrom(incident.declaredAt, now, zone, locale),
    duration: between(incident.declaredAt, now),
  });
  const led =
    commander === undefined
      ? markedWords(t('callboard.board.noCommander'))
      : html(t('callboard.board.commander', { person: nameOf(commander, names) }));
  const drill = incident.drill ? 'DRILL · ' : '';
  return `<b>${drill}${html(incident.code)}</b> ${screenText(incident.title)}<br>${said([
    html(severityWords(incident.severity, t)),
    html(incident.room ?? ''),
    led,
    incident.mitigatedAt === undefined ? '' : html(t('callboard.board.mitigated')),
    isDue ? markedWords(update) : html(update),
    html(since),
  ])}`;
}

const deviation = (session: Session, t: Translate): string =>
  deviationWords(deviationOf(session), t).map(markedWords).join(' · ');

function roomCard({ room, now: running, next, on }: BoardRoom, reader: ScreenReader): string {
  const { t } = reader;
  const current = running.map((session) => {
    const { until, left, isOver } = onWords(session, reader);
    return `<p class="now"><b>${html(session.code)}</b> ${screenText(session.title)}<br>${said([deviation(session, t), html(until), isOver ? markedWords(left) : html(left)])}</p>`;
  });
  const then = next.slice(0, 2).map((session) => {
    const { at, late } = nextWords(session, reader);
    const waits = late === undefined ? '' : markedWords(late);
    return `<p class="next">${html(at)} <b>${html(session.code)}</b> ${screenText(session.title)} ${said([deviation(session, t), waits])}</p>`;
  });
  const people = on.map((one) => `<li>${personOnShift(one, reader)}</li>`);
  const crew =
    people.length > 0
      ? `<ul>${people.join('')}</ul>`
      : `<p class="none">${html(t('callboard.board.nobodyOn'))}</p>`;
  const nothing = `<p class="none">${html(t('agenda.nothingOn'))}</p>`;
  return `<article><h3>${screenText(room || t('agenda.noRoom'))}</h3>${current.join('') || nothing}${then.join('')}${crew}</article>`;
}

function checkIn({ session, speakers }: SessionRow, reader: ScreenReader): string {
  const { zone, locale, now } = reader;
  const who = speakers.map((one) => `${html(one.name)} ${speakerStanding(one, reader)}`).join(', ');
  return `<b>${html(session.code)}</b> ${clockFrom(session.start, now, zone, locale)} ${screenText(session.title)} · ${screenText(session.room)}<br>${who}`;
}

function gapLine({ shift, short }: Board['gaps'][number], { t, zone, locale, now }: ScreenReader): string {
  const when = `${clockFrom(shift.start, now, zone, locale)}–${clock(shift.end, zone, locale)}`;
  const missing = t('callboard.board.short', { count: short });
  return `<b>${html(shift.code)}</b> ${when} ${screenText(said([shift.role, shift.room ?? '']))} · ${markedWords(missing)}`;
}

/** What a screen reader says when it changes: no minutes in it, or it would never be silent. */
const summary = (board: Board, reader: ScreenReader): string => {
  const { pages, incidents } = board;
  return [
    ...chatWords(board, reader),
    reader.t('callboard.board.summary', { pages: pages.length, incidents: incidents.length }),
    ...pages.map(
      (page) =>
        `${page.code} ${targetName(page.target, reader.names, reader.t)}: ${pageStanding(page, reader)}`,
    ),
    ...incidents.map(({ code, title }) => `${code} ${title}`),
  ].join('. ');
};

/** That Slack is lost, while it is. */
const chatWords = ({ chat }: Board, { t, zone, locale, now }: ScreenReader): string[] =>
  chat && isChatLost(chat)
    ? [t('callboard.outage.isLost', { time: clockFrom(chat.since, now, zone, locale) })]
    : [];

function lateLines({ late, feed }: Board, t: Translate): string[] {
  return [
    ...(late.count > 0
      ? [html(t('callboard.board.lateJobs', { count: late.count, seconds: late.seconds }))]
      : []),
    ...(feed === 'held' ? [html(t('callboard.board.feedHeld'))] : []),
    ...(feed === 'failing' ? [html(t('callboard.board.feedFailing'))] : []),
  ];
}

/** Each as a share and what is left of its budget; what is not well is marked by a word too. */
function promiseItems({ promises }: Board, t: Translate): string[] {
  return promises.figures
    .filter(({ all }) => all > 0)
    .map((one) => {
      const line = html(withoutMarks(promiseLine(one, promises.terms, t)));
      return isPromiseWell(one) ? line : `<span class="mark">! ${line}</span>`;
    });
}

const NO_ROOMS = {
  none: 'callboard.index.noProgramme',
  on: 'agenda.nothingOn',
  over: 'agenda.allOver',
} as const satisfies Record<Board['programme'], PlainKey>;

/** Each part of the page, in a language. Everything that people wrote is escaped in it. */
export function boardParts(board: Board, t: Translate, locale: Locale): BoardParts {
  const { pages, incidents, rooms, elsewhere, checkIns, gaps, now } = board;
  const { zone } = board.event;
  const reader: ScreenReader = {
    ...{ t, locale, zone, now },
    names: board.names,
  };
  const chat = chatWords(board, reader).map((words) => `<p class="outage">${markedWords(words)}</p>`);
  const alarms = `${chat.join('')}<div>${heading(t('callboard.board.pages'), pages.length)}${list(
    pages.map((page) => pageLine(page, reader)),
    t('callboard.board.noPages'),
    'alarms',
  )}</div><div>${heading(t('callboard.board.incidents'), incidents.length)}${list(
    incidents.map((incident) => incidentLine(incident, reader)),
    t('callboard.board.noIncidents'),
    'alarms',
  )}</div>`;
  return {
    summary: html(summary(board, reader)),
    alarms,
    rooms: `${heading(t('callboard.board.rooms'))}${
      rooms.length === 0
        ? `<p class="none">${html(t(NO_ROOMS[board.programme]))}</p>`
        : `<div class="rooms">${rooms.map((room) => roomCard(room, reader)).join('')}</div>`
    }`,
    people: `${heading(t('callboard.board.elsewhere'))}${list(
      elsewhere.map(
        (one) =>
          `${one.shift.room === undefined ? '' : `${screenText(one.shift.room)}: `}${personOnShift(one, reader)}`,
      ),
      t('callboard.board.nobodyElsewhere'),
    )}`,
    'check-ins': `${heading(t('callboard.board.checkIns', { hours: CHECK_IN_HOURS }))}${list(
      checkIns.map((row) => checkIn(row, reader)),
      t('callboard.board.noCheckIns'),
    )}`,
    gaps: `${heading(t('callboard.board.gaps', { hours: GAP_HOURS }), gaps.length)}${list(
      gaps.map((gap) => gapLine(gap, reader)),
      t('callboard.board.noGaps'),
    )}`,
    late: `${heading(t('callboard.board.late'))}${list(lateLines(board, t), t('callboard.board.nothingLate'), 'alarms')}`,
    promises: `${heading(t('callboard.promises.title'))}${list(promiseItems(board, t), t('callboard.promises.quiet'))}`,
  };
}
