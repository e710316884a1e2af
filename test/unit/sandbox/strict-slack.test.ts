/** The strict Slack refuses what the real one does, by its table; the local Slack behind it is made up here. */
import { createServer, type Server } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChat } from '../../../src/adapters/slack/chat.ts';
import { createElapsed } from '../../../src/core/elapsed.ts';
import { openPrivatePlace } from '../../../src/incident/place.ts';
import { createInbound } from '../../../src/sandbox/peers/strict-slack/inbound.ts';
import { manifestScopes } from '../../../src/sandbox/peers/strict-slack/manifest.ts';
import { createPromises } from '../../../src/sandbox/peers/strict-slack/promises.ts';
import { createRates } from '../../../src/sandbox/peers/strict-slack/rates.ts';
import { RULES } from '../../../src/sandbox/peers/strict-slack/rules.ts';
import { type StrictSlack, startStrictSlack } from '../../../src/sandbox/peers/strict-slack/server.ts';
import { freePort } from '../../../src/sandbox/ports.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';

const BOT = 'U0BOT';
const channels = [
  { id: 'C1', name: 'one', is_private: false, is_im: false, members: ['U1', BOT], is_member: true },
  { id: 'C2', name: 'two', is_private: false, is_im: false, members: ['U1'], is_member: false },
  { id: 'C3', name: 'three', is_private: true, is_im: false, members: ['U1'], is_member: false },
  { id: 'D1', name: '', is_private: true, is_im: true, members: ['U1', BOT] },
];

let upstream: Server;
let strict: StrictSlack;
let client: WebClient;
let clock = 0;
let got: string[] = [];
let uses = 0;

beforeEach(async () => {
  clock = 0;
  got = [];
  uses = 0;
  const port = await freePort();
  upstream = createServer((request, response) => {
    const method = (request.url ?? '').slice('/api/'.length);
    got.push(method);
    if (request.url === '/hook') uses++;
    const answers: Record<string, unknown> = {
      'chat.postMessage': { ok: true, channel: 'C1', ts: '1.1' },
      'conversations.list': { ok: true, channels: channels.filter((one) => !one.is_im) },
      'users.list': { ok: true, members: [{ id: 'U1' }, { id: 'U2' }, { id: 'U3' }] },
      'users.info': { ok: true, user: { id: 'U1', team_id: 'T1', profile: { display_name: 'Una' } } },
      'conversations.create': { ok: true, channel: { id: 'G9' } },
      'conversations.invite': { ok: false, error: 'cant_invite' },
      'views.open': { ok: true, view: { id: 'V1', hash: 'h1' } },
    };
    request.resume().once('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(request.url === '/_control/state' ? { channels } : (answers[method] ?? { ok: true })),
      );
    });
  });
  await new Promise<void>((done) => upstream.listen(port, '127.0.0.1', done));
  strict = await startStrictSlack({
    slack: `http://127.0.0.1:${port}`,
    port: await freePort(),
    bot: BOT,
    tokens: { bot: 'xoxb-good', app: 'xapp-good' },
    scopes: manifestScopes(),
    clock: async () => clock,
  });
  client = new WebClient('xoxb-good', {
    slackApiUrl: strict.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
});
afterEach(async () => {
  await strict.close();
  upstream.closeAllConnections();
  await new Promise((done) => upstream.close(done));
});

const errorOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? String(error.code),
  );
const post = (channel: string, more = {}) =>
  errorOf(client.chat.postMessage({ channel, text: 'a text', ...more }));

test('a private incident into whose channel nobody can be asked leaves none behind', async () => {
  const { deps, store } = await fakeWorld('2019-06-05T10:00:00Z', [somebody('U1'), somebody('U2')]);
  const chat = createChat({ token: 'xoxb-good', apiUrl: strict.apiUrl, log: deps.log });
  const incident = { code: 'I123456', declaredBy: 'U1', roles: {}, responders: ['U1', 'U2'] } as never;
  const place = await openPrivatePlace(incident, { ...deps, chat });
  expect(place).toEqual({ incident: 'I123456', members: ['U1', 'U2'] });
  expect(got.filter((method) => method.startsWith('conversations.'))).toEqual([
    'conversations.create',
    'conversations.invite',
    'conversations.invite',
    'conversations.archive',
  ]);
  expect(strict.refused()).toEqual([]);
  expect((await store.outbox()).map(({ id }) => id)).toEqual(['invite-responder:I123456:U2']);
});

