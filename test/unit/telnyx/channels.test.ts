/** Texts and calls over Telnyx: the channels' suite, each request held against Telnyx's rules, and its codes. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { OTHERS_MAY_CARRY } from '../../../src/adapters/telnyx/errors.ts';
import { createTelnyx } from '../../../src/adapters/telnyx/index.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../../../src/core/errors.ts';
import { judgeTelnyx, judgeUpdate } from '../../../src/sandbox/phones/telnyx-judge.ts';
import { ORDINARY } from '../../../src/sandbox/phones/twilio-rules.ts';
import { credentials } from '../../../src/sandbox/workspace.ts';
import { channelConformance, outgoingTo, type Provided } from '../../support/channel-conformance.ts';
import { type TelnyxAsked, type TelnyxRespond, telnyxError, telnyxPeer } from '../../support/telnyx-peer.ts';

const NUMBER = '+12025550111';
const ACCOUNT = credentials.TELNYX_ACCOUNT;
const vera: Person = {
  id: 'UVOL',
  name: 'Vera',
  phone: { number: NUMBER, verifiedAt: '2019-06-01T00:00:00Z' },
};

/** A small Telnyx: keeps what it was given, lists it, and reads it back. */
function keeping(): TelnyxRespond {
  const kept: Record<string, unknown>[] = [];
  return ({ method, path, fields }: TelnyxAsked) => {
    const id = `id-${kept.length}`;
    if (method === 'POST' && path === '/v2/messages') {
      const message = {
        id,
        direction: 'outbound',
        text: fields['text'],
        to: [{ phone_number: fields['to'], status: 'queued' }],
      };
      kept.push(message);
      return { status: 200, body: { data: message } };
    }
    if (method === 'POST' && path.endsWith('/Calls')) {
      kept.push({ sid: id, status: 'ringing', date_created: 'Wed, 05 Jun 2019 12:00:00 +0000' });
      return {
        status: 200,
        body: { call_sid: id, status: 'queued', to: fields['To'], from: fields['From'] },
      };
    }
    if (path === '/v2/detail_records')
      return { status: 200, body: { data: kept.map((one) => ({ uuid: one['id'] })), meta: {} } };
    if (path.endsWith('/Calls')) return { status: 200, body: { calls: kept } };
    const one = kept.find((it) => path.endsWith(`/${String(it['id'] ?? it['sid'])}`)) ?? {};
    return { status: 200, body: path.startsWith('/v2/messages') ? { data: one } : one };
  };
}

type Made = Provided & { peer: ReturnType<typeof telnyxPeer> };

const provided =
  (name: 'sms' | 'voice', respond: TelnyxRespond, more: { now?: () => number } = {}) =>
  (): Made => {
    const peer = telnyxPeer(respond);
    const { channels } = createTelnyx({
      apiKey: credentials.TELNYX_API_KEY,
      publicKey: credentials.TELNYX_PUBLIC_KEY,
      account: ACCOUNT,
      application: credentials.TELNYX_APPLICATION,
      number: credentials.TELNYX_NUMBER,
      publicUrl: 'https://callboard.example',
      smsPerSecond: 1000,
      callsPerSecond: 1000,
      fetch: peer.fetch,
      ...more,
    });
    const channel = channels.find((one) => one.name === name);
    if (!channel) throw new Error(`no ${name}`);
    const posts = () => peer.asked.filter(({ method }) => method === 'POST');
    return {
      channel,
      peer,
      left: () => posts().length,
      last: () => JSON.stringify(posts().at(-1)?.fields ?? ''),
    };
  };

