/** Web push and ntfy: the channels' suite, against the sandbox's strict peers, and what each of their answers means. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpush from 'web-push';
import { createPost } from '../../../src/adapters/http/post.ts';
import { ntfyChannel } from '../../../src/adapters/ntfy/channel.ts';
import { pushChannel } from '../../../src/adapters/webpush/channel.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { OUTGOING } from '../../../src/core/outgoing-limits.ts';
import type { Post, PostAnswer } from '../../../src/core/ports/post.ts';
import { answerToken } from '../../../src/page/domain/devices.ts';
import { PushMessage } from '../../../src/page/domain/push-message.ts';
import { NTFY_SANDBOX_TOKEN, ntfyServer } from '../../../src/sandbox/push/ntfy.ts';
import { asJson, pushService, subscribe } from '../../../src/sandbox/push/service.ts';
import { PushState } from '../../../src/sandbox/push/state.ts';
import { channelConformance, outgoingTo, type Provided } from '../../support/channel-conformance.ts';

const KEYS = webpush.generateVAPIDKeys();
const OTHER_KEYS = webpush.generateVAPIDKeys();
const AT = '2019-06-01T00:00:00Z';
const TOPIC = 'callboard-n3v3rshownt0anyb0dy';

/** A Redis that forgets at once: the state is in memory, and a test has no second process. */
const forgetful = { hvals: async () => [], hset: async () => 0 } as never;

let server: Server;
let origin = '';
let state: PushState;
let vera: Person;

/** Somebody with so many devices, each subscribed for this key of ours. */
async function personWith(devices: number, key = KEYS.publicKey): Promise<Person> {
  const made = await Promise.all(
    Array.from({ length: devices }, async (_, i) => {
      const { endpoint, keys } = asJson(await subscribe(state, key), origin);
      return {
        ...{ id: `d${i + 1}`, name: `Phone ${i + 1}`, endpoint, ...keys, key },
        ...{ secret: `secret-${i + 1}`, check: 'c', addedAt: AT, checkedAt: AT, verifiedAt: AT },
      };
    }),
  );
  const ntfy = {
    topic: TOPIC,
    secret: 'topic-secret',
    check: 'c',
    addedAt: AT,
    checkedAt: AT,
    verifiedAt: AT,
  };
  return { id: 'UVOL', name: 'Vera', devices: made, ntfy };
}

beforeAll(async () => {
  state = await PushState.open(forgetful, 'test');
  const app = express();
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.use('/sandbox/push', pushService({ state, origin, now: () => AT, arrived: () => {} }));
  app.use('/ntfy', ntfyServer({ state, now: () => AT }));
  Object.assign(reachable, await personWith(1));
  vera = reachable;
});
afterAll(() => server.close());

/** Filled before the first test: the suite wants somebody when it is described. */
const reachable: Person = { id: 'UVOL', name: 'Vera' };

const goneDevices: string[] = [];
const push = (post: Post, keys = KEYS) =>
  pushChannel({
    ...{ keys, subject: 'mailto:ops@example.org', post },
    gone: async (person, device) => void goneDevices.push(`${person}/${device}`),
    recall: async (_, about) => ({ person: vera, title: `${about}: somebody has it` }),
  });
const ntfy = (post: Post) =>
  ntfyChannel({
    ...{ server: `${origin}/ntfy`, token: NTFY_SANDBOX_TOKEN, publicUrl: 'https://callboard.example', post },
    recall: async (_, about) => ({ person: vera, title: `${about}: somebody has it` }),
  });
const real = createPost({ allowLoopback: true });
const answering =
  (status: number, retryAfter?: number): Post =>
  async (): Promise<PostAnswer> => ({ status, retryAfter });
const lost: Post = async () => {
  throw new Error('no answer in time');
};

const provided = (make: (post: Post) => ReturnType<typeof push>, post: Post) => (): Provided => {
  const before = state.notices.length;
  const mine = () => state.notices.slice(before);
  return { channel: make(post), left: () => mine().length, last: () => mine().at(-1)?.text ?? '' };
};

for (const [name, make, secret] of [
  ['push', push, '/sandbox/push/send/'],
  ['ntfy', ntfy, TOPIC],
] as const)
  channelConformance({
    ...{ name, reachable, secret },
    works: provided(make, real),
    refuses: provided(make, answering(name === 'push' ? 410 : 403)),
    busy: provided(make, answering(429, 3)),
    gone: provided(make, lost),
  });

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (e) => e,
  );

