/**
 * The devices of the sandbox's stage: a projector and a stream that somebody breaks, and that heal when an action of the
 * event file is used. They are both sides of that: what raises the alarm at the bot's own hook, and what takes the
 * action's webhook as one should: signature, time, and each idempotency key once.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express, { type Request, type Response, Router } from 'express';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { isSigned } from './desk.ts';

/** Known to everybody who reads this: they guard nothing but two devices on this machine. */
export const STAGE_SECRET = 'sandbox-stage-devices';
const STAGE_TOKEN = 'sandbox-stage-alarms';
/** Under which the bot knows the token, as it keeps every hook's. */
export const stageTokenHash = (): string =>
  createHash('sha256').update(STAGE_TOKEN).digest('hex').slice(0, 40);

const page = new URL('./devices.html', import.meta.url);

const Device = z.enum(['projector', 'stream'], { error: 'is no device: projector or stream' });
type Device = z.infer<typeof Device>;
const State = z.enum(['broken', 'fine'], { error: 'is no state: broken or fine' });

/** What is wrong with each, in the words of its alert; and which action heals it. */
const DEVICES: Readonly<Record<Device, { readonly alert: string; readonly action: string }>> = {
  projector: { alert: 'The projector shows no picture', action: 'restart-projector' },
  stream: { alert: 'The stream has stopped', action: 'restart-stream' },
};

const Order = z.object({ action: z.string(), dryRun: z.boolean() });

interface Options {
  /** Keeps how they are, so that it survives the bot, as a real one would. */
  readonly redis: Pick<Redis, 'hgetall' | 'hset' | 'hsetnx'>;
  readonly event: string;
  /** Of the bot. */
  readonly port: number;
}

/** The bot's own hook hears of it, as of any monitoring's; @returns its status, 0 where it does not answer */
async function raiseAlarm(port: number, device: Device, state: z.infer<typeof State>): Promise<number> {
  const alert = {
    alert_uid: `sandbox-${device}`,
    status: state === 'broken' ? 'firing' : 'resolved',
    message: DEVICES[device].alert,
    labels: { device },
  };
  const answer = await fetch(`http://127.0.0.1:${port}/hooks/generic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${STAGE_TOKEN}` },
    body: JSON.stringify(alert),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status ?? 0;
}

export interface StageDevices {
  /** What people and tests see and press. */
  readonly routes: Router;
  /** What the actions' webhooks call: it checks a signature over the body as it came. */
  readonly hooks: Router;
  readonly states: (request: Request, response: Response) => Promise<void>;
}

export function stageDevices({ redis, event, port }: Options): StageDevices {
  const state = `cb:{${event}}:sandbox:devices`;
  const seen = `cb:{${event}}:sandbox:devices-calls`;
  const shown = async () => {
    const held = await redis.hgetall(state);
    return { projector: { state: held['projector'] ?? 'fine' }, stream: { state: held['stream'] ?? 'fine' } };
  };
  const routes = Router();
  routes.get('/', (_request, response) => void response.type('html').send(readFileSync(page, 'utf8')));
  routes.post('/:device', async (request, response) => {
    const device = Device.parse(request.params.device);
    const body = z.object({ state: State }).parse(request.body);
    await redis.hset(state, device, body.state);
    response.json({ ...(await shown()), alert: await raiseAlarm(port, device, body.state) });
  });

  const hooks = Router();
  hooks.post('/hook', express.text({ type: () => true }), async (request: Request, response: Response) => {
    const body = typeof request.body === 'string' ? request.body : '';
    // Real time, as both sides of a webhook have it: the sandbox's clock is not the stage's.
    if (!isSigned(request, body, Date.now() / 1000, STAGE_SECRET)) {
      response.status(401).json({ error: 'not signed, or not now' });
      return;
    }
    const order = Order.safeParse(JSON.parse(body));
    const found = order.success
      ? Device.options.find((one) => DEVICES[one].action === order.data.action)
      : undefined;
    if (!order.success || !found) {
      response.status(422).json({ error: 'no such action' });
      return;
    }
    if (order.data.dryRun) {
      const is = (await shown())[found].state;
      const says =
        is === 'broken'
          ? `The ${found} is broken and is started anew.`
          : `The ${found} works; it is started anew all the same.`;
      response.json({ says });
      return;
    }
    const isNew = await redis.hsetnx(seen, request.get('idempotency-key') ?? '', found);
    if (isNew) await redis.hset(state, found, 'fine');
    response.json({ again: !isNew });
  });
  return { routes, hooks, states: async (_request, response) => void response.json(await shown()) };
}