for (const name of ['sms', 'voice'] as const) {
  const words = `Messages cannot be sent to '${NUMBER}'`;
  channelConformance({
    name,
    reachable: vera,
    secret: '2025550111',
    works: () => provided(name, keeping())(),
    refuses: provided(name, () => telnyxError(409, name === 'sms' ? '40300' : '10016', words)),
    busy: provided(name, () => telnyxError(429, '10011', words)),
    gone: provided(name, () => 'time-out'),
    refusesUs: provided(name, () => telnyxError(403, '20100', words)),
    unnamed: provided(name, () => ({ status: 200, body: { data: { status: 'queued' } } })),
    ...(name === 'voice' && { over: provided(name, () => telnyxError(422, '90018', words)) }),
  });
}

const failed = async (work: Promise<unknown> | undefined): Promise<unknown> =>
  await work?.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('requests to Telnyx', () => {
  const situation = {
    rules: ORDINARY,
    number: credentials.TELNYX_NUMBER,
    application: credentials.TELNYX_APPLICATION,
    waiting: 0,
  };

  it('are as Telnyx describes them, with the key', async () => {
    for (const [name, what] of [
      ['sms', 'text'],
      ['voice', 'call'],
    ] as const) {
      const { channel, peer } = provided(name, keeping())();
      const { reference } = await channel.send(outgoingTo(vera));
      await channel.find?.(outgoingTo(vera));
      await channel.poll?.(reference);
      await channel.withdraw?.(reference);
      const [sent, ...others] = peer.asked;
      expect(judgeTelnyx(what, sent?.fields ?? {}, situation, undefined)).toBeUndefined();
      for (const { fields } of others) expect(judgeUpdate(fields)).toBeUndefined();
      expect(new Set(peer.asked.map(({ authorization }) => authorization))).toEqual(
        new Set([`Bearer ${credentials.TELNYX_API_KEY}`]),
      );
    }
  });

  it('carry our id in the callback, and nothing of it goes to the profile’s own address', async () => {
    const { channel, peer } = provided('sms', keeping())();
    await channel.send(outgoingTo(vera));
    expect(peer.asked[0]?.fields).toMatchObject({
      webhook_url: 'https://callboard.example/telnyx/status/n-7fz2',
      use_profile_webhooks: false,
    });
  });

  it('go on speaking to what is taken for a machine', async () => {
    const { channel, peer } = provided('voice', keeping())();
    await channel.send(outgoingTo(vera));
    expect(peer.asked[0]?.fields).toMatchObject({
      AsyncAmd: true,
      CancelPlaybackOnMachineDetection: false,
      CancelPlaybackOnDetectMessageEnd: false,
      Url: 'https://callboard.example/telnyx/voice/n-7fz2',
    });
  });

  it('find a text by its words, among those since the attempt', async () => {
    const since = Temporal.Instant.from('2019-06-05T12:00:00.700Z');
    const outgoing = { ...outgoingTo(vera), since };
    const find = async (created_at: string, text: string) => {
      const { channel } = provided('sms', ({ path }) => ({
        status: 200,
        body: path.startsWith('/v2/messages')
          ? { data: { id: 'm1', direction: 'outbound', text, to: [{ status: 'sent' }] } }
          : { data: [{ uuid: 'm1', created_at }], meta: {} },
      }))();
      return await channel.find?.(outgoing);
    };
    expect(await find('2019-06-05T12:00:00Z', outgoing.text)).toEqual({ reference: 'm1' });
    expect(await find('2019-06-05T12:00:00Z', 'P4: another page')).toBeUndefined();
    expect(await find('2019-06-05T11:59:59Z', outgoing.text)).toBeUndefined();
  });

  it('find a call that is over by when it was made, which Telnyx says by the second', async () => {
    const since = Temporal.Instant.from('2019-06-05T12:00:00.700Z');
    const find = async (date_created: string) => {
      const { channel } = provided('voice', () => ({
        status: 200,
        body: { calls: [{ sid: 'v3:a', status: 'busy', date_created }] },
      }))();
      return await channel.find?.({ ...outgoingTo(vera), since });
    };
    expect(await find('Wed, 05 Jun 2019 12:00:00 +0000')).toEqual({ reference: 'v3:a' });
    expect(await find('Wed, 05 Jun 2019 11:59:59 +0000')).toBeUndefined();
  });

  it('keep the pace of the number, which is in texts', async () => {
    let now = 0;
    const peer = telnyxPeer(keeping());
    const { channels } = createTelnyx({
      apiKey: credentials.TELNYX_API_KEY,
      publicKey: credentials.TELNYX_PUBLIC_KEY,
      account: ACCOUNT,
      application: credentials.TELNYX_APPLICATION,
      number: credentials.TELNYX_NUMBER,
      publicUrl: 'https://callboard.example',
      now: () => now,
      fetch: peer.fetch,
    });
    const send = (more: object = {}) => failed(channels[0]?.send({ ...outgoingTo(vera), ...more }));
    for (let i = 0; i < 4; i++) expect(await send()).toBeUndefined();
    expect(await send()).toMatchObject({ seconds: expect.closeTo(10, 1) as number });
    expect(await send({ urgent: true })).toBeUndefined();
    now += 20_000;
    expect(await send()).toBeUndefined();
  });

  it('stop for a while when Telnyx is down, then one is let through', async () => {
    let now = 0;
    const { channel, peer } = provided('sms', () => telnyxError(500, '10007', 'oops'), { now: () => now })();
    const send = () => failed(channel.send(outgoingTo(vera, { urgent: true })));
    for (let i = 0; i < 8; i++) await send();
    expect(peer.asked).toHaveLength(4);
    expect(await send()).toBeInstanceOf(ProviderDown);
    peer.respond = keeping();
    now += 5_001;
    expect(await send()).toBeUndefined();
  });
});

