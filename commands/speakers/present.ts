/** `here`, `late 10m`, `help TEXT` and the buttons of the reminders: a speaker about their own talk. */

import type { Session } from '../../src/agenda/domain/session.ts';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type {
  ButtonClick,
  CommandInvocation,
  ModalResponse,
  ModalSubmission,
  Reply,
  RequestContext,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { bold, escape, mention, mrkdwn, quote, truncate } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';
import { attendanceDocument, attendanceId } from '../../src/speakers/domain/attendance.ts';
import { confirmChange, seeReminders } from '../../src/speakers/domain/attendance-actions.ts';
import { askHelp } from '../../src/speakers/help.ts';
import { readLinks, readPersonsAttendance, readSessions } from '../../src/speakers/load.ts';
import { markChange, markReminder } from '../../src/speakers/update-sent-messages.ts';
import { beHereOnStandby, beLate, checkInTo, isLateRange, nextOf, talksOf } from './attend.ts';
import { findSpeaker } from './find.ts';
import { helpModal, lateChoices } from './present-view.ts';

async function ownNext({ person, now }: RequestContext, deps: Deps): Promise<Session> {
  const session = nextOf((await talksOf(person.id, deps)) ?? [], now);
  if (!session) throw new UserError('speakers.noTalk');
  return session;
}

/** The session that a button is about, if it is this person's own. */
async function ownSession(code: string, { person }: RequestContext, deps: Deps): Promise<Session> {
  const session = (await talksOf(person.id, deps))?.find((one) => one.code === code);
  if (!session) throw new UserError('speakers.notYours');
  return session;
}

/** Checks in; with a name, an organizer does it for the speaker they see. */
export async function here(call: CommandInvocation, deps: Deps): Promise<Reply> {
  if (call.text === '') {
    const next = nextOf((await talksOf(call.person.id, deps)) ?? [], call.now);
    if (!next && (await beHereOnStandby(call.person, call, deps)))
      return { text: call.t('speakers.standby.hereNoted') };
    return await beHere(next ?? (await ownNext(call, deps)), call.person, call, deps);
  }
  if (!isOrganizer(call.event, call.person.id)) throw new UserError('speakers.hereForOther');
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  const speaker = findSpeaker(call.text, sessions, links);
  const link = links.get(speaker.id);
  const person = link && (await deps.directory.person(link.person));
  if (!person) throw new UserError('speakers.linkFirst', { name: bold(speaker.name) });
  const session = nextOf((await talksOf(person.id, deps)) ?? [], call.now);
  if (!session && (await beHereOnStandby(person, call, deps)))
    return { text: call.t('speakers.standby.hereNotedOf', { person: mention(person) }) };
  if (!session) throw new UserError('speakers.noTalkOf', { name: bold(speaker.name) });
  return await beHere(session, person, call, deps);
}

export const pressHere = async (click: ButtonClick, deps: Deps): Promise<Reply> =>
  await beHere(await ownSession(click.value, click, deps), click.person, click, deps);

async function beHere(session: Session, person: Person, by: RequestContext, deps: Deps): Promise<Reply> {
  await checkInTo(session, person, by, deps);
  const own = by.person.id === person.id;
  const title = bold(session.title);
  return {
    text: own
      ? by.t('speakers.hereNow', { title })
      : by.t('speakers.hereOther', { person: mention(person), title }),
  };
}

/** `Got it` under a reminder. */
export async function pressSeen(click: ButtonClick, deps: Deps): Promise<Reply> {
  const session = await ownSession(click.value, click, deps);
  const id = attendanceId(session.code, click.person.id);
  await withOptimisticRetry(deps.store, async () => {
    const read = await deps.store.get(attendanceDocument, id);
    return { change: read && seeReminders(read, click.now), result: undefined };
  });
  const read = await deps.store.get(attendanceDocument, id);
  if (read) await markReminder(read.value, session, click.person, deps);
  return undefined;
}

/** `Got it` under a change. */
export async function pressConfirm(click: ButtonClick, deps: Deps): Promise<Reply> {
  const { person, value, now } = click;
  await withOptimisticRetry(deps.store, async () => {
    const reads = await readPersonsAttendance(deps, person.id);
    return { change: confirmChange([...reads.values()], value, 'button', now), result: undefined };
  });
  const reads = await readPersonsAttendance(deps, person.id);
  await markChange([...reads.values()], value, person, deps);
  return undefined;
}

/** `late 10m` */
export async function late(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const session = await ownNext(call, deps);
  if (call.text === '') return lateChoices(session, call.t);
  const minutes = Math.ceil(typedDuration(call.text).total('minutes'));
  return await sayLate(session, minutes, call, deps);
}

/** `Running late`: by how much? */
export const pressLate = async (click: ButtonClick, deps: Deps): Promise<Reply> =>
  lateChoices(await ownSession(click.value, click, deps), click.t);

export async function pressLateBy(click: ButtonClick, deps: Deps): Promise<Reply> {
  const [code = '', minutes = ''] = click.value.split(' ');
  const said = await sayLate(await ownSession(code, click, deps), Number(minutes), click, deps);
  return { replace: said };
}

async function sayLate(session: Session, minutes: number, by: RequestContext, deps: Deps) {
  if (!isLateRange(minutes)) throw new UserError('speakers.lateRange');
  await beLate(session, minutes, by, deps);
  return { text: by.t('speakers.lateSaid', { minutes, title: bold(session.title) }) };
}

/** `help TEXT` */
export async function help(call: CommandInvocation, deps: Deps): Promise<Reply> {
  return await getHelp(await ownNext(call, deps), call.text, call, deps);
}

export const pressHelp = async (click: ButtonClick, deps: Deps): Promise<Reply> => ({
  modal: helpModal(await ownSession(click.value, click, deps), click.t),
});

export async function submitHelp(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
  const words = submission.values['what']?.['text'];
  const session = await ownSession(submission.meta, submission, deps);
  if (typeof words !== 'string' || words.trim() === '')
    return { errors: { what: submission.t('speakers.help.empty') } };
  return await getHelp(session, words, submission, deps);
}

async function getHelp(session: Session, words: string, by: RequestContext, deps: Deps) {
  await askHelp(session, words, by, deps, instantText(by.now));
  const room = session.room === '' ? by.event.name : session.room;
  const said = quote(escape(truncate(words.trim(), 500)));
  return { text: mrkdwn`${by.t('speakers.help.asked', { room: bold(room) })}\n${said}` };
}
