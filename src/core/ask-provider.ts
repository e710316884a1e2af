/** How a provider of texts and calls is asked: through its gate, measured, its errors in our words. */
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from './errors.ts';
import { createGate, type Gate } from './outgoing-gate.ts';
import type { OutgoingLimit } from './outgoing-limits.ts';
import type { Telemetry } from './ports/telemetry.ts';
import { urlPart } from './public-url.ts';
import { UNMEASURED } from './telemetry.ts';

/** Answers of "too fast" in a row that are believed. */
const MAX_TOO_FAST = 10;

export interface Asker extends Pick<Gate, 'works'> {
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
  readonly limit: OutgoingLimit;
  asOurs(error: unknown): Error;
  readonly telemetry?: Telemetry | undefined;
  readonly now?: (() => number) | undefined;
}): Asker {
  const { provider, limit, asOurs, now, telemetry = UNMEASURED } = options;
  let tooFast = 0;
  const gate = createGate(limit, { ...(now && { now }), isOutage });
  return {
    works: gate.works,
    ask: async (operation, request) =>
      await gate.ask(() =>
        telemetry.measure({ kind: 'provider', name: provider, operation }, async () => {
          try {
            const answer = await request();
            tooFast = 0;
            return answer;
          } catch (error) {
            const ours = asOurs(error);
            tooFast = isBusy(ours) ? tooFast + 1 : 0;
            // It asks for patience without an end: then it is in trouble, and the next channel does not wait.
            throw tooFast > MAX_TOO_FAST ? new Error(`${provider} goes on to answer 429`) : ours;
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
  const address = `${publicUrl}${door}/${urlPart(notification)}`;
  const trace = telemetry.context();
  return trace === undefined ? address : `${address}?trace=${trace}`;
}
