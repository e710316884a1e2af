/** Real time and a clock that may be stepped, as one: in the sandbox Slack's limits are counted in it. */

/**
 * The time that limits are counted in: it goes by with the real one, and with the sandbox's clock where that
 * is ahead. So a clock that is stepped over an hour has waited an hour, and one that is held still has not
 * stopped who waits in real time.
 */
export function createElapsed(): (real: number, clock: number) => number {
  let last: { real: number; clock: number } | undefined;
  let elapsed = 0;
  return (real, clock) => {
    if (last) elapsed += Math.max(0, real - last.real, clock - last.clock);
    last = { real, clock };
    return elapsed;
  };
}
