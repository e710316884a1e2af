/** The reminders: planned as jobs from the agenda, judged once more when due, recorded when sent. */
import { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import type { Person } from '../../callboard/domain/person.ts';
import { type Change, type JobPut, put, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import {
  type Attendance,
  attendanceDocument,
  attendanceId,
  type DropReason,
  noAttendance,
  type ReminderEntry,
} from './attendance.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { ofTalk, reminderDropped, speakerReminded } from './facts.ts';
import { pageMissingSpeakers, remindSpeaker } from './jobs.ts';
import { type Links, linkedSpeakers, type SpeakerLink } from './link.ts';
import { remindersOf, type SpeakerPlan } from './plan.ts';
import { quietOf, type Slot, slots, waitUntil } from './slots.ts';

export interface Planning {
  readonly sessions: Iterable<Session>;
  readonly links: Links;
  readonly plan: SpeakerPlan;
  /** By `attendanceId`; what is recorded is not planned again. */
  readonly records: ReadonlyMap<string, Attendance>;
  /** The linked people, by id. */
  readonly people: ReadonlyMap<string, Person>;
  /** The event's zone. */
  readonly zone: string;
  readonly now: Temporal.Instant;
}

const before = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0;

/** Does a person speak here, so that there is something to remind of? */
export const isRemindable = (session: Session, now: Temporal.Instant): boolean =>
  session.state === 'scheduled' && !session.isBreak && before(now, instant(session.start));

/** Was this start already told, at or after the reminder's time, by something else than this kind? */
const toldSince = (record: Attendance | undefined, start: Temporal.Instant, since: Temporal.Instant) =>
  record !== undefined &&
  (record.reminders.some((one) => one.sent && isAt(one.start, start) && !before(instant(one.at), since)) ||
    record.notices.some(
      (one) =>
        one.is && one.state !== 'superseded' && isAt(one.is.start, start) && !before(instant(one.at), since),
    ));

const isAt = (text: string, t: Temporal.Instant) => instant(text).equals(t);

const entryOf = (record: Attendance | undefined, kind: string, start: Temporal.Instant) =>
  record?.reminders.find((one) => one.kind === kind && isAt(one.start, start));

/**
 * Everything that is to be due for these sessions: a reminder per speaker and time of the plan, and the
 * look for who is missing. The same input gives the same jobs, so it may run at any time: an import, a
 * delay, a new link and every start of the bot all end here.
 */
export function planReminders(planning: Planning): { readonly jobs: readonly JobPut[] } {
  const jobs: JobPut[] = [];
  for (const session of planning.sessions) {
    if (!isRemindable(session, planning.now)) continue;
    const awaited = linkedSpeakers(session, planning.links).filter((link) => !link.muted);
    for (const link of awaited) jobs.push(...remindersFor(session, link, planning));
    if (awaited.length > 0 && planning.plan.checkIn > 0) {
      const at = instant(session.start).subtract({ minutes: planning.plan.checkIn });
      jobs.push(
        scheduleJob(pageMissingSpeakers, at, {
          session: session.code,
          start: session.start,
        }),
      );
    }
  }
  return { jobs };
}

/**
 * The reminders of these sessions whose time has come, by the id of their job. One that is still there is late:
 * it says itself what becomes of it, so a replan leaves it alone.
 */
export const dueAlready = ({ sessions, links, plan, people, zone, now }: Planning): string[] =>
  [...sessions].flatMap((session) =>
    linkedSpeakers(session, links).flatMap(({ person }) =>
      slots(instant(session.start), remindersOf(plan, session.code), quietOf(people.get(person), zone))
        .filter((slot) => !before(now, slot.due))
        .map((slot) => remindSpeaker.id({ session: session.code, person, kind: slot.kind })),
    ),
  );

function remindersFor(session: Session, link: SpeakerLink, { plan, records, people, zone, now }: Planning) {
  const start = instant(session.start);
  const record = records.get(attendanceId(session.code, link.person));
  const quiet = quietOf(people.get(link.person), zone);
  return slots(start, remindersOf(plan, session.code), quiet)
    .filter((slot) => before(now, slot.usedUntil) && !before(slot.due, since(plan, slot.kind) ?? slot.due))
    .filter((slot) => !entryOf(record, slot.kind, start) && !toldSince(record, start, slot.due))
    .map((slot) =>
      scheduleJob(remindSpeaker, slot.due, {
        session: session.code,
        person: link.person,
        kind: slot.kind,
        start: session.start,
        // Whoever is linked after its time is not late for it: it leaves from now on.
        due: instantText(before(slot.due, now) ? now : slot.due),
      }),
    );
}

const since = (plan: SpeakerPlan, kind: string): Temporal.Instant | undefined => {
  const text = plan.added?.[kind];
  return text === undefined ? undefined : instant(text);
};

/** What to do with a reminder whose time has come. */
export type Verdict =
  /** It is recorded, or another reminder took its place: moved, cancelled, unlinked, the plan changed. */
  | { readonly verdict: 'nothing' }
  | { readonly verdict: 'wait'; readonly until: Temporal.Instant }
  | { readonly verdict: 'drop'; readonly reason: DropReason }
  | { readonly verdict: 'send'; readonly slot: Slot };

export interface Due {
  readonly kind: string;
  /** The start it was planned for. */
  readonly start: string;
  readonly session: Session | undefined;
  readonly link: SpeakerLink | undefined;
  readonly record: Attendance | undefined;
  readonly plan: SpeakerPlan;
  readonly person: Person | undefined;
  readonly zone: string;
  readonly now: Temporal.Instant;
}

export function judgeReminder({ kind, session, link, record, ...it }: Due): Verdict {
  const nothing: Verdict = { verdict: 'nothing' };
  if (!session || !link || session.state !== 'scheduled') return nothing;
  const start = instant(session.start);
  if (!isAt(it.start, start) || entryOf(record, kind, start)) return nothing;
  const quiet = quietOf(it.person, it.zone);
  const slot = slots(start, remindersOf(it.plan, session.code), quiet).find((one) => one.kind === kind);
  if (!slot) return nothing;
  const drop = (reason: DropReason): Verdict => ({ verdict: 'drop', reason });
  if (link.muted) return drop('muted');
  if (!before(it.now, start)) return drop('started');
  if (toldSince(record, start, slot.due)) return drop('told');
  if (!before(it.now, slot.usedUntil)) return drop('superseded');
  const until = before(it.now, slot.due) ? slot.due : waitUntil(slot, start, it.now, quiet);
  return until ? { verdict: 'wait', until } : { verdict: 'send', slot };
}

/** Records what became of a reminder: sent (by which way, where) or dropped (why). */
export function reminderDone(
  talk: { readonly session: string; readonly person: string },
  record: Versioned<Attendance> | undefined,
  entry: Omit<ReminderEntry, 'at'>,
  now: Temporal.Instant,
  { by = 'callboard', due }: { readonly by?: string; readonly due?: string | undefined } = {},
): Change {
  const id = attendanceId(talk.session, talk.person);
  const old = record?.value ?? noAttendance(talk.session, talk.person);
  const value = { ...old, reminders: [...old.reminders, { ...entry, at: instantText(now) }] };
  const about = {
    ...{ session: talk.session, person: talk.person, kind: entry.kind, start: entry.start },
    ...(due !== undefined && { due }),
  };
  return {
    put: [put(attendanceDocument, id, value, record?.version)],
    facts: [
      entry.sent
        ? ofTalk(speakerReminded, now, by, { ...about, way: entry.sent })
        : ofTalk(reminderDropped, now, by, { ...about, reason: entry.dropped ?? 'failed' }),
    ],
    jobs: [scheduleSpeakerBoard(now)],
  };
}
