/**
 * The machine's clock: the only one outside the sandbox. It does not run backwards when the machine's is set
 * back (an NTP correction): a text that is due in thirty seconds would be late by as much. It runs at half
 * speed instead until the machine's has caught up. A clock that was wrong by more than can be made good
 * like that is followed at once.
 */
import { Temporal } from 'temporal-polyfill';
import type { Clock } from './ports/clock.ts';

/** Milliseconds; made good in twice the time. */
const MAX_AHEAD = 600_000;

/** `machine` may be set; `passing` only ever counts up. Both in milliseconds. */
export function steadyClock(machine: () => number, passing: () => number): Clock {
  let shown = machine();
  let at = passing();
  const now = (): number => {
    const [told, passed] = [machine(), passing() - at];
    const least = shown + passed / 2;
    shown = told >= least || least - told > MAX_AHEAD ? told : least;
    at += passed;
    return Math.floor(shown);
  };
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(now()),
    realMillisecondsUntil: (t) => Math.max(0, t.epochMilliseconds - now()),
  };
}

export const realClock: Clock = steadyClock(Date.now, () => performance.now());
