/** What says that Slack cannot be reached, what is an answer, and what jobs do meanwhile. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChat } from '../../../src/adapters/slack/chat.ts';
import { answers } from '../../../src/adapters/slack/reach.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';

type Answer = { status: number; body?: object; headers?: Record<string, string> } | 'hang up';

let server: Server;
let apiUrl = '';
let answer: Answer;
let asked = 0;
let unreachable = 0;
let lost = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked++;
    if (answer === 'hang up') return void request.socket.destroy();
    const { status, body = { ok: true, channel: 'D1', ts: '1.1' }, headers } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [asked, unreachable, lost] = [0, 0, false];
  answer = { status: 200 };
});

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const open = () =>
  createChat({
    ...{ token: 'xoxb-x', apiUrl, log, priority: 'reminders' },
    onUnreachable: () => unreachable++,
    isLost: async () => lost,
  });
const send = (chat: ReturnType<typeof open>) => chat.dm('U1', { text: mrkdwn`Your talk is next` });

const SILENT: readonly (readonly [string, Answer])[] = [
  ['a closed connection', 'hang up'],
  ['HTTP 500', { status: 500 }],
  ['HTTP 503', { status: 503 }],
  ['internal_error', { status: 200, body: { ok: false, error: 'internal_error' } }],
  ['service_unavailable', { status: 200, body: { ok: false, error: 'service_unavailable' } }],
];
const SPEAKS: readonly (readonly [string, Answer])[] = [
  ['ok', { status: 200 }],
  ['a refusal', { status: 200, body: { ok: false, error: 'channel_not_found' } }],
  ['a refused token', { status: 200, body: { ok: false, error: 'token_revoked' } }],
  ['ratelimited', { status: 429, headers: { 'retry-after': '7' } }],
];

describe('Slack', () => {
  it.each(SILENT)('is out of reach by %s', async (_, said) => {
    answer = said;
    const chat = open();
    expect(await answers(chat)).toBe(false);
    await expect(send(chat)).rejects.not.toBeInstanceOf(RetryLater);
    expect(unreachable).toBe(2);
  });

  it.each(SPEAKS)('is there by %s', async (_, said) => {
    answer = said;
    expect(await answers(open())).toBe(true);
    expect(unreachable).toBe(0);
  });

  it('that fails again and again is left alone, and a job that is refused keeps its attempts', async () => {
    answer = { status: 503 };
    const chat = open();
    for (let tries = 0; tries < 5; tries++) await expect(send(chat)).rejects.toThrow('HTTP 503');
    const refused = await send(chat).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RetryLater);
    expect(refused).toMatchObject({ providerDown: true, nothingSent: true });
    expect(asked).toBe(5);
  });

  it('that everybody knows to be lost costs no attempt; what was sent is looked for', async () => {
    answer = 'hang up';
    lost = true;
    const refused = await send(open()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RetryLater);
    expect(refused).toMatchObject({ providerDown: true, nothingSent: false });
    expect((refused as RetryLater).seconds).toBeGreaterThanOrEqual(30);
    expect((refused as RetryLater).seconds).toBeLessThan(60);
  });

  it('that is lost still refuses what it refuses', async () => {
    answer = { status: 200, body: { ok: false, error: 'user_not_found' } };
    lost = true;
    await expect(send(open())).rejects.toEqual(new PermanentError('user_not_found'));
  });
});
