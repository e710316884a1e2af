/** The page of somebody's own, its devices, and what their buttons answer: read, decided and committed. */
import { createECDH } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { keepRetention } from '../../../src/callboard/domain/jobs.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import type { Outgoing, PagingChannel } from '../../../src/core/ports/paging.ts';
import { answerToken, NTFY } from '../../../src/page/domain/devices.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { pushLinkDocument } from '../../../src/page/domain/push-link.ts';
import { noticeReference, type PushAnswer } from '../../../src/page/domain/push-message.ts';
import { pushAddress } from '../../../src/page/push/enter.ts';
import { FakeChannel, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, sent, textOf } from '../page/world.ts';

const KEY = 'our-public-key';
const own = createECDH('prime256v1');
own.generateKeys();
const P256DH = own.getPublicKey().toString('base64url');
const AUTH = Buffer.alloc(16, 7).toString('base64url');
const AT = '2019-06-01T00:00:00Z';
const ENDPOINT = 'https://push.example/subscription/1';

let world: World;
let token: string;
let push: FakeChannel & { withdrawn: string[] };
let ntfy: FakeChannel;

class WithdrawingChannel extends FakeChannel {
  readonly withdrawn: string[] = [];
  override async send(outgoing: Outgoing): Promise<{ reference: string }> {
    await super.send(outgoing);
    const { notice, to, notification } = outgoing;
    return { reference: noticeReference(notice?.about ?? '', to.id, notification) };
  }
  async withdraw(reference: string): Promise<void> {
    this.withdrawn.push(reference);
  }
}

beforeEach(async () => {
  world = await pagingWorld();
  let ids = 0;
  push = new WithdrawingChannel('push', ({ devices }) =>
    devices?.some(({ verifiedAt }) => verifiedAt) ? 'Phone' : undefined,
  );
  ntfy = new WithdrawingChannel('ntfy', (person) => person.ntfy?.verifiedAt && 'ntfy');
  (world.deps.channels as PagingChannel[]).push(push, ntfy);
  Object.assign(world.deps, {
    push: { publicKey: KEY, ntfy: 'https://ntfy.example' },
    newId: () => `id${++ids}`.padEnd(24, 'x'),
  });
  token = (await pushAddress('UVOL', world.deps))?.split('/').at(-1) ?? '';
});

const call = async (door: string, params: Record<string, string>, body: unknown = {}) => {
  const route = routes.find((one) => `${one.method} ${one.path}` === door);
  if (!route) throw new Error(`no ${door}`);
  const reply = await route.run({ params, query: {}, headers: {}, body }, world.deps);
  const isJson = reply.type?.includes('json') ?? false;
  return { status: reply.status ?? 200, body: reply.body, said: isJson ? JSON.parse(reply.body) : {} };
};
const act = (what: object, by = token) => call('POST /push/me/:token/do', { token: by }, what);
const see = (by = token) => call('GET /push/me/:token', { token: by });
const answer = (what: object) => call('POST /push/answer', {}, JSON.stringify(what));
const vera = async (): Promise<Person> => {
  const known = await world.store.get(personDocument, 'UVOL');
  if (!known) throw new Error('no Vera');
  return known.value;
};
const pageOf = async (code = 'P1') => (await world.store.get(pageDocument, code))?.value;
const facts = async (name: string) =>
  (await world.store.facts()).filter((fact) => fact.name === name).map(({ data }) => data);

const subscription = (more: object = {}) => ({
  ...{ do: 'subscribe', name: 'Android, Chrome', endpoint: ENDPOINT, key: KEY },
  keys: { p256dh: P256DH, auth: AUTH },
  ...more,
});

/** Vera's device, confirmed by its first message. */
async function confirmed(): Promise<string> {
  const { device } = (await act(subscription())).said as { device: string };
  await world.settle(jobs);
  await pressed('ack', push.sent.at(-1));
  return device;
}

/** What a button of a message answers with. */
async function answerTo(outgoing: Outgoing | undefined, verb: PushAnswer['verb'], device?: string) {
  const { devices = [], ntfy: topic } = await vera();
  const one = device === NTFY ? topic : devices[0];
  const n = outgoing?.notification ?? '';
  return { verb, n, p: 'UVOL', d: device ?? devices[0]?.id, t: answerToken(one?.secret ?? '', n) };
}
const pressed = async (verb: PushAnswer['verb'], outgoing: Outgoing | undefined, device?: string) =>
  await answer(await answerTo(outgoing, verb, device));

