/** The everyday life of a rota, told through the command and the jobs: add, remind, arrive, swap, cover. */
import { expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Reply } from '../../../src/core/command.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { onShift } from '../../../src/rota/domain/on-shift.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { swapDocument } from '../../../src/rota/domain/swap.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const PEOPLE = ['UORG', 'ULEAD', 'UANA', 'UBEN', 'UCAT', 'UDAN'];
const EVENT = fakeEvent({ crew: PEOPLE, rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });

const textOf = (reply: Reply): string => {
  const message = (reply && 'replace' in reply ? reply.replace : reply) as Message;
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
};
const world = () =>
  fakeWorld(
    '2019-06-05T08:00:00Z',
    PEOPLE.map((id) => somebody(id)),
    EVENT,
  );
const assigned = async ({ deps }: World, code: string) =>
  (await deps.shifts.read()).get(code)?.value.assignments.map(({ person, state }) => `${person} ${state}`);
/** A drop that leaves a room empty, and the answer to the question about it. */
const dropAnyway = async (it: World, person: string, text: string) =>
  it.press(person, rota, 'rota.drop-anyway', buttonOf(await it.type(person, rota, text), 'rota.drop-anyway'));
const dms = ({ chat }: World, to: string) =>
  chat.sent.filter((one) => one.kind === 'dm' && one.to === to).map(({ text }) => text);

test('a shift is added with its people, who are told, shown and on shift', async () => {
  const it = await world();
  const reply = await it.type('UORG', rota, 'add Stage in main 10:00-12:00 x2 <@UANA> @uben');
  expect(textOf(reply)).toContain('H1');
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted', 'UBEN accepted']);
  await it.settle(jobs);
  expect(dms(it, 'UANA')[0]).toMatch(/You are on shift: `H1` \*Stage\* · Main hall, 10:00–12:00/);
  const now = textOf(await it.type('UANA', rota, ''));
  expect(now).toContain('<@UANA>');
  expect(now).toContain('until 12:00');
  expect(now).toContain('Slack');
});

test('the same shift again is not added twice: its need and its people change', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 10:00-12:00 x2 <@UANA>');
  const more = textOf(await it.type('UORG', rota, 'add stage in main 10:00-12:00 x3 @uana @uben'));
  expect(more).toMatch(/already.*`H1`[\s\S]*needs 3 people[\s\S]*<@UANA>, <@UBEN>/);
  expect((await it.deps.shifts.read()).size).toBe(1);
  expect((await it.deps.shifts.read()).get('H1')?.value.min).toBe(3);
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted', 'UBEN accepted']);
  await it.settle(jobs);
  expect([dms(it, 'UANA'), dms(it, 'UBEN')].map((all) => all.length)).toEqual([1, 1]);
  await it.type('UORG', rota, 'add Stage in main 10:00-12:00');
  expect((await it.deps.shifts.read()).get('H1')?.value.min).toBe(3);
  expect(textOf(await it.type('UORG', rota, 'add Stage in main 10:00-12:00 x1'))).toContain('needs 1 person');
  expect(textOf(await it.type('UORG', rota, 'gaps'))).not.toContain('H1');
  const facts = (await it.store.facts({ about: 'shift:H1' })).map(({ name }) => name);
  expect(facts.filter((name) => name === 'shift.changed')).toHaveLength(2);
  await it.type('UORG', rota, 'add Stage in main 10:00-12:30');
  expect((await it.deps.shifts.read()).get('H2')).toBeDefined();
});

