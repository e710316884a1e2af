/** A reminder as the speaker sees it, from the moment it arrives until they are in the house. */

import type { Button, KnownBlock } from '@slack/types';
import type { Person } from '../callboard/domain/person.ts';
import type { Message } from '../core/ports/chat.ts';
import type { Translate } from '../i18n/index.ts';
import { clock } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { escape, joined, mention, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { Place } from './domain/attendance.ts';
import { headline, type SpeakerReader, talkRoomText, talkTimeText, timeText } from './talk-text.ts';

export interface Reminder {
  /** The session's code: what the buttons are about. */
  readonly session: string;
  readonly place: Place;
  /** Names this message among all, so that one that left before a crash is found again. */
  readonly key: string;
  readonly meets: Person | undefined;
  /** The organizers' own words for what to bring. */
  readonly bring: string | undefined;
  /** Sent by hand, with these words. */
  readonly note?: string | undefined;
  /** Brings the buttons of the check-in. */
  readonly checkIn: boolean;
  readonly seenAt?: string | undefined;
  readonly hereAt?: string | undefined;
  readonly lateMinutes?: number | undefined;
  /** Minutes that the talk before it runs over by the stage clock; 0 where it does not. */
  readonly roomOver?: number | undefined;
  /** The session has moved or is off: what this message says does not hold any more. */
  readonly outdated?: boolean;
}

export const hereButton = (t: Translate, session: string): Button =>
  button('speakers.here', t('speakers.button.here'), session, 'primary');
export const lateButton = (t: Translate, session: string): Button =>
  button('speakers.late', t('speakers.button.late'), session);
export const helpButton = (t: Translate, session: string): Button =>
  button('speakers.help', t('speakers.button.help'), session);

export function reminderMessage(reminder: Reminder, reader: SpeakerReader): Message {
  const { t } = reader;
  const title = headline(reminder.place.start, reader);
  const facts = [
    t('speakers.when', { time: timeText(reminder.place, reader) }),
    t('speakers.where', { room: escape(talkRoomText(reminder.place.room, t)) }),
    t('speakers.meets', { person: reminder.meets ? mention(reminder.meets) : t('speakers.meetsTeam') }),
    t('speakers.bring', { what: escape(reminder.bring ?? t('speakers.bringDefault')) }),
  ];
  const talk = escape(truncate(reminder.place.title, 250));
  const blocks: KnownBlock[] = [section(mrkdwn`*${title}*\n${talk}`), section(joined(facts, '\n'))];
  if (reminder.note)
    blocks.push(section(t('speakers.note', { text: escape(truncate(reminder.note, 2500)) })));
  blocks.push(...status(reminder, reader));
  const buttons = buttonsOf(reminder, t);
  blocks.push(...actions(buttons, reminder.key));
  const where = escape(talkRoomText(reminder.place.room, t));
  return { text: mrkdwn`${title}: ${talk} (${timeText(reminder.place, reader)}, ${where})`, blocks };
}

function status(reminder: Reminder, { t, zone, locale }: SpeakerReader): KnownBlock[] {
  if (reminder.outdated) return [context(t('speakers.outdated'))];
  if (reminder.hereAt)
    return [context(t('speakers.hereAt', { clock: clock(reminder.hereAt, zone, locale) }))];
  const lines = [
    ...(reminder.seenAt ? [t('speakers.seenAt', { clock: clock(reminder.seenAt, zone, locale) })] : []),
    ...(reminder.lateMinutes ? [t('speakers.lateNoted', { minutes: reminder.lateMinutes })] : []),
    ...(reminder.roomOver ? [t('speakers.roomOver', { minutes: reminder.roomOver })] : []),
    ...(reminder.checkIn ? [t('speakers.pressHere')] : []),
  ];
  return lines.length > 0 ? [context(joined(lines, '\n'))] : [];
}

function buttonsOf(reminder: Reminder, t: Translate): Button[] {
  if (reminder.outdated) return [];
  if (reminder.hereAt) return reminder.checkIn ? [helpButton(t, reminder.session)] : [];
  return [
    ...(reminder.checkIn
      ? [hereButton(t, reminder.session), lateButton(t, reminder.session), helpButton(t, reminder.session)]
      : []),
    ...(reminder.seenAt ? [] : [button('speakers.seen', t('speakers.button.gotIt'), reminder.session)]),
  ];
}

/** The same for a phone without Slack, as short as it can be, with how to answer it at the end. */
export function reminderText(reminder: Reminder, event: string, reader: SpeakerReader): string {
  const { t } = reader;
  const text = t('speakers.sms.remind', {
    event,
    title: truncate(reminder.place.title, 80),
    when: talkTimeText(reminder.place.start, reader),
    room: talkRoomText(reminder.place.room, t),
    meets: reminder.meets?.name ?? t('speakers.meetsTeam'),
  });
  const how = reminder.checkIn ? t('speakers.sms.checkIn') : t('speakers.sms.seen');
  return [
    text,
    ...(reminder.note ? [truncate(reminder.note, 300)] : []),
    ...(reminder.hereAt ? [] : [how]),
  ].join(' ');
}
