/**
 * What opens one event's doors opens no other's: links, cookies, tokens, signatures and streams, below the name of each
 * and over the one port that they share.
 */
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { hasLocalSlack, until } from '../support/local-slack.ts';
import { hasRedis } from '../support/redis.ts';
import { COMMON_URL, type EventOfTwo, ROOM, startTwoEvents, type TwoEvents } from '../support/two-events.ts';

const STAGE = `/stage/${encodeURIComponent(ROOM)}`;

describe.skipIf(!hasRedis || !hasLocalSlack)('the doors of two events in one process', () => {
  let two: TwoEvents;
  /** Each event, and the other one. */
  let pairs: readonly (readonly [EventOfTwo, EventOfTwo])[];
  beforeAll(async () => {
    two = await startTwoEvents();
    pairs = [
      [two.a, two.b],
      [two.b, two.a],
    ];
  });
  afterAll(() => two?.stop());

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${two.origin}${path}`, { redirect: 'manual', ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  /** The address in an answer, without what all have in common: `/conf-a/board?key=…`. */
  async function linkOf(event: EventOfTwo, command: string, text: string, door: string): Promise<string> {
    const address = new RegExp(`${COMMON_URL}(/[\\w-]+${door}[\\w%./?=-]*)`);
    const [, path = ''] = address.exec(await event.answer(command, text, address)) ?? [];
    expect(path.startsWith(`/${event.name}${door}`), path).toBe(true);
    return path;
  }
  const tokenOf = (path: string) => new URL(path, two.origin).searchParams.get('key') ?? '';

  it('a link to the control room opens its own, and leaves a cookie for that alone', async () => {
    for (const [own, other] of pairs) {
      const link = await linkOf(own, '/callboard', 'board', '/board');
      const key = tokenOf(link);
      expect(key.length).toBeGreaterThan(20);
      const opened = await ask(link);
      expect([opened.status, opened.headers.get('location')]).toEqual([303, `/${own.name}/board`]);
      const cookie = opened.headers.get('set-cookie') ?? '';
      expect(cookie).toContain(`Path=/${own.name}/board;`);
      expect(cookie).toMatch(/HttpOnly.*SameSite=Lax.*Secure/);
      const headers = { cookie: cookie.split(';')[0] ?? '' };
      const page = await ask(`/${own.name}/board`, { headers });
      expect([page.status, page.text]).toEqual([200, expect.stringContaining(`The event ${own.name}`)]);
      // Nothing on it leads to the other, nor to the root, where no event is.
      expect(page.text).toContain(`/${own.name}/board/events`);
      expect(page.text).not.toContain(other.name);
      for (const [, to] of page.text.matchAll(/(?:href|src|data-from|data-src)="(\/[^"]*)"/g))
        expect(to?.startsWith(`/${own.name}/`), to).toBe(true);
      for (const door of [
        'board',
        'board/events',
        'board/queues',
        'board/queues/bull',
        'board/postmortems',
      ]) {
        expect((await ask(`/${other.name}/${door}?key=${key}`)).status, door).toBe(401);
        // As no browser sends it: the cookie is for another path.
        expect((await ask(`/${other.name}/${door}`, { headers })).status, door).toBe(401);
        expect((await ask(`/${door}?key=${key}`, { headers })).status, door).toBe(404);
      }
    }
  });

  it('a link to a stage opens its own, though both have a room of that name', async () => {
    for (const [own, other] of pairs) {
      const link = await linkOf(own, '/agenda', `clock ${ROOM}`, STAGE);
      const opened = await ask(link);
      expect([opened.status, opened.headers.get('location')]).toEqual([303, `/${own.name}${STAGE}`]);
      const cookie = opened.headers.get('set-cookie') ?? '';
      expect(cookie).toContain(`Path=/${own.name}${STAGE};`);
      const headers = { cookie: cookie.split(';')[0] ?? '' };
      expect((await ask(`/${own.name}${STAGE}`, { headers })).text).toContain(`The event ${own.name}`);
      const bearer = { authorization: `Bearer ${tokenOf(link)}` };
      expect((await ask(`/${own.name}${STAGE}/state`, { headers: bearer })).status).toBe(200);
      for (const door of ['', '/state', '/events', '/socket'])
        for (const sent of [headers, bearer])
          expect((await ask(`/${other.name}${STAGE}${door}`, { headers: sent })).status, door).toBe(401);
      const worker = await ask(`/${own.name}${STAGE}/worker.js`);
      expect(worker.headers.get('service-worker-allowed')).toBe(`/${own.name}${STAGE}`);
      expect((await ask(`${STAGE}/worker.js`)).status).toBe(404);
      const say = { method: 'POST', headers: bearer, body: 'text=x' };
      expect((await ask(`/${other.name}${STAGE}/say`, say)).status).toBe(401);
    }
  });

  const open = (path: string) => new WebSocket(`${two.origin.replace('http', 'ws')}${path}`);
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve) => {
      const socket = open(path);
      socket.on('error', () => {});
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
    });

  it('streams of each, over WebSockets and as server-sent events, tell of their own', async () => {
    const heard = new Map<string, string>();
    const add = (name: string, text: string) => heard.set(name, `${heard.get(name) ?? ''}${text}`);
    const closing: (() => void)[] = [];
    const tokens = new Map<string, string>();
    for (const [own, other] of pairs) {
      const key = tokenOf(await linkOf(own, '/agenda', `clock ${ROOM}`, STAGE));
      tokens.set(own.name, key);
      expect(await statusOf(`/${other.name}${STAGE}/socket?key=${key}`)).toBe(401);
      expect(await statusOf(`${STAGE}/socket?key=${key}`)).toBe(404);
      const socket = open(`/${own.name}${STAGE}/socket?key=${key}`);
      socket.on('message', (data) => add(`${own.name} socket`, String(data)));
      const over = new AbortController();
      closing.push(
        () => socket.close(),
        () => over.abort(),
      );
      const stream = await fetch(`${two.origin}/${own.name}${STAGE}/events?key=${key}`, {
        signal: over.signal,
      });
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
      void (async () => {
        for await (const part of stream.body ?? []) add(`${own.name} events`, Buffer.from(part).toString());
      })().catch(() => {});
    }
    for (const [own] of pairs) {
      const headers = {
        authorization: `Bearer ${tokens.get(own.name)}`,
        'content-type': 'application/x-www-form-urlencoded',
      };
      const said = await ask(`/${own.name}${STAGE}/say`, {
        ...{ method: 'POST', headers, body: `text=only+for+${own.name}` },
      });
      expect(said.status).toBe(200);
    }
    const kinds = ['socket', 'events'];
    for (const [own] of pairs)
      for (const kind of kinds)
        await until(`${own.name} ${kind}`, () =>
          heard.get(`${own.name} ${kind}`)?.includes(`only for ${own.name}`) ? true : undefined,
        );
    for (const [own, other] of pairs)
      for (const kind of kinds)
        expect(heard.get(`${own.name} ${kind}`)).not.toContain(`only for ${other.name}`);
    for (const close of closing) close();
  });

  it('a hook’s token pages its own event’s people, and opens nothing at the other', async () => {
    const hook = (at: string, token: string) =>
      ask(`${at}/hooks/generic`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id: token, message: 'The projector is too warm' }),
      });
    for (const [own, other] of pairs) {
      expect((await hook(`/${other.name}`, own.hookToken)).status).toBe(401);
      expect((await hook('', own.hookToken)).status).toBe(404);
      const before = await other.store.facts({ about: 'hook:K1' });
      const taken = await hook(`/${own.name}`, own.hookToken);
      expect([taken.status, JSON.parse(taken.text)]).toEqual([
        200,
        expect.objectContaining({ pages: expect.arrayContaining([expect.any(String)]) }),
      ]);
      expect(await other.store.facts({ about: 'hook:K1' })).toEqual(before);
    }
  });

  it('a calendar’s link is found at its own event alone', async () => {
    for (const [own, other] of pairs) {
      const link = await linkOf(own, '/rota', 'feed', '/feeds/rota/');
      const calendar = await ask(link);
      expect([calendar.status, calendar.text]).toEqual([200, expect.stringContaining('BEGIN:VCALENDAR')]);
      expect((await ask(link.replace(own.name, other.name))).status).toBe(404);
      expect((await ask(link.replace(`/${own.name}`, ''))).status).toBe(404);
    }
  });

  it('a provider’s callback is signed for its event’s address, by its event’s token', async () => {
    const form = { CallSid: 'CA1', CallStatus: 'completed' };
    const call = (at: string, signedFor: string, token: string) =>
      ask(`${at}/twilio/status/N1?attempt=1`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': twilio.getExpectedTwilioSignature(
            token,
            `${COMMON_URL}${signedFor}/twilio/status/N1?attempt=1`,
            form,
          ),
        },
        body: new URLSearchParams(form).toString(),
      });
    for (const [own, other] of pairs) {
      const [at, elsewhere] = [`/${own.name}`, `/${other.name}`];
      expect((await call(at, at, own.twilioToken)).status).not.toBe(403);
      expect((await call(at, at, other.twilioToken)).status).toBe(403);
      expect((await call(at, elsewhere, own.twilioToken)).status).toBe(403);
      expect((await call(elsewhere, at, own.twilioToken)).status).toBe(403);
      expect((await call(elsewhere, elsewhere, own.twilioToken)).status).toBe(403);
      expect((await call('', '', own.twilioToken)).status).toBe(404);
    }
  });

  it('says where machines send to, and at a name of nobody’s that each event is below its own', async () => {
    for (const [own, other] of pairs) {
      const settings = await own.answer('/callboard', 'settings', /hooks\/alertmanager/);
      expect(settings).toContain(`${COMMON_URL}/${own.name}/hooks/alertmanager`);
      expect(settings).not.toContain(other.name);
      const index = await ask(`/${own.name}`);
      expect([index.status, index.text]).toEqual([200, expect.stringContaining(`The event ${own.name}`)]);
      expect((await ask(`/${own.name}/nothing`)).status).toBe(404);
    }
    for (const path of ['/', '/conf', '/conf-ab/board', '/conf-z', '/board', '/slack/events'])
      expect(await ask(path), path).toMatchObject({
        status: 404,
        text: 'There is nothing here: each event is below its own name, such as /NAME/board.\n',
      });
  });
});