test('an end before the start is on the next day, and a wrong time is quoted back', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Night watch 22:00-02:00');
  expect((await it.deps.shifts.read()).get('H1')?.value).toMatchObject({
    start: '2019-06-05T20:00:00Z',
    end: '2019-06-06T00:00:00Z',
  });
  // The midnight that ends a day, whole hours, and the words between a day and its time.
  await it.type('UORG', rota, 'add Bar 20:00-24:00');
  await it.type('UORG', rota, 'add Bar tomorrow 20h-22h');
  await it.type('UORG', rota, 'add Bar mañana de 16:00 a 18:30h');
  const bar = [...(await it.deps.shifts.read()).values()].slice(1).map(({ value }) => value);
  expect(bar.map(({ start, end }) => `${start} ${end}`)).toEqual([
    '2019-06-05T18:00:00Z 2019-06-05T22:00:00Z',
    '2019-06-06T18:00:00Z 2019-06-06T20:00:00Z',
    '2019-06-06T14:00:00Z 2019-06-06T16:30:00Z',
  ]);
  await expect(it.type('UORG', rota, 'add Stage sometime')).rejects.toMatchObject({ key: 'rota.whichTime' });
  await expect(it.type('UANA', rota, 'add Stage 10:00-12:00')).rejects.toMatchObject({
    key: 'common.notOrganizer',
  });
  await expect(it.type('UORG', rota, 'add Stage in Nowhere 10:00-12:00')).rejects.toMatchObject({
    key: 'rota.noRoom',
  });
});

test('a rule that is broken is named; an organizer sets it aside with a reason, which the fact keeps', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 10:00-12:00 @uana');
  await it.type('UORG', rota, 'add Door 11:00-13:00');
  const refused = textOf(await it.type('UORG', rota, 'assign H2 @uana'));
  expect(refused).toContain('overlap: has `H1` at the same time');
  expect(refused).toContain('rota.anyway');
  expect(textOf(await it.type('UANA', rota, 'take H2'))).toContain('overlap');
  await it.type('UORG', rota, 'assign H2 @uana anyway the door is beside the stage');
  expect(await assigned(it, 'H2')).toEqual(['UANA accepted']);
  const facts = await it.store.facts({ about: 'shift:H2' });
  expect(facts.map(({ data }) => (data as { override?: unknown }).override).filter(Boolean)).toEqual([
    { rules: ['overlap'], reason: 'the door is beside the stage' },
  ]);
  expect(textOf(await it.type('UORG', rota, 'gaps'))).toContain('overlap');
});

test('reminders go out at the times of the plan, once, and not to who has left', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main tomorrow 14:00-16:00 x2 @uana @uben');
  await it.type('UBEN', rota, 'drop H1');
  await it.advance('PT31H', jobs);
  const reminders = dms(it, 'UANA').filter((text) => text.includes('begins in'));
  expect(reminders).toHaveLength(3);
  expect(reminders[2]).toContain('begins in 10 min');
  expect(dms(it, 'UBEN').filter((text) => text.includes('begins in'))).toEqual([]);
  expect(it.chat.sent.some(({ to, text }) => to === 'CMAIN' && text.includes('Change of shift'))).toBe(true);
});

test('a swap changes nothing until both accept, and then both shifts at once', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 12:00-14:00 @uana');
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uben');
  await it.type('UANA', rota, 'swap H1 @uben H2');
  await it.settle(jobs);
  const [swap] = await it.store.all(swapDocument);
  expect(it.chat.sent.filter(({ kind, text }) => kind === 'dm' && text.includes('and gets'))).toHaveLength(2);
  expect(textOf(await it.press('UCAT', rota, 'rota.swap-accept', swap?.id))).toContain('Only');
  await it.press('UBEN', rota, 'rota.swap-accept', swap?.id);
  await it.press('UBEN', rota, 'rota.swap-accept', swap?.id);
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted']);
  await it.press('UANA', rota, 'rota.swap-accept', swap?.id);
  expect(await assigned(it, 'H1')).toEqual(['UBEN accepted']);
  expect(await assigned(it, 'H2')).toEqual(['UANA accepted']);
  await it.settle(jobs);
  const shown = [...it.chat.messages.values()].filter(({ text }) => text.includes('and gets'));
  expect(shown.every(({ text }) => text.includes('Both accepted'))).toBe(true);
});

