/** Sends a reminder, planned or by hand, and says by which way and where it went. */

import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Deps } from '../core/deps.ts';
import { instant } from '../core/instant.ts';
import { languageOf, translator } from '../i18n/index.ts';
import { type Delivered, deliver } from '../page/deliver.ts';
import { meetsOf, type readTalk } from './load.ts';
import { type Reminder, reminderMessage, reminderText } from './reminder-message.ts';

type Talk = Awaited<ReturnType<typeof readTalk>>;

export interface Sending {
  readonly kind: string;
  readonly checkIn: boolean;
  readonly note?: string;
}

/** How the room stands matters to those who are to be there within the hour. */
const isSoon = ({ start }: Session, now: Temporal.Instant): boolean => {
  const minutes = now.until(instant(start)).total('minutes');
  return minutes > -60 && minutes <= 60;
};

/** What is true of this talk now, as a reminder shows it. */
export async function reminderOf(
  session: Session,
  person: Person,
  talk: Pick<Talk, 'plan' | 'record' | 'rota' | 'roomOver' | 'now'>,
  { kind, checkIn, note }: Sending,
  deps: Pick<Deps, 'directory'>,
): Promise<Reminder> {
  return {
    session: session.code,
    place: session,
    // The same reminder has the same key, whoever sends it: (session, person, kind, start).
    key: `remind:${session.code}:${person.id}:${kind}:${instant(session.start).epochMilliseconds / 1000}`,
    meets: await meetsOf(talk.rota, session, person, deps),
    bring: talk.plan.bring,
    note,
    checkIn,
    roomOver: isSoon(session, talk.now) ? talk.roomOver : 0,
    hereAt: talk.record?.value.checkedIn?.at,
    lateMinutes: talk.record?.value.late?.minutes,
  };
}

export async function sendReminder(
  session: Session,
  person: Person,
  talk: Talk,
  sending: Sending,
  again: boolean,
  deps: Deps,
): Promise<Delivered> {
  const reminder = await reminderOf(session, person, talk, sending, deps);
  const { event, now } = talk;
  const locale = languageOf(person, event).locale;
  const reader = { t: translator(locale), locale, zone: event.zone, ownZone: person.zone, now };
  const left = now.until(instant(session.start)).total('seconds');
  return await deliver(
    {
      key: reminder.key,
      to: person,
      message: reminderMessage(reminder, reader),
      text: reminderText(reminder, event.name, reader),
      validFor: Math.max(60, Math.floor(Math.min(left, 4 * 3600))),
    },
    again,
    deps,
  );
}
