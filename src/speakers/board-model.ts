/** The check-in board as data: each session with its speakers and how they stand. Pure. */
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import { milliseconds } from '../core/instant.ts';
import { type Attendance, attendanceId } from './domain/attendance.ts';
import { unconfirmed } from './domain/attendance-actions.ts';
import type { Links, SpeakerLink } from './domain/link.ts';
import { reminderKind, remindersOf, type SpeakerPlan } from './domain/plan.ts';

export interface ReminderCell {
  readonly kind: string;
  readonly state: 'due' | 'sent' | 'seen' | 'dropped';
}

export interface SpeakerRow {
  readonly name: string;
  readonly person: Person | undefined;
  readonly link: SpeakerLink | undefined;
  readonly reminders: readonly ReminderCell[];
  /** A change of the programme that they have not confirmed. */
  readonly unconfirmed: 'told' | 'called' | 'unanswered' | 'unreached' | undefined;
  readonly hereAt: string | undefined;
  readonly lateMinutes: number | undefined;
  readonly missed: boolean;
  readonly heardAt: string | undefined;
}

export interface SessionRow {
  readonly session: Session;
  readonly over: boolean;
  readonly speakers: readonly SpeakerRow[];
}

export interface BoardInput {
  readonly sessions: readonly Session[];
  readonly links: Links;
  readonly people: ReadonlyMap<string, Person>;
  readonly records: ReadonlyMap<string, Attendance>;
  readonly plan: SpeakerPlan;
  readonly now: { readonly epochMilliseconds: number };
}

/** Sessions that somebody speaks in, by start and room; what is over comes last. */
export function boardRows({ sessions, links, people, records, plan, now }: BoardInput): SessionRow[] {
  const rows = sessions
    .filter((session) => session.state === 'scheduled' && !session.isBreak && session.speakers.length > 0)
    .map(
      (session): SessionRow => ({
        session,
        over: milliseconds(session.end) <= now.epochMilliseconds,
        speakers: session.speakers.map(({ id, name }): SpeakerRow => {
          const link = links.get(id);
          const record = link && records.get(attendanceId(session.code, link.person));
          return {
            name,
            link,
            person: link && people.get(link.person),
            reminders: link && !link.muted ? cells(session, record, plan) : [],
            unconfirmed: changeState(record),
            hereAt: record?.checkedIn?.at,
            lateMinutes: record?.late?.minutes,
            missed: record?.missed?.start === session.start,
            heardAt: record?.heardAt,
          };
        }),
      }),
    );
  return rows.sort(
    (a, b) =>
      Number(a.over) - Number(b.over) ||
      milliseconds(a.session.start) - milliseconds(b.session.start) ||
      a.session.room.localeCompare(b.session.room) ||
      a.session.code.localeCompare(b.session.code),
  );
}

function cells(session: Session, record: Attendance | undefined, plan: SpeakerPlan): ReminderCell[] {
  const ofStart = (record?.reminders ?? []).filter(
    (one) => milliseconds(one.start) === milliseconds(session.start),
  );
  const planned = remindersOf(plan, session.code).map(reminderKind);
  const byHand = ofStart.filter((one) => !planned.includes(one.kind) && one.sent);
  return [
    ...planned.map((kind): ReminderCell => {
      const entry = ofStart.find((one) => one.kind === kind);
      return { kind, state: entry ? (entry.sent ? (entry.seenAt ? 'seen' : 'sent') : 'dropped') : 'due' };
    }),
    ...byHand.slice(-1).map((entry): ReminderCell => ({ kind: '+', state: entry.seenAt ? 'seen' : 'sent' })),
  ];
}

function changeState(record: Attendance | undefined): SpeakerRow['unconfirmed'] {
  const open = unconfirmed(record).at(-1);
  if (!open) return undefined;
  if (open.state === 'failed') return 'unreached';
  if (open.callFailed !== undefined) return 'unanswered';
  return open.calledAt ? 'called' : 'told';
}

export interface Count {
  readonly here: number;
  readonly awaited: number;
  readonly unlinked: number;
  readonly unconfirmed: number;
}

/** Of what is still to come. */
export function boardCount(rows: readonly SessionRow[]): Count {
  const speakers = rows.filter((row) => !row.over).flatMap((row) => row.speakers);
  return {
    here: speakers.filter((one) => one.hereAt !== undefined).length,
    awaited: speakers.length,
    unlinked: speakers.filter((one) => !one.link).length,
    unconfirmed: speakers.filter((one) => one.unconfirmed).length,
  };
}
