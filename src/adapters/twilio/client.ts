/** The official SDK, with what both channels share: time-outs, breaker, pace, and how errors are named. */
import twilio, { type RequestClient, type Twilio } from 'twilio';
import { callbackAddress, createAsker } from '../../core/ask-provider.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { createSendPace, type Pace } from '../../core/send-pace.ts';
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

export function createProvider(options: TwilioOptions): Provider {
  const { telemetry, now } = options;
  const { timeoutMs: timeout, atOnce: maxSockets } = OUTGOING.twilio;
  const httpClient = options.httpClient ?? new twilio.RequestClient({ timeout, keepAlive: true, maxSockets });
  const client = twilio(options.accountSid, options.authToken, { httpClient });
  const { works, ask } = createAsker({ provider: 'twilio', limit: OUTGOING.twilio, asOurs, telemetry, now });
  return {
    client,
    number: options.number,
    texts: createSendPace(options.smsPerSecond ?? 1, options.now),
    calls: createSendPace(options.callsPerSecond ?? 1, options.now),
    works,
    callback: (kind, notification) => callbackAddress(`/twilio/${kind}`, notification, options),
    ask,
  };
}
