/** How the agenda looks: pure, from what was found to blocks. */

import type { Button, KnownBlock } from '@slack/types';
import type { OnNow } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { type AgendaReader, sessionCode, sessionLine, titleText } from '../../src/agenda/lines.ts';
import { nextWords, onWords } from '../../src/agenda/stage-words.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { clock, duration, epochOf } from '../../src/i18n/time.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import type { Query } from './query.ts';

type Asked = Omit<AgendaReader, 'now'> & { readonly now: { readonly epochMilliseconds: number } };

const readerOf = (asked: Asked): AgendaReader => ({ ...asked, now: asked.now.epochMilliseconds });

const ROOMS_A_PAGE = 20;
const SESSIONS_A_PAGE = 40;
/** Lists as short as this get a button on each session. */
const SHORT = 5;

export const emptyAgenda = (t: Translate): Message => ({ text: t('agenda.empty') });

const moreButton = (query: Query, page: number, t: Translate): Button =>
  button('agenda.more', t('agenda.more'), JSON.stringify({ ...query, page }));

const head = (title: Mrkdwn): KnownBlock => section(mrkdwn`*${title}*`);

export function roomLines(onNow: OnNow, reader: AgendaReader): Mrkdwn[] {
  const { t, zone, locale, now } = reader;
  const ms = epochOf(now);
  const on = onNow.now.map((session) => {
    const left = duration(Math.ceil((milliseconds(session.end) - ms) / 60_000) * 60);
    const words = onWords(session, { t, zone, locale, now: ms });
    const until = words.isOver
      ? mrkdwn`${words.until} · ${bold(words.left)}`
      : t('agenda.until', { time: clock(session.end, zone, locale), left });
    return mrkdwn`:large_green_circle: ${titleText(session)} · ${until} · ${sessionCode(session)}`;
  });
  const next = onNow.next.map((session) => {
    const { at, late } = nextWords(session, { t, zone, locale, now: ms });
    const when = late === undefined ? at : mrkdwn`${at} (${bold(late)})`;
    return mrkdwn`:white_circle: ${when} ${titleText(session)} · ${sessionCode(session)}`;
  });
  const nothing = on.length === 0 && next.length === 0 ? [t('agenda.nothingOn')] : [];
  return [bold(onNow.room || t('agenda.noRoom')), ...on, ...nothing, ...next];
}

/** One section a room, so that a room is never torn apart. Rooms where all is over share one line. */
export function agendaNowView(rooms: readonly OnNow[], page: number, asked: Asked): Message {
  const { t, zone, locale } = asked;
  const reader = readerOf(asked);
  const alive = rooms.filter((one) => one.now.length > 0 || one.next.length > 0);
  const over = rooms.length - alive.length;
  const shown = alive.slice(page * ROOMS_A_PAGE, (page + 1) * ROOMS_A_PAGE);
  const rest = alive.length - (page + 1) * ROOMS_A_PAGE;
  const title = t('agenda.nowTitle', {
    time: clock(asked.now.epochMilliseconds, zone, locale),
    zone: escape(zone),
  });
  return {
    text: nowText(shown, title, reader),
    blocks: [
      head(title),
      ...(alive.length === 0 ? [section(t('agenda.allOver'))] : []),
      ...shown.map((one) => section(joined(roomLines(one, reader), '\n'))),
      ...(over > 0 && alive.length > 0 ? [context(t('agenda.roomsOver', { count: over }))] : []),
      ...actions(
        [
          button('agenda.today', t('agenda.today'), ''),
          button('agenda.mine', t('agenda.my'), ''),
          button('agenda.refresh', t('agenda.refresh'), JSON.stringify({ q: 'now' })),
          ...(rest > 0 ? [moreButton({ q: 'now' }, page + 1, t)] : []),
        ],
        'agenda.now',
      ),
    ],
  };
}