describe('what Telnyx refuses', () => {
  const refusedWith = async (status: number, code: string, headers?: Record<string, string>) => {
    const { channel } = provided('sms', () => ({
      ...telnyxError(status, code, `no text to ${NUMBER}`),
      ...(headers && { headers }),
    }))();
    return (await failed(channel.send(outgoingTo(vera)))) as Error;
  };

  it.each(['40300', '40310', '10002', '10016', '40001'])(
    'with %s is about the number: the next channel starts, and nothing is said of it',
    async (code) => {
      const error = await refusedWith(400, code);
      expect(error).toBeInstanceOf(PermanentError);
      expect(error).toMatchObject({ code: `telnyx-${code}` });
      expect(String(error.stack)).not.toContain(NUMBER);
    },
  );

  it.each([...Object.entries(OTHERS_MAY_CARRY), ['40301', 'destination'], ['10005', 'account']])(
    'with %s is about us (%s): no number is given up for it',
    async (code, of) => {
      const error = await refusedWith(of === 'account' ? 403 : 400, code);
      expect(error).toBeInstanceOf(ProviderRefusal);
      expect(error).toMatchObject({ code: `telnyx-${code}`, of });
      expect(String(error.stack)).not.toContain(NUMBER);
    },
  );

  it('without a code is about us, and of our credentials where the status says so', async () => {
    for (const [status, of] of [
      [401, 'account'],
      [402, 'account'],
      [422, 'destination'],
    ] as const) {
      const { channel } = provided('sms', () => ({ status, body: {} }))();
      expect(await failed(channel.send(outgoingTo(vera)))).toMatchObject({ code: `http-${status}`, of });
    }
  });

  it('opens the circuit where it is the account, and not where it is a country', async () => {
    for (const [code, asked] of [
      ['20012', 4],
      ['40309', 8],
    ] as const) {
      const { channel, peer } = provided('sms', () => telnyxError(403, code, ''))();
      for (let i = 0; i < 8; i++) await failed(channel.send(outgoingTo(vera, { urgent: true })));
      expect(peer.asked).toHaveLength(asked);
    }
  });

  it('has not left where no connection came about, and may have where one broke', async () => {
    const thrownBy = async (code: string) => {
      const { channel } = provided('sms', () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
      })();
      return await failed(channel.send(outgoingTo(vera)));
    };
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
      expect(await thrownBy(code)).toBeInstanceOf(ProviderDown);
    for (const code of ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'UND_ERR_SOCKET'])
      expect(await thrownBy(code)).not.toBeInstanceOf(RetryLater);
  });

  it('is found by its check, which sends nothing', async () => {
    const checked = async (data: object) => {
      const peer = telnyxPeer(() => ({ status: 200, body: { data } }));
      const telnyx = createTelnyx({
        apiKey: credentials.TELNYX_API_KEY,
        publicKey: credentials.TELNYX_PUBLIC_KEY,
        account: ACCOUNT,
        application: credentials.TELNYX_APPLICATION,
        number: credentials.TELNYX_NUMBER,
        publicUrl: 'https://callboard.example',
        fetch: peer.fetch,
      });
      const error = await failed(telnyx.check());
      expect(peer.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2/balance']);
      return error;
    };
    expect(await checked({ balance: '12.00', available_credit: '12.00' })).toBeUndefined();
    expect(await checked({ balance: '-3.00', available_credit: '97.00' })).toBeUndefined();
    expect(await checked({ balance: '0.00', available_credit: '0.00' })).toMatchObject({ of: 'account' });
  });

  it('with 429 is waited for as it says, within what a page can wait', async () => {
    expect(await refusedWith(429, '10011')).toMatchObject({ name: 'RetryLater', seconds: 2 });
    expect(await refusedWith(429, '10011', { 'retry-after': '7' })).toMatchObject({ seconds: 7 });
    expect(await refusedWith(429, '10011', { 'retry-after': '3600' })).toMatchObject({ seconds: 30 });
  });

  it('on and on with 429 is in trouble', async () => {
    const { channel } = provided('sms', () => telnyxError(429, '10011', ''))();
    for (let i = 0; i < 10; i++)
      expect(await failed(channel.send(outgoingTo(vera, { urgent: true })))).toBeInstanceOf(RetryLater);
    expect(await failed(channel.send(outgoingTo(vera, { urgent: true })))).not.toBeInstanceOf(RetryLater);
  });
});