test('cover: asked in turn, the first who says yes has it, the others read so', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  for (const other of ['@uben', '@ucat', '@udan'])
    await it.type('UORG', rota, `add Door 18:00-19:00 ${other}`);
  await it.type('UANA', rota, 'cover H1 I am ill');
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted']);
  await it.settle(jobs);
  const asked = it.chat.sent.filter(({ kind, text }) => kind === 'dm' && text.includes('cannot do'));
  expect(asked.map(({ to }) => to).sort()).toEqual(['UBEN', 'UCAT', 'UDAN']);
  const [cover] = await it.store.all(coverDocument);
  const [first, second] = await Promise.all([
    it.press('UBEN', rota, 'rota.cover-take', cover?.id),
    it.press('UCAT', rota, 'rota.cover-take', cover?.id),
  ]);
  const replies = [textOf(first), textOf(second)].sort();
  expect(replies.filter((text) => text.includes('It is yours'))).toHaveLength(1);
  expect(replies.filter((text) => text.includes('was faster'))).toHaveLength(1);
  const places = (await assigned(it, 'H1')) ?? [];
  expect(places.filter((one) => one.endsWith('accepted'))).toHaveLength(1);
  expect(places).toContain('UANA dropped');
  await it.settle(jobs);
  expect(dms(it, 'UANA').at(-1)).toContain('covers for you');
  const open = [...it.chat.messages.values()].filter(({ blocks }) =>
    JSON.stringify(blocks).includes('rota.cover-take'),
  );
  // The taker's own question is replaced by the answer to the press.
  expect(open).toHaveLength(1);
});

test('whoever drops out while cover is sought frees the place, and nobody is asked any more', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  await it.type('UORG', rota, 'add Door 18:00-19:00 @uben');
  await it.type('UANA', rota, 'cover H1');
  await it.settle(jobs);
  const [cover] = await it.store.all(coverDocument);
  await dropAnyway(it, 'UANA', 'drop H1');
  await it.settle(jobs);
  expect([...it.chat.messages.values()].some(({ text }) => text.includes('No longer needed'))).toBe(true);
  expect(textOf(await it.press('UBEN', rota, 'rota.cover-take', cover?.id))).toContain('settled already');
  await it.advance('PT4H', jobs);
  expect(it.chat.sent.some(({ text }) => text.includes('Nobody covers'))).toBe(false);
});

test('a request for cover is taken back: nobody is asked or told any more, and it can be made again', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  await it.type('UORG', rota, 'add Door 18:00-19:00 @uben');
  expect(textOf(await it.type('UANA', rota, 'cover H1 off'))).toContain('Nobody is being asked');
  await it.type('UANA', rota, 'cover H1 I am ill');
  expect(textOf(await it.type('UANA', rota, 'cover H1'))).toContain('`/rota cover H1 off` takes it back');
  await it.settle(jobs);
  const [cover] = await it.store.all(coverDocument);
  await expect(it.type('UBEN', rota, 'cover H1 off @uana')).rejects.toThrow();
  expect(textOf(await it.type('UANA', rota, 'cover H1 cancel'))).toContain('any more');
  await it.settle(jobs);
  expect([...it.chat.messages.values()].some(({ text }) => text.includes('No longer needed'))).toBe(true);
  expect(textOf(await it.press('UBEN', rota, 'rota.cover-take', cover?.id))).toContain('settled already');
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted']);
  await it.advance('PT3H35M', jobs);
  expect(it.chat.sent.some(({ text }) => text.includes('Nobody covers'))).toBe(false);
  expect(textOf(await it.type('UANA', rota, 'cover H1 off'))).toContain('Nobody is being asked');
});