/** What a screen reader or a phone's notification says: the same, without blocks. */
const nowText = (rooms: readonly OnNow[], title: Mrkdwn, reader: AgendaReader): Mrkdwn =>
  truncate(joined([title, ...rooms.flatMap((one) => roomLines(one, reader))], '\n'), 3000);

export function nextView(rooms: readonly OnNow[], page: number, asked: Asked): Message {
  const { t } = asked;
  const reader = readerOf(asked);
  const with_ = rooms.filter((one) => one.next.length > 0);
  const shown = with_.slice(page * ROOMS_A_PAGE, (page + 1) * ROOMS_A_PAGE);
  const lines = shown.flatMap((one) => [
    bold(one.room || t('agenda.noRoom')),
    ...one.next.map((session) => sessionLine(session, reader, { noRoom: true })),
  ]);
  const rest = with_.length > (page + 1) * ROOMS_A_PAGE;
  const title = t('agenda.nextTitle');
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [
      head(title),
      ...(shown.length === 0 ? [section(t('agenda.allOver'))] : sections(lines)),
      ...actions(
        [
          button('agenda.refresh', t('agenda.refresh'), JSON.stringify({ q: 'next' })),
          ...(rest ? [moreButton({ q: 'next' }, page + 1, t)] : []),
        ],
        'agenda.next',
      ),
    ],
  };
}

export interface ListModel {
  readonly query: Query;
  readonly title: Mrkdwn;
  readonly page: number;
  /** `name` is a room where the list is by room, else a heading; undefined where there is none. */
  readonly groups: readonly { readonly name: string | undefined; readonly sessions: readonly Session[] }[];
  /** Where a day has nothing: the next one that has, or the last. */
  readonly instead?: { readonly date: string; readonly name: Mrkdwn };
}

export function agendaListView({ query, title, page, groups, instead }: ListModel, asked: Asked): Message {
  const { t } = asked;
  const reader = readerOf(asked);
  const flat = groups.flatMap(({ name, sessions }) => sessions.map((session) => ({ name, session })));
  const shown = flat.slice(page * SESSIONS_A_PAGE, (page + 1) * SESSIONS_A_PAGE);
  const rest = flat.length > (page + 1) * SESSIONS_A_PAGE;
  const byRoom = query.q === 'day';
  const options = { noRoom: byRoom || query.q === 'room', noDay: query.q !== 'search' };
  const heading = (name: string) => (byRoom ? bold(name || t('agenda.noRoom')) : bold(name));
  const rows = shown.map(({ name, session }, i) => ({
    session,
    head: name !== undefined && shown[i - 1]?.name !== name ? heading(name) : undefined,
    text: sessionLine(session, reader, options),
  }));
  const summary = mrkdwn`${title} (${t('agenda.sessions', { count: flat.length })})`;
  const body =
    flat.length === 0
      ? [section(instead ? t('agenda.nothingThatDay', { day: instead.name }) : t('agenda.nothingFound'))]
      : flat.length <= SHORT
        ? rows.map((row) => ({
            ...section(joined([...(row.head ? [row.head] : []), row.text], '\n')),
            accessory: button('agenda.show', t('agenda.show'), row.session.code),
          }))
        : sections(rows.flatMap((row) => [...(row.head ? [row.head] : []), row.text]));
  return {
    text: truncate(
      joined([summary, ...rows.flatMap((row) => [...(row.head ? [row.head] : []), row.text])], '\n'),
      3000,
    ),
    blocks: [
      section(mrkdwn`*${title}* · ${t('agenda.sessions', { count: flat.length })}`),
      ...body,
      ...actions(
        [
          ...(rest ? [moreButton(query, page + 1, t)] : []),
          ...(instead
            ? [button('agenda.more', instead.name, JSON.stringify({ q: 'day', arg: instead.date, page: 0 }))]
            : []),
          // In what a stranger is shown too; the table of rights says who gets one.
          ...(byRoom && flat.length > 0
            ? [button('agenda.picture', t('agenda.picture.button'), query.arg ?? '')]
            : []),
        ],
        'agenda.list',
      ),
    ],
  };
}
