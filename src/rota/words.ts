/** How shifts, people and rules read, for whoever reads: in their language, and their zone where it differs. */

import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { type Locale, languageOf, type Translate } from '../i18n/index.ts';
import { clock, dayAndClock, isoDate, type Moment, span } from '../i18n/time.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import type { Broken } from './domain/rules.ts';
import type { Shift } from './domain/shift.ts';

export interface ShiftReader {
  readonly t: Translate;
  readonly locale: Locale;
  /** The event's zone. */
  readonly zone: string;
  readonly now: Moment;
  /** The reader's own zone. */
  readonly own?: string | undefined;
}

/** A job's reader: the person it writes to. */
export async function readerFor(
  person: Person | undefined,
  { events, clock: time }: Pick<Deps, 'events' | 'clock'>,
): Promise<ShiftReader> {
  const event = await events.settings();
  return { ...languageOf(person, event), zone: event.zone, now: time.now(), own: person?.zone };
}

type Place = Pick<Shift, 'start' | 'end'>;

/** `14:00–16:00` today, `Wed 5 Jun 14:00–16:00` on another day; with the reader's own clock if it differs. */
export function when(place: Place, { t, locale, zone, now, own }: ShiftReader): Mrkdwn {
  const days =
    isoDate(place.start, zone) === isoDate(now, zone)
      ? mrkdwn``
      : mrkdwn`${escape(dayAndClock(place.start, zone, locale).replace(/ \S+$/, ''))} `;
  const here = mrkdwn`${days}${span(place.start, place.end, zone, locale)}`;
  if (
    !own ||
    (clock(place.start, zone, 'en') === clock(place.start, own, 'en') &&
      isoDate(place.start, zone) === isoDate(place.start, own))
  )
    return here;
  return mrkdwn`${here} (${t('rota.ownTime', { time: dayAndClock(place.start, own, locale), zone: escape(own.replaceAll('_', ' ')) })})`;
}

/** `*Stage* · Main hall` */
export const what = (shift: { readonly role: string; readonly room?: string | undefined }): Mrkdwn =>
  shift.room ? mrkdwn`${bold(shift.role)} · ${escape(shift.room)}` : bold(shift.role);

/** `H45 *Stage* · Main hall, 14:00–16:00` */
export const shiftText = (shift: Shift, reader: ShiftReader): Mrkdwn =>
  mrkdwn`${code(shift.code)} ${what(shift)}, ${when(shift, reader)}`;

/** People by id as text; somebody who is not known any more is named by what is known of them. */
export type NameOf = (id: string) => Mrkdwn;

/** `mentions: false` for what ends in a text message, where a mention would be read as it is written. */
export async function loadNames(
  { directory }: Pick<Deps, 'directory'>,
  { mentions }: { readonly mentions: boolean } = { mentions: true },
): Promise<NameOf> {
  const people = new Map((await directory.all()).map((person) => [person.id, person]));
  return (id) => {
    const person = people.get(id);
    if (person) return mentions ? mention(person) : escape(person.name);
    return mentions && /^[UW][A-Z0-9]+$/.test(id) ? mentionId(id) : escape(id);
  };
}

/** A rule and what it found, as a sentence. */
export function ruleText(broken: Broken, { t }: Pick<ShiftReader, 't'>): Mrkdwn {
  switch (broken.rule) {
    case 'double-booking':
      return t('rota.rule.doubleBooking');
    case 'overlap':
      return t('rota.rule.overlap', { shift: escape(broken.shift) });
    case 'rest':
      return t('rota.rule.rest', { shift: escape(broken.shift), hours: broken.hours });
    case 'availability':
      return t('rota.rule.availability');
    case 'own-talk':
      return t('rota.rule.ownTalk', { session: escape(broken.session) });
    case 'skill':
      return t('rota.rule.skill', { skill: escape(broken.skill) });
    case 'hours':
      return t('rota.rule.hours', { hours: broken.hours });
    case 'nights':
      return t('rota.rule.nights', { nights: broken.nights });
    case 'full':
      return t('rota.rule.full');
  }
}

export const rulesText = (broken: readonly Broken[], reader: Pick<ShiftReader, 't'>): Mrkdwn =>
  joined(
    broken.map((one) => mrkdwn`• ${ruleText(one, reader)}`),
    '\n',
  );