describe('web push', () => {
  it('is encrypted for each device, with what it may answer with, high and for the page’s own minutes', async () => {
    const two = await personWith(2);
    const before = state.notices.length;
    await push(real).send(outgoingTo(two, { notice: NOTICE }));
    const arrived = state.notices.slice(before);
    expect(arrived.map(({ headers }) => headers)).toEqual([
      { ttl: '300', urgency: 'high' },
      { ttl: '300', urgency: 'high' },
    ]);
    const messages = arrived.map(({ text }) => PushMessage.parse(JSON.parse(text)));
    expect(messages[0]).toMatchObject({
      kind: 'page',
      tag: 'P3',
      ack: 'Acknowledge',
      pass: 'Pass on',
      p: 'UVOL',
    });
    expect(messages.map(({ d, t }) => [d, t]).sort()).toEqual([
      ['d1', answerToken('secret-1', 'n-7fz2')],
      ['d2', answerToken('secret-2', 'n-7fz2')],
    ]);
  });

  it('has no address for whoever confirmed nothing, or was allowed for another key', async () => {
    const one = await personWith(1);
    const [device] = one.devices ?? [];
    const { verifiedAt: _, ...unconfirmed } = device ?? ({} as never);
    expect(push(real).address({ ...one, devices: [unconfirmed] })).toBeUndefined();
    expect(push(real, OTHER_KEYS).address(one)).toBeUndefined();
    expect(push(real).address(one)).toBe('Phone 1');
  });

  it('cuts words so that a push service takes them', async () => {
    const one = await personWith(1);
    const long = { ...NOTICE, title: 'ñ'.repeat(500), body: '🔥 Todo arde. '.repeat(600) };
    await push(real).send(outgoingTo(one, { notice: long }));
    const last = state.notices.at(-1);
    expect(Buffer.byteLength(last?.text ?? '')).toBeLessThanOrEqual(3_000);
    expect(last?.body).toContain('Todo arde');
  });

  it.each([
    [404, 'push-gone'],
    [410, 'push-gone'],
    [413, 'push-too-large'],
    [403, 'push-refused'],
    [400, 'push-refused'],
  ])('takes %i as %s, for good', async (status, code) => {
    goneDevices.length = 0;
    const error = await failureOf(push(answering(status)).send(outgoingTo(vera)));
    expect(error).toBeInstanceOf(PermanentError);
    expect((error as PermanentError).code).toBe(code);
    expect(goneDevices).toEqual(code === 'push-gone' ? ['UVOL/d1'] : []);
  });

  it('is patient with a service that says for how long, but not beyond what a page has', async () => {
    const soon = await failureOf(push(answering(429, 12)).send(outgoingTo(vera)));
    expect(soon).toMatchObject({ seconds: 12 });
    const late = await failureOf(push(answering(429, 900)).send(outgoingTo(vera)));
    expect(late).not.toBeInstanceOf(RetryLater);
    expect(late).not.toBeInstanceOf(PermanentError);
    expect(await failureOf(push(answering(503)).send(outgoingTo(vera)))).not.toBeInstanceOf(PermanentError);
  });

  it('reaches whom it can: one device that is gone is forgotten, and the other rings', async () => {
    goneDevices.length = 0;
    const two = await personWith(2);
    const first = state.subscriptions.find(({ id }) => two.devices?.[0]?.endpoint.endsWith(id));
    if (first) await state.put({ ...first, gone: 410 });
    const { reference } = await push(real).send(outgoingTo(two, { notice: NOTICE }));
    expect(reference).toBe('P3/UVOL/n-7fz2');
    expect(goneDevices).toEqual(['UVOL/d1']);
  });

  it('a key that nothing can be encrypted for is refused, not tried again', async () => {
    const one = await personWith(1);
    const [device] = one.devices ?? [];
    const broken = { ...one, devices: device ? [{ ...device, p256dh: 'AAAA' }] : [] };
    expect(await failureOf(push(real).send(outgoingTo(broken)))).toMatchObject({ code: 'push-refused' });
  });

  it('takes the place of what it brought when it is over', async () => {
    const channel = push(real);
    const { reference } = await channel.send(outgoingTo(vera, { notice: NOTICE }));
    await channel.withdraw?.(reference);
    const last = state.notices.at(-1);
    expect(last).toMatchObject({ tag: 'P3', title: 'P3: somebody has it', buttons: [] });
    expect(
      state.notices.filter(({ to, tag, replaced }) => to === last?.to && tag === 'P3' && !replaced),
    ).toHaveLength(1);
  });

  it('meets a service that is as strict as those outside', async () => {
    const [device] = vera.devices ?? [];
    if (!device) throw new Error('no device');
    const send = async (change: (details: webpush.RequestDetails) => void, keys = KEYS) => {
      const { endpoint, p256dh, auth } = device;
      const details = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, '{}', {
        vapidDetails: { subject: 'mailto:ops@example.org', ...keys },
        TTL: 60,
        contentEncoding: 'aes128gcm',
      });
      change(details);
      const { headers, body } = details;
      const { 'Content-Length': _, ...rest } = headers as Record<string, string>;
      return (await fetch(endpoint, { method: 'POST', headers: rest, body: new Uint8Array(body ?? []) }))
        .status;
    };
    const without = (name: string) => (details: webpush.RequestDetails) =>
      void delete (details.headers as Record<string, string>)[name];
    expect(await send(without('TTL'))).toBe(400);
    expect(await send(without('Authorization'))).toBe(403);
    expect(await send(without('Content-Encoding'))).toBe(415);
    expect(await send(() => {}, OTHER_KEYS)).toBe(403);
    expect(await send((details) => void Object.assign(details, { body: Buffer.alloc(200, 7) }))).toBe(400);
    expect(await send((details) => void Object.assign(details, { body: Buffer.alloc(5_000, 7) }))).toBe(413);
    expect(
      await send((details) => {
        const { endpoint: _, ...elsewhere } = details;
        const other = webpush.getVapidHeaders(
          'https://elsewhere.example',
          'mailto:a@b.org',
          KEYS.publicKey,
          KEYS.privateKey,
          'aes128gcm',
        );
        Object.assign(elsewhere.headers, other);
      }),
    ).toBe(403);
  });
});

