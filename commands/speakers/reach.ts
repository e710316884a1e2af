/** `remind`, `preview`: organizers reaching the speakers of one session by hand. */

import type { Session } from '../../src/agenda/domain/session.ts';
import { findSession } from '../../src/agenda/find.ts';
import type { ButtonClick, CommandInvocation, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { type Locale, languageOf, translator } from '../../src/i18n/index.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { divider, section } from '../../src/slack/blocks.ts';
import {
  bold,
  escape,
  joined,
  type Mrkdwn,
  mention,
  mrkdwn,
  quote,
  truncate,
} from '../../src/slack/mrkdwn.ts';
import { attendanceId } from '../../src/speakers/domain/attendance.ts';
import { linkedSpeakers } from '../../src/speakers/domain/link.ts';
import { remindByHand } from '../../src/speakers/domain/message.ts';
import { remindersOf } from '../../src/speakers/domain/plan.ts';
import { quietOf, slots } from '../../src/speakers/domain/slots.ts';
import { readRota, readSessions, readSpeakers } from '../../src/speakers/load.ts';
import { reminderMessage, reminderText } from '../../src/speakers/reminder-message.ts';
import { reminderOf } from '../../src/speakers/send-reminder.ts';

/** Seconds within which a second `Remind` is a slip of the finger. */
const AGAIN_SECONDS = 60;

/** `S17 [text]` */
export async function remindVerb(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [code, note] = splitFirstWord(call.text);
  const sessions = await readSessions(deps);
  const isCode = /^s\d+$/i.test(code);
  const session = findSession(sessions, isCode ? code : call.text);
  return {
    text: await remindSession(session, isCode && note !== '' ? truncate(note, 1500) : undefined, call, deps),
  };
}

/** `Remind` on the board. */
export async function pressRemind(click: ButtonClick, deps: Deps): Promise<Reply> {
  const session = findSession(await readSessions(deps), click.value);
  return { text: await remindSession(session, undefined, click, deps) };
}

type By = Pick<CommandInvocation, 't' | 'now' | 'person' | 'locale' | 'zone' | 'event'>;

async function remindSession(
  session: Session,
  note: string | undefined,
  by: By,
  deps: Deps,
): Promise<Mrkdwn> {
  const { t, now } = by;
  const { links, records, people } = await readSpeakers(deps);
  const title = bold(session.title);
  if (session.state === 'cancelled') throw new UserError('speakers.isCancelled', { title });
  if (now.epochMilliseconds >= instant(session.end).epochMilliseconds)
    throw new UserError('speakers.isOver', { title });
  const linked = linkedSpeakers(session, links);
  const fresh = linked.filter((link) => {
    const last = records.get(attendanceId(session.code, link.person))?.reminders.at(-1);
    return !last?.kind.startsWith('now-') || instant(last.at).until(now).total('seconds') > AGAIN_SECONDS;
  });
  const names = (ids: readonly string[]) =>
    joined(
      ids.map((id) => people.get(id)).map((person) => (person ? mention(person) : mrkdwn`?`)),
      ', ',
    );
  const unlinked = session.speakers
    .filter((speaker) => !links.has(speaker.id))
    .map((one) => escape(one.name));
  const number = fresh.length > 0 ? await deps.store.next('speaker-remind') : 0;
  const persons = fresh.map((link) => link.person);
  if (fresh.length > 0)
    await deps.store.commit(remindByHand(session, persons, number, note, by.person.id, now));
  return joined(
    [
      ...(fresh.length > 0 ? [t('speakers.reminding', { people: names(persons), title })] : []),
      ...(linked.length > fresh.length ? [t('speakers.justReminded')] : []),
      ...(unlinked.length > 0 ? [t('speakers.notLinked', { names: joined(unlinked, ', ') })] : []),
      ...(session.speakers.length === 0 ? [t('speakers.nobodySpeaks', { title })] : []),
    ],
    '\n',
  );
}

/** `S17`: the reminder as each speaker would get it now, and when the next ones go out. */
export async function previewReminder(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const all = await readSpeakers(deps);
  const session = findSession(all.sessions, call.text);
  const { t, now, zone } = call;
  const [link] = linkedSpeakers(session, all.links);
  const person = link && all.people.get(link.person);
  const reader = person ?? { ...call.person, zone: undefined };
  const locale: Locale = person ? languageOf(person, all.event).locale : call.locale;
  const checkIn = now.until(instant(session.start)).total('minutes') <= 60;
  const record = link && all.attendance.get(attendanceId(session.code, link.person));
  const shown = await reminderOf(
    session,
    person ?? call.person,
    { plan: all.plan, record, rota: await readRota(deps), roomOver: 0, now },
    { kind: 'preview', checkIn },
    deps,
  );
  const words = { t: translator(locale), locale, zone, ownZone: reader.zone, now };
  const unseen = { ...shown, seenAt: undefined };
  const message =
    person && person.slack === undefined
      ? textedMessage(reminderText(unseen, all.event.name, words))
      : reminderMessage(unseen, words);
  const coming = slots(instant(session.start), remindersOf(all.plan, session.code), quietOf(person, zone))
    .filter((slot) => slot.due.epochMilliseconds > now.epochMilliseconds)
    .map((slot) => mrkdwn`${escape(slot.kind)} (${clockFrom(slot.due, now, zone, call.locale)})`);
  const head = joined(
    [
      person
        ? t('speakers.preview.to', { person: mention(person), language: escape(locale) })
        : t('speakers.preview.nobody'),
      coming.length > 0
        ? t('speakers.preview.next', { times: joined(coming, ', ') })
        : t('speakers.preview.noMore'),
    ],
    '\n',
  );
  // Without its buttons: pressed here they would be the organizer's own.
  const blocks = (message.blocks ?? []).filter((block) => block.type !== 'actions');
  return {
    text: mrkdwn`${head}\n${message.text}`,
    blocks: [section(head), divider(), ...blocks],
  };
}

/** What goes to a phone, quoted. */
const textedMessage = (text: string): Message => ({
  text: escape(text),
  blocks: [section(quote(escape(text)))],
});
