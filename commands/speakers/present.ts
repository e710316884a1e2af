/** `here`, `late 10m`, `help TEXT` and the buttons of the reminders: a speaker about their own talk. */
import type { Asking, Call, Press, Reply, Submission, Submitted } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import type { Session } from '../../src/domain/agenda/session.ts';
import { together, type Versioned } from '../../src/domain/commit.ts';
import { isOrganizer } from '../../src/domain/event/event.ts';
import { milliseconds } from '../../src/domain/instant.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { type Attendance, attendanceDocument, attendanceId } from '../../src/domain/speakers/attendance.ts';
import { sessionsOf } from '../../src/domain/speakers/link.ts';
import { checkIn, confirmChange, runLate, seeReminders } from '../../src/domain/speakers/sign.ts';
import { UserError } from '../../src/errors.ts';
import { bold, mention } from '../../src/slack-text.ts';
import { foundPage } from '../../src/speakers/found.ts';
import { askHelp } from '../../src/speakers/help.ts';
import { markChange, markReminder } from '../../src/speakers/mark.ts';
import { readAttendance, readLinks, readPersonsAttendance, readSessions } from '../../src/speakers/read.ts';
import { typedDuration } from '../../src/typed.ts';
import { findSpeaker } from './find.ts';
import { helpModal, lateChoices } from './present-view.ts';

/** A speaker's next session is one that is not over; the first of them counts. */
async function nextOf(person: Person, now: Asking['now'], deps: Deps): Promise<Session | undefined> {
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  return sessionsOf(person.id, sessions, links).find(
    (session) => session.state === 'scheduled' && milliseconds(session.end) > now.epochMilliseconds,
  );
}

async function ownNext({ person, now }: Asking, deps: Deps): Promise<Session> {
  const session = await nextOf(person, now, deps);
  if (!session) throw new UserError('speakers.noTalk');
  return session;
}

/** The session that a button is about, if it is this person's own. */
async function ownSession(code: string, { person }: Asking, deps: Deps): Promise<Session> {
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  const session = sessionsOf(person.id, sessions, links).find((one) => one.code === code);
  if (!session) throw new UserError('speakers.notYours');
  return session;
}

/** Checks in; with a name, an organizer does it for the speaker they see. */
export async function here(call: Call, deps: Deps): Promise<Reply> {
  if (call.text === '') return await checkInTo(await ownNext(call, deps), call.person, call, deps);
  if (!isOrganizer(call.event, call.person.id)) throw new UserError('speakers.hereForOther');
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  const speaker = findSpeaker(call.text, sessions, links);
  const link = links.get(speaker.id);
  const person = link && (await deps.directory.person(link.person));
  if (!person) throw new UserError('speakers.linkFirst', { name: bold(speaker.name) });
  const session = await nextOf(person, call.now, deps);
  if (!session) throw new UserError('speakers.noTalkOf', { name: bold(speaker.name) });
  return await checkInTo(session, person, call, deps);
}

export const pressHere = async (press: Press, deps: Deps): Promise<Reply> =>
  await checkInTo(await ownSession(press.value, press, deps), press.person, press, deps);

async function checkInTo(session: Session, person: Person, by: Asking, deps: Deps): Promise<Reply> {
  const talk = { session: session.code, person: person.id };
  await decide(deps.store, async () => {
    const reads = await readAttendance(deps, session.code);
    const change = checkIn(talk, reads.get(person.id), by.person.id, by.now);
    const found = change && (await foundPage(session, person, reads, by, deps));
    return { change: change && together(change, found), result: undefined };
  });
  await markTalk(talk, session, person, deps);
  const own = by.person.id === person.id;
  const title = bold(session.title);
  return {
    text: own
      ? by.t('speakers.hereNow', { title })
      : by.t('speakers.hereOther', { person: mention(person), title }),
  };
}

