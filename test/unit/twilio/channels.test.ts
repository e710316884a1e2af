/** Texts and calls: the channels' suite, and each request as Twilio describes it. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { createTwilio } from '../../../src/adapters/twilio/index.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../../../src/core/errors.ts';
import { channelConformance, outgoingTo, type Provided } from '../../support/channel-conformance.ts';
import { RecordingClient, type Requested, type Respond, specFaults } from '../../support/twilio-spec.ts';

const SID = `AC${'0'.repeat(32)}`;
const NUMBER = '+12025550111';
const vera: Person = {
  id: 'UVOL',
  name: 'Vera',
  phone: { number: NUMBER, verifiedAt: '2019-06-01T00:00:00Z' },
};

const sidOf = (kind: 'Messages' | 'Calls', n: number) =>
  `${kind === 'Messages' ? 'SM' : 'CA'}${String(n).padStart(32, '0')}`;

/** A small Twilio: keeps what it was given, and lists it. */
function keeping(): Respond {
  const kept: Record<string, unknown>[] = [];
  return ({ method, path, form }: Requested) => {
    const kind = path.includes('/Calls') ? 'Calls' : 'Messages';
    if (method === 'post') {
      const one = {
        sid: sidOf(kind, kept.length),
        status: 'queued',
        direction: 'outbound-api',
        to: form['To'],
        body: form['Body'],
      };
      kept.push(one);
      return { status: 201, body: one };
    }
    return { status: 200, body: { [kind.toLowerCase()]: kept, page: 0, page_size: 50 } };
  };
}

const provided = (name: 'sms' | 'voice', respond: Respond) => (): Provided & { client: RecordingClient } => {
  const client = new RecordingClient(respond);
  const twilio = createTwilio({
    accountSid: SID,
    authToken: 'token',
    number: '+15551234567',
    publicUrl: 'https://callboard.example',
    smsPerSecond: 1000,
    callsPerSecond: 1000,
    httpClient: client,
  });
  const channel = twilio.channels.find((one) => one.name === name);
  if (!channel) throw new Error(`no ${name}`);
  const posts = () => client.requests.filter(({ method }) => method === 'post');
  return {
    channel,
    client,
    left: () => posts().length,
    last: () => JSON.stringify(posts().at(-1)?.form ?? ''),
  };
};

for (const name of ['sms', 'voice'] as const) {
  const refusal = name === 'sms' ? 21610 : 13224;
  channelConformance({
    name,
    reachable: vera,
    secret: '2025550111',
    works: () => provided(name, keeping())(),
    refuses: provided(name, () => ({
      status: 400,
      body: { code: refusal, message: `${NUMBER} is unreachable`, status: 400 },
    })),
    busy: provided(name, () => ({
      status: 429,
      body: { code: 20429, message: 'Too many requests', status: 429 },
    })),
    gone: provided(name, () => 'time-out'),
    refusesUs: provided(name, () => ({
      status: 401,
      body: { code: 20003, message: `Authenticate, to text ${NUMBER}`, status: 401 },
    })),
    ...(name === 'voice' && {
      over: provided(name, ({ method }) =>
        method === 'get'
          ? { status: 200, body: { sid: sidOf('Calls', 1), status: 'in-progress' } }
          : { status: 400, body: { code: 21220, message: 'Call is not in-progress', status: 400 } },
      ),
    }),
  });
}

