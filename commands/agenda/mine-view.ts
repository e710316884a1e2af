/** A person's diary as they read it, clashes marked. */

import { clashing } from '../../src/agenda/domain/diary.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { type AgendaReader, sessionLine } from '../../src/agenda/lines.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { epochOf, longDay, span } from '../../src/i18n/time.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { bold, code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

import type { Own } from './own.ts';

interface Row {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly text: Mrkdwn;
  /** Cancelled: it is shown, and it clashes with nothing. */
  readonly off: boolean;
}

const shiftLine = (shift: Shift, { t, zone, locale }: AgendaReader): Mrkdwn =>
  joined(
    [
      mrkdwn`${span(shift.start, shift.end, zone, locale)} ${bold(t('agenda.shift', { role: shift.role }))}`,
      ...(shift.room ? [escape(shift.room)] : []),
      code(shift.code),
    ],
    ' · ',
  );

export function diaryView(own: Own, page: number, reader: AgendaReader): Message {
  const { t, zone, locale, now } = reader;
  const session = (mark: Mrkdwn, session: Session): Row => ({
    id: session.code,
    start: session.start,
    end: session.end,
    text: mrkdwn`${mark} ${sessionLine(session, reader, { noDay: true })}`,
    off: session.state === 'cancelled',
  });
  const rows: Row[] = [
    ...own.talks.map((one) => session(mrkdwn`:microphone:`, one)),
    ...own.starred.map((one) => session(mrkdwn`:star:`, one)),
    ...own.shifts.map((shift) => ({
      id: shift.code,
      start: shift.start,
      end: shift.end,
      text: mrkdwn`:shield: ${shiftLine(shift, reader)}`,
      off: false,
    })),
  ].sort((a, b) => a.start.localeCompare(b.start) || a.end.localeCompare(b.end));
  if (rows.length === 0) return { text: t('agenda.mineEmpty') };
  const clashes = clashing(
    rows
      .filter((row) => !row.off)
      .map(({ id, start, end }) => ({ id, start: milliseconds(start), end: milliseconds(end) })),
  );
  const ms = epochOf(now);
  const coming = rows.filter((row) => milliseconds(row.end) > ms);
  const listed = coming.length > 0 ? coming : rows;
  const shown = listed.slice(page * 40, (page + 1) * 40);
  const lines = shown.flatMap((row, i) => {
    const day = longDay(row.start, zone, locale);
    const before = shown[i - 1];
    const head = before && longDay(before.start, zone, locale) === day ? [] : [bold(day)];
    return [...head, clashes.has(row.id) ? mrkdwn`${row.text} · :warning: ${t('agenda.clash')}` : row.text];
  });
  const past = rows.length - listed.length;
  const title = t('agenda.mineTitle');
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [
      section(bold(title)),
      ...sections(lines),
      ...(past > 0 ? [section(t('agenda.minePast', { count: past }))] : []),
      ...actions(
        [
          button('agenda.mine', t('agenda.refresh'), '', undefined),
          ...(listed.length > (page + 1) * 40
            ? [button('agenda.mine-more', t('agenda.more'), String(page + 1))]
            : []),
        ],
        'agenda.diary',
      ),
    ],
  };
}
