/** What speakers do about their own talk, by whichever door they come: a command, a button, a text. */

import type { Session } from '../../src/agenda/domain/session.ts';
import { markStandbyHere, standInOf } from '../../src/agenda/domain/standby.ts';
import { readStandby } from '../../src/agenda/standby.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import type { RequestContext } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { foundPage } from '../../src/speakers/close-missing-speaker-page.ts';
import { attendanceDocument, attendanceId } from '../../src/speakers/domain/attendance.ts';
import { checkIn, hear, runLate, type Talk } from '../../src/speakers/domain/attendance-actions.ts';
import { linksById, sessionsOfSpeaker, speakerLinkDocument } from '../../src/speakers/domain/link.ts';
import { readAttendance, readPersonsAttendance, readSessions } from '../../src/speakers/load.ts';
import { markChange, markReminder } from '../../src/speakers/update-sent-messages.ts';

/** Who does it, and when. */
export type By = Pick<RequestContext, 'person' | 'now'>;

/** A person's own sessions, soonest first; undefined where no speaker is linked to them. */
export async function talksOf(person: string, deps: Deps): Promise<Session[] | undefined> {
  const found = await deps.store.find(speakerLinkDocument, `person:${person}`);
  if (found.length === 0) return undefined;
  return sessionsOfSpeaker(person, await readSessions(deps), linksById(found.map((one) => one.value)));
}

/** A speaker's next session is one that is not over; the first of them counts. */
export const nextOf = (talks: readonly Session[], now: RequestContext['now']): Session | undefined =>
  talks.find((one) => one.state === 'scheduled' && milliseconds(one.end) > now.epochMilliseconds);

const talkOf = (session: Session, person: Person): Talk => ({ session: session.code, person: person.id });

const readOf = (session: Session, person: Person, { store }: Pick<Deps, 'store'>) =>
  store.get(attendanceDocument, attendanceId(session.code, person.id));

/** `by` is the speaker, or an organizer who sees them. */
export async function checkInTo(session: Session, person: Person, by: By, deps: Deps): Promise<void> {
  await withOptimisticRetry(deps.store, async () => {
    const reads = await readAttendance(deps, session.code);
    const change = checkIn(talkOf(session, person), reads.get(person.id), by.person.id, by.now);
    const found = change && (await foundPage(person, reads, by, deps));
    return { change: change && mergeChanges(change, found), result: undefined };
  });
  await markTalk(session, person, deps);
}

/**
 * Who has no session to come but a talk on standby is in the house, and may step in.
 *
 * @returns whether there is such a talk
 */
export async function beHereOnStandby(person: Pick<Person, 'id'>, by: By, deps: Deps): Promise<boolean> {
  return await withOptimisticRetry(deps.store, async () => {
    const [list, sessions, found] = await Promise.all([
      readStandby(deps),
      readSessions(deps),
      deps.store.find(speakerLinkDocument, `person:${person.id}`),
    ]);
    const own = new Set(found.map(({ value }) => value.speaker));
    const codes = (list?.value.talks ?? [])
      .filter((talk) => standInOf(talk, sessions)?.speakers.some(({ id }) => own.has(id)))
      .map(({ code }) => code);
    const actor = { by: by.person.id, now: by.now };
    return {
      change: codes.length > 0 ? markStandbyHere(list, codes, actor) : undefined,
      result: codes.length > 0,
    };
  });
}

/** Three hours late is another day's problem, and a slip of the finger. */
export const LATEST_MINUTES = 180;

export const isLateRange = (minutes: number): boolean => minutes >= 1 && minutes <= LATEST_MINUTES;

/** `minutes` is in range. */
export async function beLate(session: Session, minutes: number, by: By, deps: Deps): Promise<void> {
  await withOptimisticRetry(deps.store, async () => {
    const read = await readOf(session, by.person, deps);
    return {
      change: runLate(talkOf(session, by.person), read, { minutes, start: session.start }, by.now),
      result: undefined,
    };
  });
  await markTalk(session, by.person, deps);
}

/** A sign of life: their reminders count as seen. False where the last one was a moment ago. */
export async function recordSignOfLife(session: Session, { person, now }: By, deps: Deps): Promise<boolean> {
  const isNews = await withOptimisticRetry(deps.store, async () => {
    const change = hear(talkOf(session, person), await readOf(session, person, deps), now);
    return { change, result: change !== undefined };
  });
  const read = isNews ? await readOf(session, person, deps) : undefined;
  if (read) await markReminder(read.value, session, person, deps);
  return isNews;
}

/** The reminder, and the changes that being here confirms, as they read now. */
async function markTalk(session: Session, person: Person, deps: Deps): Promise<void> {
  const read = await readOf(session, person, deps);
  if (!read) return;
  await markReminder(read.value, session, person, deps);
  const last = read.value.notices.findLast((one) => one.confirmedAt && one.posted);
  if (!last) return;
  const reads = await readPersonsAttendance(deps, person.id);
  await markChange([...reads.values()], last.id, person, deps);
}
