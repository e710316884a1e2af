/** The board of a channel, and the announcement of what starts: for everybody, in the event's language. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import { clock, clockFrom, duration } from '../i18n/time.ts';
import { context, section } from '../slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { OnNow } from './domain/reading.ts';
import type { Session } from './domain/session.ts';
import { type AgendaReader, agendaRoomText, sessionCode, titleText } from './lines.ts';

const MAX_ROOMS = 40;

/** No minutes left: a board is updated when something starts or ends, and must be true in between. */
export function boardView(rooms: readonly OnNow[], event: string, reader: AgendaReader): Message {
  const { t, zone, locale, now } = reader;
  const alive = rooms.filter((one) => one.now.length > 0 || one.next.length > 0);
  const shown = alive.slice(0, MAX_ROOMS);
  const room = (onNow: OnNow): Mrkdwn =>
    joined(
      [
        bold(onNow.room || t('agenda.noRoom')),
        ...onNow.now.map(
          (session) =>
            mrkdwn`:large_green_circle: ${titleText(session)} · ${t('agenda.untilTime', { time: clock(session.end, zone, locale) })}`,
        ),
        ...onNow.next.map(
          (session) =>
            mrkdwn`:white_circle: ${t('agenda.nextAt', { time: clockFrom(session.start, now, zone, locale) })} ${titleText(session)}`,
        ),
      ],
      '\n',
    );
  const title = t('agenda.boardTitle', { event: escape(event) });
  const blocks: KnownBlock[] = [
    section(bold(title)),
    ...(shown.length === 0 ? [section(t('agenda.allOver'))] : shown.map((one) => section(room(one)))),
    ...(alive.length > shown.length
      ? [context(t('agenda.andMore', { count: alive.length - shown.length }))]
      : []),
    context(t('agenda.boardFoot', { time: clock(now, zone, locale), zone: escape(zone) })),
  ];
  return { text: truncate(joined([title, ...shown.map(room)], '\n'), 3000), blocks };
}

/** What ends and what starts in so many minutes. Ends come first: the room must be left before it is entered. */
export function startsView(
  ends: readonly Session[],
  starts: readonly Session[],
  minutes: number,
  reader: AgendaReader,
): Message {
  const { t, zone, locale } = reader;
  const lines = [
    ...ends.map(
      (session) =>
        mrkdwn`:stop_button: ${t('agenda.ends', { time: clock(session.end, zone, locale) })} ${titleText(session)} · ${agendaRoomText(session.room, t)}`,
    ),
    ...starts.map(
      (session) =>
        mrkdwn`:arrow_forward: ${clock(session.start, zone, locale)} ${titleText(session)} · ${agendaRoomText(session.room, t)} · ${sessionCode(session)}`,
    ),
  ];
  const title = t('agenda.startsIn', { time: duration(minutes * 60) });
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [section(truncate(joined([bold(title), ...lines], '\n'), 2900))],
  };
}
