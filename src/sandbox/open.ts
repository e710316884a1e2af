/** What `compose` hangs in where the bot runs in the sandbox: its clock, its way to Twilio, its routes. */
import type { Router } from 'express';
import type { Redis } from 'ioredis';
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
import { sandboxTwilioClient } from './phones/request-client.ts';
import { PhoneState } from './phones/state.ts';
import { ntfyServer } from './push/ntfy.ts';
import { Screens } from './push/screens.ts';
import { pushService } from './push/service.ts';
import { PushState } from './push/state.ts';
import { sandboxRoutes } from './routes.ts';
import type { Env } from './settings.ts';
import { stepper } from './stepping.ts';
import type { Timeline } from './timeline.ts';
import { credentials } from './workspace.ts';

export interface OpenSandbox {
  readonly clock: SandboxClock;
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

/** So many requests to Twilio are kept for tests to check. */
const KEPT = 1_000;

export async function openSandbox(options: {
  readonly redis: Redis;
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
  const phones = new Phones({
    state: await PhoneState.open(redis, event),
    carrier: carrier(account),
    account,
    clock,
    log,
    publicUrl: env['PUBLIC_URL'] ?? '',
    botNumber: credentials.TWILIO_NUMBER,
  });
  const pushState = await PushState.open(redis, event);
  const origin = env['PUBLIC_URL'] ?? '';
  const screens = new Screens({ state: pushState, origin, clock, store: () => opened });
  const requestsKey = `cb:{${event}}:sandbox:twilio`;
  const noted = async (request: object) => {
    await redis.rpush(requestsKey, JSON.stringify(request));
    await redis.ltrim(requestsKey, -KEPT, -1);
  };
  let opened: Store | undefined;
  return {
    clock,
    requestClient: sandboxTwilioClient(account.base, phones, noted),
    routes(dispatcher) {
      clock.onMove(() => dispatcher.look());
      const twilioRequests = () => redis.lrange(requestsKey, 0, -1);
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
      return sandboxRoutes({ ...parts, twilioRequests, strictSlack, zone });
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
