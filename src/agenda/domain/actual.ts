/**
 * When a session is really on: the plan, and what the stage clock was told. Of the sessions of one room that the
 * clock was told to start, no two are on at once, and while one of them is, nothing that was not started is. A clock
 * that nobody tells anything any more is believed for a while; then the plan is. Times in milliseconds since 1970.
 */
import { milliseconds } from '../../core/instant.ts';
import type { Session } from './session.ts';
import { type Slot, slotOf } from './slots.ts';

const MINUTE = 60_000;

/** So long may a session run over before its end counts as forgotten. */
export const OVERRUN_LIMIT = 60 * MINUTE;

/**
 * So long (and no longer than half its length) what should have begun counts as not begun, in a room whose clock was
 * told of the talk before. After that somebody has forgotten to press, and it is on as planned.
 */
export const LATE_START_LIMIT = 15 * MINUTE;

/** The talk before belongs to another day, where it ended longer ago than this. */
const SAME_DAY = 12 * 60 * MINUTE;

type Timed = Pick<Session, 'start' | 'end' | 'isBreak' | 'actual'>;

/** Of one whose end alone was told: as planned, for all that is known. */
function startedAt({ start, actual }: Timed): number | undefined {
  if (actual?.start !== undefined) return milliseconds(actual.start);
  return actual?.end === undefined ? undefined : Math.min(milliseconds(start), milliseconds(actual.end));
}
const endedAt = ({ actual }: Timed): number | undefined =>
  actual?.end === undefined ? undefined : milliseconds(actual.end);

/** It was started, and nobody has said that it has ended. */
export const isRunning = ({ actual }: Pick<Session, 'actual'>): boolean =>
  actual?.start !== undefined && actual.end === undefined;

/** The clock was told nothing of it yet. */
export const isUntold = ({ actual }: Pick<Session, 'actual'>): boolean =>
  actual?.start === undefined && actual?.end === undefined;

/** Until when one that was started and never ended counts as on; `next` is the planned end of what follows. */
function forgottenEnd(session: Timed, started: number, next: number | undefined): number {
  const { start, end } = slotOf(session);
  const due = Math.max(end, started + end - start);
  const limit = due + OVERRUN_LIMIT;
  return next !== undefined && next > due ? Math.min(limit, next) : limit;
}

function startedSlot(
  session: Timed,
  started: number,
  following: readonly Timed[],
  starts: readonly number[],
): Slot {
  const next = following[0] && milliseconds(following[0].end);
  const end = endedAt(session) ?? forgottenEnd(session, started, next);
  const cut = starts.find((one) => one > started);
  return { start: started, end: cut === undefined ? end : Math.min(end, cut) };
}

/** What is left of a slot of the plan beside what was really on. `taken` in order of their starts. */
function beside(slot: Slot, taken: readonly Slot[]): Slot {
  let { start } = slot;
  for (const one of taken) {
    if (one.end <= start) continue;
    if (one.start > start) return { start, end: Math.min(slot.end, one.start) };
    start = one.end;
  }
  return { start, end: Math.max(start, slot.end) };
}

/**
 * When each of the sessions of one room is on: `start` included, `end` not, empty where it never is.
 *
 * @param sessions - of one room, none of them cancelled, in order of their planned starts
 */
export function stageSlots(sessions: readonly Timed[]): Slot[] {
  if (sessions.every(isUntold)) return sessions.map(slotOf);
  const starts = sessions.flatMap((one) => startedAt(one) ?? []).sort((a, b) => a - b);
  const started = sessions.map((one, at): Slot | undefined => {
    const start = startedAt(one);
    return start === undefined ? undefined : startedSlot(one, start, sessions.slice(at + 1, at + 2), starts);
  });
  // Of two that were started at the same moment the later one of the plan is on.
  for (const [at, one] of started.entries())
    if (one && started.some((other, later) => later > at && other?.start === one.start))
      started[at] = { start: one.start, end: one.start };
  const taken = started.filter((one) => one !== undefined && one.end > one.start) as Slot[];
  taken.sort((a, b) => a.start - b.start);
  let before: Timed | undefined;
  return sessions.map((session, at) => {
    const planned = slotOf(session);
    const late = before && isClockUsed(before, planned.start) ? lateStart(session, planned) : 0;
    if (!session.isBreak) before = session;
    return started[at] ?? beside({ start: planned.start + late, end: planned.end }, taken);
  });
}

const isClockUsed = (before: Timed, start: number): boolean =>
  before.actual?.start !== undefined && start - milliseconds(before.end) < SAME_DAY;

const lateStart = (session: Timed, { start, end }: Slot): number =>
  session.isBreak ? 0 : Math.min(LATE_START_LIMIT, (end - start) / 2);

/** How a session stands to its time, for whoever looks at `now`. */
export type StageState =
  /** As planned: the stage clock was told nothing else. */
  | { readonly kind: 'planned' }
  /** It should have begun so many milliseconds ago, in a room that waits for it. */
  | { readonly kind: 'waiting'; readonly late: number }
  /** It runs; `left` until its planned end, or `over` since then: one of them is 0. */
  | { readonly kind: 'running'; readonly since: number; readonly left: number; readonly over: number }
  | { readonly kind: 'ended'; readonly at: number };

/** @param isOn - it is on now, by `stageSlots` */
export function stageState(session: Session, now: number, isOn: boolean): StageState {
  const ended = endedAt(session);
  if (ended !== undefined) return { kind: 'ended', at: ended };
  const since = session.actual?.start === undefined ? undefined : milliseconds(session.actual.start);
  const { start, end } = slotOf(session);
  if (since !== undefined)
    return { kind: 'running', since, left: Math.max(0, end - now), over: Math.max(0, now - end) };
  if (!isOn && start < now && now < end) return { kind: 'waiting', late: now - start };
  return { kind: 'planned' };
}

/** Whole minutes that a running session is over its planned end; 0 where it is not. */
export const minutesOver = (session: Session, now: number): number =>
  isRunning(session) ? Math.max(0, Math.floor((now - milliseconds(session.end)) / MINUTE)) : 0;

/** When it really began and ended, as far as the stage clock was told; else as planned. For calendars. */
export function realTimes({ start, end, actual }: Session): Pick<Session, 'start' | 'end'> {
  const from = actual?.start ?? start;
  const until = actual?.end ?? end;
  return { start: from, end: milliseconds(until) < milliseconds(from) ? from : until };
}
