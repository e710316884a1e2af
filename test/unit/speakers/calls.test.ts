/** The call that asks for a confirmation: pressed, in vain, in vain twice, impossible. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { planDelay } from '../../../src/agenda/domain/live.ts';
import { PermanentError, StoreUnavailable } from '../../../src/core/errors.ts';
import type { PagingChannel } from '../../../src/core/ports/paging.ts';
import { attendanceDocument, attendanceId } from '../../../src/speakers/domain/attendance.ts';
import type { World } from '../../support/fake-deps.ts';
import { add, change, link, session, speaker, speakersWorld } from './world.ts';

/** Ana's S1 was moved from 14:00 to 14:30 and she has not pressed `Got it`. It is 13:59:59: in a second the phone rings. */
let world: World;
beforeEach(async () => {
  const phone = { number: '+34600000001', verifiedAt: '2019-06-01T00:00:00Z' };
  world = await speakersWorld([speaker('UA', { name: 'Ana García', phone })]);
  await add(world, session('S1', '2019-06-05T12:00:00Z', { title: 'Falco' }));
  await world.settle(jobs);
  await link(world, 'ref-S1', 'UA');
  await world.type('UORG', speakers, 'plan check-in off');
  await delayBy(30);
  await until('11:59:59');
});

const delayBy = async (minutes: number) => {
  await change(world, (state) => {
    const first = state.sessions.get('S1')?.value;
    return first && planDelay(state, { first, by: Temporal.Duration.from({ minutes }) });
  });
  await world.settle(jobs);
};
const until = (time: string) =>
  world.advance(world.clock.now().until(`2019-06-05T${time}Z`).toString(), jobs);
const calls = () => world.channels.voice.sent.length;
const lastCall = () => world.channels.voice.sent.at(-1)?.notification ?? '';
async function tell(path: 'status' | 'voice', body: object, notification = lastCall()): Promise<string> {
  const route = routes.find((one) => one.path === `/twilio/${path}/:notification`);
  const reply = await route?.run({ params: { notification }, query: {}, headers: {}, body }, world.deps);
  await world.settle(jobs);
  return reply?.body ?? '';
}
const told = () =>
  world.chat.sent.filter((one) => one.to === 'COPS' && one.text.includes('confirmed')).map((one) => one.text);
const board = async () => JSON.stringify(await world.type('UORG', speakers, ''));
const notice = async () =>
  (await world.store.get(attendanceDocument, attendanceId('S1', 'UA')))?.value.notices.at(-1);
const settled = async () => {
  await until('12:40:00');
  return (await world.store.outbox()).map((one) => one.name);
};

it('is confirmed by 1, and whatever the provider says afterwards nobody is called again', async () => {
  await until('12:00:01');
  expect(calls()).toBe(1);
  expect(await board()).toContain('called, has not confirmed');
  expect(await tell('voice', { CallStatus: 'in-progress' })).toContain('Press 1');
  expect(await tell('voice', { Digits: '1' })).toContain('confirmed');
  await tell('status', { CallStatus: 'completed' });
  expect(await notice()).toMatchObject({ confirmedBy: 'voice', calls: 1 });
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(1);
  expect(told()).toEqual([]);
});

it.each([
  ['busy', { CallStatus: 'busy' }],
  ['voicemail', { CallStatus: 'in-progress', AnsweredBy: 'machine_start' }],
  ['answered, no digit', { CallStatus: 'completed' }],
])('in vain (%s) is seen on the board at once, and made once more', async (why, status) => {
  await until('12:00:20');
  await tell('status', status);
  expect(await board()).toContain('not reached by phone');
  await until('12:05:19');
  expect(calls()).toBe(1);
  await until('12:05:21');
  expect(calls()).toBe(2);
  expect(world.channels.voice.sent[0]?.notification).not.toBe(lastCall());
  // An old call's end, once more: it is the second that counts now.
  await tell('status', status, world.channels.voice.sent[0]?.notification);
  expect(told()).toEqual([]);
  await tell('status', status);
  expect(told()).toEqual([expect.stringContaining(`in vain (${why})`)]);
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(2);
  expect(told()).toHaveLength(1);
});

it('is taken for unanswered where no word comes of it', async () => {
  await until('12:02:59');
  expect(await board()).not.toContain('not reached by phone');
  await until('12:03:01');
  expect(await board()).toContain('not reached by phone');
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(2);
  expect(told()).toEqual([expect.stringContaining('no answer')]);
});

it('is taken for unanswered too where only word of the first comes, late', async () => {
  await until('12:00:20');
  await tell('status', { CallStatus: 'no-answer' });
  await until('12:06:00');
  expect(calls()).toBe(2);
  await tell('status', { CallStatus: 'no-answer' }, world.channels.voice.sent[0]?.notification);
  expect(told()).toEqual([]);
  expect(await settled()).toEqual([]);
  expect(told()).toHaveLength(1);
});

it('to a number that does not exist is not repeated, and told at once', async () => {
  await until('12:00:05');
  await tell('status', { CallStatus: 'failed' });
  expect(told()).toHaveLength(1);
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(1);
});

it('is not repeated shortly before the start', async () => {
  await until('12:00:05');
  await delayBy(-18);
  await until('12:03:10');
  expect(calls()).toBe(2);
  await tell('status', { CallStatus: 'no-answer' });
  expect(told()).toHaveLength(1);
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(2);
});

it.each([
  ['pressed in Slack', (id: string) => world.press('UA', speakers, 'speakers.confirm', id)],
  ['in the house', () => world.type('UA', speakers, 'here')],
])('is not repeated for who has %s meanwhile', async (_how, meanwhile) => {
  await until('12:00:20');
  await tell('status', { CallStatus: 'no-answer' });
  await meanwhile((await notice())?.id ?? '');
  expect(await board()).not.toContain('not reached by phone');
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(1);
  expect(told()).toEqual([]);
});

it('that cannot be made is told, whether the number is bad or the provider is down', async () => {
  world.channels.voice.failWith = new PermanentError('21211');
  await until('12:00:00');
  expect(told()).toHaveLength(1);
  expect(await board()).toContain('not reached by phone');
  expect(await settled()).toEqual([]);
});

it('that the provider refuses for minutes is told, and made no more', async () => {
  world.channels.voice.failWith = new Error('503');
  await until('12:02:00');
  expect(told()).toHaveLength(1);
  expect(await board()).toContain('not reached by phone');
  world.channels.voice.failWith = undefined;
  expect(await settled()).toEqual([]);
  expect(calls()).toBe(0);
});

it('that left before a crash is looked for since it was prepared, and not made again', async () => {
  const since: (string | undefined)[] = [];
  const voice: PagingChannel = world.channels.voice;
  voice.find = async (outgoing) => {
    since.push(outgoing.since?.toString());
    return { reference: 'found' };
  };
  const commit = world.store.commit.bind(world.store);
  world.store.commit = async (it) => {
    if (calls() === 1 && since.length === 0) throw new StoreUnavailable('the process died here');
    return await commit(it);
  };
  await until('12:00:00').catch(() => {});
  expect(calls()).toBe(1);
  world.clock.t = world.clock.t.add({ seconds: 8 });
  world.store.realNow += 60_000;
  await world.settle(jobs);
  expect(since).toEqual(['2019-06-05T12:00:00Z']);
  expect(calls()).toBe(1);
  expect(await notice()).toMatchObject({ calls: 1 });
});
