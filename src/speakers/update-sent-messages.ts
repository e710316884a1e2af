/** Messages that were sent are kept true: seen, confirmed, in the house, or out of date. */

import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import { updatedIfPossible } from '../core/card.ts';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instant } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import { languageOf, translator } from '../i18n/index.ts';
import { changeMessage } from './change-message.ts';
import type { Attendance, ReminderEntry } from './domain/attendance.ts';
import { readMeets, readPlan } from './load.ts';
import { reminderMessage } from './reminder-message.ts';

type Marking = Pick<
  Deps,
  'chat' | 'events' | 'clock' | 'store' | 'shifts' | 'roles' | 'directory' | 'sessions'
>;

async function readerOf(person: Person, deps: Marking) {
  const event = await deps.events.settings();
  const locale = languageOf(person, event).locale;
  return { t: translator(locale), locale, zone: event.zone, ownZone: person.zone, now: deps.clock.now() };
}

/** The latest reminder of the session that can still be seen in Slack. */
const lastPosted = (attendance: Attendance): ReminderEntry | undefined =>
  attendance.reminders.findLast((one) => one.posted);

/** A reminder's message as it has to read now. */
export async function markReminder(
  attendance: Attendance,
  session: Session,
  person: Person,
  deps: Marking,
): Promise<void> {
  const entry = lastPosted(attendance);
  if (!entry?.posted) return;
  const message = await reminderNow(entry, attendance, session, person, deps);
  await updatedIfPossible(deps.chat, entry.posted, message);
}

async function reminderNow(
  entry: ReminderEntry,
  attendance: Attendance,
  session: Session,
  person: Person,
  deps: Marking,
): Promise<Message> {
  const [plan, meets, reader] = await Promise.all([
    readPlan(deps),
    readMeets(deps, session, person),
    readerOf(person, deps),
  ]);
  const holds = session.state === 'scheduled' && instant(entry.start).equals(instant(session.start));
  return reminderMessage(
    {
      session: session.code,
      place: session,
      key: `remind:${session.code}:${person.id}:${entry.kind}`,
      meets,
      bring: plan.value.bring,
      checkIn: entry.checkIn ?? false,
      note: entry.note,
      seenAt: entry.seenAt,
      hereAt: attendance.checkedIn?.at,
      lateMinutes: attendance.late?.minutes,
      outdated: !holds,
    },
    reader,
  );
}

/** The change's message as it has to read now. */
export async function markChange(
  reads: readonly Versioned<Attendance>[],
  notice: string,
  person: Person,
  deps: Marking,
): Promise<void> {
  const changes = reads.flatMap(({ value }) => value.notices.filter((one) => one.id === notice));
  const posted = changes.find((one) => one.posted)?.posted;
  if (!posted) return;
  const reader = await readerOf(person, deps);
  const message = changeMessage({ notice, key: `change:${person.id}:${notice}`, changes }, reader);
  await updatedIfPossible(deps.chat, posted, message);
}

/** After a change: the buttons of older changes and of reminders for the old start are taken away. */
export async function markOutdated(
  changed: readonly Versioned<Attendance>[],
  person: Person,
  deps: Marking,
): Promise<void> {
  const sessions = await deps.sessions.read();
  for (const { value } of changed) {
    const older = value.notices.filter((one) => one.state === 'superseded' && one.posted && !one.confirmedAt);
    for (const { id } of older) await markChange(changed, id, person, deps);
    const session = sessions.get(value.session)?.value;
    const entry = lastPosted(value);
    const holds = session?.state === 'scheduled' && entry?.start === session.start;
    if (session && entry && !holds) await markReminder(value, session, person, deps);
  }
}