describe('a call is held against the table', () => {
  test('membership: public, private, archived, unknown, by id of a person', async () => {
    expect(await post('C1')).toBe('ok');
    expect(await post('C2')).toBe('not_in_channel');
    expect(await post('C3')).toBe('channel_not_found');
    expect(await post('C9')).toBe('channel_not_found');
    expect(await post('U1')).toBe('ok');
    await strict.rule({ bot: 'C1', member: false });
    expect(await post('C1')).toBe('not_in_channel');
    await strict.rule({ bot: 'C1', member: true, archived: 'C1' });
    expect(await post('C1')).toBe('is_archived');
    expect(strict.refused().map((one) => one.error)).toContain('is_archived');
    expect(got.filter((one) => one === 'chat.postMessage')).toHaveLength(2);
  });

  test('who types or presses something in a channel is in it', () => {
    const present: string[] = [];
    const { payload } = createInbound(
      createPromises(() => 0),
      (id) => id,
      (channel, user) => present.push(`${channel} ${user}`),
    );
    payload({ command: '/rota', channel_id: 'C1', user_id: 'U2' });
    payload({ type: 'block_actions', channel: { id: 'C2' }, user: { id: 'U3' } });
    payload({ type: 'view_submission', user: { id: 'U4' } });
    expect(present).toEqual(['C1 U2', 'C2 U3']);
  });

  test('somebody who is not in a channel is not shown anything there; somebody who left gets nothing', async () => {
    const show = (user: string) => errorOf(client.chat.postEphemeral({ channel: 'C1', user, text: 'psst' }));
    expect(await show('U1')).toBe('ok');
    expect(await show('U2')).toBe('user_not_in_channel');
    await strict.rule({ user: 'U1', deleted: true });
    expect(await post('U1')).toBe('user_disabled');
    expect(await post('D1')).toBe('user_disabled');
  });

  test('scopes as the manifest asks for them, and no other token', async () => {
    expect(await errorOf(client.reactions.add({ channel: 'C1', timestamp: '1.1', name: 'x' }))).toBe(
      'missing_scope',
    );
    expect(await errorOf(client.conversations.archive({ channel: 'C1' }))).toBe('ok');
    await strict.rule({ scopes: ['users:read'] });
    expect(await errorOf(client.conversations.archive({ channel: 'C1' }))).toBe('missing_scope');
    expect(await post('C1')).toBe('missing_scope');
    const answer = await client.users.info({ user: 'U1' });
    expect(answer.response_metadata?.scopes).toEqual(['users:read']);
    const stranger = new WebClient('xoxb-bad', { slackApiUrl: strict.apiUrl, retryConfig: { retries: 0 } });
    expect(await errorOf(stranger.auth.test())).toBe('invalid_auth');
    await strict.rule({ token: 'revoked' });
    expect(await errorOf(client.auth.test())).toBe('token_revoked');
  });

  test('lengths: an update in bytes, all blocks of a post, each block', async () => {
    const update = (text: string) => errorOf(client.chat.update({ channel: 'C1', ts: '1.1', text }));
    expect(await update('x'.repeat(4_000))).toBe('ok');
    expect(await update('é'.repeat(2_001))).toBe('msg_too_long');
    const section = (length: number) => ({
      type: 'section' as const,
      text: { type: 'mrkdwn' as const, text: 'x'.repeat(length) },
    });
    expect(await post('C1', { blocks: [section(3_000), section(3_000), section(3_000)] })).toBe('ok');
    expect(await post('C1', { blocks: Array.from({ length: 4 }, () => section(3_000)) })).toBe(
      'msg_blocks_too_long',
    );
    expect(await post('C1', { blocks: [section(3_001)] })).toBe('invalid_blocks');
  });

  test('rates: a channel’s burst, then Retry-After; the sandbox’s clock counts as waiting', async () => {
    const answers: string[] = [];
    for (let i = 0; i < 7; i++) answers.push(await post('C1'));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('ok'));
    expect(answers[6]).toBe('slack_webapi_rate_limited_error');
    clock += 2_000;
    expect(await post('C1')).toBe('ok');
    await strict.rule({ limited: { method: 'chat.postMessage', seconds: 30 } });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toMatchObject({
      retryAfter: 30,
    });
  });

  test('lists come by the page, with what the rules changed', async () => {
    await strict.rule({ user: 'U2', restricted: true });
    const first = await client.users.list({ limit: 2 });
    expect(first.members?.map((one) => one.is_restricted)).toEqual([undefined, true]);
    const second = await client.users.list({ limit: 2, cursor: first.response_metadata?.next_cursor ?? '' });
    expect(second.members?.map((one) => one.id)).toEqual(['U3']);
    expect(second.response_metadata?.next_cursor).toBe('');
    const types = 'public_channel,private_channel';
    const listed = await client.conversations.list({ types });
    expect(listed.channels?.map((one) => one.id)).toEqual(['C1', 'C2']);
    expect(await errorOf(client.users.list({ limit: 1_001 }))).toBe('invalid_limit');
  });

  test('an outage, a slow answer, a lost one: what was asked for', async () => {
    await strict.rule({ lost: { method: 'chat.postMessage', times: 1 } });
    expect(await post('C1')).toBe('slack_webapi_request_error');
    expect(got).toContain('chat.postMessage');
    expect(await post('C1')).toBe('ok');
    await strict.rule({ slow: { method: 'auth.test', milliseconds: 60 } });
    const begun = performance.now();
    await client.auth.test();
    expect(performance.now() - begun).toBeGreaterThan(50);
    await strict.rule({ outage: true });
    expect(await post('C1')).toBe('slack_webapi_http_error');
    await expect(strict.rule({ outrage: true })).rejects.toThrow();
  });

  test('a view needs a trigger that is fresh, and the hash of what it replaces', async () => {
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 't' }, blocks: [] };
    expect(await errorOf(client.views.open({ trigger_id: 'never', view }))).toBe('invalid_trigger_id');
    expect(await errorOf(client.views.update({ view_id: 'V1', hash: 'h0', view }))).toBe('ok');
  });

  test('every method that the bot calls has its row', () => {
    expect(Object.values(RULES).every(({ perMinute, source }) => perMinute > 0 && source !== '')).toBe(true);
  });
});

