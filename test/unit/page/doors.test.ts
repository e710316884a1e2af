/** What comes in over HTTP: texts, calls, statuses, alerts; and numbers that are verified. */
import { describe, expect, it } from 'vitest';
import { settingsModals } from '../../../commands/callboard/settings.ts';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';

import { contactModals } from '../../../commands/rota/contact.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { replyCode } from '../../../src/page/domain/codes.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, sent, textOf } from './world.ts';

const call = async (
  world: World,
  path: string,
  body: unknown,
  more: { id?: string; token?: string } = {},
) => {
  const route = routes.find((one) => one.path.startsWith(path));
  if (!route) throw new Error(`no ${path}`);
  const headers = { authorization: more.token && `Bearer ${more.token}` };
  const params: Record<string, string> = more.id === undefined ? {} : { notification: more.id };
  return await route.run({ params, query: {}, headers, body }, world.deps);
};
const text = (world: World, body: string, from = '+12025550111') =>
  call(world, '/twilio/sms', { From: from, Body: body });
const pageOf = async (world: World, code = 'P1') => (await world.store.get(pageDocument, code))?.value;
const codeIn = (said: string | undefined): string => /Reply (\w\w) to/.exec(said ?? '')?.[1] ?? '';

const texted = async () => {
  const world = await pagingWorld();
  await world.type('UANY', page, 'stage-main Help');
  await world.advance('PT30S', jobs);
  return { world, code: codeIn(world.channels.sms.sent[0]?.text) };
};

describe('a text', () => {
  it('acknowledges, resolves, and a late one hears who has it', async () => {
    const { world, code } = await texted();
    expect((await text(world, code)).body).toContain('You have P1');
    expect((await pageOf(world))?.acknowledged).toMatchObject({ by: 'UVOL', via: 'sms' });
    expect((await text(world, code)).body).toContain('already has P1');
    expect((await text(world, `${code} R`)).body).toContain('P1 is resolved');
    expect((await text(world, code)).body).toContain('already resolved');
  });
  it('with another code, or none, is answered with those that would do', async () => {
    const { world, code } = await texted();
    expect((await text(world, 'what?')).body).toContain(`${code} = Help`);
    expect((await text(world, code === '3A' ? '4A' : '3A')).body).toContain(code);
    expect((await text(world, code, '+19995550000')).body).toContain('not known');
    expect((await pageOf(world))?.state).toBe('open');
  });
  it('with several codes is several answers, and names what is open still', async () => {
    const { world } = await texted();
    for (const message of ['No sound', 'No light']) await world.type('UANY', page, `stage-main ${message}`);
    await world.advance('PT2M', jobs);
    const [first, second, third] = ['P1', 'P2', 'P3'].map((code) => replyCode(code, 'UVOL'));
    const both = (await text(world, `${first} ${second} r`)).body;
    expect(both).toContain('You have P1');
    expect(both).toContain('P2 is resolved');
    expect(both).toContain(`Still open: ${third} = No light`);
    expect(both).not.toContain('Everything');
    const states = async () =>
      (await Promise.all(['P1', 'P2', 'P3'].map((code) => pageOf(world, code)))).map((one) => one?.state);
    expect(await states()).toEqual(['acknowledged', 'resolved', 'open']);
    // One that is over beside one that is not.
    expect((await text(world, `${second} ${third}`)).body).toMatch(/P2 was already resolved.*You have P3/);
    expect((await text(world, 'todo r')).body).toMatch(/P3 is resolved.*P1 is resolved/);
    expect(await states()).toEqual(['resolved', 'resolved', 'resolved']);
  });
  it('with E passes it on', async () => {
    const { world, code } = await texted();
    expect((await text(world, `${code} E`)).body).toContain('goes on to the next');
    await world.settle(jobs);
    expect(sent(world)).toContain('slack ULEAD');
  });
  it('with a wrong code is answered five times at most, then nothing from there counts for a quarter of an hour', async () => {
    const { world, code } = await texted();
    const wrong = Array.from({ length: 8 }, (_, i) => `${'34679'[i % 5]}${i < 5 ? 'A' : 'C'}`).filter(
      (one) => one !== code,
    );
    const said: string[] = [];
    for (const one of wrong) said.push((await text(world, one)).body);
    expect(said.filter((one) => one.includes('Message'))).toHaveLength(4);
    expect((await text(world, code)).body).not.toContain('Message');
    expect((await pageOf(world))?.state).toBe('open');
    await world.settle(jobs);
    const card = [...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1];
    expect(JSON.stringify(card?.blocks)).toContain('texts with wrong codes came from the number of Vera');
    world.clock.t = world.clock.t.add({ minutes: 16 });
    expect((await text(world, code)).body).toContain('You have P1');
  });
  it('of an automatic kind is answered once, from a known number and from an unknown one', async () => {
    const { world } = await texted();
    const answers = async (from?: string) => {
      let count = 0;
      for (let i = 0; i < 20; i++)
        if ((await text(world, 'I am driving and will call back', from)).body.includes('Message')) count++;
      return count;
    };
    expect(await answers()).toBe(1);
    expect(await answers('+19995550000')).toBe(1);
    expect((await text(world, 'STOP', '+19995550001')).body).not.toContain('Message');
    world.clock.t = world.clock.t.add({ hours: 25 });
    expect(await answers('+19995550000')).toBe(1);
  });
  it('that says STOP opts out, raises the alarm, and the next page does without texts', async () => {
    const { world } = await texted();
    expect((await text(world, 'STOP')).body).not.toContain('Message');
    await world.settle(jobs);
    expect(world.chat.sent.some(({ to, text: said }) => to === 'COPS' && said.includes('on shift'))).toBe(
      true,
    );
    await world.type('UANY', page, 'stage-main! Again');
    await world.settle(jobs);
    expect(sent(world).filter((one) => one === 'sms UVOL')).toHaveLength(1);
  });
});

