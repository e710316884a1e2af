/**
 * The gate through which a request leaves for somebody outside: within its time, no more at once than its row of
 * `outgoing-limits.ts` says, and not at all for a while where nobody answers. What waits for one destination holds
 * up no other: each has a gate of its own.
 */
import { type Breaker, createBreaker } from './breaker.ts';
import { RetryLater } from './errors.ts';
import type { OutgoingLimit } from './outgoing-limits.ts';

export interface Gate {
  /**
   * Lets one request leave. The signal aborts when its time is over; the answer is given up then in any case.
   *
   * @throws {ProviderDown} at once while the destination is left alone: nothing has left
   * @throws {RetryLater} where no place was free in time: nothing has left
   * @throws a DOMException `TimeoutError` where there was no answer in time: it may have left
   */
  ask<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Whether it answered when it was last asked; true before it was, and where nothing breaks the circuit. */
  works(): boolean;
}

export interface GateOptions {
  /** Which failures say that the destination is in trouble, and not that the request was wrong; all, unless told. */
  readonly isOutage?: (error: unknown) => boolean;
  /** Milliseconds by which the circuit stays open; real, unless told. */
  readonly now?: () => number;
  /** From 0 to below 1; spreads what comes back after a refusal. Not spread without it. */
  readonly random?: () => number;
}

/** Seconds after which whoever found no place comes back. */
const BUSY_SECONDS = 2;

export function createGate(limit: OutgoingLimit, options: GateOptions = {}): Gate {
  const { isOutage = () => true, now, random } = options;
  const { timeoutMs, deadlineMs, atOnce } = limit;
  const places = createPlaces(atOnce, deadlineMs - timeoutMs);
  const breaker: Breaker | undefined =
    limit.breaker &&
    createBreaker({ ...limit.breaker, isOutage, ...(now && { now }), ...(random && { random }) });

  return {
    works: () => breaker === undefined || breaker.state === 'closed',
    async ask(request) {
      const send = () => inTime(request, timeoutMs);
      // Nobody waits for a place in order to be refused.
      if (breaker?.state === 'open') return await breaker.run(send);
      const giveBack = await places.take();
      try {
        return await (breaker ? breaker.run(send) : send());
      } finally {
        giveBack();
      }
    },
  };
}

async function inTime<T>(request: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = new DOMException('no answer in time', 'TimeoutError');
      over.abort(reason);
      reject(reason);
    }, timeoutMs);
  });
  try {
    return await Promise.race([request(over.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** So many places; who comes later waits for one in the order of coming, at most so long. */
function createPlaces(count: number, patienceMs: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async take(): Promise<() => void> {
      if (free > 0) free--;
      else
        await new Promise<void>((resolve, reject) => {
          const turn = () => {
            clearTimeout(timer);
            resolve();
          };
          const timer = setTimeout(() => {
            waiting.splice(waiting.indexOf(turn), 1);
            reject(new RetryLater(BUSY_SECONDS, { untouched: true }));
          }, patienceMs);
          waiting.push(turn);
        });
      return giveBack;
    },
  };
}
