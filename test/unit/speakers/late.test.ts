/** Who has said that they run late is looked for when the time is up that they named, not before. */
import { beforeEach, expect, it } from 'vitest';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { reconcileSpeakers } from '../../../src/speakers/reconcile.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { add, link, session, speaker, speakersWorld } from './world.ts';

/** S1 begins at 14:00 in Madrid; who is missing is looked for a quarter of an hour before. */
let world: World;
beforeEach(async () => {
  world = await speakersWorld([
    speaker('UA', { name: 'Ana García' }),
    speaker('UB', { name: 'Bea Pérez' }),
    somebody('ULEAD'),
  ]);
  const both = [
    { id: 'ref-a', name: 'Ana García' },
    { id: 'ref-b', name: 'Bea Pérez' },
  ];
  await add(world, session('S1', '2019-06-05T12:00:00Z', { title: 'Falco', speakers: both }));
  await world.type('UORG', speakers, 'plan check-in 15m');
  await link(world, 'ref-a', 'UA');
  await link(world, 'ref-b', 'UB');
  await world.settle(jobs);
});

const until = (time: string) =>
  world.advance(world.clock.now().until(`2019-06-05T${time}:00Z`).toString(), jobs);
const type = (who: string, text: string) => world.type(who, speakers, text);
const pages = async () =>
  (await world.store.all(pageDocument)).map(({ value }) => ({ state: value.state, message: value.message }));

it('is not paged for at the check-in, but when the time is up; and a check-in ends that page', async () => {
  await until('11:00');
  await type('UB', 'here');
  await until('11:40');
  await type('UA', 'late 20m');
  await until('12:19');
  expect(await pages()).toEqual([]);
  await until('12:21');
  expect(await pages()).toMatchObject([{ state: 'open', message: expect.stringContaining('Ana García') }]);
  await type('UA', 'here');
  await world.settle(jobs);
  expect(await pages()).toMatchObject([{ state: 'resolved' }]);
});

it('is nobody’s matter once they are here in time', async () => {
  await type('UB', 'here');
  await type('UA', 'late 20m');
  await until('12:10');
  await type('UA', 'here');
  await until('13:30');
  expect(await pages()).toEqual([]);
});

it('does not hide the other speaker: each is looked for in a page of their own', async () => {
  await until('11:40');
  await type('UA', 'late 20m');
  await until('11:46');
  const [first, ...others] = await pages();
  expect(others).toEqual([]);
  expect(first?.message).toContain('Bea Pérez');
  expect(first?.message).not.toContain('Ana García');
  await until('12:21');
  expect((await pages()).map(({ message }) => message.includes('Ana García'))).toEqual([false, true]);
  await type('UA', 'here');
  await world.settle(jobs);
  expect((await pages()).map(({ state }) => state)).toEqual(['open', 'resolved']);
  await type('UB', 'here');
  await world.settle(jobs);
  expect((await pages()).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
});

it('holds whatever plans anew meanwhile, and however often they say it', async () => {
  await type('UB', 'here');
  await until('11:40');
  await type('UA', 'late 10m');
  await until('11:50');
  await reconcileSpeakers(world.deps);
  await world.settle(jobs);
  await until('12:09');
  await type('UA', 'late 20m');
  await until('12:28');
  expect(await pages()).toEqual([]);
  await until('12:30');
  expect(await pages()).toHaveLength(1);
});

it('counts from the start that they knew: a delay that takes it in is not added to it', async () => {
  await type('UB', 'here');
  await until('11:40');
  await type('UA', 'late 20m');
  await world.settle(jobs);
  const offer = world.chat.sent.find(({ to, text }) => to === 'COPS' && text.includes('running 20 min late'));
  const value = /"value":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(offer?.content))?.[1] ?? '';
  await world.press('UORG', speakers, 'speakers.delay', JSON.parse(`"${value}"`) as string);
  await until('12:19');
  expect(await pages()).toEqual([]);
  await until('12:21');
  expect(await pages()).toHaveLength(1);
});

it('who would come when the talk is over is looked for at once', async () => {
  await type('UB', 'here');
  await type('UA', 'late 2h');
  await until('11:46');
  expect(await pages()).toHaveLength(1);
});
