/** `undo` of the rota: what it takes back, what it refuses, whom it tells, and that it does so once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Reply } from '../../../src/core/command.ts';
import { swapDocument } from '../../../src/rota/domain/swap.ts';
import { ROTA_CHANGES, standingChanges } from '../../../src/rota/domain/undo.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const PEOPLE = ['UORG', 'UORG2', 'ULEAD', 'UANA', 'UBEN', 'UCAT'];
const EVENT = fakeEvent({
  crew: PEOPLE,
  organizers: ['UORG', 'UORG2'],
  rooms: [{ name: 'Stage Main', channel: 'CMAIN' }, { name: 'Foyer' }],
});
const world = () =>
  fakeWorld(
    '2019-06-05T08:00:00Z',
    PEOPLE.map((id) => somebody(id)),
    EVENT,
  );
const text = (reply: Reply) => JSON.stringify(reply);
const rotaNow = async ({ deps }: World) => ({
  shifts: [...(await deps.shifts.read()).values()].map(({ value }) => value),
  roles: [...(await deps.roles.read()).values()].map(({ value }) => value.name),
});
/** Types `undo`, and presses `Apply`. */
const undo = async (it: World, person: string, words = 'undo') =>
  it.press(person, rota, 'rota.undo', buttonOf(await it.type(person, rota, words), 'rota.undo'));
const dms = ({ chat }: World, to: string) => chat.sent.filter((one) => one.to === to).map((one) => one.text);
const due = async ({ store }: World) =>
  (await store.outbox()).map(({ id }) => id).filter((id) => /^shift-(remind|arrival|close)/.test(id));
const dropAnyway = async (it: World, person: string, words: string) =>
  it.press(
    person,
    rota,
    'rota.drop-anyway',
    buttonOf(await it.type(person, rota, words), 'rota.drop-anyway'),
  );

test('an added shift goes again, with its new role and what was due, and who had it is told', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 14:00-16:00 @uana');
  expect((await due(it)).length).toBeGreaterThan(0);
  await it.settle(jobs);
  const shown = await it.type('UORG2', rota, 'undo');
  expect(text(shown)).toMatch(/Take back: a shift was added \(by <@UORG>, 10:00\)/);
  expect(text(shown)).toContain('Goes: `H1` *Stage* · Stage Main, 14:00–16:00 · <@UANA>');
  expect((await rotaNow(it)).shifts).toHaveLength(1);
  await it.press('UORG2', rota, 'rota.undo', buttonOf(shown, 'rota.undo'));
  expect(await rotaNow(it)).toEqual({ shifts: [], roles: [] });
  expect(await due(it)).toEqual([]);
  await it.settle(jobs);
  expect(dms(it, 'UANA').at(-1)).toContain('Your shift is cancelled: `H1`');
  await expect(it.type('UORG', rota, 'undo')).rejects.toMatchObject({ key: 'rota.undo.nothing' });
});

test('whoever was dropped is on shift again, is told, reminded and asked by open pages', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 14:00-16:00 @uana');
  const before = await rotaNow(it);
  await dropAnyway(it, 'UORG', 'drop H1 @uana');
  await it.settle(jobs);
  expect(await due(it)).toEqual([]);
  expect(text(await undo(it, 'UORG'))).toContain('Taken back');
  expect(await rotaNow(it)).toEqual(before);
  expect(await due(it)).toContain('shift-remind:H1:UANA:60');
  expect((await it.store.outbox()).map(({ id }) => id)).toContain('recheck-pages');
  await it.settle(jobs);
  expect(dms(it, 'UANA').at(-1)).toContain('on shift after all');
  // What was done before is next.
  expect(text(await it.type('UORG', rota, 'undo'))).toContain('a shift was added');
});

test('it is refused where somebody has changed the shift since, and says which', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 10:00-12:00 @uana');
  const shown = await it.type('UORG', rota, 'undo');
  await it.type('UANA', rota, 'here');
  await expect(it.press('UORG', rota, 'rota.undo', buttonOf(shown, 'rota.undo'))).rejects.toMatchObject({
    key: 'rota.undo.since',
  });
  await expect(it.type('UORG', rota, 'undo')).rejects.toMatchObject({ key: 'rota.undo.since' });
  expect((await rotaNow(it)).shifts).toMatchObject([{ assignments: [{ state: 'arrived' }] }]);
});

