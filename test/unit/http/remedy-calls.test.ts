/** The webhook of an action: what leaves, how it is signed, and what a slow, failing, refusing or lying receiver is told as. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRemedyCalls } from '../../../src/adapters/actions/remedies.ts';
import type { Remedy } from '../../../src/incident/domain/remedy.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
let server: Server;
let base = '';
let seen: Seen[] = [];
/** What the receiver does; undefined never answers. */
let answer: { status: number; body?: string; headers?: Record<string, string> } | undefined;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  answer = { status: 200, body: '{}' };
});

const SECRET = 'of-the-stage';
const NOW = 1_559_721_600_000;
const calls = createRemedyCalls({
  env: { ACTION_SECRET_STAGE: SECRET, SLACK_BOT_TOKEN: 'never' },
  realNow: () => NOW,
});
const remedy = (more: Partial<Remedy> = {}): Remedy => ({
  name: 'restart',
  title: 'Restart',
  does: 'Restarts it.',
  kinds: [],
  rooms: [],
  alerts: {},
  lock: 'crew',
  webhook: `${base}/hook?unit=1`,
  dryRun: `${base}/dry`,
  secret: 'ACTION_SECRET_STAGE',
  readBack: { url: `${base}/state`, field: 'a.state', value: 'fine', within: '5s' },
  timeout: '1s',
  resolves: false,
  ...more,
});
const order = { action: 'restart', run: 'r1', room: 'Main', page: 'P1', at: '2019-06-05T08:00:00Z' };

describe('a call', () => {
  it('is signed over its time, key, method, path and body, as docs/operators.md says', async () => {
    expect(await calls.call(remedy(), order)).toEqual({ ok: true, detail: '200', again: false });
    const [{ method = '', url = '', headers = {}, body = '' } = {}] = seen;
    expect([method, url]).toEqual(['POST', '/hook?unit=1']);
    expect(JSON.parse(body)).toEqual({ ...order, dryRun: false });
    expect(headers).toMatchObject({ 'idempotency-key': 'r1', 'x-callboard-timestamp': '1559721600' });
    const signed = `1559721600.r1.POST./hook?unit=1.${body}`;
    const wanted = createHmac('sha256', SECRET).update(signed).digest('hex');
    expect(headers['x-callboard-signature']).toBe(`v1=${wanted}`);
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [400, false],
    [403, false],
    [404, false],
  ])('that is answered %i says whether to try again: %s', async (status, again) => {
    answer = { status };
    expect(await calls.call(remedy(), order)).toEqual({ ok: false, detail: String(status), again });
  });

  it('that is slow ends with its time-out', async () => {
    answer = undefined;
    expect(await calls.call(remedy(), order)).toEqual({ ok: false, detail: 'timeout', again: true });
  });

  it('is never led elsewhere, nor to where nobody is', async () => {
    answer = { status: 302, headers: { location: `${base}/elsewhere` } };
    expect(await calls.call(remedy(), order)).toMatchObject({ ok: false, detail: 'unreachable' });
    expect(seen.map(({ url }) => url)).toEqual(['/hook?unit=1']);
    expect(await calls.call(remedy({ webhook: 'http://127.0.0.1:1/' }), order)).toMatchObject({ ok: false });
  });

  it('does not leave without its own secret: no other of the environment signs it', async () => {
    for (const secret of ['ACTION_SECRET_OTHER', 'SLACK_BOT_TOKEN']) {
      expect(calls.hasSecret(remedy({ secret }))).toBe(false);
      expect(await calls.call(remedy({ secret }), order)).toMatchObject({
        ok: false,
        detail: 'no-secret',
        again: false,
      });
    }
    expect(seen).toEqual([]);
  });
});

describe('a dry run', () => {
  it('says what it would do, in words of a length that a message takes', async () => {
    answer = { status: 200, body: JSON.stringify({ says: `It is on.\u202e ${'x'.repeat(1000)}` }) };
    const said = await calls.dryRun(remedy(), order);
    expect(said).toMatchObject({ ok: true, says: expect.stringMatching(/^It is on\. x+…$/) });
    expect(said?.ok && said.says.length).toBe(500);
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ dryRun: true });
    expect(seen[0]).toMatchObject({ url: '/dry', headers: { 'idempotency-key': 'dry-r1' } });
  });

  it.each(['', 'null', '[]', '{"says":1}', '{"says":""}', 'not json', 'x'.repeat(100_000)])(
    'that has no words is not taken for some (%#)',
    async (body) => {
      answer = { status: 200, body };
      expect(await calls.dryRun(remedy(), order)).toEqual({ ok: false, detail: 'not-json' });
    },
  );

  it('is asked of nobody where there is none', async () => {
    const { dryRun: _, ...without } = remedy();
    expect(await calls.dryRun(without, order)).toBeUndefined();
    expect(seen).toEqual([]);
  });
});

describe('a read-back', () => {
  it.each([
    ['{"a":{"state":"fine"}}', true, 'other-state'],
    ['{"a":{"state":"broken"}}', false, 'other-state'],
    ['{"a":"fine"}', false, 'other-state'],
    ['fine', false, 'not-json'],
    [`{"a":"${'x'.repeat(100_000)}"}`, false, 'too-long'],
  ])('of %.25s… is %s', async (body, ok, detail) => {
    answer = { status: 200, body };
    expect(await calls.readBack(remedy(), 'r1')).toEqual({ ok, detail, again: true });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/state', body: '' });
  });

  it('of a server that fails says so', async () => {
    answer = { status: 500, body: '{"a":{"state":"fine"}}' };
    expect(await calls.readBack(remedy(), 'r1')).toMatchObject({ ok: false, detail: '500' });
  });
});
