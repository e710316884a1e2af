/**
 * Changes by hand on the day: delay, move, swap, cancel, restore, fill. Each is planned first (which sessions
 * become what, which clashes that makes) and applied only if the agenda is still the one it was planned on.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, recordFact } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { isRunning, isUntold, stageSlots } from './actual.ts';
import type { AgendaState } from './agenda.ts';
import { commitEdit, type Step } from './change.ts';
import { agendaChanged } from './facts.ts';
import type { Session } from './session.ts';
import { byStart, type Clash, clashes, clashKey, dayIndexOf, inSlot, slotOf } from './slots.ts';

export type How = 'delay' | 'move' | 'swap' | 'cancel' | 'restore' | 'fill';

export interface Plan {
  readonly how: How;
  readonly steps: readonly { readonly before: Session; readonly after: Session }[];
  /** Those that were not there before. */
  readonly clashes: readonly Clash[];
  /** Sessions that would end after their day's window. */
  readonly late: readonly Session[];
  readonly reason?: string;
  /** A session that the agenda did not have: a talk that steps in. */
  readonly placed?: Session;
  /** Codes: which session steps in for which. */
  readonly fills?: { readonly missing: string; readonly standIn: string };
}

/** All that a plan changes; `before` is undefined for a session that is new. */
export const planSteps = ({ steps, placed }: Pick<Plan, 'steps' | 'placed'>): readonly PlanStep[] => [
  ...steps,
  ...(placed ? [{ before: undefined, after: placed }] : []),
];

export interface PlanStep {
  readonly before: Session | undefined;
  readonly after: Session;
}

/** A break keeps at least so many minutes, or its own length where it is shorter. */
const LEAST_BREAK_MINUTES = 5;

export const scheduledIn = (state: AgendaState): Session[] =>
  [...state.sessions.values()].map(({ value }) => value).filter((one) => one.state === 'scheduled');

/** Keeps what the source says beside what is now different from it by hand. */
export function byHand(before: Session, after: Session): Session {
  const { base: _, ...rest } = after;
  const source = {
    room: before.base?.room ?? before.room,
    start: before.base?.start ?? before.start,
    end: before.base?.end ?? before.end,
    state: before.base?.state ?? before.state,
  };
  const base = {
    ...(source.room !== after.room && { room: source.room }),
    ...(source.start !== after.start && { start: source.start }),
    ...(source.end !== after.end && { end: source.end }),
    ...(source.state !== after.state && { state: source.state }),
  };
  return Object.keys(base).length > 0 ? { ...rest, base } : rest;
}

/** @param changed - as they would be; one that the agenda does not have is placed into it */
export function planChanges(
  state: AgendaState,
  how: How,
  changed: readonly Session[],
  reason?: string,
): Plan {
  const before = scheduledIn(state);
  const after = new Map(before.map((session) => [session.code, session]));
  const steps = changed.flatMap((one) => {
    const old = state.sessions.get(one.code)?.value;
    return old ? [{ before: old, after: byHand(old, one) }] : [];
  });
  const placed = changed.find(({ code }) => !state.sessions.has(code));
  const all = planSteps({ steps, ...(placed && { placed }) });
  for (const step of all) {
    if (step.after.state === 'scheduled') after.set(step.after.code, step.after);
    else after.delete(step.after.code);
  }
  // A clash that is new has one of the changed sessions in it.
  const changes = new Set(all.map((step) => step.after.code));
  const concerns = ({ code }: Session) => changes.has(code);
  const known = new Set(clashes(before, concerns).map(clashKey));
  const ends = new Map(state.agenda.days.map((day) => [day.index, milliseconds(day.end)]));
  return {
    how,
    steps: steps.sort((a, b) => byStart(a.after, b.after)),
    clashes: clashes(after.values(), concerns).filter((clash) => !known.has(clashKey(clash))),
    late: all.flatMap((step) => {
      const end = ends.get(dayIndexOf(step.before ?? step.after, state.agenda.days) ?? 0);
      return end !== undefined && step.after.state === 'scheduled' && milliseconds(step.after.end) > end
        ? [step.after]
        : [];
    }),
    ...(reason !== undefined && reason !== '' && { reason }),
    ...(placed && { placed }),
  };
}

export interface Delay {
  readonly first: Session;
  readonly by: Temporal.Duration;
  /** Just this one; what it then runs into is named as a clash. */
  readonly only?: boolean;
  /** It runs over: it has begun, so it ends later but keeps its start. */
  readonly runsOver?: boolean;
  readonly reason?: string;
}

/**
 * Moves a session later, and what follows in its room until gaps and breaks have absorbed the delay. A break
 * gives up all but five minutes. Sessions that already ran beside it (another one of the same room that began
 * before it ended) stay, and those that the stage clock knows to have begun.
 */
export function planDelay(state: AgendaState, delay: Delay): Plan {
  const ms = delay.by.total('milliseconds');
  const { start, end } = slotOf(delay.first);
  const runsOver = delay.runsOver || isRunning(delay.first);
  const changed = [inSlot(delay.first, { start: runsOver ? start : start + ms, end: end + ms })];
  if (!delay.only && delay.first.room !== '') {
    const day = dayIndexOf(delay.first, state.agenda.days);
    const following = scheduledIn(state)
      .filter((one) => one.room === delay.first.room && one.code !== delay.first.code && isUntold(one))
      .filter((one) => milliseconds(one.start) >= end && milliseconds(one.start) >= start)
      .filter((one) => day === undefined || dayIndexOf(one, state.agenda.days) === day)
      .sort(byStart);
    changed.push(...cascade(following, end + ms, ms));
  }
  return planChanges(state, 'delay', changed, delay.reason);
}

