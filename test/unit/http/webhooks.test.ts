/** What leaves for an address outside: signed, never inside, never along a redirect, bounded; and the watchdog. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  checkPaging,
  type Paging,
  pingWatchdog,
  startWatchdog,
} from '../../../src/adapters/http/watchdog.ts';
import { createWebhooks } from '../../../src/adapters/http/webhooks.ts';
import type { QueueName } from '../../../src/core/commit.ts';

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const delivery = (url: string) => ({
  url,
  secret: 'cbs_x',
  key: 'e1',
  contentType: 'application/cloudevents+json',
  body: '{"id":"e1"}',
});
const local = () => createWebhooks({ allowLoopback: true, timeoutMs: 300, realNow: () => 1_559_725_920_500 });

describe('a delivery', () => {
  it('is signed over timestamp and body, with the event’s id', async () => {
    let got: { headers: IncomingHttpHeaders; body: string } | undefined;
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      got = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      response.writeHead(202).end('thanks');
    });
    expect(await local().deliver(delivery(`${url}/in`))).toEqual({ ok: true });
    const signed = createHmac('sha256', 'cbs_x').update('1559725920.{"id":"e1"}').digest('hex');
    expect(got?.body).toBe('{"id":"e1"}');
    expect(got?.headers).toMatchObject({
      'x-callboard-timestamp': '1559725920',
      'x-callboard-signature': `v1=${signed}`,
      'idempotency-key': 'e1',
      'content-type': 'application/cloudevents+json',
    });
    expect(JSON.stringify(got)).not.toContain('cbs_x');
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked++;
      response.writeHead(302, { location: `http://${request.headers.host}/elsewhere` }).end();
    });
    expect(await local().deliver(delivery(url))).toEqual({ ok: false, code: 'redirect' });
    expect(asked).toBe(1);
  });

  it.each([
    [503, '503'],
    [410, '410'],
  ])('says that it answered %s', async (status, code) => {
    const url = await serve((_request, response) => void response.writeHead(status).end());
    expect(await local().deliver(delivery(url))).toEqual({ ok: false, code });
  });

  it('waits for nobody for ever, and leaves one that fails alone for a while', async () => {
    let asked = 0;
    const url = await serve(() => void asked++);
    const webhooks = local();
    for (let i = 0; i < 5; i++)
      expect(await webhooks.deliver(delivery(url))).toEqual({ ok: false, code: 'timeout' });
    expect(asked).toBe(3);
  });

  it('holds few connections to one host', async () => {
    const waiting: (() => void)[] = [];
    const url = await serve((_request, response) => void waiting.push(() => response.writeHead(204).end()));
    const webhooks = createWebhooks({ allowLoopback: true });
    const all = Array.from({ length: 6 }, () => webhooks.deliver(delivery(url)));
    expect(await Promise.all(all.slice(4))).toEqual([
      { ok: false, code: 'busy' },
      { ok: false, code: 'busy' },
    ]);
    await vi.waitFor(() => expect(waiting).toHaveLength(4));
    for (const answer of waiting) answer();
    expect(await Promise.all(all.slice(0, 4))).toEqual(Array(4).fill({ ok: true }));
  });
});

describe('where it may go', () => {
  it.each([
    ['https://10.0.0.1/x', 'private'],
    ['https://169.254.169.254/latest', 'private'],
    ['https://127.0.0.1/x', 'private'],
    ['https://[::1]/x', 'private'],
    ['http://example.org/x', 'https'],
    ['ftp://example.org', 'form'],
    ['https://a:b@example.org', 'form'],
    ['nonsense', 'form'],
  ])('%s is refused: %s', async (url, why) => {
    const guarded = createWebhooks();
    expect(await guarded.refuses(url)).toBe(why);
    expect(await guarded.deliver(delivery(url))).toEqual({ ok: false, code: why });
  });

  it('a host that the operator names may be inside, with plain http', async () => {
    const url = await serve((_request, response) => void response.writeHead(204).end());
    const webhooks = createWebhooks({ privateHosts: ['127.0.0.1'] });
    expect(await webhooks.refuses(url)).toBeUndefined();
    expect(await webhooks.deliver(delivery(url))).toEqual({ ok: true });
    expect(await webhooks.refuses('http://10.0.0.1')).toBe('https');
  });
});

/** An outbox with these jobs due in its queues, and one of a page handed out. */
function standing(
  oldest: Partial<Record<QueueName, Temporal.Instant>>,
  handedOut?: Temporal.Instant,
): Paging['store'] {
  const of = (queue: QueueName) => ({
    ...{ waiting: 9, late: 0, leased: 0, retried: 0, due: oldest[queue] ? 1 : 0 },
    oldest: oldest[queue],
  });
  const job = { id: 'notify:1', name: 'notify', queue: 'pages' as const, attemptsMade: 0, revision: 1 };
  return {
    outboxCounts: async () => ({
      pages: of('pages'),
      reminders: of('reminders'),
      chores: of('chores'),
      webhooks: of('webhooks'),
    }),
    outboxPart: async () => (handedOut ? [{ ...job, at: handedOut }] : []),
  };
}