test('a button takes back only the change that it showed, and once', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 14:00-16:00');
  const old = buttonOf(await it.type('UORG', rota, 'undo'), 'rota.undo');
  await it.type('UORG', rota, 'add Stage in stage 16:00-18:00');
  expect(text(await it.press('UORG', rota, 'rota.undo', old))).toContain('has changed since');
  const next = buttonOf(await it.type('UORG', rota, 'undo'), 'rota.undo');
  await it.press('UORG', rota, 'rota.undo', next);
  expect(text(await it.press('UORG', rota, 'rota.undo', next))).toContain('Nothing was done');
  expect((await rotaNow(it)).shifts).toHaveLength(1);
});

test('volunteers take back their own `done` for a quarter of an hour, and nothing of others', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 10:00-14:00 @uana');
  await it.type('UORG', rota, 'lead Stage @ulead');
  await it.type('UANA', rota, 'here');
  const before = await rotaNow(it);
  const done = buttonOf(await it.type('UANA', rota, 'done'), 'rota.done-anyway');
  await it.press('UANA', rota, 'rota.done-anyway', done);
  await expect(it.type('UBEN', rota, 'undo')).rejects.toMatchObject({ key: 'rota.undo.nothingOwn' });
  // What somebody did of their own is not what an organizer means, unless they name the shift.
  expect(text(await it.type('UORG', rota, 'undo H1'))).toContain('said to be done');
  await undo(it, 'UANA');
  expect(await rotaNow(it)).toEqual(before);
  await it.settle(jobs);
  expect(dms(it, 'ULEAD').at(-1)).toContain('<@UANA> is back on `H1`');
  expect(dms(it, 'COPS').at(-1)).toContain('is back on `H1`');
  const again = buttonOf(await it.type('UANA', rota, 'done'), 'rota.done-anyway');
  await it.press('UANA', rota, 'rota.done-anyway', again);
  await it.advance('PT16M', []);
  await expect(it.type('UANA', rota, 'undo')).rejects.toMatchObject({ key: 'rota.undo.nothingOwn' });
});

test('a swap and a cover are taken back whole', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in stage 12:00-14:00 @uana');
  await it.type('UORG', rota, 'add Stage in stage 14:00-16:00 @uben');
  const before = await rotaNow(it);
  await it.type('UANA', rota, 'swap H1 @uben H2');
  const [swap] = await it.store.all(swapDocument);
  await it.press('UANA', rota, 'rota.swap-accept', swap?.id);
  await it.press('UBEN', rota, 'rota.swap-accept', swap?.id);
  expect(await rotaNow(it)).not.toEqual(before);
  await undo(it, 'UORG');
  expect(await rotaNow(it)).toEqual(before);
  await it.settle(jobs);
  expect(dms(it, 'UANA').filter((one) => one.includes('after all'))).toHaveLength(1);
});

test('whatever was done, taking all of it back leaves the rota as it was', async () => {
  const steps = [
    'add Stage in stage 12:00-14:00 @uana',
    'add Stage in stage 14:00-16:00 x2',
    'add Bar in foyer 12:00-18:00 @ucat',
    'assign H2 @uben',
    'take H2',
    'add Stage in stage 14:00-16:00 x3',
    'assign H3 @uana anyway both are near',
    'drop H3 @ucat',
  ];
  await fc.assert(
    fc.asyncProperty(fc.subarray(steps, { minLength: 1 }), async (chosen) => {
      const it = await world();
      for (const step of chosen) await it.type('UORG', rota, step).catch(() => undefined);
      for (;;) {
        const left = standingChanges(await it.store.facts({ about: ROTA_CHANGES }));
        if (left.length === 0) break;
        await undo(it, 'UORG');
      }
      expect(await rotaNow(it)).toEqual({ shifts: [], roles: [] });
      expect(await due(it)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
