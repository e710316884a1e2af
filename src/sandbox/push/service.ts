/**
 * The sandbox's push service: what a browser subscribes at and an application server posts to, as strict as those
 * outside (RFC 8030, 8291, 8292). A message for a phone of the sandbox is on its screen at once; one for a browser is
 * fetched by whoever drives that browser.
 */
import { createECDH, randomBytes } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { PushMessage } from '../../page/domain/push-message.ts';
import { decryptPush, vapidFault } from './rfc8291.ts';
import type { Notice, PushState, Subscription } from './state.ts';

export interface PushServiceOptions {
  readonly state: PushState;
  /** Where this bot is reached, `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** The time by the sandbox's clock, as text. */
  now(): string;
  /** It is on a phone of the sandbox. */
  arrived(notice: Notice, subscription: Subscription): void;
}

/** Bytes of a body that a push service must take, and that most take no more of (RFC 8030, 7.2). */
const MAX_BODY = 4_096;
/** Seconds: the longest that services keep a message. */
const MAX_TTL = 2_419_200;

export const sendPath = (id: string): string => `/sandbox/push/send/${id}`;

let counted = 0;
/** Ids in the order in which they were made. */
export const nextId = (): string =>
  `${Date.now().toString(36)}-${String(counted++).padStart(6, '0')}-${randomBytes(3).toString('hex')}`;

/** A subscription as a browser makes one. */
export async function subscribe(state: PushState, key: string, number?: string): Promise<Subscription> {
  const own = createECDH('prime256v1');
  own.generateKeys();
  const subscription: Subscription = {
    kind: 'subscription',
    id: randomBytes(18).toString('base64url'),
    key,
    p256dh: own.getPublicKey().toString('base64url'),
    privateKey: own.getPrivateKey().toString('base64url'),
    auth: randomBytes(16).toString('base64url'),
    ...(number !== undefined && { number }),
  };
  await state.put(subscription);
  return subscription;
}

/** As `PushSubscription.toJSON()` says it. */
export const asJson = ({ id, p256dh, auth }: Subscription, origin: string) => ({
  endpoint: `${origin}${sendPath(id)}`,
  expirationTime: null,
  keys: { p256dh, auth },
});

interface Fault {
  readonly status: number;
  readonly rule: string;
}

/** What of the request's form is against the standard. */
function formFault(request: Request, body: Buffer): Fault | undefined {
  const ttl = request.get('ttl');
  if (ttl === undefined || !/^\d+$/.test(ttl) || Number(ttl) > MAX_TTL)
    return { status: 400, rule: 'TTL is wanted, in seconds, at most four weeks' };
  const urgency = request.get('urgency');
  if (urgency !== undefined && !/^(very-low|low|normal|high)$/.test(urgency))
    return { status: 400, rule: 'Urgency is very-low, low, normal or high' };
  const topic = request.get('topic');
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic))
    return { status: 400, rule: 'Topic is at most 32 characters of base64url' };
  if (request.get('content-encoding') !== 'aes128gcm')
    return { status: 415, rule: 'Content-Encoding is aes128gcm' };
  if (body.length > MAX_BODY) return { status: 413, rule: `at most ${MAX_BODY} bytes` };
  return undefined;
}

export function pushService({ state, origin, now, arrived }: PushServiceOptions): Router {
  const router = Router();
  const refuse = async (response: Response, { status, rule }: Fault, retryAfter?: number) => {
    await state.put({ kind: 'refused', id: nextId(), at: now(), via: 'push', status, rule });
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    response.status(status).type('text/plain').send(`${rule}\n`);
  };

  // Read by hand: aes128gcm is an encoding that a parser would want to take off.
  const bytesOf = (request: Request): Promise<Buffer> =>
    new Promise((done, fail) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.once('end', () => done(Buffer.concat(parts)));
      request.once('error', fail);
    });

  router.post('/send/:id', async (request, response) => {
    const body = await bytesOf(request);
    const subscription = state.subscriptions.find(({ id }) => id === request.params.id);
    if (!subscription) return void (await refuse(response, { status: 404, rule: 'no such subscription' }));
    if (subscription.gone !== undefined)
      return void (await refuse(response, { status: subscription.gone, rule: 'it is gone' }));
    const mood = await state.arranged();
    if (mood)
      return void (await refuse(response, { status: mood.status, rule: 'arranged' }, mood.retryAfter));
    const form = formFault(request, body);
    if (form) return void (await refuse(response, form));
    const asked = { origin, key: subscription.key, now: Math.floor(Date.now() / 1000) };
    const fault = vapidFault(request.get('authorization'), asked);
    if (fault !== undefined) return void (await refuse(response, { status: 403, rule: fault }));
    let message: PushMessage;
    let text: string;
    try {
      text = decryptPush(body, subscription);
      message = PushMessage.parse(JSON.parse(text));
    } catch (error) {
      return void (await refuse(response, { status: 400, rule: `not readable: ${String(error)}` }));
    }
    const notice: Notice = {
      kind: 'notice',
      id: nextId(),
      via: 'push',
      to: subscription.id,
      person: message.p,
      at: now(),
      tag: message.tag,
      title: message.title,
      body: message.body,
      buttons: [
        ...(message.ack === undefined ? [] : [{ action: 'ack', title: message.ack }]),
        ...(message.pass === undefined ? [] : [{ action: 'pass', title: message.pass }]),
      ],
      text,
      headers: { ttl: request.get('ttl') ?? '', urgency: request.get('urgency') ?? '' },
    };
    await replaceByTag(state, notice);
    await state.put(notice);
    response.status(201).setHeader('location', `${origin}/sandbox/push/message/${notice.id}`).end();
    arrived(notice, subscription);
  });

  router.use(express.json({ type: () => true }));
  router.post('/subscribe', async (request, response) => {
    const { key } = z.object({ key: z.string().regex(/^[\w-]{87}$/) }).parse(request.body);
    response.json(asJson(await subscribe(state, key), origin));
  });
  router.post('/gone', async (request, response) => {
    const wanted = z
      .object({ endpoint: z.string(), status: z.union([z.literal(404), z.literal(410)]) })
      .parse(request.body);
    const subscription = state.subscriptions.find(({ id }) => wanted.endpoint.endsWith(sendPath(id)));
    if (!subscription) return void response.status(404).json({ error: 'There is no such subscription.' });
    await state.put({ ...subscription, gone: wanted.status });
    response.json({ ok: true });
  });
  router.post('/answer', async (request, response) => {
    const mood = z
      .object({ status: z.number().int(), retryAfter: z.number().exactOptional(), times: z.number().int() })
      .parse(request.body);
    await state.put({ kind: 'mood', id: 'mood', ...mood });
    response.json({ ok: true });
  });
  router.get('/messages.json', (_request, response) => void response.json(state.notices));
  router.get('/refused', (_request, response) => void response.json(state.refused));
  return router;
}

/** A screen shows one of a tag. */
export async function replaceByTag(state: PushState, { to, tag }: Pick<Notice, 'to' | 'tag'>): Promise<void> {
  for (const old of state.notices)
    if (old.to === to && old.tag === tag && !old.replaced) await state.put({ ...old, replaced: true });
}