describe('the watchdog', () => {
  const now = Temporal.Instant.from('2019-06-05T09:00:00Z');
  const well: Paging = {
    now: () => now,
    store: standing({ chores: now.subtract({ hours: 1 }) }),
    claims: () => true,
    slackWorks: async () => true,
    phonesWork: () => false,
  };
  const off = async () => {
    throw new Error('gone');
  };

  it.each<[string, Partial<Paging>, string | undefined]>([
    ['all is well', {}, undefined],
    ['Slack alone is down', { slackWorks: async () => false, phonesWork: () => true }, undefined],
    ['nobody can be reached', { slackWorks: async () => false }, 'no channel works'],
    ['the store is gone', { store: { outboxCounts: off, outboxPart: off } }, 'no Redis'],
    ['nothing is handed out', { claims: () => false }, 'hands out nothing'],
    ['pages are overdue', { store: standing({ pages: now.subtract({ minutes: 2 }) }) }, 'overdue'],
    ['one of them never ends', { store: standing({}, now.subtract({ minutes: 2 })) }, 'overdue'],
    ['one of them has just begun', { store: standing({}, now.subtract({ seconds: 5 })) }, undefined],
  ])('when %s', async (_when, more, wrong) => {
    const asked = checkPaging({ ...well, ...more });
    if (wrong === undefined) await expect(asked).resolves.toBeUndefined();
    else await expect(asked).rejects.toThrow(wrong);
  });

  it('is called while pages can be handed out, and not else', async () => {
    let pings = 0;
    const url = await serve((_request, response) => {
      pings++;
      response.end('OK');
    });
    let works = true;
    const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const able = async () => {
      if (!works) throw new Error('no channel works');
    };
    const watchdog = startWatchdog({ url, able, log, every: 20 });
    await vi.waitFor(() => expect(pings).toBeGreaterThan(2));
    works = false;
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledTimes(1));
    const before = pings;
    await vi.waitFor(() => expect(pings).toBe(before));
    works = true;
    await vi.waitFor(() => expect(pings).toBeGreaterThan(before));
    watchdog.stop();
    expect(log.warn.mock.calls).toEqual([[{ reason: 'no channel works' }, 'the watchdog is not called']]);
  });

  it('names no address in what it says', async () => {
    const url = await serve((_request, response) => void response.writeHead(404).end());
    await expect(pingWatchdog(`${url}/s3cret`)).rejects.toThrow(/^WATCHDOG_URL answers 404$/);
    await expect(pingWatchdog('http://127.0.0.1:1/s3cret')).rejects.toThrow(/^WATCHDOG_URL does not answer$/);
  });
});
