/**
 * A changed agenda carries its shifts along: a shift that was made for sessions keeps its minutes before
 * and after them, and its people, who are told. What cannot be carried (all its sessions are cancelled, or
 * they are now in different rooms, or somebody now breaks a rule) is put to the organizers.
 */
import { Temporal } from 'temporal-polyfill';
import type { Fills } from '../../agenda/domain/facts.ts';
import type { Session } from '../../agenda/domain/session.ts';
import { type Change, mergeChanges } from '../../core/commit.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import type { Deciding } from './change-shift.ts';
import { scheduleNotice } from './jobs.ts';
import { candidateOf, type Rota } from './rota.ts';
import { type Broken, brokenRules } from './rules.ts';
import { liveOf, type Shift } from './shift.ts';
import { redrawShift } from './shift-changes.ts';

/** A session before and after the change; absent counts as cancelled. */
export interface SessionMove {
  readonly code: string;
  readonly before: Session | undefined;
  readonly after: Session | undefined;
}

export type Question =
  | { readonly shift: string; readonly why: 'cancelled' | 'rooms' }
  | {
      readonly shift: string;
      readonly why: 'rules';
      readonly person: string;
      readonly broken: readonly Broken[];
    };

export interface Followed {
  readonly change: Change | undefined;
  /** Codes of the shifts that moved. */
  readonly moved: readonly string[];
  /** What the organizers are asked, in ops where there is such a channel, else each of them. */
  readonly questions: readonly Question[];
}

const spanOf = (sessions: readonly Session[]) => ({
  start: Math.min(...sessions.map((one) => milliseconds(one.start))),
  end: Math.max(...sessions.map((one) => milliseconds(one.end))),
});
const text = (ms: number) => instantText(Temporal.Instant.fromEpochMilliseconds(ms));
const isOn = (session: Session | undefined): session is Session => session?.state === 'scheduled';

/**
 * @param sessions - the agenda as it is now
 * @param fills - a talk steps in for another, or that was taken back: a room's crew stays with the slot
 */
export function followAgendaForRota(
  deciding: Deciding,
  rota: Rota,
  moves: readonly SessionMove[],
  sessions: ReadonlyMap<string, Session>,
  tellTo: { readonly ops: string | undefined; readonly organizers: readonly string[] },
  fills?: Fills,
): Followed {
  const before = new Map(moves.map((move) => [move.code, move.before]));
  const questions: Question[] = [];
  const wanted = new Map<string, Shift>();
  for (const { value: shift } of rota.shifts.values()) {
    if (!shift.sessions?.some((code) => before.has(code))) continue;
    if (milliseconds(shift.end) <= deciding.now.epochMilliseconds) continue;
    const old = shift.sessions
      .map((code) => (before.has(code) ? before.get(code) : sessions.get(code)))
      .filter(isOn);
    const codes = shift.room === undefined ? shift.sessions : exchanged(shift.sessions, fills);
    const now = codes.map((code) => sessions.get(code)).filter(isOn);
    const rooms = [...new Set(now.map(({ room }) => room))];
    if (now.length === 0) {
      questions.push({ shift: shift.code, why: 'cancelled' });
      continue;
    }
    if (rooms.length > 1 && shift.room !== undefined) {
      questions.push({ shift: shift.code, why: 'rooms' });
      continue;
    }
    const after =
      codes === shift.sessions ? carried(shift, old, now, rooms[0]) : withExchanged(shift, codes, old, now);
    if (after) wanted.set(shift.code, after);
  }
  keepHandovers(rota, wanted);

  const changes: Change[] = [];
  for (const [code, after] of wanted) {
    const shift = rota.shifts.get(code);
    if (!shift) continue;
    const late = milliseconds(after.start) > deciding.now.epochMilliseconds;
    const assignments = after.assignments.map(({ missing, ...one }) =>
      missing && !late ? { ...one, missing } : one,
    );
    changes.push(redrawShift(deciding, shift, { ...after, assignments }, 'agenda'));
    for (const { person } of liveOf(after)) {
      const broken = brokenRules(
        candidateOf(moved(rota, wanted), person, [code]),
        { ...after, assignments: after.assignments.filter((one) => one.person !== person) },
        rota,
      );
      if (broken.length > 0) questions.push({ shift: code, why: 'rules', person, broken });
    }
  }
  if (questions.length > 0) {
    const news = {
      news: 'agenda-gone' as const,
      shifts: [...new Set(questions.map(({ shift }) => shift))],
      people: [...new Set(questions.flatMap((one) => (one.why === 'rules' ? [one.person] : [])))],
    };
    changes.push({
      jobs: tellTo.ops
        ? [scheduleNotice(deciding.now, { to: tellTo.ops, channel: true, ...news })]
        : tellTo.organizers.map((to) => scheduleNotice(deciding.now, { to, ...news })),
    });
  }
  const change = changes.length > 0 ? mergeChanges(...changes) : undefined;
  return { change, moved: [...wanted.keys()], questions };
}

