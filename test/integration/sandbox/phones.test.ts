/** The phones beside the real emulator and a bot that is a small server, with a clock that is stepped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Children, children } from '../../../src/sandbox/children.ts';
import { type SandboxClock, sandboxClock } from '../../../src/sandbox/clock.ts';
import { startTwilio } from '../../../src/sandbox/peers/twilio.ts';
import { carrier } from '../../../src/sandbox/phones/carrier.ts';
import { NotPossible, Phones } from '../../../src/sandbox/phones/phones.ts';
import { sandboxTwilioClient } from '../../../src/sandbox/phones/request-client.ts';
import { PhoneState } from '../../../src/sandbox/phones/state.ts';
import { telnyxLine } from '../../../src/sandbox/phones/telnyx-line.ts';
import { twilioLine } from '../../../src/sandbox/phones/twilio-line.ts';
import { freePort } from '../../../src/sandbox/ports.ts';
import { settingsFrom } from '../../../src/sandbox/settings.ts';
import { stepper } from '../../../src/sandbox/stepping.ts';
import { credentials, SECOND_SIGNING_KEY } from '../../../src/sandbox/workspace.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../../support/redis.ts';
import { until } from '../../support/story/until.ts';

const { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_NUMBER: NUMBER } = credentials;
const second = {
  id: credentials.TELNYX_ACCOUNT,
  application: credentials.TELNYX_APPLICATION,
  apiKey: credentials.TELNYX_API_KEY,
  number: credentials.TELNYX_NUMBER,
  publicKey: credentials.TELNYX_PUBLIC_KEY,
  signingKey: SECOND_SIGNING_KEY,
};
const silent = { debug() {}, info() {}, warn() {}, error() {} };

interface Asked {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

describe.skipIf(!hasRedis)('phones', () => {
  let redis: PrivateRedis;
  let client: Redis;
  let peers: Children;
  let folder: string;
  let base: string;
  let bot: Server;
  let url: string;
  let clock: SandboxClock;
  let phones: Phones;
  let asked: Asked[];
  /** What the bot answers, by path. */
  let answers: Record<string, string>;
  /** The emulator remembers the tests before: each has a number of its own. */
  let event = 0;
  let vera: string;

  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    folder = mkdtempSync(join(tmpdir(), 'callboard-phones-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    peers = children();
    const settings = settingsFrom({ SANDBOX_TWILIO_PORT: String(port), DATA_DIR: folder });
    startTwilio(settings, process.env, peers);
    await until('the emulator', async () => ((await fetch(base).catch(() => undefined)) ? true : undefined));
    bot = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
        const path = request.url ?? '';
        const signature = String(request.headers['x-twilio-signature']);
        const isSigned = twilio.validateRequest(TOKEN, signature, `${url}${path}`, form);
        asked.push({ path: isSigned ? path : `unsigned ${path}`, form });
        response.statusCode = Object.hasOwn(answers, path) ? 200 : 204;
        response.end(answers[path] ?? '');
      });
    });
    await new Promise<void>((done) => bot.listen(0, '127.0.0.1', done));
    const address = bot.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });
  afterAll(async () => {
    phones.stop();
    bot.closeAllConnections();
    await new Promise((done) => bot.close(done));
    await peers.end();
    client.disconnect();
    await redis.stop();
    rmSync(folder, { recursive: true });
  });

  const openPhones = async () => {
    const account = { base, sid: SID, token: TOKEN };
    const emulator = carrier(account);
    const state = await PhoneState.open(client, `e${event}`);
    const opened = new Phones({
      state,
      carrier: emulator,
      lines: {
        twilio: twilioLine(emulator, account, NUMBER),
        second: telnyxLine(second, () => clock.now().toString()),
      },
      clock,
      log: silent,
      publicUrl: url,
    });
    opened.start();
    return opened;
  };
  beforeEach(async () => {
    phones?.stop();
    event += 1;
    vera = `+1202555${1000 + event}`;
    asked = [];
    answers = {};
    clock = await sandboxClock(client, `e${event}`, { start: Temporal.Instant.from('2019-06-05T12:00:00Z') });
    phones = await openPhones();
  });
  const texts = () => phones.state.texts.filter((one) => one.number === vera);
  const calls = () => phones.state.calls.filter((one) => one.number === vera);
  const api = () => {
    const noted = async () => {};
    return twilio(SID, TOKEN, { httpClient: sandboxTwilioClient(base, phones, noted) });
  };
  const step = (advance: string) => stepper(clock, [phones]).move({ advance });
  const statuses = (field: string) => asked.flatMap(({ form }) => (form[field] ? [form[field]] : []));

  const sendText = (body = 'Projector is dead. Reply 7K') =>
    api().messages.create({ to: vera, from: NUMBER, body, statusCallback: `${url}/status/n1` });
  const placeCall = (more: object = {}) =>
    api().calls.create({
      to: vera,
      from: NUMBER,
      url: `${url}/voice/n2`,
      statusCallback: `${url}/status/n2`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...more,
    });
  const ASKS = `<Response><Gather numDigits="1" action="/digits/n2" timeout="10"><Say>Press 1</Say></Gather><Say>Nobody?</Say><Redirect>/voice/n2</Redirect></Response>`;

  it('have an emulator that limits nobody: an event that is stepped through asks more than 5,000 times', async () => {
    const statuses = new Set<number>();
    for (let asked = 0; asked < 5100; asked += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(base)));
      for (const answer of answers) {
        statuses.add(answer.status);
        await answer.body?.cancel();
      }
    }
    expect([...statuses]).not.toContain(403);
  }, 60_000);

  it('deliver a text at once, and report it signed', async () => {
    const sent = await sendText();
    await step('PT0S');
    expect(texts()).toMatchObject([
      { sid: sent.sid, number: vera, from: NUMBER, body: 'Projector is dead. Reply 7K', status: 'delivered' },
    ]);
    expect(asked.map((one) => one.path)).toEqual(['/status/n1', '/status/n1', '/status/n1']);
    expect(statuses('MessageStatus')).toEqual(['queued', 'sent', 'delivered']);
    expect((await api().messages(sent.sid).fetch()).status).toBe('delivered');
  });

  it('let the carrier fail a text, with its error code first', async () => {
    const { sid } = await sendText();
    await step('PT0S');
    asked = [];
    await phones.fail(vera, { sid, status: 'undelivered', errorCode: 30003 });
    expect(asked[0]?.form).toMatchObject({
      MessageSid: sid,
      MessageStatus: 'undelivered',
      ErrorCode: '30003',
    });
    const fetched = await api().messages(sid).fetch();
    expect([fetched.status, fetched.errorCode]).toEqual(['undelivered', 30003]);
  });

  it('let the next text fail, where that was arranged', async () => {
    await phones.fail(vera, { status: 'failed', errorCode: 30006 });
    await sendText();
    await sendText('again');
    await step('PT1S');
    expect(texts().map((one) => one.status)).toEqual(['failed', 'delivered']);
  });

  it('ring for 30 seconds of the clock, and end as no-answer', async () => {
    await placeCall();
    await step('PT29S');
    expect(calls()).toMatchObject([{ status: 'ringing' }]);
    await step('PT2S');
    expect(calls()).toMatchObject([{ status: 'no-answer', said: [] }]);
    expect(statuses('CallStatus').at(-1)).toBe('no-answer');
  });

  it('speak the TwiML, take a digit, and follow what the bot answers', async () => {
    answers = { '/voice/n2': ASKS, '/digits/n2': '<Response><Say>You have it.</Say></Response>' };
    await placeCall();
    await phones.answer(vera);
    expect(calls()).toMatchObject([{ status: 'in-progress', said: ['Press 1'] }]);
    expect(calls()[0]?.gather).toBeDefined();
    await phones.press(vera, '1');
    expect(calls()).toMatchObject([{ status: 'completed', said: ['Press 1', 'You have it.'] }]);
    expect(asked.map((one) => one.path)).not.toContain(expect.stringContaining('unsigned'));
    const digits = asked.find((one) => one.path === '/digits/n2');
    expect(digits?.form).toMatchObject({ Digits: '1', To: vera, CallStatus: 'in-progress' });
    expect(statuses('CallStatus').at(-1)).toBe('completed');
  });

  it('go on in silence, behind the gather, until somebody hangs up', async () => {
    answers = { '/voice/n2': ASKS };
    await placeCall();
    await phones.answer(vera);
    await step('PT12S');
    expect(calls()).toMatchObject([{ status: 'in-progress', said: ['Press 1', 'Nobody?', 'Press 1'] }]);
    await phones.hangUp(vera);
    expect(calls()).toMatchObject([{ status: 'completed' }]);
    await expect(phones.press(vera, '1')).rejects.toThrow(NotPossible);
  });

  it('let a machine answer: it says so where it was asked to be found out, and presses nothing', async () => {
    answers = { '/voice/n2': '<Response><Gather action="/digits/n2"><Say>Press 1</Say></Gather></Response>' };
    await placeCall({ machineDetection: 'Enable' });
    await phones.voicemail(vera);
    expect(asked.find((one) => one.path === '/voice/n2')?.form['AnsweredBy']).toBe('machine_start');
    await step('PT30S');
    expect(calls()).toMatchObject([{ status: 'completed' }]);
    expect(asked.map((one) => one.path)).not.toContain('/digits/n2');
  });

  it.each([
    ['busy', (it: Phones) => it.busy(vera), 'busy'],
    ['declined', (it: Phones) => it.hangUp(vera), 'busy'],
    [
      'failed',
      (it: Phones) => it.fail(vera, { sid: it.state.calls.at(-1)?.sid ?? '', status: 'failed' }),
      'failed',
    ],
  ] as const)('are %s', async (_name, act, status) => {
    await placeCall();
    await act(phones);
    expect(calls()).toMatchObject([{ status }]);
    expect(statuses('CallStatus').at(-1)).toBe(status);
  });

  it('hear an error when the bot has no TwiML', async () => {
    answers = { '/voice/n2': 'oops' };
    await placeCall();
    await phones.answer(vera);
    expect(calls()[0]?.said.join()).toContain('application error');
    expect(calls()[0]?.status).toBe('completed');
  });

  it("text back, and get the reply's TwiML as a text", async () => {
    answers = { '/twilio/sms': '<Response><Message>Thank you, it is yours.</Message></Response>' };
    await phones.reply(vera, '7k');
    expect(asked[0]).toMatchObject({ path: '/twilio/sms', form: { From: vera, To: NUMBER, Body: '7k' } });
    expect(texts().map((one) => one.body)).toEqual(['Thank you, it is yours.']);
    expect(phones.state.sent.map((one) => one.body)).toEqual(['7k']);
  });

  it('send one segment a second from a number, in the order of asking; the rest waits in the queue', async () => {
    await sendText('x'.repeat(200));
    await sendText('second');
    await sendText('third');
    await step('PT0S');
    expect(texts().map((one) => one.status)).toEqual(['delivered', 'queued', 'queued']);
    await step('PT2S');
    expect(texts().map((one) => one.status)).toEqual(['delivered', 'delivered', 'queued']);
    await step('PT1S');
    expect(texts().map((one) => one.status)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('throw away a text that waited for longer than it is worth', async () => {
    await sendText('x'.repeat(400));
    const late = await api().messages.create({ to: vera, from: NUMBER, body: 'late', validityPeriod: 2 });
    await step('PT10S');
    const fetched = await api().messages(late.sid).fetch();
    expect([fetched.status, fetched.errorCode]).toEqual(['failed', 30036]);
  });

  it('start one call a second; the next one waits and cannot be picked up', async () => {
    await placeCall();
    const { sid } = await placeCall();
    expect(calls().map((one) => one.status)).toEqual(['ringing', 'queued']);
    await expect(phones.answer(vera, sid)).rejects.toThrow(NotPossible);
    await step('PT1S');
    expect(calls().map((one) => one.status)).toEqual(['ringing', 'ringing']);
    expect(statuses('CallStatus').slice(0, 4)).toEqual(['initiated', 'ringing', 'initiated', 'ringing']);
    await phones.busy(vera);
    await phones.busy(vera);
  });

  it('are told only of what was asked for: the end, where nothing was', async () => {
    await placeCall({ statusCallbackEvent: undefined });
    await phones.busy(vera);
    expect(statuses('CallStatus')).toEqual(['busy']);
    expect(asked[0]?.form).toMatchObject({ CallbackSource: 'call-progress-events' });
  });

  it('refuse what Twilio refuses, with its code, and remember it', async () => {
    await expect(
      api().messages.create({ to: vera, from: NUMBER, body: 'x'.repeat(1_601) }),
    ).rejects.toMatchObject({
      status: 400,
      code: 21617,
    });
    await phones.intake.rule({ daily: 0 });
    await expect(sendText()).rejects.toMatchObject({ status: 429, code: 63038 });
    await phones.intake.rule({ daily: null, refuse: [{ what: 'call', code: 20429, times: 1 }] });
    await expect(placeCall()).rejects.toMatchObject({ status: 429, code: 20429 });
    const { sid } = await placeCall();
    await phones.busy(vera);
    await expect(api().calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ code: 21220 });
    expect(phones.state.refused.map(({ what, code }) => [what, code])).toEqual([
      ['text', 21617],
      ['text', 63038],
      ['call', 20429],
      ['call', 21220],
    ]);
  });

  it('text nobody who has sent STOP, until they send START', async () => {
    await phones.reply(vera, ' stop ');
    await expect(sendText()).rejects.toMatchObject({ code: 21610 });
    await phones.reply(vera, 'START');
    await sendText();
    await step('PT0S');
    expect(texts()).toHaveLength(1);
  });

  it('say on a trial account what it is, before each text and call', async () => {
    answers = { '/voice/n2': ASKS };
    await phones.intake.rule({ trial: true });
    await expect(sendText()).rejects.toMatchObject({ code: 21608 });
    await phones.intake.rule({ verified: [vera] });
    const { sid } = await sendText('Smoke');
    expect((await api().messages(sid).fetch()).body).toBe('Sent from your Twilio trial account - Smoke');
    await placeCall();
    await phones.answer(vera);
    expect(calls()[0]?.said).toEqual(['You have a trial account.', 'Press 1']);
  });

  it.each([
    ['doubled', { doubled: true }, ['queued', 'queued', 'sent', 'sent', 'delivered', 'delivered']],
    ['the last first', { reversed: true }, ['delivered', 'sent', 'queued']],
    ['lost', { lost: true }, []],
  ])('tell %s', async (_name, callbacks, expected) => {
    await phones.intake.rule({ callbacks });
    await sendText();
    await step('PT0S');
    expect(statuses('MessageStatus')).toEqual(expected);
    expect(texts()).toMatchObject([{ status: 'delivered' }]);
  });

  it('tell late, by the clock, also after the death of the bot', async () => {
    await phones.intake.rule({ callbacks: { late: 60 } });
    await sendText();
    await step('PT30S');
    expect(asked).toEqual([]);
    phones.stop();
    phones = await openPhones();
    await step('PT31S');
    expect(statuses('MessageStatus')).toEqual(['queued', 'sent', 'delivered']);
  });

  it('tell before the request is answered', async () => {
    await phones.intake.rule({ callbacks: { early: true } });
    await sendText();
    expect(statuses('MessageStatus')).toEqual(['queued', 'sent', 'delivered']);
  });

  it.each(['human', 'unknown', 'machine_end_beep', 'fax'] as const)('say that %s answered', async (by) => {
    answers = { '/voice/n2': ASKS };
    await placeCall({ machineDetection: 'Enable' });
    await phones.answer(vera, undefined, by);
    expect(asked.find((one) => one.path === '/voice/n2')?.form['AnsweredBy']).toBe(by);
    await phones.hangUp(vera);
    // Asked for with the call itself, it rides on the statuses too.
    const last = asked.at(-1)?.form;
    expect([last?.['CallStatus'], last?.['AnsweredBy']]).toEqual(['completed', by]);
    expect(
      (
        await api()
          .calls(calls()[0]?.sid ?? '')
          .fetch()
      ).answeredBy,
    ).toBe(by);
  });

  it('say who answered apart, without a status, where that was asked for', async () => {
    await placeCall({
      machineDetection: 'Enable',
      asyncAmd: 'true',
      asyncAmdStatusCallback: `${url}/amd/n2`,
    });
    await phones.answer(vera, undefined, 'machine_end_other');
    const told = asked.find((one) => one.path === '/amd/n2')?.form;
    expect(told).toMatchObject({ AnsweredBy: 'machine_end_other' });
    expect(told).not.toHaveProperty('CallStatus');
    expect(statuses('AnsweredBy')).toEqual(['machine_end_other']);
  });

  it('play an outage: nothing leaves, every request answers 500, until it is over', async () => {
    await phones.intake.outage(['twilio'], 'errors');
    await expect(sendText()).rejects.toMatchObject({ status: 500 });
    await expect(placeCall()).rejects.toMatchObject({ status: 500 });
    await phones.intake.outage(['twilio'], null);
    await sendText();
    await step('PT0S');
    expect(texts()).toHaveLength(1);
    expect(calls()).toHaveLength(0);
  });

  it('stop ringing when the bot takes the call back', async () => {
    const { sid } = await placeCall();
    await api().calls(sid).update({ status: 'completed' });
    expect(calls()).toMatchObject([{ status: 'canceled' }]);
    await expect(phones.answer(vera)).rejects.toThrow(NotPossible);
  });

  it("tell the bot when a text was made, by the sandbox's clock", async () => {
    await step('PT1H');
    const { sid } = await sendText();
    const [listed] = await api().messages.list({ to: vera });
    expect([listed?.sid, listed?.dateCreated.toISOString()]).toEqual([sid, '2019-06-05T13:00:00.000Z']);
  });

  it('survive the death of the bot: a text under way is delivered, a call rings on', async () => {
    answers = { '/voice/n2': ASKS };
    await placeCall();
    await step('PT20S');
    phones.stop();
    phones = await openPhones();
    await step('PT5S');
    expect(calls()).toMatchObject([{ status: 'ringing' }]);
    await phones.answer(vera);
    phones.stop();
    phones = await openPhones();
    expect(calls()[0]?.gather).toBeDefined();
    await phones.hangUp(vera);
  });

  it('find what left just before the bot died, with the address of its callback', async () => {
    // As the client does, but the process ends before the answer is there.
    const form = { To: vera, From: NUMBER, Body: 'just left', StatusCallback: `${url}/status/n3` };
    await phones.intake.leaving('text', form);
    await fetch(`${base}/2010-04-01/Accounts/${SID}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });
    phones.stop();
    phones = await openPhones();
    await step('PT0S');
    expect(texts()).toMatchObject([
      { body: 'just left', status: 'delivered', statusCallback: `${url}/status/n3` },
    ]);
    expect(phones.state.leaving).toEqual([]);
  });
});
