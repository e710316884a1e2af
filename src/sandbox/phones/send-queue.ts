/** One number starts so much in a second; the rest waits its turn, in the order of asking. Pure; milliseconds. */

export interface Turn {
  /** When it leaves. */
  readonly at: number;
  /** From when on the next one may leave. */
  readonly free: number;
}

/**
 * @param free - As the turn before gave it; 0 at first.
 * @param cost - What it is: segments of a text, one for a call.
 * @param perSecond - Of those.
 */
export function nextTurn(free: number, now: number, cost: number, perSecond: number): Turn {
  // A clock that was set back has no turn in its future.
  const at = Math.max(now, free);
  return { at, free: at + (cost / perSecond) * 1_000 };
}