const opened = async (words = 'Projector is dead') => {
  await world.type('UANY', page, `stage-main ${words}`);
  await world.settle(jobs);
};

describe('the page of somebody’s own', () => {
  it('opens by its address alone, which stays the same until it is ended', async () => {
    expect((await see()).body).toContain('Pages for Vera');
    expect(await pushAddress('UVOL', world.deps)).toContain(token);
    expect((await see('another-token-of-nobody')).status).toBe(404);
    expect((await act({ do: 'end' })).status).toBe(200);
    expect((await see()).status).toBe(404);
    expect(await pushAddress('UVOL', world.deps)).not.toContain(token);
  });

  it('ends two days after the event, with its devices', async () => {
    await confirmed();
    const settings = await world.deps.events.settings();
    Object.assign(world.deps, {
      events: { settings: async () => ({ ...settings, dates: { first: '2019-06-05', last: '2019-06-07' } }) },
    });
    world.clock.t = world.clock.t.add({ hours: 24 * 4 });
    expect((await see()).status).toBe(200);
    world.clock.t = world.clock.t.add({ hours: 24 });
    expect((await see()).status).toBe(404);
    await world.deps.store.commit({ jobs: [scheduleJob(keepRetention, world.clock.now(), {})] });
    await world.settle(jobs);
    expect((await vera()).devices).toBeUndefined();
    expect(await world.store.all(pushLinkDocument)).toEqual([]);
    expect(await facts('push.removed')).toMatchObject([{ person: 'UVOL', why: 'over' }]);
  });

  it('of somebody without Slack is told to an organizer, and to nobody else', async () => {
    const nora = { id: 'x-nora', name: 'Nora', phone: { number: '+12025550199', verifiedAt: AT } };
    const at = { at: world.clock.now(), by: 'test', about: [] };
    await world.store.commit({
      put: [put(personDocument, nora.id, nora)],
      facts: [recordFact(personChanged, { ...at, data: { person: nora.id, fields: ['all'] } })],
    });
    const said = textOf(await world.type('UORG', rota, 'contact +12025550199'));
    const [, theirs = ''] = /push\/me\/([\w-]+)/.exec(said) ?? [];
    expect((await see(theirs)).body).toContain('Pages for Nora');
    await expect(world.type('UVOL', rota, 'contact +12025550199')).rejects.toThrow();
    await expect(world.type('UORG', rota, 'contact @uvol')).rejects.toThrow('push.link.own');
  });

  it('takes in what a browser says, and nothing else', async () => {
    const wrong = [
      subscription({ keys: { p256dh: 'AAAA', auth: AUTH } }),
      subscription({ keys: { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: AUTH } }),
      subscription({ keys: { p256dh: P256DH, auth: 'AAAA' } }),
      subscription({ endpoint: 'javascript:alert(1)' }),
      { do: 'nothing' },
      'subscribe',
    ];
    for (const one of wrong) expect((await act(one as object)).status).toBe(400);
    expect((await act(subscription({ endpoint: 'http://push.example/1' }))).said).toMatchObject({
      problem: expect.stringContaining('nothing is sent to'),
    });
    expect((await vera()).devices).toBeUndefined();
  });

  it('has a few devices, and the same one once', async () => {
    const add = (i: number) => act(subscription({ endpoint: `https://push.example/${i}` }));
    const first = await add(1);
    expect((await add(1)).said).toEqual(first.said);
    for (let i = 2; i <= 6; i++) expect((await add(i)).status).toBe(200);
    const { devices = [] } = await vera();
    // Those that nobody confirmed made room, the oldest first.
    expect(devices.map(({ endpoint }) => endpoint.at(-1))).toEqual(['3', '4', '5', '6']);
    for (const { id, check, secret } of devices)
      await answer({ verb: 'ack', n: check, p: 'UVOL', d: id, t: answerToken(secret, check) });
    expect(await add(7)).toMatchObject({
      status: 409,
      said: { problem: expect.stringContaining('too many') },
    });
  });

  it('is not read by another: one browser is one person’s', async () => {
    await confirmed();
    const leo = (await pushAddress('ULEAD', world.deps))?.split('/').at(-1) ?? '';
    await act(subscription(), leo);
    expect((await vera()).devices).toBeUndefined();
    expect(await facts('push.removed')).toMatchObject([{ person: 'UVOL', why: 'moved' }]);
  });

  it('lets them answer what asks them, and nothing that does not', async () => {
    await opened();
    expect((await see()).body).toContain('Projector is dead');
    const leo = (await pushAddress('ULEAD', world.deps))?.split('/').at(-1) ?? '';
    expect((await see(leo)).body).not.toContain('Projector is dead');
    expect((await act({ do: 'answer', page: 'P1', verb: 'ack' }, leo)).status).toBe(404);
    expect((await act({ do: 'answer', page: 'P1', verb: 'ack' })).said).toMatchObject({
      words: expect.stringContaining('You have P1'),
    });
    expect((await pageOf())?.acknowledged).toMatchObject({ by: 'UVOL', via: 'push' });
    expect((await act({ do: 'answer', page: 'P1', verb: 'resolve' })).status).toBe(200);
    expect((await pageOf())?.state).toBe('resolved');
  });
});

