/** Texts and calls as they are configured: the providers, and one channel for each way over all of them. */
import type { RequestClient } from 'twilio';
import { createTwilio, type TwilioAdapter } from './adapters/twilio/index.ts';
import { type Config, configuredProviders } from './config.ts';
import type { Deps } from './core/deps.ts';
import type { PagingChannel, PagingProvider } from './core/ports/paging.ts';
import { carriedChannel } from './page/carried-channel.ts';

export interface Phones {
  /** In the order in which they are tried where nobody says otherwise. */
  readonly providers: readonly PagingProvider[];
  readonly channels: readonly PagingChannel[];
  readonly twilio: TwilioAdapter | undefined;
}

type PhoneDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'providerHealth' | 'telemetry'>;

/** @param httpClient - The way to the sandbox's phones, in the sandbox. */
export function createPhones(config: Config, deps: PhoneDeps, httpClient: RequestClient | undefined): Phones {
  const twilio = twilioFrom(config, deps, httpClient);
  const providers = [twilio].filter((provider) => provider !== undefined);
  const everywhere = configuredProviders(config);
  const orders = [
    ['sms', config.PROVIDERS_SMS],
    ['voice', config.PROVIDERS_VOICE],
  ] as const;
  return {
    providers,
    channels: orders.flatMap(
      ([name, order = { everywhere, byCountry: {} }]) => carriedChannel(name, providers, order, deps) ?? [],
    ),
    twilio,
  };
}

/** config.ts has seen to it that it has all or nothing. */
function twilioFrom(
  config: Config,
  { clock, telemetry }: PhoneDeps,
  httpClient: RequestClient | undefined,
): TwilioAdapter | undefined {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER, PUBLIC_URL } = config;
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_NUMBER || !PUBLIC_URL) return undefined;
  return createTwilio({
    accountSid: TWILIO_ACCOUNT_SID,
    authToken: TWILIO_AUTH_TOKEN,
    number: TWILIO_NUMBER,
    publicUrl: PUBLIC_URL,
    smsPerSecond: config.TWILIO_SMS_PER_SECOND,
    callsPerSecond: config.TWILIO_CALLS_PER_SECOND,
    now: () => clock.now().epochMilliseconds,
    telemetry,
    ...(httpClient && { httpClient }),
  });
}