describe('a call', () => {
  const ringing = async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main! Smoke & <fire>');
    await world.settle(jobs);
    const id = world.channels.voice.sent[0]?.notification ?? '';
    return { world, id, CallSid: `voice-${id}` };
  };
  it('says the page, escaped, and takes 1', async () => {
    const { world, id, CallSid } = await ringing();
    const asked = await call(world, '/twilio/voice', { CallSid }, { id });
    expect(asked.body).toContain('Smoke &amp; &lt;fire&gt;');
    expect(asked.body).toContain('<Gather');
    expect((await call(world, '/twilio/voice', { CallSid, Digits: '1' }, { id })).body).toContain(
      'You have it',
    );
    expect((await pageOf(world))?.acknowledged).toMatchObject({ by: 'UVOL', via: 'voice' });
  });
  it('passes it on with 2, says it again with 9', async () => {
    const { world, id, CallSid } = await ringing();
    expect((await call(world, '/twilio/voice', { CallSid, Digits: '9' }, { id })).body).toContain('Smoke');
    await call(world, '/twilio/voice', { CallSid, Digits: '2' }, { id });
    await world.settle(jobs);
    expect(sent(world)).toContain('voice ULEAD');
    expect((await pageOf(world))?.state).toBe('open');
  });
  it('gives one answer, however often the same request comes, and only the call that we made', async () => {
    const { world, id, CallSid } = await ringing();
    const other = await call(world, '/twilio/voice', { CallSid: 'CAother', Digits: '1' }, { id });
    expect(other.body).not.toContain('You have it');
    expect((await pageOf(world))?.state).toBe('open');
    await call(world, '/twilio/voice', { CallSid, Digits: '2' }, { id });
    await world.press('UORG', page, 'page.ack', 'P1');
    await world.settle(jobs);
    const before = { page: await pageOf(world), sent: sent(world) };
    for (let i = 0; i < 5; i++) {
      const again = await call(world, '/twilio/voice', { CallSid, Digits: i % 2 ? '1' : '2' }, { id });
      expect(again.body).toContain('Olga has it');
    }
    await world.settle(jobs);
    expect({ page: await pageOf(world), sent: sent(world) }).toEqual(before);
  });
  it('passes nothing on that somebody else has meanwhile, and says who', async () => {
    const { world, id, CallSid } = await ringing();
    await world.press('UORG', page, 'page.ack', 'P1');
    const said = await call(world, '/twilio/voice', { CallSid, Digits: '2' }, { id });
    expect(said.body).toContain('Olga has it');
    expect((await pageOf(world))?.acknowledged?.by).toBe('UORG');
  });
  it('that a voicemail takes, or that ends without a digit, is no acknowledgement', async () => {
    for (const body of [
      { CallStatus: 'in-progress', AnsweredBy: 'machine_start' },
      { CallStatus: 'completed' },
    ]) {
      const { world, id } = await ringing();
      await call(world, '/twilio/status', body, { id });
      expect((await world.store.get(notificationDocument, id))?.value.state).toBe('failed');
      expect((await pageOf(world))?.state).toBe('open');
    }
  });
});

