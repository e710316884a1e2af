/**
 * Who approves new keys: organizers of a day, or whom the operator names. And every change of organizers stands
 * on the keys' chain, and is told.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { keys } from '../../../commands/keys/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { verifyChain } from '../../../src/keys/domain/chain.ts';
import { keySetDocument } from '../../../src/keys/domain/set.ts';
import { readChain } from '../../../src/keys/on-chain.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { approveValue } from '../../support/keys-world.ts';

let world: World;
const create = (by: string) => world.type(by, keys, 'create evil 2 of <@UA> <@UB>');
const approve = async (by: string) =>
  await world.press(by, keys, 'keys.approve', await approveValue(world.store, 'evil'));
const organizers = (by: string, text: string) => world.type(by, callboard, `organizers ${text}`);
const approved = async () => (await world.store.get(keySetDocument, 'evil'))?.value.next?.approvedBy;
const refusal = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.key;
    throw error;
  }
};

beforeEach(async () => {
  world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    ['UORG', 'UOLD', 'UA', 'UB', 'USOCK'].map((id) => somebody(id)),
    fakeEvent({ organizers: ['UORG', 'UOLD'] }),
  );
});

test('what was on the card is approved, and not what was proposed under its name since', async () => {
  await create('UORG');
  const seen = await approveValue(world.store, 'evil');
  await world.press('UORG', keys, 'keys.discard', 'evil');
  await world.type('UORG', keys, 'create evil 2 of <@UORG> <@USOCK>');
  for (const value of [seen, 'evil'])
    expect(await refusal(world.press('UOLD', keys, 'keys.approve', value))).toBe('keys.otherPlan');
  expect(await approved()).toBeUndefined();
  await approve('UOLD');
  expect(await approved()).toBe('UOLD');
});

describe('the sock puppet', () => {
  test('made an organizer for a minute, approves nothing', async () => {
    await create('UORG');
    await organizers('UORG', 'add <@USOCK>');
    expect(await refusal(approve('USOCK'))).toBe('keys.tooNew');
    await organizers('UORG', 'remove <@USOCK>');
    expect(await refusal(approve('USOCK'))).toBe('common.notOrganizer');
    expect(await approved()).toBeUndefined();
  });

  test('proposes nothing that its maker could approve, while it is new or when it is gone', async () => {
    await organizers('UORG', 'add <@USOCK>');
    await create('USOCK');
    expect(await refusal(approve('UORG'))).toBe('keys.proposerTooNew');
    await organizers('UORG', 'remove <@USOCK>');
    expect(await refusal(approve('UORG'))).toBe('keys.proposerGone');
    expect(await approved()).toBeUndefined();
  });

  test('removed and added again, it begins anew', async () => {
    await organizers('UORG', 'add <@USOCK>');
    await create('UORG');
    await world.advance('PT23H', []);
    await organizers('UORG', 'remove <@USOCK>');
    await organizers('UORG', 'add <@USOCK>');
    await world.advance('PT2H', []);
    expect(await refusal(approve('USOCK'))).toBe('keys.tooNew');
  });

  test('saving the form of the event makes nobody older, unblocks nobody and takes no crew away', async () => {
    await organizers('UORG', 'add <@USOCK>');
    const before = (await world.store.get(eventDocument, EVENT_ID))?.value;
    const submit = callboard.modals?.['callboard.event'];
    const values = { name: { text: 'Renamed' }, zone: { text: 'Europe/Madrid' }, language: { pick: 'en' } };
    await submit?.run({ ...(await world.asking('UORG')), values, meta: '' }, world.deps);
    const after = (await world.store.get(eventDocument, EVENT_ID))?.value;
    expect(after?.name).toBe('Renamed');
    expect(after?.organizersSince).toEqual(before?.organizersSince);
    expect(after?.crew).toEqual(before?.crew);
  });
});

describe('an organizer', () => {
  test('of a day approves; one that the operator names approves at once', async () => {
    await organizers('UORG', 'add <@USOCK>');
    const said = JSON.stringify(await create('UORG'));
    expect(said).toContain('<@UOLD>');
    expect(said).not.toContain('<@USOCK>');
    await world.advance('PT24H', []);
    expect(await refusal(approve('USOCK'))).toBeUndefined();
    expect(await approved()).toBe('USOCK');
  });

  test('named in ORGANIZERS approves at once', async () => {
    Object.assign(world.deps, { configuredOrganizers: ['USOCK'] });
    await organizers('UORG', 'add <@USOCK>');
    await create('UORG');
    expect(await refusal(approve('USOCK'))).toBeUndefined();
  });

  test('where only new ones could approve, the proposal says from when', async () => {
    await organizers('UORG', 'remove <@UOLD>');
    await organizers('UORG', 'add <@USOCK>');
    expect(JSON.stringify(await create('UORG'))).toMatch(/<@USOCK> can approve it from Thu 6 Jun 10:00/);
  });

  test('a guest of the workspace can be none, and holds no key', async () => {
    const { store, clock } = world;
    const guest = somebody('UGUEST', { restricted: true });
    const data = { person: 'UGUEST', fields: ['all'] };
    await store.commit({
      put: [put(personDocument, 'UGUEST', guest)],
      facts: [recordFact(personChanged, { at: clock.now(), by: 'test', about: [], data })],
    });
    expect(await refusal(organizers('UORG', 'add <@UGUEST>'))).toBe('callboard.organizers.guest');
    expect(await refusal(world.type('UORG', keys, 'create x 2 of <@UA> <@UGUEST>'))).toBe('keys.plan.guest');
  });
});

test('every change of organizers is a step of the chain, and told', async () => {
  await organizers('UORG', 'add <@USOCK>');
  await organizers('UORG', 'remove <@USOCK>');
  await world.settle(jobs);
  const steps = (await world.store.facts({ about: 'keys' })).filter(({ name }) => name.startsWith('keys.'));
  expect(steps.map(({ name, by }) => [name, by])).toEqual([
    ['keys.organizer-added', 'UORG'],
    ['keys.organizer-removed', 'UORG'],
  ]);
  expect(verifyChain(steps, (await readChain(world.store)).value)).toMatchObject({ whole: true, length: 2 });
  const told = world.chat.sent.filter(({ to }) => to === 'COPS').map(({ text }) => text);
  expect(told).toEqual([
    expect.stringContaining('<@UORG> made <@USOCK> an organizer'),
    expect.stringContaining('<@UORG> took <@USOCK> off the organizers'),
  ]);
  expect(JSON.stringify(await world.type('UORG', keys, 'audit'))).toContain('organizer-added');
});
