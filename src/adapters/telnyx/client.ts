/** The official SDK, with what both channels share: time-outs, breaker, pace, and how errors are named. */
import Telnyx, { type ClientOptions } from 'telnyx';
import { callbackAddress, createAsker, type ProviderLimits } from '../../core/ask-provider.ts';
import type { Breaker } from '../../core/breaker.ts';
import { PermanentError, ProviderRefusal } from '../../core/errors.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { createSendPace, type Pace } from '../../core/send-pace.ts';
import { asOursFromTelnyx, NOT_THERE } from './errors.ts';

/** The SDK's way out: the platform's own, the sandbox's or a test's. */
export type TelnyxFetch = NonNullable<ClientOptions['fetch']>;

export interface TelnyxOptions {
  readonly apiKey: string;
  /** Its half of the key that signs what comes in: 32 bytes in base64. */
  readonly publicKey: string;
  readonly account: string;
  /** The TeXML application whose settings calls are made with. */
  readonly application: string;
  readonly number: string;
  readonly publicUrl: string;
  readonly smsPerSecond?: number;
  readonly callsPerSecond?: number;
  /** Milliseconds of the clock that jobs are re-timed by, so that pace and breaker keep step with it. */
  readonly now?: () => number;
  /** Told of every request; of none unless given. Its context goes with each callback's address. */
  readonly telemetry?: Telemetry;
  readonly fetch?: TelnyxFetch;
}

export interface TelnyxProvider {
  readonly client: Telnyx;
  readonly account: string;
  readonly application: string;
  readonly number: string;
  readonly texts: Pace;
  readonly calls: Pace;
  readonly breaker: Breaker;
  callback(kind: 'voice' | 'status', notification: string): string;
  ask<T>(operation: string, request: () => Promise<T>): Promise<T>;
  /** As `ask`, for what is to leave. */
  hand<T>(operation: string, request: () => Promise<T>): Promise<T>;
}

/** As Twilio's: nothing that Telnyx writes down speaks for others. The SDK's own retries are off, since the outbox retries. */
const LIMITS: ProviderLimits = { timeoutMs: 4_000, failures: 4, openMs: 5_000, tooFast: 10 };

/** Named, since the SDK would else take it from the environment; its log quotes what is sent. */
export const telnyxClient = (apiKey: string, fetch?: TelnyxFetch): Telnyx =>
  new Telnyx({
    apiKey,
    baseURL: 'https://api.telnyx.com/v2',
    timeout: LIMITS.timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    ...(fetch && { fetch }),
  });

export function createTelnyxProvider(options: TelnyxOptions): TelnyxProvider {
  const { apiKey, account, application, number, telemetry, now } = options;
  const { breaker, ask } = createAsker({
    provider: 'telnyx',
    limits: LIMITS,
    asOurs: asOursFromTelnyx,
    telemetry,
    now,
  });
  return {
    client: telnyxClient(apiKey, options.fetch),
    account,
    application,
    number,
    texts: createSendPace(options.smsPerSecond ?? 0.1, now),
    calls: createSendPace(options.callsPerSecond ?? 1, now),
    breaker,
    callback: (kind, notification) => callbackAddress(`/telnyx/${kind}`, notification, options),
    ask,
    async hand(operation, request) {
      try {
        return await ask(operation, request);
      } catch (error) {
        // Our account or application is not there: no word about the person's number.
        if (error instanceof PermanentError && error.code === NOT_THERE)
          throw new ProviderRefusal(error.code, 'account');
        throw error;
      }
    },
  };
}
