/** What the page says that looks for a speaker: whom, for what, in how long, and what follows there. */
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import { milliseconds } from '../core/instant.ts';
import { clock, duration } from '../i18n/time.ts';
import { truncate } from '../slack/mrkdwn.ts';
import { maskedPhone } from './stage.ts';
import { type SpeakerReader, talkRoomText } from './talk-text.ts';

export interface Missing {
  readonly session: Session;
  readonly people: readonly Person[];
  readonly next: Session | undefined;
}

/** Plain text: it is spoken and texted too. Numbers are masked, cards are read by many. */
export function missingText(
  { session, people, next }: Missing,
  { t, locale, zone, now }: SpeakerReader,
): string {
  const seconds = (milliseconds(session.start) - Date.parse(now.toString())) / 1000;
  const named = people.map((person) => {
    const phone = maskedPhone(person);
    return phone ? `${person.name} (${phone})` : person.name;
  });
  const text = t('speakers.missing.page', {
    people: named.join(', '),
    code: session.code,
    title: truncate(session.title, 100),
    clock: clock(session.start, zone, locale),
    room: talkRoomText(session.room, t),
    left: duration(Math.max(0, seconds)),
  });
  if (!next) return text;
  const follows = t('speakers.missing.next', {
    code: next.code,
    title: truncate(next.title, 80),
    clock: clock(next.start, zone, locale),
  });
  return `${text} ${follows}`;
}