describe('a status', () => {
  it('that says failed starts the next channel at once, however often it comes', async () => {
    const { world } = await texted();
    const id = world.channels.sms.sent[0]?.notification ?? '';
    const failed = { MessageSid: `sms-${id}`, MessageStatus: 'undelivered', ErrorCode: '30005' };
    for (let i = 0; i < 3; i++) await call(world, '/twilio/status', failed, { id });
    await call(world, '/twilio/status', { MessageSid: `sms-${id}`, MessageStatus: 'sent' }, { id });
    await world.settle(jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
    expect((await world.store.get(notificationDocument, id))?.value).toMatchObject({
      state: 'failed',
      code: '30005',
    });
  });
  it('of 30003 is tried once more a minute later', async () => {
    const { world } = await texted();
    const id = world.channels.sms.sent[0]?.notification ?? '';
    await call(world, '/twilio/status', { MessageStatus: 'undelivered', ErrorCode: '30003' }, { id });
    await world.advance('PT61S', jobs);
    expect(world.channels.sms.sent).toHaveLength(2);
    expect(world.channels.sms.sent[1]?.text).not.toBe(world.channels.sms.sent[0]?.text);
  });
});

describe('an alert', () => {
  const withHook = async () => {
    const world = await pagingWorld();
    const asking = await world.asking('UORG');
    const values = { name: { value: 'Grafana' }, target: { value: 'stage-main' } };
    const made = await settingsModals['callboard.hook']?.run({ ...asking, values, meta: '' }, world.deps);
    const token = /`(cb_[^`]+)`/.exec(textOf(made))?.[1] ?? '';
    return { world, token };
  };
  const alert = (fingerprint: string, status = 'firing') => ({
    status,
    labels: { alertname: `Disk${fingerprint}`, severity: 'warning' },
    annotations: { summary: 'disk is full' },
    fingerprint,
  });
  it('needs its token, and the database does not know it', async () => {
    const { world, token } = await withHook();
    expect((await call(world, '/hooks/generic', { message: 'x' })).status).toBe(401);
    expect((await call(world, '/hooks/generic', { message: 'x' }, { token: `${token}x` })).status).toBe(401);
    expect(world.store.dump()).not.toContain(token);
  });
  it('again is the same page, and its end resolves it', async () => {
    const { world, token } = await withHook();
    const send = (status: string) =>
      call(world, '/hooks/alertmanager', { version: '4', alerts: [alert('a', status)] }, { token });
    expect(JSON.parse((await send('firing')).body)).toEqual({ opened: 1, pages: ['P1'] });
    expect(JSON.parse((await send('firing')).body)).toEqual({ repeated: 1, pages: ['P1'] });
    expect(await world.store.all(pageDocument)).toHaveLength(1);
    await send('resolved');
    expect((await pageOf(world))?.resolved?.by).toBe('hook:Grafana');
  });
  it('in a storm joins one page that counts', async () => {
    const { world, token } = await withHook();
    const alerts = Array.from({ length: 12 }, (_, i) => alert(`s${i}`));
    await call(world, '/hooks/grafana', { alerts }, { token });
    expect(await world.store.all(pageDocument)).toHaveLength(5);
    expect((await pageOf(world, 'P5'))?.storm).toEqual({ count: 8, open: 8 });
    await call(
      world,
      '/hooks/grafana',
      { alerts: alerts.map((one) => ({ ...one, status: 'resolved' })) },
      { token },
    );
    expect((await world.store.find(pageDocument, 'unresolved')).length).toBe(0);
  });
  it('too often is told to come again, and organizers hear of it once; what is none is told why', async () => {
    const { world, token } = await withHook();
    expect((await call(world, '/hooks/generic', null, { token })).status).toBe(400);
    let last = 0;
    for (let i = 0; i < 62; i++)
      last = (await call(world, '/hooks/generic', { message: 'm', id: 'm' }, { token })).status ?? 0;
    expect(last).toBe(503);
    await world.settle(jobs);
    const told = world.chat.sent.filter(({ text: said }) => said.includes('requests a minute'));
    expect(told).toHaveLength(1);
  });
});

describe('a number', () => {
  const submit = async (world: World, modal: string, typed: Record<string, string>) => {
    const values = Object.fromEntries(Object.entries(typed).map(([block, value]) => [block, { value }]));
    return await contactModals[modal]?.run({ ...(await world.asking('UANY')), values, meta: '' }, world.deps);
  };
  const phone = async (world: World) => (await world.store.get(personDocument, 'UANY'))?.value.phone;

  it('is paged only after the code sent to it was typed', async () => {
    const world = await pagingWorld();
    expect(await submit(world, 'rota.contact', { phone: '600' })).toHaveProperty('errors.phone');
    const without = textOf(await submit(world, 'rota.contact', {}));
    expect(without).toMatch(/You are paged by Slack\. [\s\S]*no verified phone/);
    expect(await submit(world, 'rota.contact', { phone: '+34 612 345 678' })).toHaveProperty('update');
    await world.settle(jobs);
    const code = /\b(\d{6})\b/.exec(world.channels.sms.sent.at(-1)?.text ?? '')?.[1] ?? '';
    expect(await phone(world)).toBeUndefined();
    expect(
      await submit(world, 'rota.code', { code: code === '000000' ? '111111' : '000000' }),
    ).toHaveProperty('errors.code');
    expect(textOf(await submit(world, 'rota.code', { code }))).toContain('verified');
    expect((await phone(world))?.number).toBe('+34612345678');
    expect(textOf(await submit(world, 'rota.contact', {}))).toContain('by Slack, SMS in 30 s, call in 90 s');
  });
  it('that is a landline is called', async () => {
    const world = await pagingWorld();
    await submit(world, 'rota.contact', { phone: '+34 911 234 567' });
    await world.settle(jobs);
    const id = world.channels.voice.sent[0]?.notification ?? '';
    expect((await call(world, '/twilio/voice', {}, { id })).body).toMatch(/code is: \d, \d, \d, \d, \d, \d/);
  });
  it('takes five wrong codes and five codes an hour', async () => {
    const world = await pagingWorld();
    for (let i = 0; i < 5; i++) await submit(world, 'rota.contact', { phone: '+34 612 345 678' });
    expect(await submit(world, 'rota.contact', { phone: '+34 612 345 678' })).toHaveProperty('errors.phone');
    for (let i = 0; i < 6; i++) await submit(world, 'rota.code', { code: 'wrong' });
    expect(JSON.stringify(await submit(world, 'rota.code', { code: '1' }))).toContain('no longer good');
  });
});
