/** How a provider of texts and calls is asked: through its breaker, measured, its errors in our words. */
import { type Breaker, createBreaker } from './breaker.ts';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from './errors.ts';
import type { Telemetry } from './ports/telemetry.ts';
import { UNMEASURED } from './telemetry.ts';

/** What an adapter says of its provider's patience, in one place of its own. */
export interface ProviderLimits {
  /** Milliseconds after which a request counts as unanswered: a worker is not held for longer. */
  readonly timeoutMs: number;
  /** Failures in a row that open the breaker, and for how many milliseconds. */
  readonly failures: number;
  readonly openMs: number;
  /** Answers of "too fast" in a row that are believed. */
  readonly tooFast: number;
}

export interface Asker {
  readonly breaker: Breaker;
  /** One request. `operation` is the provider's own name for it. */
  ask<T>(operation: string, request: () => Promise<T>): Promise<T>;
}

const isBusy = (error: unknown): boolean => error instanceof RetryLater && !(error instanceof ProviderDown);

/** No answer, no connection, or an account that is refused whatever it asks. */
function isOutage(error: unknown): boolean {
  if (error instanceof ProviderRefusal) return error.of === 'account';
  return !(error instanceof PermanentError || isBusy(error));
}

/**
 * @param asOurs - The SDK's error as the features know it: without what the provider wrote, which quotes numbers.
 * @param now - Milliseconds of the clock that jobs are re-timed by.
 */
export function createAsker(options: {
  readonly provider: string;
  readonly limits: ProviderLimits;
  asOurs(error: unknown): Error;
  readonly telemetry?: Telemetry | undefined;
  readonly now?: (() => number) | undefined;
}): Asker {
  const { provider, limits, asOurs, now, telemetry = UNMEASURED } = options;
  let tooFast = 0;
  const breaker = createBreaker({
    failures: limits.failures,
    openMs: limits.openMs,
    ...(now && { now }),
    isOutage,
  });
  return {
    breaker,
    ask: async (operation, request) =>
      await breaker.run(() =>
        telemetry.measure({ kind: 'provider', name: provider, operation }, async () => {
          try {
            const answer = await request();
            tooFast = 0;
            return answer;
          } catch (error) {
            const ours = asOurs(error);
            tooFast = isBusy(ours) ? tooFast + 1 : 0;
            // It asks for patience without an end: then it is in trouble, and the next channel does not wait.
            throw tooFast > limits.tooFast ? new Error(`${provider} goes on to answer 429`) : ours;
          }
        }),
      ),
  };
}

/**
 * The address of a callback about a notification: our random id, under the provider's own doors, with the trace of
 * the work that asks for it.
 */
export function callbackAddress(
  door: string,
  notification: string,
  {
    publicUrl,
    telemetry = UNMEASURED,
  }: { readonly publicUrl: string; readonly telemetry?: Telemetry | undefined },
): string {
  const address = `${publicUrl}${door}/${encodeURIComponent(notification)}`;
  const trace = telemetry.context();
  return trace === undefined ? address : `${address}?trace=${trace}`;
}