describe('a device', () => {
  it('is paged only once its first message was answered, and then at once', async () => {
    await act(subscription());
    await world.settle(jobs);
    const [first] = push.sent;
    expect(first?.notice).toMatchObject({ isCheck: true, acknowledge: 'Confirm' });
    expect(first?.to.devices).toHaveLength(1);
    await opened();
    expect(sent(world)).not.toContain('push UVOL');
    expect(push.sent).toHaveLength(1);
    expect((await pressed('shown', first)).said).toEqual({ words: '' });
    expect((await vera()).devices?.[0]?.verifiedAt).toBeUndefined();
    expect((await pressed('ack', first)).said.words).toContain('Confirmed');
    await opened('No water');
    expect(push.sent.at(-1)).toMatchObject({
      notice: { about: 'P2', acknowledge: 'Acknowledge', pass: 'Pass on' },
      validFor: 300,
    });
  });

  it('is added to an order of their own', async () => {
    const known = await world.store.get(personDocument, 'UVOL');
    const contact = { order: [{ channel: 'voice', after: 60 }] };
    await world.store.commit({
      put: [{ kind: personDocument, id: 'UVOL', value: { ...known?.value, contact }, version: 1 } as never],
      facts: [{ ...(await world.store.facts()).at(-1) } as never],
    });
    await confirmed();
    expect((await vera()).contact?.order).toEqual([
      { channel: 'voice', after: 60 },
      { channel: 'push', after: 0 },
    ]);
  });

  it('says why its first message did not leave; it can be sent again, but not without end', async () => {
    push.failWith = new PermanentError('push-refused');
    await act(subscription());
    await world.settle(jobs);
    expect((await see()).body).toContain('the push service refuses it');
    const [device] = (await vera()).devices ?? [];
    expect((await act({ do: 'check', device: device?.id })).status).toBe(429);
    world.clock.t = world.clock.t.add({ seconds: 30 });
    push.failWith = undefined;
    expect((await act({ do: 'check', device: device?.id })).status).toBe(200);
    await world.settle(jobs);
    // The first message's token is of that message.
    expect((await vera()).devices?.[0]?.check).not.toBe(device?.check);
    await pressed('ack', push.sent.at(-1));
    expect((await vera()).devices?.[0]).toMatchObject({ verifiedAt: expect.any(String) });
    expect((await see()).body).not.toContain('refuses');
  });

  it('never has its address, keys or tokens in a fact or a line of the log', async () => {
    await confirmed();
    await opened();
    const [device] = (await vera()).devices ?? [];
    const told = JSON.stringify([await world.store.facts(), world.logged]);
    for (const secret of [ENDPOINT, P256DH, AUTH, device?.secret ?? '?', token])
      expect(told).not.toContain(secret);
  });
});

