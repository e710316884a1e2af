/** A reminder as the speaker sees it, from the moment it arrives until they are in the house. */
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import type { Person } from '../callboard/domain/person.ts';
import type { Message } from '../core/ports/ports.ts';
import type { Translate } from '../i18n/index.ts';
import { clock } from '../i18n/time.ts';
import { clip, escape, mention } from '../slack/mrkdwn.ts';
import type { Place } from './domain/attendance.ts';
import { headline, type Reader, roomText, timeText, whenText } from './talk-text.ts';

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
  /** The session has moved or is off: what this message says does not hold any more. */
  readonly outdated?: boolean;
}

const button = (action: string, text: string, value: string, style?: 'primary'): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text },
  value,
  ...(style && { style }),
});

export const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clip(text, 3000) },
});

export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: clip(text, 2000) }],
});

export const hereButton = (t: Translate, session: string): Button =>
  button('speakers.here', t('speakers.button.here'), session, 'primary');
export const lateButton = (t: Translate, session: string): Button =>
  button('speakers.late', t('speakers.button.late'), session);
export const helpButton = (t: Translate, session: string): Button =>
  button('speakers.help', t('speakers.button.help'), session);

export function reminderMessage(it: Reminder, reader: Reader): Message {
  const { t } = reader;
  const title = headline(it.place.start, reader);
  const facts = [
    t('speakers.when', { time: timeText(it.place, reader) }),
    t('speakers.where', { room: escape(roomText(it.place.room, t)) }),
    t('speakers.meets', { person: it.meets ? mention(it.meets) : t('speakers.meetsTeam') }),
    t('speakers.bring', { what: escape(it.bring ?? t('speakers.bringDefault')) }),
  ];
  const talk = escape(clip(it.place.title, 250));
  const blocks: KnownBlock[] = [section(`*${title}*\n${talk}`), section(facts.join('\n'))];
  if (it.note) blocks.push(section(t('speakers.note', { text: escape(clip(it.note, 2500)) })));
  blocks.push(...status(it, reader));
  const buttons = buttonsOf(it, t);
  if (buttons.length > 0)
    blocks.push({ type: 'actions', block_id: it.key, elements: buttons } satisfies ActionsBlock);
  const where = escape(roomText(it.place.room, t));
  return { text: `${title}: ${talk} (${timeText(it.place, reader)}, ${where})`, blocks };
}

function status(it: Reminder, { t, zone, locale }: Reader): KnownBlock[] {
  if (it.outdated) return [context(t('speakers.outdated'))];
  if (it.hereAt) return [context(t('speakers.hereAt', { clock: clock(it.hereAt, zone, locale) }))];
  const lines = [
    ...(it.seenAt ? [t('speakers.seenAt', { clock: clock(it.seenAt, zone, locale) })] : []),
    ...(it.lateMinutes ? [t('speakers.lateNoted', { minutes: it.lateMinutes })] : []),
    ...(it.checkIn ? [t('speakers.pressHere')] : []),
  ];
  return lines.length > 0 ? [context(lines.join('\n'))] : [];
}

function buttonsOf(it: Reminder, t: Translate): Button[] {
  if (it.outdated) return [];
  if (it.hereAt) return it.checkIn ? [helpButton(t, it.session)] : [];
  return [
    ...(it.checkIn ? [hereButton(t, it.session), lateButton(t, it.session), helpButton(t, it.session)] : []),
    ...(it.seenAt ? [] : [button('speakers.seen', t('speakers.button.gotIt'), it.session)]),
  ];
}

/** The same for a phone without Slack, as short as it can be, with how to answer it at the end. */
export function reminderText(it: Reminder, event: string, reader: Reader): string {
  const { t } = reader;
  const text = t('speakers.sms.remind', {
    event,
    title: clip(it.place.title, 80),
    when: whenText(it.place.start, reader),
    room: roomText(it.place.room, t),
    meets: it.meets?.name ?? t('speakers.meetsTeam'),
  });
  const how = it.checkIn ? t('speakers.sms.checkIn') : t('speakers.sms.seen');
  return [text, ...(it.note ? [clip(it.note, 300)] : []), ...(it.hereAt ? [] : [how])].join(' ');
}
