/** A speaker's own talks, in App Home and as an answer; and the check-ins at a glance. Pure. */

import type { KnownBlock } from '@slack/types';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { RequestContext } from '../../src/core/command.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { clock, duration } from '../../src/i18n/time.ts';
import { actions, section } from '../../src/slack/blocks.ts';
import { bold, code, escape, joined, mention, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import type { Count } from '../../src/speakers/board-model.ts';
import type { Attendance } from '../../src/speakers/domain/attendance.ts';
import { helpButton, hereButton, lateButton } from '../../src/speakers/reminder-message.ts';
import { talkRoomText, timeText } from '../../src/speakers/talk-text.ts';

export interface OwnTalk {
  readonly session: Session;
  readonly meets: Person | undefined;
  readonly attendance: Attendance | undefined;
}

type Reader = Pick<RequestContext, 't' | 'locale' | 'zone' | 'now' | 'person'>;

/** From so many minutes before the start on the buttons of the check-in are there. */
const CHECK_IN_MINUTES = 120;

export function talkBlocks(talks: readonly OwnTalk[], reader: Reader): KnownBlock[] {
  const { t, locale, zone, now, person } = reader;
  return talks.flatMap(({ session, meets, attendance }): KnownBlock[] => {
    const seconds = (milliseconds(session.start) - now.epochMilliseconds) / 1000;
    const place = { t, locale, zone, ownZone: person.zone, now };
    const at = attendance?.checkedIn?.at;
    const head =
      seconds > 0 ? t('speakers.own.head', { left: duration(Math.max(60, seconds)) }) : t('speakers.own.now');
    const lines = [
      mrkdwn`*${head}*`,
      mrkdwn`${bold(truncate(session.title, 200))} ${code(session.code)}`,
      mrkdwn`${timeText(session, place)} · ${escape(talkRoomText(session.room, t))}`,
      ...(meets ? [t('speakers.meets', { person: mention(meets) })] : []),
      ...(at ? [t('speakers.hereAt', { clock: clock(at, zone, locale) })] : []),
    ];
    const near = seconds <= CHECK_IN_MINUTES * 60;
    const buttons = [
      ...(at ? [] : [hereButton(t, session.code), lateButton(t, session.code)]),
      helpButton(t, session.code),
    ];
    return [section(joined(lines, '\n')), ...(near ? actions(buttons) : [])];
  });
}

export const talksMessage = (talks: readonly OwnTalk[], reader: Reader): Message => ({
  text: joined(
    talks.map(({ session }) => escape(session.title)),
    '; ',
  ),
  blocks: talkBlocks(talks, reader),
});

/** One line of the event at a glance; nothing where nobody is awaited. */
export function glance(count: Count, hours: number, t: Translate): KnownBlock[] {
  if (count.awaited === 0) return [];
  const missing = count.awaited - count.here;
  const parts = [
    t('speakers.glance', { hours, here: count.here, awaited: count.awaited }),
    ...(missing > 0 ? [t('speakers.glanceMissing', { count: missing })] : []),
    ...(count.unlinked > 0 ? [t('speakers.board.countUnlinked', { count: count.unlinked })] : []),
    ...(count.unconfirmed > 0 ? [t('speakers.board.countUnconfirmed', { count: count.unconfirmed })] : []),
  ];
  return [section(joined(parts, ' · '))];
}

/** What a speaker who writes to the bot is told: it was noted, and how to reach somebody. */
export function answerMessage(session: Session, isHere: boolean, t: Translate): Message {
  const text = t('speakers.heard.answer', { title: bold(truncate(session.title, 150)) });
  const buttons = [
    ...(isHere ? [] : [hereButton(t, session.code), lateButton(t, session.code)]),
    helpButton(t, session.code),
  ];
  return { text, blocks: [section(text), ...actions(buttons)] };
}
