/** The official SDK, with what both channels share: time-outs, breaker, pace, and how errors are named. */
import Telnyx, { type ClientOptions } from 'telnyx';
import { callbackAddress, createAsker } from '../../core/ask-provider.ts';
import { PermanentError, ProviderRefusal } from '../../core/errors.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
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
  /** Whether it answered when it was last asked; true before it was. */
  works(): boolean;
  callback(kind: 'voice' | 'status', notification: string): string;
  ask<T>(operation: string, request: () => Promise<T>): Promise<T>;
  /** As `ask`, for what is to leave. */
  hand<T>(operation: string, request: () => Promise<T>): Promise<T>;
}

/**
 * Named, since the SDK would else take it from the environment; its log quotes what is sent. Its own retries are off:
 * the outbox retries.
 */
export const telnyxClient = (apiKey: string, fetch?: TelnyxFetch): Telnyx =>
  new Telnyx({
    apiKey,
    baseURL: 'https://api.telnyx.com/v2',
    timeout: OUTGOING.telnyx.timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    ...(fetch && { fetch }),
  });

export function createTelnyxProvider(options: TelnyxOptions): TelnyxProvider {
  const { apiKey, account, application, number, telemetry, now } = options;
  const { works, ask } = createAsker({
    provider: 'telnyx',
    limit: OUTGOING.telnyx,
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
    works,
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
