/** Texts and calls as they are configured: the providers, and one channel for each way over all of them. */
import type { RequestClient } from 'twilio';
import { createPost } from './adapters/http/post.ts';
import { ntfyChannel } from './adapters/ntfy/channel.ts';
import type { TelnyxFetch } from './adapters/telnyx/client.ts';
import type { TelnyxAdapter } from './adapters/telnyx/index.ts';
import type { TwilioAdapter } from './adapters/twilio/index.ts';
import { pushChannel } from './adapters/webpush/channel.ts';
import { type Config, configuredProviders } from './config.ts';
import type { Deps } from './core/deps.ts';
import type { PagingChannel, PagingProvider } from './core/ports/paging.ts';
import type { Telemetry } from './core/ports/telemetry.ts';
import type { SignedRequest } from './core/route.ts';
import { carriedChannel } from './page/carried-channel.ts';
import type { PushKeys } from './page/domain/push-keys.ts';
import { dropDevice } from './page/push/devices.ts';
import { recallNotice } from './page/push/recall.ts';

export interface Phones {
  /** In the order in which they are tried where nobody says otherwise. */
  readonly providers: readonly PagingProvider[];
  readonly channels: readonly PagingChannel[];
  /** By the provider's name: whether what comes in from there is signed by it. */
  readonly verify: Readonly<Record<string, (request: SignedRequest) => boolean>>;
}

type PhoneDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'providerHealth' | 'telemetry'>;

/** The ways to the sandbox's phones, in the sandbox. */
interface Outlets {
  readonly twilio: RequestClient | undefined;
  readonly telnyx: TelnyxFetch | undefined;
}

export async function createPhones(config: Config, deps: PhoneDeps, outlets: Outlets): Promise<Phones> {
  const twilio = await twilioFrom(config, deps, outlets.twilio);
  const telnyx = await telnyxFrom(config, deps, outlets.telnyx);
  const providers = [twilio, telnyx].filter((provider) => provider !== undefined);
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
    verify: Object.fromEntries(providers.map((one) => [one.name, one.verify])),
  };
}

/** config.ts has seen to it that it has all or nothing. Only where it is configured is its SDK loaded. */
async function twilioFrom(
  config: Config,
  { clock, telemetry }: PhoneDeps,
  httpClient: RequestClient | undefined,
): Promise<TwilioAdapter | undefined> {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_NUMBER, PUBLIC_URL } = config;
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_NUMBER || !PUBLIC_URL) return undefined;
  const { createTwilio } = await import('./adapters/twilio/index.ts');
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

/** As Twilio's. */
async function telnyxFrom(
  config: Config,
  { clock, telemetry }: PhoneDeps,
  fetch: TelnyxFetch | undefined,
): Promise<TelnyxAdapter | undefined> {
  const { TELNYX_API_KEY, TELNYX_PUBLIC_KEY, TELNYX_ACCOUNT, TELNYX_APPLICATION, TELNYX_NUMBER } = config;
  if (!TELNYX_API_KEY || !TELNYX_PUBLIC_KEY || !TELNYX_ACCOUNT || !TELNYX_APPLICATION) return undefined;
  if (!TELNYX_NUMBER || !config.PUBLIC_URL) return undefined;
  const { createTelnyx } = await import('./adapters/telnyx/index.ts');
  return createTelnyx({
    apiKey: TELNYX_API_KEY,
    publicKey: TELNYX_PUBLIC_KEY,
    account: TELNYX_ACCOUNT,
    application: TELNYX_APPLICATION,
    number: TELNYX_NUMBER,
    publicUrl: config.PUBLIC_URL,
    smsPerSecond: config.TELNYX_SMS_PER_SECOND,
    callsPerSecond: config.TELNYX_CALLS_PER_SECOND,
    now: () => clock.now().epochMilliseconds,
    telemetry,
    ...(fetch && { fetch }),
  });
}

/**
 * Messages with buttons on somebody's own devices: by web push wherever the outside reaches us, since buttons answer
 * there; by ntfy where the operator has a server of it. `depsLater`: what is built with these channels.
 */
export function createPushChannels(
  config: Config,
  keys: PushKeys | undefined,
  { telemetry, isSandbox, depsLater }: { telemetry: Telemetry; isSandbox: boolean; depsLater: () => Deps },
): PagingChannel[] {
  const { PUBLIC_URL: publicUrl, NTFY_URL: server, VAPID_SUBJECT } = config;
  if (publicUrl === undefined || keys === undefined) return [];
  const recall = (person: string, about: string) => recallNotice(person, about, depsLater());
  const subject =
    VAPID_SUBJECT ?? (publicUrl.startsWith('https:') ? publicUrl : 'mailto:callboard@localhost');
  const push = pushChannel({
    keys,
    subject,
    post: createPost({ allowLoopback: isSandbox }),
    gone: (person, device) => dropDevice(person, device, 'gone', depsLater()),
    recall,
    telemetry,
  });
  if (server === undefined) return [push];
  const post = createPost({ isNamed: true, allowLoopback: isSandbox });
  return [push, ntfyChannel({ server, token: config.NTFY_TOKEN, publicUrl, post, recall, telemetry })];
}
