/** Which session of a room is meant where somebody says no more than `start` or `end`. Pure. */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import { isRunning, isUntold, stageSlots } from './actual.ts';
import type { Session } from './session.ts';
import { byStart } from './slots.ts';
import { MAX_PRESS_AGE_HOURS } from './stage.ts';

const MINUTE = 60_000;
/** What begins later than this is not what somebody starts now. */
const EARLIEST_START = 60 * MINUTE;

/** The talks of a room, not cancelled, no breaks, as planned. */
const talksOf = (sessions: readonly Session[]): Session[] =>
  sessions.filter((one) => one.state === 'scheduled' && !one.isBreak).sort(byStart);

/**
 * The session that `start` means in a room: the next one behind the last that was started today, else the one whose
 * planned start is nearest. Undefined where nothing is near.
 *
 * @param sessions - of the room
 */
export function sessionToStart(sessions: readonly Session[], now: Temporal.Instant): Session | undefined {
  const ms = now.epochMilliseconds;
  const talks = talksOf(sessions);
  const candidates = talks.filter(
    (one) => isUntold(one) && milliseconds(one.end) > ms && milliseconds(one.start) - ms < EARLIEST_START,
  );
  const last = talks.findLastIndex(({ actual }) => {
    const start = actual?.start;
    return start !== undefined && ms - milliseconds(start) < MAX_PRESS_AGE_HOURS * 60 * MINUTE;
  });
  const following = last < 0 ? undefined : candidates.find((one) => talks.indexOf(one) > last);
  if (following) return following;
  const away = (one: Session) => Math.abs(milliseconds(one.start) - ms);
  return candidates.sort((a, b) => away(a) - away(b))[0];
}

/** The session that `end` means in a room: what runs there, else what is on by the plan. */
export function sessionToEnd(sessions: readonly Session[], now: Temporal.Instant): Session | undefined {
  const ms = now.epochMilliseconds;
  const ordered = sessions.filter(({ state }) => state === 'scheduled').sort(byStart);
  const slots = stageSlots(ordered);
  const isOn = (at: number) => {
    const slot = slots[at];
    return slot !== undefined && slot.start <= ms && ms < slot.end;
  };
  return (
    ordered.findLast(isRunning) ??
    ordered.findLast((one, at) => isOn(at) && !one.isBreak && one.actual?.end === undefined)
  );
}