describe('ntfy', () => {
  it('publishes as its documentation says: buttons that answer us, loud where it is critical', async () => {
    await ntfy(real).send(outgoingTo(vera, { notice: NOTICE, urgent: true }));
    const sent = JSON.parse(state.notices.at(-1)?.text ?? '{}');
    expect(sent).toMatchObject({
      topic: TOPIC,
      title: 'P3 Main stage',
      priority: 5,
      tags: ['rotating_light'],
    });
    expect(sent.sequence_id).toBe('P3');
    expect(sent.actions.map(({ label }: { label: string }) => label)).toEqual(['Acknowledge', 'Pass on']);
    expect(sent.actions[0]).toMatchObject({
      ...{ action: 'http', method: 'POST', clear: true, url: 'https://callboard.example/push/answer' },
      body: JSON.stringify({
        ...{ verb: 'ack', n: 'n-7fz2', p: 'UVOL', d: 'ntfy' },
        t: answerToken('topic-secret', 'n-7fz2'),
      }),
    });
  });

  it('says quietly that it is over, in the place of the first', async () => {
    await ntfy(real).withdraw?.('P3/UVOL/n-7fz2');
    const sent = JSON.parse(state.notices.at(-1)?.text ?? '{}');
    expect(sent).toMatchObject({ sequence_id: 'P3', priority: 2, title: 'P3: somebody has it' });
    expect(sent.actions).toBeUndefined();
  });
});

describe('a post to an address that somebody gave', () => {
  const toOwn = createPost();
  it.each([
    'http://push.example.org/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://10.0.0.7/x',
    'https://169.254.169.254/latest',
    'https://user:word@push.example.org/x',
    'file:///etc/passwd',
    'nonsense',
  ])('is never made to %s', async (address) => {
    const error = await failureOf(toOwn(address, { headers: {}, body: '' }));
    expect(error).toMatchObject({ code: 'address-refused' });
    expect(String(error)).not.toContain('push.example');
  });

  it('follows no redirect, and ends in time', async () => {
    const app = express();
    app.post('/moved', (_request, response) => void response.redirect(307, '/sandbox'));
    app.post('/slow', () => {});
    const slow = createServer(app).listen(0, '127.0.0.1');
    await new Promise((done) => slow.once('listening', done));
    const base = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const post = createPost({ allowLoopback: true, limit: { ...OUTGOING.push, timeoutMs: 200 } });
    expect(await post(`${base}/moved`, { headers: {}, body: '' })).toMatchObject({ status: 307 });
    const error = await failureOf(post(`${base}/slow`, { headers: {}, body: '' }));
    expect(error).toMatchObject({ message: 'no answer in time' });
    slow.closeAllConnections();
    slow.close();
  });
});

const NOTICE = {
  ...{ about: 'P3', title: 'P3 Main stage', body: 'Projector is dead' },
  ...{ acknowledge: 'Acknowledge', pass: 'Pass on' },
};