test('nobody covers: the organizers are told half an hour before the start', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  await it.type('UORG', rota, 'add Door 18:00-19:00 @uben');
  await it.type('UANA', rota, 'cover H1');
  await it.settle(jobs);
  const [cover] = await it.store.all(coverDocument);
  await it.press('UBEN', rota, 'rota.cover-decline', cover?.id);
  await it.advance('PT3H29M', jobs);
  const told = () => it.chat.sent.filter(({ to, text }) => to === 'COPS' && text.includes('Nobody covers'));
  // All have said no, so there is nothing to wait for.
  expect(told()).toHaveLength(1);
  expect(await assigned(it, 'H1')).toEqual(['UANA accepted']);
  expect(dms(it, 'UANA').at(-1)).toContain('begins in');
});

test('no `here` five minutes after the start: asked, the lead told, still paged, then covered', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 10:30-12:00 @uana');
  await it.type('UORG', rota, 'lead Stage @ulead');
  await it.type('UORG', rota, 'add Door 18:00-19:00 @uben');
  await it.advance('PT34M', jobs);
  expect(dms(it, 'ULEAD')).toEqual([]);
  await it.advance('PT1M', jobs);
  expect(dms(it, 'UANA').at(-1)).toContain('Are you there?');
  expect(dms(it, 'ULEAD').at(-1)).toContain('has not arrived');
  const shifts = async () => [...(await it.deps.shifts.read()).values()].map(({ value }) => value);
  expect(onShift(await shifts(), it.clock.now()).map(({ assignment }) => assignment.person)).toEqual([
    'UANA',
  ]);
  await it.press('ULEAD', rota, 'rota.offer-cover', 'H1:UANA');
  await it.settle(jobs);
  const [cover] = await it.store.all(coverDocument);
  await it.press('UBEN', rota, 'rota.cover-take', cover?.id);
  expect(await assigned(it, 'H1')).toEqual(['UBEN accepted', 'UANA no-show']);
});

test('`here` in time keeps everybody quiet; at the end all is done, and thanks go out', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 10:30-12:00 @uana');
  await it.advance('PT28M', jobs);
  expect(textOf(await it.type('UANA', rota, 'here'))).toContain('Noted');
  await it.advance('PT3H', jobs);
  expect(await assigned(it, 'H1')).toEqual(['UANA done']);
  expect(dms(it, 'UANA').some((text) => text.includes('Are you there'))).toBe(false);
  expect(dms(it, 'UANA').at(-1)).toContain('You did 1 shift and 1.5 hours');
});

test('a drop-out inside the last three hours alarms the lead and ops', async () => {
  const it = await world();
  await it.type('UORG', rota, 'lead Stage @ulead').catch(() => undefined);
  await it.type('UORG', rota, 'add Stage in main 12:00-14:00 @uana');
  await it.type('UORG', rota, 'lead Stage @ulead');
  await dropAnyway(it, 'UANA', 'drop H1');
  await it.settle(jobs);
  expect(dms(it, 'ULEAD').at(-1)).toContain('short notice');
  expect(it.chat.sent.some(({ to, text }) => to === 'COPS' && text.includes('short notice'))).toBe(true);
});

test('an organizer removes a shift after being asked; whoever had it is told', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  const shift = await it.store.get(shiftDocument, 'H1');
  expect(textOf(await it.type('UORG', rota, 'drop H1'))).toContain('Remove');
  await it.press('UORG', rota, 'rota.remove', `H1:${shift?.version}`);
  await it.advance('PT6H', jobs);
  expect((await it.deps.shifts.read()).size).toBe(0);
  expect(dms(it, 'UANA').at(-1)).toContain('cancelled');
});

test('text that means nothing gets the nearest verb, a person their shifts', async () => {
  const it = await world();
  expect(textOf(await it.type('UANA', rota, 'gasp'))).toContain('Did you mean `/rota gaps`?');
  await it.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
  expect(textOf(await it.type('UBEN', rota, '<@UANA>'))).toContain('H1');
  expect(textOf(await it.type('UANA', rota, 'me'))).toContain('1 shift, 2 h');
  expect(textOf(await it.type('UANA', rota, 'room main'))).toContain('H1');
});
