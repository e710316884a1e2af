/** What a change does to each session, in one line: in previews, in posts, in a session's history. */

import { milliseconds } from '../core/instant.ts';
import type { Translate } from '../i18n/index.ts';
import { between, clock, dayAndClock, isoDate } from '../i18n/time.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { ChangeWord, Fields } from './domain/facts.ts';
import type { Session } from './domain/session.ts';
import { type AgendaReader, agendaRoomText, sessionCode, speakersText } from './lines.ts';

type Slot = Pick<Session, 'start' | 'end' | 'room'>;

const span = ({ start, end }: Slot, day: boolean, { zone, locale }: AgendaReader): Mrkdwn =>
  mrkdwn`${day ? dayAndClock(start, zone, locale) : clock(start, zone, locale)}–${clock(end, zone, locale)}`;

/** `Wed 5 Jun 14:30–15:15 → 14:45–15:30`, `Main hall → Room B`: what differs, old → new. */
function slotText(before: Slot, after: Slot, what: readonly ChangeWord[], reader: AgendaReader): Mrkdwn[] {
  const { zone, t } = reader;
  const parts: Mrkdwn[] = [];
  if (what.includes('time') || what.includes('duration')) {
    const otherDay = isoDate(before.start, zone) !== isoDate(after.start, zone);
    parts.push(mrkdwn`${span(before, true, reader)} → ${span(after, otherDay, reader)}`);
  } else parts.push(span(after, true, reader));
  if (what.includes('room'))
    parts.push(mrkdwn`${agendaRoomText(before.room, t)} → ${agendaRoomText(after.room, t)}`);
  else if (after.room !== '') parts.push(agendaRoomText(after.room, t));
  return parts;
}

const MARKS: Readonly<Partial<Record<ChangeWord, Mrkdwn>>> = {
  new: mrkdwn`:new:`,
  cancelled: mrkdwn`:x:`,
  restored: mrkdwn`:leftwards_arrow_with_hook:`,
  removed: mrkdwn`:x:`,
};

/** One session before and after. `before` is undefined for a new one, `after` for one taken out again. */
export function changeLine(
  before: Session | undefined,
  after: Session | undefined,
  what: readonly ChangeWord[],
  reader: AgendaReader,
): Mrkdwn {
  const { t } = reader;
  const now = after ?? before;
  if (!now) return mrkdwn``;
  const was = before ?? now;
  const mark = what.map((word) => MARKS[word]).find(Boolean) ?? mrkdwn`:arrow_right:`;
  const speakers = speakersText(now);
  return joined(
    [
      mrkdwn`${mark} ${bold(truncate(now.title, 120))}${speakers ? mrkdwn` — ${speakers}` : ''}`,
      ...slotText(was, now, what, reader),
      ...(what.includes('cancelled')
        ? [
            mrkdwn`${t('agenda.isCancelled')}${now.reason ? mrkdwn`: ${escape(truncate(now.reason, 200))}` : ''}`,
          ]
        : []),
      ...(what.includes('restored') ? [t('agenda.isRestored')] : []),
      ...(what.includes('removed') ? [t('agenda.isRemoved')] : []),
      ...(what.includes('title') ? [t('agenda.wasCalled', { title: escape(truncate(was.title, 120)) })] : []),
      ...(what.includes('speakers')
        ? [t('agenda.wereSpeakers', { speakers: speakersText(was) || mrkdwn`—` })]
        : []),
      sessionCode(now),
    ],
    ' · ',
  );
}

/** A fact's fields as the session before and after; what did not change is as it is now. */
export function historyLine(
  what: readonly ChangeWord[],
  before: Fields,
  after: Fields,
  reader: AgendaReader,
): Mrkdwn {
  const { t, zone, locale } = reader;
  const parts = what.map((word) => {
    if (word === 'time' && before.start && after.start)
      return mrkdwn`${dayAndClock(before.start, zone, locale)} → ${dayAndClock(after.start, zone, locale)}`;
    if (word === 'room')
      return mrkdwn`${agendaRoomText(before.room ?? '', t)} → ${agendaRoomText(after.room ?? '', t)}`;
    if (word === 'title') return t('agenda.wasCalled', { title: escape(truncate(before.title ?? '', 120)) });
    if (word === 'speakers')
      return t('agenda.wereSpeakers', {
        speakers: speakersText({ speakers: before.speakers ?? [] }) || mrkdwn`—`,
      });
    if (word === 'cancelled' && after.reason)
      return mrkdwn`${t('agenda.word.cancelled')}: ${escape(after.reason)}`;
    return t(`agenda.word.${word}`);
  });
  return joined(parts, ' · ');
}

/** `8 moved in time · 6 in another room · 3 new`, the nothings left out. */
export function countsText(counts: Readonly<Partial<Record<ChangeWord, number>>>, t: Translate): Mrkdwn {
  const order = [
    'new',
    'time',
    'room',
    'duration',
    'title',
    'speakers',
    'cancelled',
    'restored',
    'removed',
    'details',
  ] as const;
  return joined(
    order.flatMap((word) => {
      const count = counts[word] ?? 0;
      return count > 0 ? [t(`agenda.count.${word}`, { count })] : [];
    }),
    ' · ',
  );
}

export const lengthText = (session: Pick<Session, 'start' | 'end'>): Mrkdwn =>
  milliseconds(session.end) > milliseconds(session.start) ? between(session.start, session.end) : mrkdwn`—`;
