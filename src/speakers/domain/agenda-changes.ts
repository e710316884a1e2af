/** The agenda has changed: whom it concerns is told old → new, and their reminders follow the new start. */
import { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import {
  type Change,
  cancelJob,
  cancelJobById,
  type JobChange,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { type Attendance, attendanceId, type ChangeNotice, type Place } from './attendance.ts';
import { attendanceOf, putAttendance } from './attendance-actions.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { changeDue, changeTakenBack, checkedIn, ofTalk, remindersCancelled } from './facts.ts';
import { callSpeaker, offerStandby, pageMissingSpeakers, remindSpeaker, tellChange } from './jobs.ts';
import { type Links, linkedSpeakers } from './link.ts';
import { reminderKind, remindersOf } from './plan.ts';
import { dueAlready, type Planning, planReminders } from './reminders.ts';

/** Minutes before the start at which who has not confirmed a change is called. */
export const CALL_MINUTES = 30;
/** A change made later than that still leaves so much time to press `Got it` before the phone rings. */
const GRACE_MINUTES = 3;

/** A session before and after; undefined where it was not there yet, or is no more. */
export interface SessionChange {
  readonly before: Session | undefined;
  readonly after: Session | undefined;
  /** Persons whom a session that is no more concerned, where its speakers are not known any more. */
  readonly concerned?: readonly string[];
  /** The title of the talk that this session steps in for. */
  readonly inFor?: string;
  /** Who of its speakers is known to be in the house, by their ids, and since when: a talk that steps in. */
  readonly here?: ReadonlyMap<string, string>;
}

export interface Following extends Omit<Planning, 'sessions' | 'records'> {
  readonly changes: readonly SessionChange[];
  /** The attendances of these sessions as read, by `attendanceId`. */
  readonly read: ReadonlyMap<string, Versioned<Attendance>>;
  /** The agenda change's own id: what it touches of one person goes out as one message. */
  readonly notice: string;
  readonly by: string;
}

const placeOf = (session: Session | undefined): Place | null =>
  session?.state === 'scheduled'
    ? { title: session.title, room: session.room, start: session.start, end: session.end }
    : null;

const same = (a: Place | null, b: Place | null): boolean =>
  a === b || (a !== null && b !== null && a.room === b.room && a.start === b.start && a.end === b.end);

const persons = (session: Session | undefined, links: Links): string[] =>
  session ? linkedSpeakers(session, links).map((link) => link.person) : [];

/** Nothing to tell of what lies in the past on both sides. */
const isOver = (place: Place | null, now: Temporal.Instant) =>
  place === null || Temporal.Instant.compare(instant(place.end), now) <= 0;

export function followAgendaForSpeakers(following: Following): Change {
  const records = new Map([...following.read].map(([id, read]) => [id, read.value]));
  const told = following.changes.flatMap((change) => tell(change, following));
  for (const { value } of told) records.set(attendanceId(value.session, value.person), value);
  const after = following.changes.flatMap((change) => (change.after ? [change.after] : []));
  const planned = planReminders({ ...following, sessions: after, records });
  const stayed = following.changes.flatMap(({ before, after: now }) =>
    now?.state === 'scheduled' && (before ?? now).start === now.start ? [now] : [],
  );
  const kept = new Set([
    ...planned.jobs.map((job) => job.id),
    ...dueAlready({ ...following, sessions: stayed, records }),
  ]);
  const stale = following.changes
    .flatMap((change) => outdated(change, following))
    .filter((id) => !kept.has(id));
  const tellings = new Set(told.filter((one) => one.notice).map((one) => one.value.person));
  const jobs: JobChange[] = [
    ...stale.map((id) => cancelJobById(id)),
    ...planned.jobs,
    ...told.map((one) => one.call),
    ...[...tellings].map((person) =>
      scheduleJob(tellChange, following.now, {
        person,
        notice: following.notice,
      }),
    ),
    scheduleSpeakerBoard(following.now),
  ];
  return {
    put: told.map(({ value }) =>
      putAttendance(value, following.read.get(attendanceId(value.session, value.person))),
    ),
    facts: [
      ...told.map(({ notice, value: { session, person } }) =>
        ofTalk(notice ? changeDue : changeTakenBack, following.now, following.by, {
          session,
          person,
          notice: following.notice,
        }),
      ),
      ...told
        .filter(({ isHere }) => isHere)
        .map(({ value: { session, person } }) =>
          ofTalk(checkedIn, following.now, following.by, { session, person }),
        ),
      ...following.changes.flatMap((change) => cancelledFact(change, following)),
    ],
    jobs,
  };
}

/** What each speaker of one session has to be told, in their attendance, and when they are called. */
function tell(change: SessionChange, following: Following) {
  const code = (change.after ?? change.before)?.code;
  if (code === undefined) return [];
  const [was, is] = [
    change.concerned ?? persons(change.before, following.links),
    persons(change.after, following.links),
  ];
  return [...new Set([...was, ...is])].flatMap((person) => {
    const read = following.read.get(attendanceId(code, person));
    const old = attendanceOf({ session: code, person }, read);
    const [before, now] = [
      was.includes(person) ? placeOf(change.before) : null,
      is.includes(person) ? placeOf(change.after) : null,
    ];
    const last = old.notices.findLast((one) => one.state !== 'superseded');
    if (last && same(last.is, now)) return [];
    // What has not gone out yet is taken back: the speaker still knows what was before it.
    const known = last ? (last.state === 'due' ? last.was : last.is) : before;
    if (isOver(known, following.now) && isOver(now, following.now)) return [];
    if (last?.state !== 'due' && same(known, now)) return [];
    const news: ChangeNotice = {
      id: following.notice,
      at: instantText(following.now),
      what: whatOf(change, known, now, is.includes(person)),
      was: known,
      is: now,
      ...(change.after?.reason !== undefined && { reason: change.after.reason }),
      ...(change.inFor !== undefined && now && { inFor: change.inFor }),
      state: 'due',
    };
    const notice = same(known, now) ? undefined : news;
    const earlier = old.notices.map((one) =>
      one.confirmedAt && one !== last ? one : { ...one, state: 'superseded' as const },
    );
    const since = old.checkedIn || !now ? undefined : change.here?.get(person);
    const hasCome = since === undefined ? {} : { checkedIn: { at: since, by: following.by } };
    return [
      {
        value: { ...old, ...hasCome, notices: notice ? [...earlier, notice] : earlier },
        notice,
        isHere: since !== undefined,
        call: notice?.is
          ? scheduleJob(callSpeaker, callTime(notice.is, following.now), {
              session: code,
              person,
              start: notice.is.start,
            })
          : cancelJob(callSpeaker, { session: code, person }),
      },
    ];
  });
}

function whatOf(
  change: SessionChange,
  was: Place | null,
  is: Place | null,
  listed: boolean,
): ChangeNotice['what'] {
  if (is === null) return listed || change.after?.state !== 'scheduled' ? 'cancelled' : 'removed';
  if (was !== null) return 'moved';
  return change.before?.state === 'cancelled' ? 'restored' : 'added';
}

function callTime(is: Place, now: Temporal.Instant): Temporal.Instant {
  const planned = instant(is.start).subtract({ minutes: CALL_MINUTES });
  const soonest = now.add({ minutes: GRACE_MINUTES });
  return Temporal.Instant.compare(planned, soonest) < 0 ? soonest : planned;
}

/** The ids of everything that may have been due for the session as it was. */
function outdated({ before, after, concerned }: SessionChange, { links, plan }: Following): string[] {
  const session = before ?? after;
  if (!session) return [];
  const kinds = [...new Set([...remindersOf(plan, session.code), ...plan.reminders])].map(reminderKind);
  const people = new Set([...(concerned ?? []), ...persons(before, links), ...persons(after, links)]);
  return [
    pageMissingSpeakers.id({ session: session.code }),
    offerStandby.id({ session: session.code }),
    ...[...people].flatMap((person) =>
      kinds.map((kind) => remindSpeaker.id({ session: session.code, person, kind })),
    ),
  ];
}

/** A cancelled session's reminders are taken back, and the ledger says so. */
function cancelledFact({ before, after }: SessionChange, { links, now, by }: Following) {
  if (before?.state !== 'scheduled' || after?.state === 'scheduled') return [];
  const people = persons(before, links);
  if (people.length === 0 || Temporal.Instant.compare(instant(before.start), now) <= 0) return [];
  return [
    recordFact(remindersCancelled, {
      at: now,
      by,
      about: [`session:${before.code}`, ...people.map((person) => `person:${person}`)],
      data: { session: before.code, persons: people },
    }),
  ];
}
