/** What comes in from Telnyx: texts, calls, statuses; each through the door that has looked at its signature. */
import { describe, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { reportFrom } from '../../../src/page/provider-callbacks.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld } from './world.ts';

const call = async (world: World, path: string, body: unknown, id?: string) => {
  const route = routes.find((one) => one.path.startsWith(path));
  if (!route) throw new Error(`no ${path}`);
  const params: Record<string, string> = id === undefined ? {} : { notification: id };
  return await route.run({ params, query: {}, headers: {}, body }, world.deps);
};

const received = (text: string, { from = '+12025550111', id = 'm1' } = {}) => ({
  data: {
    event_type: 'message.received',
    id: 'e1',
    payload: {
      id,
      direction: 'inbound',
      from: { phone_number: from },
      to: [{ phone_number: '+1555' }],
      text,
    },
  },
});
/** What was answered, as the texts that left for it. */
const answers = (world: World) =>
  world.channels.sms.sent.filter(({ notification }) => notification.startsWith('answer-'));
const codeIn = (said: string | undefined): string => /Reply (\w\w) to/.exec(said ?? '')?.[1] ?? '';

const texted = async () => {
  const world = await pagingWorld();
  await world.type('UANY', page, 'stage-main Help');
  await world.advance('PT30S', jobs);
  const [sent] = world.channels.sms.sent;
  return { world, code: codeIn(sent?.text), id: sent?.notification ?? '' };
};
const pageOf = async (world: World) => (await world.store.get(pageDocument, 'P1'))?.value;

describe('a text over Telnyx', () => {
  it('acknowledges, and is answered by a text of its own', async () => {
    const { world, code } = await texted();
    const reply = await call(world, '/telnyx/sms', received(code));
    expect(reply).toMatchObject({ status: 204, body: '' });
    expect(await pageOf(world)).toMatchObject({ acknowledged: { by: 'UVOL', via: 'sms' } });
    await world.settle(jobs);
    expect(answers(world)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('You have P1') as string }),
    ]);
    expect(answers(world)[0]?.to.phone?.number).toBe('+12025550111');
  });

  it('that comes twice, as its webhooks may, is answered once', async () => {
    const { world, code } = await texted();
    for (let i = 0; i < 3; i++) {
      await call(world, '/telnyx/sms', received(code));
      await world.settle(jobs);
    }
    expect(answers(world)).toHaveLength(1);
  });

  it('from a number that nobody has is told so, once a day', async () => {
    const { world } = await texted();
    for (const id of ['m1', 'm2']) {
      await call(world, '/telnyx/sms', received('hello', { from: '+19995550000', id }));
      await world.settle(jobs);
    }
    expect(answers(world).map(({ to, text }) => [to.phone?.number, text])).toEqual([
      ['+19995550000', expect.stringContaining('not known')],
    ]);
  });

  it('that says STOP opts out, and nothing answers it', async () => {
    const { world } = await texted();
    await call(world, '/telnyx/sms', received('STOP'));
    await world.settle(jobs);
    expect(answers(world)).toEqual([]);
    expect((await world.store.get(personDocument, 'UVOL'))?.value.optedOut).toBe(true);
  });

  it('of no kind that somebody sends is taken and means nothing', async () => {
    const { world, code } = await texted();
    const told = received(code);
    const others: unknown[] = [
      { data: { ...told.data, event_type: 'message.finalized' } },
      { data: { ...told.data, payload: { ...told.data.payload, from: { phone_number: 'Acme' } } } },
      { data: {} },
      {},
      '',
    ];
    for (const body of others) expect(await call(world, '/telnyx/sms', body)).toMatchObject({ status: 204 });
    await world.settle(jobs);
    expect((await pageOf(world))?.state).toBe('open');
    expect(answers(world)).toEqual([]);
  });
});

describe('a status over Telnyx', () => {
  const event = (id: string, status: string, more: object = {}) => ({
    data: {
      event_type: status === 'sent' ? 'message.sent' : 'message.finalized',
      payload: {
        id: `sms-${id}`,
        to: [{ phone_number: '+12025550111', status }],
        errors: [],
        webhook_url: `https://callboard.example/telnyx/status/${id}?trace=00-1-2-01`,
        ...more,
      },
    },
  });
  const stateOf = async (world: World, id: string) =>
    (await world.store.get(notificationDocument, id))?.value;

  it('moves a text forward, and a late one not back', async () => {
    const { world, id } = await texted();
    for (const status of ['sent', 'delivered', 'sent'])
      await call(world, '/telnyx/status', event(id, status), id);
    expect(await stateOf(world, id)).toMatchObject({ state: 'delivered' });
  });

  it('that failed names Telnyx’s code, and the call goes at once', async () => {
    const { world, id } = await texted();
    const failed = event(id, 'delivery_failed', { errors: [{ code: '40001', title: 'Not routable' }] });
    await call(world, '/telnyx/status', failed, id);
    await world.settle(jobs);
    expect(await stateOf(world, id)).toMatchObject({ state: 'failed', code: 'telnyx-40001' });
    expect(world.channels.voice.sent).toHaveLength(1);
  });

  it('of another text is no news, since the signature says nothing of the address', async () => {
    const { world, id } = await texted();
    await call(world, '/telnyx/status', event('another', 'delivery_failed'), id);
    await call(world, '/telnyx/status', event(id, 'delivery_failed', { id: 'another' }), id);
    await call(world, '/telnyx/status', event(id, 'delivery_failed', { webhook_url: null }), id);
    expect(await stateOf(world, id)).toMatchObject({ state: 'queued' });
  });

  it.each([
    ['a form of a call', { CallSid: 'v3:a', CallStatus: 'ringing' }, { state: 'ringing', reference: 'v3:a' }],
    [
      'a machine, detected in the background',
      { CallSid: 'v3:a', AnsweredBy: 'machine' },
      { state: 'failed', code: 'voicemail', reference: 'v3:a' },
    ],
    ['a person, detected in the background', { CallSid: 'v3:a', AnsweredBy: 'human' }, undefined],
    ['nothing of ours', { data: { event_type: 'call.hangup', payload: {} } }, undefined],
    ['no object', 'x', undefined],
  ])('reads %s', (_name, body, report) => expect(reportFrom(body, 'n1')).toEqual(report));
});

describe('a call over Telnyx', () => {
  it('says the page at an address that is whole, and takes 1', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main! Smoke');
    await world.settle(jobs);
    const id = world.channels.voice.sent[0]?.notification ?? '';
    const CallSid = `voice-${id}`;
    const { body } = await call(world, '/telnyx/voice', { CallSid }, id);
    expect(body).toContain(`action="${world.deps.publicUrl ?? ''}/telnyx/voice/${id}`);
    expect((await call(world, '/telnyx/voice', { CallSid: 'v3:other', Digits: '1' }, id)).body).not.toContain(
      'You have it',
    );
    expect((await call(world, '/telnyx/voice', { CallSid, Digits: '1' }, id)).body).toContain('You have it');
    expect(await pageOf(world)).toMatchObject({ acknowledged: { by: 'UVOL', via: 'voice' } });
  });
});
