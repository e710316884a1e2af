/** `remind`, `preview`, `tell`: organizers reaching speakers by hand. */

import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Call, Press, Reply } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import { ofDay } from '../../src/domain/agenda/days.ts';
import type { Session } from '../../src/domain/agenda/session.ts';
import { instant, instantText } from '../../src/domain/instant.ts';
import { attendanceId } from '../../src/domain/speakers/attendance.ts';
import { linkedSpeakers } from '../../src/domain/speakers/link.ts';
import {
  audience,
  discardMessage,
  prepareMessage,
  remindByHand,
  sendMessage,
  speakerMessageDocument,
} from '../../src/domain/speakers/message.ts';
import { remindersOf } from '../../src/domain/speakers/plan.ts';
import { quietOf, slots } from '../../src/domain/speakers/slots.ts';
import { UserError } from '../../src/errors.ts';
import { type Locale, translator } from '../../src/i18n/index.ts';
import { clockFrom, longDate } from '../../src/i18n/time.ts';
import { bold, escape, mention } from '../../src/slack-text.ts';
import { localeFor, readRota, readSessions, readSpeakers } from '../../src/speakers/read.ts';
import { reminderMessage } from '../../src/speakers/reminder-message.ts';
import { reminderOf } from '../../src/speakers/send-reminder.ts';
import { typedDay } from '../../src/typed.ts';
import { findName, findSession, quoted } from './find.ts';
import { bulkPreview } from './reach-view.ts';

/** Seconds within which a second `Remind` is a slip of the finger. */
const AGAIN_SECONDS = 60;

/** `S17 [text]` */
export async function remind(call: Call, deps: Deps): Promise<Reply> {
  const [, code = '', note = ''] = /^(\S+)\s*([\s\S]*)$/.exec(call.text) ?? [];
  if (code === '') throw new UserError('speakers.whichSession');
  const sessions = await readSessions(deps);
  const isCode = /^s\d+$/i.test(code);
  const session = findSession(isCode ? code : call.text, sessions);
  return {
    text: await remindSession(session, isCode && note !== '' ? note.slice(0, 1500) : undefined, call, deps),
  };
}

/** `Remind` on the board. */
export async function pressRemind(press: Press, deps: Deps): Promise<Reply> {
  const session = findSession(press.value, await readSessions(deps));
  return { text: await remindSession(session, undefined, press, deps) };
}

type By = Pick<Call, 't' | 'now' | 'person' | 'locale' | 'zone' | 'event'>;

async function remindSession(
  session: Session,
  note: string | undefined,
  by: By,
  deps: Deps,
): Promise<string> {
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
    ids
      .map((id) => people.get(id))
      .map((person) => (person ? mention(person) : '?'))
      .join(', ');
  const unlinked = session.speakers
    .filter((speaker) => !links.has(speaker.id))
    .map((one) => escape(one.name));
  const number = fresh.length > 0 ? await deps.store.next('speaker-remind') : 0;
  const persons = fresh.map((link) => link.person);
  if (fresh.length > 0)
    await deps.store.commit(remindByHand(session, persons, number, note, by.person.id, now));
  return [
    ...(fresh.length > 0 ? [t('speakers.reminding', { people: names(persons), title })] : []),
    ...(linked.length > fresh.length ? [t('speakers.justReminded')] : []),
    ...(unlinked.length > 0 ? [t('speakers.notLinked', { names: unlinked.join(', ') })] : []),
    ...(session.speakers.length === 0 ? [t('speakers.nobodySpeaks', { title })] : []),
  ].join('\n');
}

/** `S17`: the reminder as each speaker would get it now, and when the next ones go out. */
export async function preview(call: Call, deps: Deps): Promise<Reply> {
  if (call.text === '') throw new UserError('speakers.whichSession');
  const all = await readSpeakers(deps);
  const session = findSession(call.text, all.sessions);
  const { t, now, zone } = call;
  const [link] = linkedSpeakers(session, all.links);
  const person = link && all.people.get(link.person);
  const reader = person ?? { ...call.person, zone: undefined };
  const locale: Locale = person ? localeFor(person, all.event) : call.locale;
  const checkIn = now.until(instant(session.start)).total('minutes') <= 60;
  const record = link && all.attendance.get(attendanceId(session.code, link.person));
  const shown = await reminderOf(
    session,
    person ?? call.person,
    { plan: all.plan, record, rota: await readRota(deps) },
    { kind: 'preview', checkIn },
    deps,
  );
  const words = { t: translator(locale), locale, zone, ownZone: reader.zone, now };
  const message = reminderMessage({ ...shown, seenAt: undefined }, words);
  const coming = slots(instant(session.start), remindersOf(all.plan, session.code), quietOf(person, zone))
    .filter((slot) => slot.due.epochMilliseconds > now.epochMilliseconds)
    .map((slot) => `${slot.kind} (${clockFrom(slot.due, now, zone, call.locale)})`);
  const head = [
    person
      ? t('speakers.preview.to', { person: mention(person), language: locale })
      : t('speakers.preview.nobody'),
    coming.length > 0
      ? t('speakers.preview.next', { times: coming.join(', ') })
      : t('speakers.preview.noMore'),
  ].join('\n');
  // Without its buttons: pressed here they would be the organizer's own.
  const blocks = (message.blocks ?? []).filter((block) => block.type !== 'actions');
  return {
    text: `${head}\n${message.text}`,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: head } }, { type: 'divider' }, ...blocks],
  };
}

