/** The official SDK, with what both channels share: time-outs, breaker, pace, and how errors are named. */
import twilio, { type RequestClient, type Twilio } from 'twilio';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../../core/errors.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { createSendPace, type Pace } from '../../core/send-pace.ts';
import { UNMEASURED } from '../../core/telemetry.ts';
import { asOurs } from './errors.ts';

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  readonly publicUrl: string;
  readonly smsPerSecond?: number;
  readonly callsPerSecond?: number;
  /** Milliseconds of the clock that jobs are re-timed by, so that pace and breaker keep step with it. */
  readonly now?: () => number;
  /** Told of every request; of none unless given. Its context goes with each callback's address. */
  readonly telemetry?: Telemetry;
  /** The SDK's way out; the sandbox and tests have one of their own. */
  readonly httpClient?: RequestClient;
}

export interface Provider {
  readonly client: Twilio;
  readonly number: string;
  readonly texts: Pace;
  readonly calls: Pace;
  /** Whether it answered when it was last asked; true before it was. */
  works(): boolean;
  /** The address of a callback about a notification: signed by Twilio together with our random id. */
  callback(kind: 'voice' | 'status', notification: string): string;
  /** One request: through the breaker, its error in our words. `operation` is Twilio's own name for it. */
  ask<T>(operation: string, request: () => Promise<T>): Promise<T>;
}

/** Answers of "too fast" in a row that are believed. */
const MAX_TOO_FAST = 10;

const isBusy = (error: unknown): boolean => error instanceof RetryLater && !(error instanceof ProviderDown);

/** No answer, no connection, or an account that is refused whatever it asks. */
function isOutage(error: unknown): boolean {
  if (error instanceof ProviderRefusal) return error.of === 'account';
  return !(error instanceof PermanentError || isBusy(error));
}

export function createProvider(options: TwilioOptions): Provider {
  const { timeoutMs: timeout, atOnce: maxSockets } = OUTGOING.twilio;
  const httpClient = options.httpClient ?? new twilio.RequestClient({ timeout, keepAlive: true, maxSockets });
  const client = twilio(options.accountSid, options.authToken, { httpClient });
  const telemetry = options.telemetry ?? UNMEASURED;
  let tooFast = 0;
  const gate = createGate(OUTGOING.twilio, {
    ...(options.now && { now: options.now }),
    isOutage,
  });
  return {
    client,
    number: options.number,
    texts: createSendPace(options.smsPerSecond ?? 1, options.now),
    calls: createSendPace(options.callsPerSecond ?? 1, options.now),
    works: gate.works,
    callback(kind, notification) {
      const address = `${options.publicUrl}/twilio/${kind}/${encodeURIComponent(notification)}`;
      const trace = telemetry.context();
      return trace === undefined ? address : `${address}?trace=${trace}`;
    },
    ask: async (operation, request) =>
      await gate.ask(() =>
        telemetry.measure({ kind: 'provider', name: 'twilio', operation }, async () => {
          try {
            const answer = await request();
            tooFast = 0;
            return answer;
          } catch (error) {
            const ours = asOurs(error);
            tooFast = isBusy(ours) ? tooFast + 1 : 0;
            // It asks for patience without an end: then it is in trouble, and the next channel does not wait.
            throw tooFast > MAX_TOO_FAST ? new Error('Twilio goes on to answer 429') : ours;
          }
        }),
      ),
  };
}
