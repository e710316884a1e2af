/**
 * A circuit breaker around the provider: after a few failures in a row, calls fail at once for a while
 * instead of holding a worker for a time-out each; then one is let through to see.
 */
import { ProviderDown } from './errors.ts';

export interface Breaker {
  /** Runs `call`, or fails at once while the circuit is open. Only `isOutage` failures count. */
  run<T>(call: () => Promise<T>): Promise<T>;
  readonly state: 'closed' | 'open' | 'half-open';
}

export interface BreakerOptions {
  readonly failures: number;
  readonly openMs: number;
  /** Real time in milliseconds; injectable for tests. */
  readonly now?: () => number;
  isOutage(error: unknown): boolean;
}

export function createBreaker({
  failures,
  openMs,
  now = () => performance.now(),
  isOutage,
}: BreakerOptions): Breaker {
  let inARow = 0;
  let openUntil = 0;
  let probing = false;
  const state = (): Breaker['state'] => {
    const left = openUntil - now();
    // More than it was ever opened for is left only when the clock was set back.
    const waits = left > 0 && left <= openMs;
    return inARow < failures ? 'closed' : waits || probing ? 'open' : 'half-open';
  };
  return {
    get state() {
      return state();
    },
    async run(call) {
      const before = state();
      if (before === 'open') throw new ProviderDown(Math.max(1, Math.ceil((openUntil - now()) / 1000)));
      probing = before === 'half-open';
      try {
        const result = await call();
        inARow = 0;
        return result;
      } catch (error) {
        if (isOutage(error)) {
          inARow++;
          if (inARow >= failures) openUntil = now() + openMs;
        } else inARow = 0;
        throw error;
      } finally {
        if (before === 'half-open') probing = false;
      }
    },
  };
}
