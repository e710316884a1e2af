/** The talks on standby as a list. Pure. */
import type { StandbyTalk, StandIn } from '../../src/agenda/domain/standby.ts';
import { type AgendaReader, agendaRoomText, sessionTimes, speakersText } from '../../src/agenda/lines.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { context, section, sections } from '../../src/slack/blocks.ts';
import { bold, code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import type { Here } from '../../src/speakers/standby-fit.ts';
import { standbyHereText } from '../../src/speakers/standby-offer.ts';

export interface StandbyRow {
  readonly talk: StandbyTalk;
  /** Undefined where its session is gone from the agenda. */
  readonly standIn: StandIn | undefined;
  readonly here: Here | undefined;
  /** Codes of the next talks whose place it could take. */
  readonly fits: readonly string[];
}

/** `*Title* — Name · 20 min`, and the room and language that it is bound to. */
export function standbyName(standIn: StandIn, { t }: Pick<AgendaReader, 't'>): Mrkdwn {
  const speakers = speakersText({ speakers: [...standIn.speakers] });
  const title = bold(truncate(standIn.title, 120));
  return joined(
    [
      speakers === '' ? title : mrkdwn`${title} — ${speakers}`,
      t('agenda.standby.minutes', { minutes: Math.round(standIn.length / 60_000) }),
      ...(standIn.room === undefined
        ? []
        : [t('agenda.standby.onlyIn', { room: agendaRoomText(standIn.room, t) })]),
      ...(standIn.language === undefined ? [] : [escape(standIn.language)]),
    ],
    ' · ',
  );
}

/** Where it stands in the programme, if it does. */
function placeText({ session }: StandIn, reader: AgendaReader): Mrkdwn {
  if (!session) return reader.t('agenda.standby.noPlace');
  if (session.state === 'cancelled') return reader.t('agenda.cancelled');
  return mrkdwn`${sessionTimes(session, reader)} ${agendaRoomText(session.room, reader.t)}`;
}

function rowText({ talk, standIn, here, fits }: StandbyRow, reader: AgendaReader): Mrkdwn {
  const { t } = reader;
  if (!standIn) return mrkdwn`${code(talk.code)} ${t('agenda.standby.goneSession')}`;
  const hereText = here
    ? mrkdwn`:large_green_circle: ${standbyHereText(here, reader)}`
    : mrkdwn`:white_circle: ${t('agenda.standby.notHere')}`;
  const fitting =
    fits.length > 0
      ? t('agenda.standby.fits', { codes: joined(fits.map(code), ', ') })
      : t('agenda.standby.fitsNone');
  return joined(
    [
      mrkdwn`${code(talk.code)} ${standbyName(standIn, reader)} · ${placeText(standIn, reader)}`,
      mrkdwn`      ${hereText} · ${fitting}`,
    ],
    '\n',
  );
}

export function standbyView(rows: readonly StandbyRow[], reader: AgendaReader): Message {
  const { t } = reader;
  if (rows.length === 0) return { text: t('agenda.standby.empty') };
  const title = t('agenda.standby.title', { count: rows.length });
  const lines = rows.map((row) => rowText(row, reader));
  return {
    text: truncate(joined([title, ...lines], '\n'), 3000),
    blocks: [section(mrkdwn`*${title}*`), ...sections(lines).slice(0, 40), context(t('agenda.standby.hint'))],
  };
}
