/** How a talk's time and place read: in the event's zone, and in the speaker's own where it differs. */

import type { Locale, Translate } from '../i18n/index.ts';
import { clock, clockFrom, day, duration, isoDate, type Moment, span } from '../i18n/time.ts';
import { escape, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import type { Place } from './domain/attendance.ts';

export interface SpeakerReader {
  readonly t: Translate;
  readonly locale: Locale;
  /** The event's zone. */
  readonly zone: string;
  /** The speaker's own, from Slack. */
  readonly ownZone?: string | undefined;
  readonly now: Moment;
}

const milliseconds = (moment: Moment): number =>
  typeof moment === 'number' ? moment : Date.parse(moment.toString());

/** `Wed 5 Jun 14:30–15:10`, with `08:30 where you are (America/New York)` where the clocks differ. */
export function timeText(
  place: Pick<Place, 'start' | 'end'>,
  { t, locale, zone, ownZone }: SpeakerReader,
): Mrkdwn {
  const here = mrkdwn`${day(place.start, zone, locale)} ${span(place.start, place.end, zone, locale)}`;
  if (!ownZone || sameClock(place.start, zone, ownZone)) return here;
  const own = clockFrom(place.start, place.start, ownZone, locale);
  const time =
    isoDate(place.start, zone) === isoDate(place.start, ownZone)
      ? own
      : mrkdwn`${day(place.start, ownZone, locale)} ${own}`;
  return mrkdwn`${here} (${t('speakers.ownTime', { time, zone: escape(ownZone.replaceAll('_', ' ')) })})`;
}

const sameClock = (at: Moment, a: string, b: string): boolean =>
  clock(at, a, 'en') === clock(at, b, 'en') && isoDate(at, a) === isoDate(at, b);

export const talkRoomText = (room: string, t: Translate): string =>
  room === '' ? t('speakers.roomOpen') : room;

export const placeText = (place: Place, reader: SpeakerReader): string =>
  reader.t('speakers.place', { time: timeText(place, reader), room: talkRoomText(place.room, reader.t) });

/** Minutes from now on within which the time left says more than the clock. */
const SOON_MINUTES = 12 * 60;

const minutesTo = (start: Moment, now: Moment): number =>
  Math.round((milliseconds(start) - milliseconds(now)) / 60_000);

/** The headline of a reminder: worded for the time that is left, however late it goes out. */
export function headline(start: string, { t, locale, zone, now }: SpeakerReader): Mrkdwn {
  const minutes = minutesTo(start, now);
  if (minutes <= 0) return t('speakers.remind.now');
  if (minutes <= SOON_MINUTES) return t('speakers.remind.soon', { left: duration(minutes * 60) });
  const tomorrow = isoDate(milliseconds(now) + 86_400_000, zone) === isoDate(start, zone);
  if (tomorrow) return t('speakers.remind.tomorrow', { clock: clock(start, zone, locale) });
  return t('speakers.remind.day', { day: day(start, zone, locale), clock: clock(start, zone, locale) });
}

/** The same within the sentence of a text message. */
export function talkTimeText(start: string, { t, locale, zone, now }: SpeakerReader): string {
  const minutes = minutesTo(start, now);
  const at = clock(start, zone, locale);
  return minutes <= SOON_MINUTES
    ? t('speakers.sms.soon', { left: duration(Math.max(1, minutes) * 60), clock: at })
    : t('speakers.sms.day', { day: day(start, zone, locale), clock: at });
}
