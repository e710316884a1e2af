/**
 * Acks before work. When fifty people type at once, Slack's three seconds run for all of them: so while
 * requests come in thick, nobody's work begins until they are acked. One at a time, it costs nothing.
 */
import { setTimeout as realPause } from 'node:timers/promises';

/** All in milliseconds of real time. A crowd is this many requests within this time. */
const CROWD = 4;
const WITHIN = 25;
/** It is over when nothing has come in for so long. */
const QUIET = 5;
/** A request that is never acked must not hold up the others. */
const AT_MOST = 100;

export interface AcksFirst {
  /** A request has come in; call what it returns when it is acked. More than once does no harm. */
  received(): () => void;
  /** Resolves when work may begin. */
  acked(): Promise<void>;
}

export function createAcksFirst(
  now: () => number = () => performance.now(),
  pause: (milliseconds: number) => Promise<unknown> = realPause,
): AcksFirst {
  let open = 0;
  let arrivals: number[] = [];
  let gate: Promise<void> | undefined;

  const calm = (): boolean => {
    if (open > 0) return false;
    const last = arrivals.at(-1) ?? Number.NEGATIVE_INFINITY;
    return arrivals.length < CROWD || now() - last >= QUIET;
  };
  const whenCalm = async (): Promise<void> => {
    const end = now() + AT_MOST;
    do await pause(QUIET);
    while (!calm() && now() < end);
    gate = undefined;
  };

  return {
    received() {
      const at = now();
      arrivals = arrivals.filter((one) => at - one < WITHIN);
      arrivals.push(at);
      open++;
      let done = false;
      return () => {
        if (!done) open--;
        done = true;
      };
    },
    async acked() {
      if (calm()) return;
      gate ??= whenCalm();
      await gate;
    },
  };
}