/** The shift with its minutes before the first and after the last session kept; undefined if nothing moves. */
function carried(
  shift: Shift,
  old: readonly Session[],
  now: readonly Session[],
  room: string | undefined,
): Shift | undefined {
  const from = old.length > 0 ? spanOf(old) : undefined;
  const to = spanOf(now);
  const start = from ? milliseconds(shift.start) + to.start - from.start : milliseconds(shift.start);
  const end = from ? milliseconds(shift.end) + to.end - from.end : milliseconds(shift.end);
  // A block that is cut through a session may begin inside it: it still ends after it begins.
  if (end <= start) return undefined;
  const moved = { start: text(start), end: text(end), ...(shift.room !== undefined && room && { room }) };
  const same =
    milliseconds(moved.start) === milliseconds(shift.start) &&
    milliseconds(moved.end) === milliseconds(shift.end) &&
    (moved.room ?? shift.room) === shift.room;
  return same ? undefined : { ...shift, ...moved };
}

/** The codes with the talk that steps in where the other was, and the other way round; the same where it has neither. */
function exchanged(codes: readonly string[], fills: Fills | undefined): readonly string[] {
  const { missing, standIn } = fills ?? {};
  if (!codes.some((code) => code === missing || code === standIn)) return codes;
  return codes.map((code) => (code === missing ? standIn : code === standIn ? missing : code) ?? code);
}

/** The crew of the slot goes on as it is, and stays until as long after the talk that is there now. */
function withExchanged(
  shift: Shift,
  codes: readonly string[],
  old: readonly Session[],
  now: readonly Session[],
): Shift {
  const longer = old.length > 0 ? spanOf(now).end - spanOf(old).end : 0;
  const end = milliseconds(shift.end) + longer;
  const isSpan = longer !== 0 && end > milliseconds(shift.start);
  return { ...shift, sessions: [...codes], ...(isSpan && { end: text(end) }) };
}

/** Two blocks that handed over to each other still do: the earlier one stays until the later one is there. */
function keepHandovers(rota: Rota, wanted: Map<string, Shift>): void {
  const all = [...rota.shifts.values()].map(({ value }) => value);
  for (const first of all) {
    if (!first.handover) continue;
    const handover = first.handover * 60_000;
    const next = all.find(
      (one) =>
        one.role === first.role &&
        one.room === first.room &&
        milliseconds(one.start) + handover === milliseconds(first.end),
    );
    const after = wanted.get(first.code) ?? first;
    const follower = next && (wanted.get(next.code) ?? next);
    if (!follower || follower === next) continue;
    const end = milliseconds(follower.start) + handover;
    if (end > milliseconds(after.end) && follower.room === after.room)
      wanted.set(first.code, { ...after, end: text(end) });
  }
}

/** The rota as it will be. */
function moved(rota: Rota, wanted: ReadonlyMap<string, Shift>): Rota {
  const shifts = new Map(rota.shifts);
  for (const [code, value] of wanted) {
    const shift = shifts.get(code);
    if (shift) shifts.set(code, { ...shift, value });
  }
  return { ...rota, shifts };
}
