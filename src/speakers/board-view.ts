/** The check-in board as a message. Pure. */

import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import { clock, longDate } from '../i18n/time.ts';
import { actions, button, context, header, section } from '../slack/blocks.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { boardCount, type SessionRow, type SpeakerRow } from './board-model.ts';
import { type SpeakerReader, talkRoomText } from './talk-text.ts';

export interface Board {
  /** `2019-06-05` */
  readonly date: string;
  readonly dayIndex: number | undefined;
  readonly rows: readonly SessionRow[];
  readonly page: number;
  /** Organizers get `Remind` in each row. */
  readonly mayRemind: boolean;
  /** In a channel it is kept current by itself; for one reader it can be posted and refreshed. */
  readonly posted: boolean;
}

const ROWS = 20;
/** Speakers named in a row; a panel of more is counted. */
const SPEAKERS = 6;

const MARK = { due: '', sent: ' ✓', seen: ' ✓✓', dropped: ' ✗' } as const;

function speakerLine(row: SpeakerRow, { t, zone, locale }: SpeakerReader): Mrkdwn {
  const name = escape(truncate(row.name, 60));
  if (!row.link) return mrkdwn`• ${name} — :warning: ${t('speakers.board.unlinked')}`;
  const who = row.person?.slack ? mention(row.person) : t('speakers.board.byPhone');
  const parts = [
    mrkdwn`${who} (${t(`speakers.how.${row.link.how}`)})`,
    ...(row.link.muted ? [t('speakers.board.muted')] : []),
    escape(row.reminders.map((cell) => `${cell.kind}${MARK[cell.state]}`).join(', ')),
    ...(row.unconfirmed ? [mrkdwn`:eyes: ${t(`speakers.board.change.${row.unconfirmed}`)}`] : []),
    presence(row, t, (at) => clock(at, zone, locale)),
  ];
  return mrkdwn`• ${name} — ${joined(
    parts.filter((part) => part !== ''),
    ' · ',
  )}`;
}

function presence(row: SpeakerRow, t: SpeakerReader['t'], at: (time: string) => Mrkdwn): Mrkdwn {
  if (row.hereAt) return mrkdwn`:white_check_mark: ${t('speakers.board.here', { clock: at(row.hereAt) })}`;
  if (row.lateMinutes) return mrkdwn`:hourglass: ${t('speakers.board.late', { minutes: row.lateMinutes })}`;
  if (row.missed) return mrkdwn`:rotating_light: ${t('speakers.board.missed')}`;
  if (row.heardAt) return t('speakers.board.heard', { clock: at(row.heardAt) });
  return t('speakers.board.notHere');
}

function rowBlock(row: SessionRow, board: Board, reader: SpeakerReader): KnownBlock {
  const { session, over } = row;
  const { t, zone, locale } = reader;
  const title = bold(truncate(session.title, 120));
  const head = mrkdwn`${clock(session.start, zone, locale)} · ${escape(talkRoomText(session.room, t))} · ${code(session.code)} ${title}`;
  const names = row.speakers.slice(0, SPEAKERS).map((speaker) => speakerLine(speaker, reader));
  const more = row.speakers.length - SPEAKERS;
  const lines = [head, ...names, ...(more > 0 ? [t('speakers.board.moreSpeakers', { count: more })] : [])];
  const remind = board.mayRemind && !over && row.speakers.some((speaker) => speaker.link);
  return section(
    joined(lines, '\n'),
    undefined,
    remind ? button('speakers.remind', t('speakers.button.remind'), session.code) : undefined,
  );
}

export function boardMessage(board: Board, reader: SpeakerReader): Message {
  const { t, locale } = reader;
  const day = longDate(board.date, locale);
  const title = board.dayIndex
    ? t('speakers.board.dayTitle', { day: board.dayIndex, date: day })
    : t('speakers.board.title', { date: day });
  const count = boardCount(board.rows);
  const summary = joined(
    [
      t('speakers.board.count', { here: count.here, awaited: count.awaited }),
      ...(count.unlinked > 0 ? [t('speakers.board.countUnlinked', { count: count.unlinked })] : []),
      ...(count.unconfirmed > 0 ? [t('speakers.board.countUnconfirmed', { count: count.unconfirmed })] : []),
    ],
    ' · ',
  );
  const first = board.page * ROWS;
  const shown = board.rows.slice(first, first + ROWS);
  const rest = board.rows.length - first - shown.length;
  const blocks: KnownBlock[] = [
    header(title),
    section(board.rows.length === 0 ? t('speakers.board.empty') : summary),
    ...shown.map((row) => rowBlock(row, board, reader)),
    ...(rest > 0 ? [context(t('speakers.board.rest', { count: rest }))] : []),
    context(t('speakers.board.legend')),
  ];
  const place = (page: number) => JSON.stringify({ date: board.date, page });
  const buttons: Button[] = board.posted
    ? []
    : [
        ...(rest > 0 ? [button('speakers.more', t('speakers.button.more'), place(board.page + 1))] : []),
        button('speakers.refresh', t('speakers.button.refresh'), place(board.page)),
        ...(board.mayRemind ? [button('speakers.post', t('speakers.button.post'), board.date)] : []),
      ];
  blocks.push(...actions(buttons));
  return { text: mrkdwn`${title}: ${summary}`, blocks };
}