describe('requests to Twilio', () => {
  it('are as Twilio describes them', async () => {
    for (const name of ['sms', 'voice'] as const) {
      const { channel, client } = provided(name, keeping())();
      const { reference } = await channel.send(outgoingTo(vera));
      await channel.find?.(outgoingTo(vera));
      await channel.poll?.(reference);
      await channel.withdraw?.(reference);
      expect(client.requests.length).toBeGreaterThan(2);
      expect(client.requests.flatMap(specFaults)).toEqual([]);
    }
  });

  it('carry our id in the callback, and a text is worthless after five minutes', async () => {
    const { channel, client } = provided('sms', keeping())();
    await channel.send(outgoingTo(vera));
    expect(client.requests[0]?.form).toMatchObject({
      StatusCallback: 'https://callboard.example/twilio/status/n-7fz2',
      ValidityPeriod: 300,
    });
  });

  it('find a call that is over by when it was made, which Twilio says by the second', async () => {
    const made = (date: string) => () => {
      const call = { sid: sidOf('Calls', 1), status: 'busy', date_created: date };
      return { status: 200, body: { calls: [call], page: 0, page_size: 50 } };
    };
    const since = Temporal.Instant.from('2019-06-05T12:00:00.700Z');
    const find = async (date: string) => {
      const { channel } = provided('voice', made(date))();
      return await channel.find?.({ ...outgoingTo(vera), since });
    };
    expect(await find('Wed, 05 Jun 2019 12:00:00 +0000')).toBeDefined();
    expect(await find('Wed, 05 Jun 2019 11:59:59 +0000')).toBeUndefined();
  });

  it('keep the pace of the number, which is in segments', async () => {
    let now = 0;
    const client = new RecordingClient(keeping());
    const { channels } = createTwilio({
      accountSid: SID,
      authToken: 'token',
      number: '+15551234567',
      publicUrl: 'https://callboard.example',
      now: () => now,
      httpClient: client,
    });
    const send = (text: string) =>
      channels[0]?.send({ ...outgoingTo(vera), text }).catch((error: Error) => error);
    // Four segments may be ahead of what leaves: Twilio queues three seconds without harm.
    await send('x'.repeat(300));
    await send('x'.repeat(300));
    expect(await send('x')).toMatchObject({ seconds: expect.closeTo(1, 1) as number });
    expect(client.requests).toHaveLength(2);
    now += 1_000;
    await send('x');
    expect(client.requests).toHaveLength(3);
  });

  it.each([
    [21211, PermanentError],
    [21610, PermanentError],
    [21608, ProviderRefusal],
    [21612, ProviderRefusal],
    [21408, ProviderRefusal],
    [63038, ProviderRefusal],
    [30454, ProviderRefusal],
    [21611, ProviderRefusal],
    [20003, ProviderRefusal],
    [20005, ProviderRefusal],
  ])(
    'say of a refusal with %d whether it is about the number or about us, and nothing of the number',
    async (code, kind) => {
      const status = [63038, 30454, 21611].includes(code) ? 429 : 400;
      const { channel } = provided('sms', () => ({
        status,
        body: { code, message: `${NUMBER} is refused`, status },
      }))();
      const error = await channel.send(outgoingTo(vera)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({
        code: String(code),
        ...(kind === ProviderRefusal && { of: code < 21_000 ? 'account' : 'destination' }),
      });
      expect(String((error as Error).stack)).not.toContain(NUMBER);
    },
  );

  it('say that nothing has left where no connection came about, and that it may have where one broke', async () => {
    const failing = (code: string) =>
      provided('sms', () => {
        throw Object.assign(new Error(code), { code });
      })().channel;
    const thrownBy = async (code: string) =>
      await failing(code)
        .send(outgoingTo(vera))
        .catch((thrown: unknown) => thrown);
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
      expect(await thrownBy(code)).toBeInstanceOf(ProviderDown);
    for (const code of ['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED', 'EPIPE'])
      expect(await thrownBy(code)).not.toBeInstanceOf(RetryLater);
  });

  it('check the account without sending, and one that is suspended carries nothing', async () => {
    const checking = (status: string) => {
      const client = new RecordingClient(() => ({ status: 200, body: { sid: SID, status } }));
      const twilio = createTwilio({
        accountSid: SID,
        authToken: 'token',
        number: '+15551234567',
        publicUrl: 'https://callboard.example',
        httpClient: client,
      });
      return { twilio, client };
    };
    const active = checking('active');
    await active.twilio.check();
    expect(active.client.requests.map(({ method }) => method)).toEqual(['get']);
    await expect(checking('suspended').twilio.check()).rejects.toMatchObject({
      code: 'account-suspended',
      of: 'account',
    });
  });

  it.each([
    ['human', 'answered'],
    ['unknown', 'answered'],
    ['machine_start', 'failed'],
    ['machine_end_beep', 'failed'],
    ['machine_end_silence', 'failed'],
    ['machine_end_other', 'failed'],
    ['fax', 'failed'],
    [null, 'answered'],
  ])('take a call that %s answers for %s, asked while it lasts', async (answered_by, state) => {
    const { channel } = provided('voice', () => ({
      status: 200,
      body: { sid: sidOf('Calls', 1), status: 'in-progress', answered_by },
    }))();
    expect(await channel.poll?.(sidOf('Calls', 1))).toMatchObject({ state });
  });

  it('stop for a while when Twilio is down, then one is let through', async () => {
    const client = new RecordingClient(() => ({ status: 500, body: { status: 500 } }));
    let now = 0;
    const { channels } = createTwilio({
      accountSid: SID,
      authToken: 'token',
      number: '+15551234567',
      publicUrl: 'https://callboard.example',
      smsPerSecond: 1000,
      now: () => now,
      httpClient: client,
    });
    const send = () => channels[0]?.send(outgoingTo(vera)).catch((error: Error) => error);
    for (let i = 0; i < 8; i++) await send();
    expect(client.requests).toHaveLength(4);
    now += 5_001;
    await send();
    expect(client.requests).toHaveLength(5);
    client.respond = keeping();
    now += 5_001;
    await send();
    expect(await send()).not.toBeInstanceOf(Error);
  });
});

describe('the signature', () => {
  const twilio = createTwilio({
    accountSid: SID,
    authToken: '12345',
    number: '+15551234567',
    publicUrl: 'https://mycompany.com',
    httpClient: new RecordingClient(keeping()),
  });
  // The example of Twilio's own documentation, "Validating requests".
  const body = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';
  const headers = { 'x-twilio-signature': signature };
  const raw = new Uint8Array();
  it('holds for the pinned address and what was signed', () => {
    expect(twilio.verify({ url: '/myapp.php?foo=1&bar=2', headers, body, raw })).toBe(true);
  });
  it('does not hold for another address, another body, or none', () => {
    expect(twilio.verify({ url: '/myapp.php?foo=1', headers, body, raw })).toBe(false);
    const other = { ...body, Digits: '9' };
    expect(twilio.verify({ url: '/myapp.php?foo=1&bar=2', headers, body: other, raw })).toBe(false);
    expect(twilio.verify({ url: '/myapp.php?foo=1&bar=2', headers: {}, body, raw })).toBe(false);
  });
});