describe('a button', () => {
  const paged = async () => {
    await confirmed();
    await opened();
    return push.sent.at(-1);
  };

  it('Acknowledge has it, once, and the notices of all screens are taken back', async () => {
    const message = await paged();
    await pressed('shown', message);
    expect((await pressed('ack', message)).said.words).toBe('You have P1. Everything else has stopped.');
    expect((await pageOf())?.acknowledged).toMatchObject({ by: 'UVOL', via: 'push' });
    const before = (await world.store.facts()).length;
    expect((await pressed('ack', message)).said.words).toContain('P1 is answered already: Vera has it');
    expect((await pressed('pass', message)).said.words).toContain('P1 is answered already');
    expect((await world.store.facts()).length).toBe(before);
    await world.settle(jobs);
    expect(push.withdrawn).toEqual([`P1/UVOL/${message?.notification}`]);
    expect(sent(world).filter((one) => /sms|voice/.test(one))).toEqual([]);
  });

  it('Pass on asks the next at once, and leaves them in peace', async () => {
    const message = await paged();
    await pressed('shown', message);
    world.clock.t = world.clock.t.add({ seconds: 5 });
    expect((await pressed('pass', message)).said.words).toContain('goes on to the next');
    await world.advance('PT2M', jobs);
    expect(sent(world)).toContain('slack ULEAD');
    expect(sent(world).filter((one) => one.startsWith('sms UVOL') || one.startsWith('voice UVOL'))).toEqual(
      [],
    );
    expect((await see()).body).not.toContain('Projector is dead');
  });

  it('Pass on that comes late takes nothing from whoever has it', async () => {
    const message = await paged();
    await world.press('ULEAD', page, 'page.ack', 'P1');
    expect((await pressed('pass', message)).said.words).toContain('Leo has it');
    expect((await pageOf())?.acknowledged?.by).toBe('ULEAD');
  });

  it('proves nothing with another token, of another message, person or device', async () => {
    const message = await paged();
    const right = await answerTo(message, 'ack');
    const wrong = [
      { ...right, t: 'x'.repeat(24) },
      { ...right, t: answerToken('secret-of-nobody', right.n) },
      { ...right, n: 'another-notification' },
      { ...right, p: 'ULEAD' },
      { ...right, p: 'UNOBODY' },
      { ...right, d: 'another-device' },
      { ...right, d: NTFY },
      { ...right, verb: 'resolve' },
      { verb: 'ack' },
    ];
    for (const one of wrong) expect((await answer(one)).status).toBe(404);
    expect((await call('POST /push/answer', {}, '{')).status).toBe(404);
    expect((await pageOf())?.state).toBe('open');
    await act({ do: 'remove', device: right.d });
    expect((await answer(right)).status).toBe(404);
  });

  it('of ntfy answers by the same door', async () => {
    await act({ do: 'ntfy' });
    await world.settle(jobs);
    expect((await vera()).ntfy?.topic).toMatch(/^callboard-[\w-]{20,}$/);
    await pressed('ack', ntfy.sent.at(-1), NTFY);
    await opened();
    await pressed('pass', ntfy.sent.at(-1), NTFY);
    await world.settle(jobs);
    expect(sent(world)).toContain('slack ULEAD');
  });

  it('of a test is what the test was for; a notice that nobody showed has not arrived', async () => {
    await confirmed();
    await act({ do: 'test' });
    await world.settle(jobs);
    await world.advance('PT3M', jobs);
    expect(await facts('paging.tested')).toMatchObject([{ failed: expect.arrayContaining(['push']) }]);
    await act({ do: 'test' });
    await world.settle(jobs);
    await pressed('shown', push.sent.at(-1));
    await world.advance('PT3M', jobs);
    expect((await facts('paging.tested')).at(-1)).toMatchObject({
      reached: expect.arrayContaining(['push']),
    });
    expect((await see()).body).toContain('arrived by');
  });

  it('of a test that nobody sends, because no process runs the queue, promises nothing', async () => {
    Object.assign(world.deps, { lastUnattended: () => ['pages'] });
    expect((await act({ do: 'test' })).body).toContain('is kept, but nobody sends pages');
  });
});

it('all of it lies behind the path of PUBLIC_URL, so that two events on one host stay apart', async () => {
  Object.assign(world.deps, { publicUrl: 'https://callboard.example/conf-a' });
  const { body } = await see();
  expect(body).toContain(`data-base="/conf-a/push/me/${token}"`);
  expect(body).toContain('data-scope="/conf-a/push/"');
  expect(body).toContain('data-worker="/conf-a/push/worker.js?');
  expect(body).not.toMatch(/(?:href|src)="\/push\//);
  const { body: manifest } = await call('GET /push/me/:token/manifest.webmanifest', { token });
  expect(JSON.parse(manifest)).toMatchObject({
    scope: '/conf-a/push/',
    start_url: `/conf-a/push/me/${token}`,
  });
});
