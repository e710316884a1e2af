/** What `compose` hangs in where the bot runs in the sandbox: its clock, its way to Twilio, its routes. */
import type { Router } from 'express';
import type { Cluster, Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { RequestClient } from 'twilio';
import { EVENT_ID, eventDocument } from '../callboard/domain/event.ts';
import type { Log } from '../core/ports/log.ts';
import type { Store } from '../core/ports/store.ts';
import { type SandboxClock, sandboxClock } from './clock.ts';
import { loadEvent } from './demo/load.ts';
import { DEMO_PORT } from './demo/setup.ts';
import { deskRoutes } from './desk.ts';
import { stageDevices } from './devices.ts';
import { carrier } from './phones/carrier.ts';
import { Phones } from './phones/phones.ts';
import type { PhoneProvider } from './phones/providers.ts';
import { sandboxTwilioClient } from './phones/request-client.ts';
import { PhoneState } from './phones/state.ts';
import { sandboxTelnyxFetch } from './phones/telnyx-client.ts';
import { telnyxLine } from './phones/telnyx-line.ts';
import { twilioLine } from './phones/twilio-line.ts';
import { ntfyServer } from './push/ntfy.ts';
import { Screens } from './push/screens.ts';
import { pushService } from './push/service.ts';
import { PushState } from './push/state.ts';
import { sandboxRoutes } from './routes.ts';
import type { Env } from './settings.ts';
import { stepper } from './stepping.ts';
import type { Timeline } from './timeline.ts';
import { credentials, SECOND_SIGNING_KEY } from './workspace.ts';

export interface OpenSandbox {
  readonly clock: SandboxClock;
  /** For the Telnyx adapter: its SDK then talks to the phones, who are its peer. */
  readonly telnyxFetch: ReturnType<typeof sandboxTelnyxFetch>;
  /** For the Twilio adapter: its SDK then talks to the emulator, and the phones hear of it. */
  readonly requestClient: RequestClient;
  /** `dispatcher` is the outbox's; `look` wakes it when the clock was moved. */
  routes(dispatcher: Timeline & { look(): void }): Router;
  /** Loads the event that the sandbox opens with, once. */
  load(store: Store): Promise<void>;
  /** The phones ring from now on: once the bot's doors are open. */
  start(): void;
  stop(): Promise<void>;
}

const botPort = (env: Env): number => Number(env['PORT'] ?? DEMO_PORT);

/** So many requests to each provider are kept for tests to check. */
const KEPT = 1_000;

export async function openSandbox(options: {
  readonly redis: Redis | Cluster;
  readonly event: string;
  readonly env: Env;
  readonly log: Log;
}): Promise<OpenSandbox> {
  const { redis, event, env, log } = options;
  const start = env['SANDBOX_CLOCK'] ? Temporal.Instant.from(env['SANDBOX_CLOCK']) : undefined;
  const clock = await sandboxClock(redis, event, { start });
  const account = {
    base: env['TWILIO_API_BASE'] ?? '',
    sid: credentials.TWILIO_ACCOUNT_SID,
    token: credentials.TWILIO_AUTH_TOKEN,
  };
  const second = {
    id: credentials.TELNYX_ACCOUNT,
    application: credentials.TELNYX_APPLICATION,
    apiKey: credentials.TELNYX_API_KEY,
    number: credentials.TELNYX_NUMBER,
    publicKey: credentials.TELNYX_PUBLIC_KEY,
    signingKey: SECOND_SIGNING_KEY,
  };
  const emulator = carrier(account);
  const phones = new Phones({
    state: await PhoneState.open(redis, event),
    carrier: emulator,
    lines: {
      twilio: twilioLine(emulator, account, credentials.TWILIO_NUMBER),
      second: telnyxLine(second, () => clock.now().toString()),
    },
    clock,
    log,
    publicUrl: env['PUBLIC_URL'] ?? '',
  });
  const pushState = await PushState.open(redis, event);
  const origin = env['PUBLIC_URL'] ?? '';
  const screens = new Screens({ state: pushState, origin, clock, store: () => opened });
  const keyOf = (provider: PhoneProvider) => `cb:{${event}}:sandbox:${provider}`;
  const noted = (provider: PhoneProvider) => async (request: object) => {
    await redis.rpush(keyOf(provider), JSON.stringify(request));
    await redis.ltrim(keyOf(provider), -KEPT, -1);
  };
  let opened: Store | undefined;
  return {
    clock,
    requestClient: sandboxTwilioClient(account.base, phones, noted('twilio')),
    telnyxFetch: sandboxTelnyxFetch(second, phones, noted('second')),
    routes(dispatcher) {
      clock.onMove(() => dispatcher.look());
      const requestsOf = (provider: PhoneProvider) => redis.lrange(keyOf(provider), 0, -1);
      const desk = deskRoutes(redis, event);
      const devices = stageDevices({ redis, event, port: botPort(env) });
      const zone = async () => (await opened?.get(eventDocument, EVENT_ID))?.value.zone ?? 'UTC';
      const moves = stepper(clock, [dispatcher, phones]);
      const strictSlack = env['SANDBOX_STRICT_URL'];
      const now = () => clock.now().toString();
      const push = pushService({
        ...{ state: pushState, origin, now },
        arrived: (notice, subscription) => {
          screens.shown(notice, subscription).catch((error: unknown) => {
            log.warn({ error: String(error) }, 'a phone could not say that it shows a notice');
          });
        },
      });
      const ntfy = ntfyServer({ state: pushState, now });
      const parts = { stepper: moves, phones, screens, desk, devices, push, ntfy };
      return sandboxRoutes({ ...parts, requestsOf, strictSlack, zone });
    },
    async load(store) {
      opened = store;
      await loadEvent(store, clock, env['SANDBOX_EVENT'], botPort(env));
    },
    start: () => phones.start(),
    async stop() {
      phones.stop();
      await clock.putAway();
    },
  };
}