describe('where it stands', () => {
  const polled = async (status: string, errors: object[] = []) => {
    const { channel } = provided('sms', () => ({
      status: 200,
      body: { data: { id: 'm1', to: [{ status }], errors } },
    }))();
    return await channel.poll?.('m1');
  };

  it.each([
    ['queued', { state: 'queued' }],
    ['sending', { state: 'queued' }],
    ['sent', { state: 'sent' }],
    ['delivered', { state: 'delivered' }],
    ['delivery_unconfirmed', { state: 'sent' }],
    ['sending_failed', { state: 'failed', code: 'telnyx-sending_failed', terminal: true }],
    ['something new', undefined],
  ])('a text that is %s', async (status, state) => expect(await polled(status)).toEqual(state));

  it('a text that failed, by its code: whether the same again can help', async () => {
    expect(await polled('delivery_failed', [{ code: '40008' }])).toEqual({
      state: 'failed',
      code: 'telnyx-40008',
      terminal: false,
    });
    expect(await polled('delivery_failed', [{ code: '40001' }])).toMatchObject({ terminal: true });
  });

  it.each([
    ['in-progress', 'human', 'answered'],
    ['in-progress', 'not_sure', 'answered'],
    ['in-progress', 'machine', 'failed'],
    ['completed', 'human', 'failed'],
    ['no-answer', undefined, 'failed'],
    ['ringing', undefined, 'ringing'],
  ])('a call that is %s, answered by %s', async (status, answered_by, state) => {
    const { channel } = provided('voice', () => ({
      status: 200,
      body: { sid: 'v3:a', status, answered_by },
    }))();
    expect(await channel.poll?.('v3:a')).toMatchObject({ state });
  });

  it('a call that it does not list yet says nothing', async () => {
    const { channel } = provided('voice', () => telnyxError(404, '10005', ''))();
    expect(await channel.poll?.('v3:a')).toBeUndefined();
  });
});