/** `room Main hall: TEXT`, `day 2: TEXT`, `track Ops: TEXT` */
export async function tell(call: Call, deps: Deps): Promise<Reply> {
  const [, what = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(call.text) ?? [];
  const all = await readSpeakers(deps);
  const coming = all.sessions.filter(
    (session) =>
      session.state === 'scheduled' && instant(session.end).epochMilliseconds > call.now.epochMilliseconds,
  );
  const asked = await chosen(what.toLowerCase(), rest, coming, call, deps);
  if (asked.text === '') throw new UserError('speakers.tell.how');
  const { persons, unlinked } = audience(asked.sessions, all.links);
  if (persons.length === 0) throw new UserError('speakers.tell.nobody', { to: asked.name });
  const id = deps.newId();
  const text = asked.text.slice(0, 2500);
  const message = {
    id,
    by: call.person.id,
    at: instantText(call.now),
    text,
    to: asked.to,
    persons,
    state: 'prepared' as const,
  };
  await deps.store.commit(prepareMessage(message, call.now));
  return bulkPreview({ message, to: asked.name, unlinked, event: call.event.name }, call.t);
}

interface Chosen {
  readonly to: string;
  readonly name: string;
  readonly sessions: readonly Session[];
  readonly text: string;
}

async function chosen(
  what: string,
  rest: string,
  coming: readonly Session[],
  call: Call,
  deps: Deps,
): Promise<Chosen> {
  if (what === 'room' || what === 'track') {
    const field = (session: Session) => (what === 'room' ? session.room : session.track) ?? '';
    const names = [...new Set(coming.map(field))].filter(Boolean);
    const { name, text } = split(rest, names);
    return {
      to: `${what}:${name}`,
      name: escape(name),
      text,
      sessions: coming.filter((one) => field(one) === name),
    };
  }
  const [, day = '', text = ''] =
    /^((?:\d+|\S+?))\s*:?\s+([\s\S]+)$/.exec(what === 'day' ? rest : `${what} ${rest}`) ?? [];
  if (day === '') throw new UserError('speakers.tell.how');
  const state = await loadAgenda(deps);
  const context = timeContext(state, call);
  const { date } = typedDay(what === 'day' && /^\d{1,3}$/.test(day) ? `day ${day}` : day, context);
  const sessions = ofDay(coming, [...context.days], call.zone, date);
  return { to: `day:${date}`, name: longDate(date.toString(), call.locale), text, sessions };
}

/** The name up to the colon; without one, the longest beginning that names a room. */
function split(text: string, names: readonly string[]): { name: string; text: string } {
  const colon = text.indexOf(':');
  if (colon > 0) return { name: findName(text.slice(0, colon), names), text: text.slice(colon + 1).trim() };
  const words = text.split(/\s+/);
  for (let count = words.length - 1; count > 0; count--) {
    try {
      return { name: findName(words.slice(0, count).join(' '), names), text: words.slice(count).join(' ') };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  throw new UserError('speakers.whichOne', {
    typed: quoted(text),
    candidates: names.map((name) => `• ${escape(name)}`).join('\n'),
  });
}

export const pressSend = (press: Press, deps: Deps): Promise<Reply> => settle(press, deps, sendMessage);
export const pressDiscard = (press: Press, deps: Deps): Promise<Reply> => settle(press, deps, discardMessage);

async function settle(
  { value, person, now, t }: Press,
  deps: Deps,
  decision: typeof sendMessage | typeof discardMessage,
): Promise<Reply> {
  const done = await decide(deps.store, async () => {
    const read = await deps.store.get(speakerMessageDocument, value);
    const change = read && decision(read, person.id, now);
    const result = { count: read?.value.persons.length ?? 0, state: change ? 'done' : read?.value.state };
    return { change, result };
  });
  const sent = done.state === 'sent' || (done.state === 'done' && decision === sendMessage);
  const text = sent ? t('speakers.tell.sent', { count: done.count }) : t('speakers.tell.discarded');
  return { replace: { text } };
}