/** Pushes each session that begins before `free`, by no more than `most`; stops where nothing is left to push. */
function cascade(following: readonly Session[], from: number, most: number): Session[] {
  const changed: Session[] = [];
  let free = from;
  for (const session of following) {
    const { start, end } = slotOf(session);
    if (start >= free) break;
    const push = Math.min(free - start, most);
    const least = Math.min(LEAST_BREAK_MINUTES * 60_000, end - start);
    const after = session.isBreak
      ? { start: start + push, end: Math.max(end, start + push + least) }
      : { start: start + push, end: end + push };
    changed.push(inSlot(session, after));
    free = Math.max(free, after.end);
  }
  return changed;
}

/** The session that a delay of a room begins with: what is on, else what is next today; undefined if none. */
export function firstToDelay(
  state: AgendaState,
  room: string,
  now: Temporal.Instant,
): { readonly session: Session; readonly runsOver: boolean } | undefined {
  const ms = now.epochMilliseconds;
  const inRoom = scheduledIn(state)
    .filter((one) => one.room === room)
    .sort(byStart);
  const slots = stageSlots(inRoom);
  const on = inRoom.findLast((one, at) => {
    const slot = slots[at];
    return slot !== undefined && slot.start <= ms && ms < slot.end && !one.isBreak;
  });
  if (on) return { session: on, runsOver: true };
  const left = inRoom.filter((one) => isUntold(one) && milliseconds(one.end) > ms);
  const session = left.find((one) => !one.isBreak) ?? left[0];
  return session && { session, runsOver: false };
}

/** To another time (it keeps its length), another room, or both. */
export function planMove(
  state: AgendaState,
  session: Session,
  to: { readonly start?: Temporal.Instant; readonly room?: string },
): Plan {
  const { start, end } = slotOf(session);
  const begins = to.start?.epochMilliseconds ?? start;
  const moved = inSlot(session, { start: begins, end: begins + end - start });
  return planChanges(state, 'move', [{ ...moved, room: to.room ?? session.room }]);
}

/** Whether the second follows the first in one room, with nothing between them. */
export function areNeighbours(state: AgendaState, first: Session, second: Session): boolean {
  const [a, b] = [slotOf(first), slotOf(second)];
  const between = scheduledIn(state).some(
    ({ room, code, start }) =>
      room === first.room &&
      code !== first.code &&
      code !== second.code &&
      milliseconds(start) >= a.end &&
      milliseconds(start) < b.start,
  );
  return first.room === second.room && !between && a.end <= b.start;
}

/**
 * Two sessions change places. Each keeps its length; two that follow each other in one room stay back to
 * back inside the time that both had.
 */
export function planSwap(state: AgendaState, one: Session, other: Session): Plan {
  const [first, second] = [one, other].sort(byStart) as [Session, Session];
  const [a, b] = [slotOf(first), slotOf(second)];
  const neighbours = areNeighbours(state, first, second);
  const secondAfter = { start: a.start, end: a.start + (b.end - b.start) };
  const firstAfter = neighbours
    ? { start: b.end - (a.end - a.start), end: b.end }
    : { start: b.start, end: b.start + (a.end - a.start) };
  return planChanges(state, 'swap', [
    { ...inSlot(first, firstAfter), room: second.room },
    { ...inSlot(second, secondAfter), room: first.room },
  ]);
}

export function planCancel(state: AgendaState, session: Session, reason?: string): Plan {
  const { reason: _, ...rest } = session;
  return planChanges(
    state,
    'cancel',
    [{ ...rest, state: 'cancelled', ...(reason !== undefined && reason !== '' && { reason }) }],
    reason,
  );
}

export function planRestore(state: AgendaState, session: Session): Plan {
  const { reason: _, ...rest } = session;
  return planChanges(state, 'restore', [{ ...rest, state: 'scheduled' }]);
}

/** The commit of a plan that was made on this state of the agenda. */
export function applyAgendaPlan(state: AgendaState, planned: Plan, by: Actor, now: Temporal.Instant): Change {
  const steps: readonly Step[] = planSteps(planned);
  const codes = planSteps(planned).map(({ after }) => after.code);
  const rooms = new Set(
    planSteps(planned)
      .map(({ after }) => after.room)
      .filter((room) => room !== ''),
  );
  for (const room of state.agenda.rooms) rooms.delete(room);
  return commitEdit(state, {
    steps,
    agenda: {
      ...state.agenda,
      rooms: [...state.agenda.rooms, ...rooms],
      ...(planned.placed && { nextCode: Number(planned.placed.code.slice(1)) + 1 }),
    },
    by,
    now,
    fact: (change) =>
      recordFact(agendaChanged, {
        at: now,
        by,
        about: ['agenda', `change:${change}`, ...codes.map((code) => `session:${code}`)],
        data: {
          change,
          how: planned.how,
          sessions: codes,
          ...(planned.reason !== undefined && { reason: planned.reason }),
          ...(planned.fills && { fills: planned.fills }),
        },
      }),
  });
}