describe('what Slack sends', () => {
  const inboundAt = (now: () => number) => {
    const promises = createPromises(now);
    return { promises, inbound: createInbound(promises, (id) => `http://strict/response/${id}`) };
  };

  test('a trigger works once and for three seconds; a response URL five times in thirty minutes', () => {
    let now = 0;
    const { promises, inbound } = inboundAt(() => now);
    inbound.payload({ trigger_id: 'a' });
    inbound.payload({ trigger_id: 'b' });
    expect([promises.useTrigger('a'), promises.useTrigger('a')]).toEqual([undefined, 'exchanged_trigger_id']);
    now = 3_001;
    expect(promises.useTrigger('b')).toBe('expired_trigger_id');
    const { response_url } = inbound.payload({ response_url: 'http://slack/hook' });
    const id = String(response_url).split('/').at(-1) ?? '';
    expect(Array.from({ length: 6 }, () => 'url' in promises.useAnswer(id))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    now += 1_800_001;
    expect(promises.useAnswer(id)).toEqual({ error: 'expired_url' });
    expect(uses).toBe(0);
  });

  test('an input left alone comes as it was, an emptied one as null', () => {
    const { inbound } = inboundAt(() => 0);
    const submitted = (value: string | null) =>
      inbound.payload({
        type: 'view_submission',
        view: {
          blocks: [{ type: 'input', block_id: 'b', element: { action_id: 'a', initial_value: 'was' } }],
          state: { values: { b: { a: { type: 'plain_text_input', value } } } },
        },
      });
    const valueIn = (payload: object) => JSON.stringify(payload).match(/"value":("\w+"|null)/)?.[1];
    expect(valueIn(submitted(null))).toBe('"was"');
    expect(valueIn(submitted(''))).toBe('null');
    expect(valueIn(submitted('new'))).toBe('"new"');
  });

  test('the deleted parent of a thread becomes a tombstone', () => {
    const { inbound } = inboundAt(() => 0);
    const deleted = (ts: string) =>
      inbound.payload({
        type: 'event_callback',
        event: { type: 'message', subtype: 'message_deleted', channel: 'C1', deleted_ts: ts },
      })['event'];
    inbound.replied('C1', '1.1');
    expect(deleted('1.1')).toMatchObject({
      subtype: 'message_changed',
      message: { subtype: 'tombstone', user: 'USLACKBOT', ts: '1.1' },
    });
    expect(deleted('2.2')).toMatchObject({ subtype: 'message_deleted' });
  });
});

test('limits come back evenly, and time is the real one or the clock’s, whichever went further', () => {
  const rates = createRates();
  const limit = { name: 'x', perMinute: 60, burst: 2 };
  expect([rates.take([limit], 0), rates.take([limit], 0), rates.take([limit], 0)]).toEqual([0, 0, 1]);
  expect(rates.take([limit], 1_000)).toBe(0);
  const elapsed = createElapsed();
  expect([elapsed(0, 0), elapsed(100, 0), elapsed(200, 5_000), elapsed(300, 4_000)]).toEqual([
    0, 100, 5_100, 5_200,
  ]);
});