/** The reminder, and the changes that being here confirms, as they read now. */
async function markTalk(
  talk: { session: string; person: string },
  session: Session,
  person: Person,
  deps: Deps,
) {
  const read = await deps.store.get(attendanceDocument, attendanceId(talk.session, talk.person));
  if (!read) return;
  await markReminder(read.value, session, person, deps);
  await markNotices(read, person, deps);
}

async function markNotices(read: Versioned<Attendance>, person: Person, deps: Deps): Promise<void> {
  const last = read.value.notices.findLast((one) => one.confirmedAt && one.posted);
  if (!last) return;
  const reads = await readPersonsAttendance(deps, person.id);
  await markChange([...reads.values()], last.id, person, deps);
}

/** `Got it` under a reminder. */
export async function pressSeen(press: Press, deps: Deps): Promise<Reply> {
  const session = await ownSession(press.value, press, deps);
  const id = attendanceId(session.code, press.person.id);
  await decide(deps.store, async () => {
    const read = await deps.store.get(attendanceDocument, id);
    return { change: read && seeReminders(read, press.now), result: undefined };
  });
  const read = await deps.store.get(attendanceDocument, id);
  if (read) await markReminder(read.value, session, press.person, deps);
  return undefined;
}

/** `Got it` under a change. */
export async function pressConfirm(press: Press, deps: Deps): Promise<Reply> {
  const { person, value, now } = press;
  await decide(deps.store, async () => {
    const reads = await readPersonsAttendance(deps, person.id);
    return { change: confirmChange([...reads.values()], value, 'button', now), result: undefined };
  });
  const reads = await readPersonsAttendance(deps, person.id);
  await markChange([...reads.values()], value, person, deps);
  return undefined;
}

/** `late 10m` */
export async function late(call: Call, deps: Deps): Promise<Reply> {
  const session = await ownNext(call, deps);
  if (call.text === '') return lateChoices(session, call.t);
  const minutes = Math.ceil(typedDuration(call.text).total('minutes'));
  return await beLate(session, minutes, call, deps);
}

/** `Running late`: by how much? */
export const pressLate = async (press: Press, deps: Deps): Promise<Reply> =>
  lateChoices(await ownSession(press.value, press, deps), press.t);

export async function pressLateBy(press: Press, deps: Deps): Promise<Reply> {
  const [code = '', minutes = ''] = press.value.split(' ');
  const said = await beLate(await ownSession(code, press, deps), Number(minutes), press, deps);
  return { replace: said };
}

/** Three hours late is another day's problem, and a slip of the finger. */
const LATEST_MINUTES = 180;

async function beLate(session: Session, minutes: number, by: Asking, deps: Deps) {
  if (!(minutes >= 1 && minutes <= LATEST_MINUTES)) throw new UserError('speakers.lateRange');
  const talk = { session: session.code, person: by.person.id };
  await decide(deps.store, async () => {
    const read = await deps.store.get(attendanceDocument, attendanceId(talk.session, talk.person));
    return { change: runLate(talk, read, minutes, by.now), result: undefined };
  });
  await markTalk(talk, session, by.person, deps);
  return { text: by.t('speakers.lateSaid', { minutes, title: bold(session.title) }) };
}

/** `help TEXT` */
export async function help(call: Call, deps: Deps): Promise<Reply> {
  const session = await ownNext(call, deps);
  return { text: await askHelp(session, call.text, call, deps) };
}

export const pressHelp = async (press: Press, deps: Deps): Promise<Reply> => ({
  modal: helpModal(await ownSession(press.value, press, deps), press.t),
});

export async function submitHelp(submission: Submission, deps: Deps): Promise<Submitted> {
  const words = submission.values['what']?.['text'];
  const session = await ownSession(submission.meta, submission, deps);
  if (typeof words !== 'string' || words.trim() === '')
    return { errors: { what: submission.t('speakers.help.empty') } };
  return { text: await askHelp(session, words, submission, deps) };
}
