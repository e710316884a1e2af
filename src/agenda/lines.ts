/** Sessions as lines of text, alike in lists, boards, previews and posts. */
import type { Locale, Translate } from '../i18n/index.ts';
import { clock, clockFrom, type Moment } from '../i18n/time.ts';
import { bold, code, escape, joined, type Mrkdwn, mrkdwn, struck, truncate } from '../slack/mrkdwn.ts';
import type { Session } from './domain/session.ts';

/** Who reads, where and when. `zone` is the event's. */
export interface AgendaReader {
  readonly t: Translate;
  readonly locale: Locale;
  readonly zone: string;
  readonly now: Moment;
}

const MAX_SPEAKERS = 4;
const MAX_TITLE = 120;

export const speakersText = (session: Pick<Session, 'speakers'>): Mrkdwn => {
  const names = session.speakers.map(({ name }) => escape(truncate(name, 60)));
  const more = names.length - MAX_SPEAKERS;
  return more > 0 ? mrkdwn`${joined(names.slice(0, MAX_SPEAKERS), ', ')} +${more}` : joined(names, ', ');
};

/** `*Title* — Speaker`; struck through when cancelled. */
export function titleText(session: Pick<Session, 'title' | 'speakers' | 'state'>): Mrkdwn {
  const title = truncate(session.title, MAX_TITLE);
  const named = session.state === 'cancelled' ? struck(title) : bold(title);
  const speakers = speakersText(session);
  return speakers ? mrkdwn`${named} — ${speakers}` : named;
}

export const sessionCode = (session: Pick<Session, 'code'>): Mrkdwn => code(session.code);

export const agendaRoomText = (room: string, t: Translate): Mrkdwn =>
  room === '' ? t('agenda.noRoom') : escape(truncate(room, 80));

/** `14:30–15:15`; the day as well where it is another than the reader's. */
export const sessionTimes = (
  session: Pick<Session, 'start' | 'end'>,
  { now, zone, locale }: AgendaReader,
): Mrkdwn => mrkdwn`${clockFrom(session.start, now, zone, locale)}–${clock(session.end, zone, locale)}`;

export interface LineOptions {
  /** Leave the room out: the heading names it. */
  readonly noRoom?: boolean;
  /** Leave the day out: the heading names it. */
  readonly noDay?: boolean;
}

/** One line of a list. */
export function sessionLine(session: Session, reader: AgendaReader, options: LineOptions = {}): Mrkdwn {
  const { t, zone, locale } = reader;
  const when = options.noDay
    ? mrkdwn`${clock(session.start, zone, locale)}–${clock(session.end, zone, locale)}`
    : sessionTimes(session, reader);
  return joined(
    [
      mrkdwn`${when} ${titleText(session)}`,
      ...(options.noRoom || session.room === '' ? [] : [agendaRoomText(session.room, t)]),
      ...(session.state === 'cancelled' ? [t('agenda.cancelled')] : []),
      sessionCode(session),
    ],
    ' · ',
  );
}
