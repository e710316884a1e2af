/**
 * The registration desk of the sandbox: a page that takes registrations until the guarded action
 * `registration-ingress` closes it. It is the other side of the webhook, and shows how one should be:
 * signature, time, and each idempotency key once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express, { type Request, type Response, Router } from 'express';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** Known to everybody who reads this: it guards nothing but a page on this machine. */
export const DESK_SECRET = 'sandbox-registration-desk';
const FRESH_SECONDS = 300;
const page = new URL('./desk.html', import.meta.url);

const Order = z.object({
  action: z.enum(['registration-ingress', 'drill-lamp']),
  verb: z.enum(['fire', 'restore']),
});

/** The guarded actions of the sandbox, as an operator would write them. */
export const deskActions = (port: number) =>
  [
    {
      name: 'registration-ingress',
      says: 'Closes public registration: the desk goes dark.',
      set: 'ingress',
      drill: false,
    },
    {
      name: 'drill-lamp',
      says: 'Lights a lamp on the desk page, and nothing else.',
      set: 'drill',
      drill: true,
    },
  ].map(({ name, says, set, drill }) => ({
    ...{ name, says, set, drill, method: 'POST' },
    webhook: { fire: `http://127.0.0.1:${port}/sandbox/desk/hook` },
    quorum: { fire: 2, restore: 2 },
    readBack: {
      url: `http://127.0.0.1:${port}/sandbox/desk/state.json`,
      field: name,
      fired: 'fired',
      restored: 'restored',
      within: 20,
    },
    secret: { env: 'SANDBOX_DESK_SECRET' },
  }));

/** @param nowSeconds - real time; @param secret - whose signature it must be */
export function isSigned(
  request: Request,
  body: string,
  nowSeconds: number,
  secret: string = DESK_SECRET,
): boolean {
  const timestamp = request.get('x-callboard-timestamp') ?? '';
  const key = request.get('idempotency-key') ?? '';
  const given = Buffer.from(request.get('x-callboard-signature') ?? '');
  const signed = `${timestamp}.${key}.${request.method}.${request.originalUrl}.${body}`;
  const wanted = Buffer.from(`v1=${createHmac('sha256', secret).update(signed).digest('hex')}`);
  const isFresh = Math.abs(nowSeconds - Number(timestamp)) <= FRESH_SECONDS;
  return isFresh && key !== '' && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** `redis` keeps what the desk was told, so that it survives the bot, as a real one would. */
export function deskRoutes(redis: Pick<Redis, 'hgetall' | 'hset' | 'hsetnx'>, event: string): Router {
  const state = `cb:{${event}}:sandbox:desk`;
  const seen = `cb:{${event}}:sandbox:desk-calls`;
  const router = Router();
  router.get('/', (_request, response) => void response.type('html').send(readFileSync(page, 'utf8')));
  router.get('/state.json', async (_request, response) => {
    const held = await redis.hgetall(state);
    response.json({ 'registration-ingress': 'restored', 'drill-lamp': 'restored', ...held });
  });
  router.post('/hook', express.text({ type: () => true }), async (request: Request, response: Response) => {
    const body = typeof request.body === 'string' ? request.body : '';
    // Real time, as both sides of a webhook have it: the sandbox's clock is not this desk's.
    if (!isSigned(request, body, Date.now() / 1000)) {
      response.status(401).json({ error: 'not signed, or not now' });
      return;
    }
    const order = Order.safeParse(JSON.parse(body));
    if (!order.success) {
      response.status(422).json({ error: 'no such action' });
      return;
    }
    const isNew = await redis.hsetnx(seen, request.get('idempotency-key') ?? '', order.data.verb);
    if (isNew) await redis.hset(state, order.data.action, order.data.verb === 'fire' ? 'fired' : 'restored');
    response.json({ again: !isNew });
  });
  return router;
}
