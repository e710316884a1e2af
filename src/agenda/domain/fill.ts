/**
 * Another talk steps in where a speaker does not come. One that comes later in the programme changes places with it
 * where both fit; else it moves into the slot, or is given a place there, and the talk that does not take place is
 * cancelled. All of it is one change, which `undo` takes back.
 */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import { isUntold } from './actual.ts';
import type { AgendaState } from './agenda.ts';
import { areNeighbours, type Plan, planChanges, scheduledIn } from './live.ts';
import type { Session } from './session.ts';
import { byStart, dayIndexOf, inSlot, slotOf } from './slots.ts';
import { type StandIn, standbyGuid } from './standby.ts';

/** Why a talk cannot be filled, or not with this one. */
export type FillProblem =
  /** It is off, it has begun, or its time is over. */
  | 'cancelled'
  | 'started'
  | 'over'
  | 'break'
  /** A talk cannot step in for itself, nor one that has begun. */
  | 'same'
  | 'stand-in-began';

/** Whether the session can be filled at all. */
export function fillableProblem(missing: Session, now: Temporal.Instant): FillProblem | undefined {
  if (missing.state === 'cancelled') return 'cancelled';
  if (missing.isBreak) return 'break';
  if (!isUntold(missing)) return 'started';
  return milliseconds(missing.end) <= now.epochMilliseconds ? 'over' : undefined;
}

export function standInProblem(
  missing: Session,
  { session }: StandIn,
  now: Temporal.Instant,
): FillProblem | undefined {
  const problem = fillableProblem(missing, now);
  if (problem || !session) return problem;
  if (session.code === missing.code) return 'same';
  const hasBegun =
    session.state === 'scheduled' &&
    (!isUntold(session) || milliseconds(session.start) <= now.epochMilliseconds);
  return hasBegun ? 'stand-in-began' : undefined;
}

const MINUTE = 60_000;

/** When a stand-in would begin: as planned, or with the next minute where that is past. Milliseconds since 1970. */
const fillStart = (missing: Session, now: Temporal.Instant): number =>
  Math.max(milliseconds(missing.start), Math.ceil(now.epochMilliseconds / MINUTE) * MINUTE);

/** Until when a slot may last: what follows in its room, a break too, or the end of the day. */
function freeUntil(
  state: AgendaState,
  { room, end, ...session }: Session,
  from: number,
  without: readonly (string | undefined)[],
): number {
  const following = scheduledIn(state)
    .filter((one) => room !== '' && one.room === room && !without.includes(one.code))
    .filter((one) => milliseconds(one.start) >= from)
    .sort(byStart);
  const [next] = following;
  if (next) return milliseconds(next.start);
  const day = dayIndexOf(session, state.agenda.days);
  const window = state.agenda.days.find(({ index }) => index === day);
  return window ? milliseconds(window.end) : milliseconds(end);
}

interface Filling {
  readonly now: Temporal.Instant;
  /** Said of the talk that does not take place, in the event's language. */
  readonly reason: string;
}

/** Both keep their lengths; undefined where one of them has no room where the other was. */
function planTrade(
  state: AgendaState,
  missing: Session,
  standIn: StandIn & { session: Session },
  now: Temporal.Instant,
): Plan | undefined {
  const { session } = standIn;
  const [gone, comes] = [slotOf(missing), slotOf(session)];
  const from = fillStart(missing, now);
  if (session.state !== 'scheduled' || comes.start <= from) return undefined;
  const length = gone.end - gone.start;
  const isNeighbour = areNeighbours(state, missing, session);
  const into = { start: from, end: from + standIn.length };
  const back = isNeighbour
    ? { start: comes.end - length, end: comes.end }
    : { start: comes.start, end: comes.start + length };
  const without = [missing.code, session.code];
  const fits = isNeighbour
    ? into.end <= back.start
    : into.end <= freeUntil(state, missing, gone.start, without) &&
      back.end <= freeUntil(state, session, comes.start, without);
  if (!fits) return undefined;
  return planChanges(state, 'fill', [
    { ...inSlot(session, into), room: missing.room },
    { ...inSlot(missing, back), room: session.room },
  ]);
}

/** The stand-in comes into the slot; the other one is cancelled, and stands to be restored. */
function planReplace(state: AgendaState, missing: Session, standIn: StandIn, { now, reason }: Filling): Plan {
  const from = fillStart(missing, now);
  const { reason: _, ...session } = standIn.session ?? newSession(state, standIn);
  const placed = inSlot(
    { ...session, room: missing.room, state: 'scheduled' },
    { start: from, end: from + standIn.length },
  );
  return planChanges(state, 'fill', [{ ...missing, state: 'cancelled', reason }, placed]);
}

/** Sessions that came without an agenda may have taken the number that would be next. */
function freeCode({ agenda, sessions }: AgendaState): string {
  let number = agenda.nextCode;
  while (sessions.has(`S${number}`)) number++;
  return `S${number}`;
}

const newSession = (state: AgendaState, { code, title, speakers, language }: StandIn): Session => ({
  code: freeCode(state),
  guid: standbyGuid(code),
  title,
  speakers: [...speakers],
  room: '',
  start: '',
  end: '',
  state: 'scheduled',
  ...(language !== undefined && { language }),
});

/**
 * The plan in which a talk steps in. Changing places is preferred, unless it makes a clash that cancelling does not.
 * Whoever asks has looked at {@link standInProblem}; a clash that it makes is named in the plan.
 */
export function planFill(state: AgendaState, missing: Session, standIn: StandIn, filling: Filling): Plan {
  const { session } = standIn;
  const replace = planReplace(state, missing, standIn, filling);
  const trade = session && planTrade(state, missing, { ...standIn, session }, filling.now);
  const plan = trade && trade.clashes.length <= replace.clashes.length ? trade : replace;
  return { ...plan, fills: { missing: missing.code, standIn: session?.code ?? plan.placed?.code ?? '' } };
}

/** The stand-in's time has passed while the plan waited to be applied. */
export function isFillOver({ fills, steps, placed }: Plan, now: Temporal.Instant): boolean {
  if (!fills) return false;
  const comes = placed ?? steps.find(({ after }) => after.code === fills.standIn)?.after;
  return comes !== undefined && milliseconds(comes.end) <= now.epochMilliseconds;
}
