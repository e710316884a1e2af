/** A drill asks for the practice keys only where they can be put together, and leaves no ceremony behind. */
import { beforeEach, describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { actionsConfig } from '../../../src/adapters/actions/config.ts';
import { personChanged } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { runCommand } from '../../../src/core/run-command.ts';
import { drillDocument, drillStepped } from '../../../src/incident/domain/drill.ts';
import { practiceCommand } from '../../../src/incident/practice-keys.ts';
import { strikesDocument } from '../../../src/keys/domain/strikes.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { somebody } from '../../support/fake-deps.ts';
import { ingress, type KeysWorld, keysWorld } from '../../support/keys-world.ts';
import { shift, textOf } from '../page/world.ts';

const HOLDERS = ['UH1', 'UH2', 'UH3'];
const lamp = { ...ingress, name: 'lamp', says: 'Lights a lamp', set: 'drill', drill: true };
let world: KeysWorld;

const drills = async (text: string, deps = world.deps) =>
  textOf(
    await runCommand(
      callboard,
      { ...(await world.asking('UORG')), text, channel: 'CGENERAL', progress: async () => {} },
      deps,
    ),
  );
const drill = async () => (await world.store.get(drillDocument, 'D1'))?.value;
const told = async () =>
  (await world.store.facts({ about: 'drill:D1' }))
    .filter(({ name }) => name === drillStepped.name)
    .map(({ data }) => drillStepped.schema.parse(data).text);

beforeEach(async () => {
  world = await keysWorld([ingress, lamp]);
  const { room: _, ...everywhere } = shift({
    start: '2019-06-05T20:00:00Z',
    end: '2019-06-06T06:00:00Z',
    assignments: [{ person: 'UANY', state: 'accepted' }],
  });
  const at = world.clock.now();
  await world.store.commit({
    put: [put(shiftDocument, everywhere.code, everywhere)],
    facts: [recordFact(personChanged, { at, by: 'test', about: [], data: { person: 'UANY', fields: [] } })],
  });
});

describe('does not begin', () => {
  it('where there is no practice set, where it does not work yet, and where too few of its holders are left', async () => {
    expect(await world.refusal(drills('drill keys'))).toBe('callboard.drill.keys');
    const shares = await world.deal('drill', 2, HOLDERS);
    expect(await world.refusal(drills('drill keys'))).toBe('callboard.drill.keys-unready');
    for (const [at, holder] of HOLDERS.entries()) await world.confirm(holder, 'drill', shares[at] ?? '');
    for (const gone of ['UH1', 'UH2']) await world.type('UORG', `revoke drill <@${gone}>`);
    expect(await world.refusal(drills('drill keys'))).toBe('callboard.drill.keys-few');
  });

  it('in the quiet hours of a holder, whom the ceremony would call', async () => {
    await world.working('drill', 2, HOLDERS);
    const { directory } = world.deps;
    const quiet = { from: '00:00', to: '23:59' };
    const asleep = {
      ...world.deps,
      directory: Object.assign(Object.create(directory) as typeof directory, {
        person: async (id: string) =>
          id === 'UH2'
            ? somebody(id, { contact: { order: [{ channel: 'slack', after: 0 }], quiet } })
            : await directory.person(id),
      }),
    };
    expect(await world.refusal(drills('drill keys', asleep))).toBe('callboard.drill.quiet');
  });

  it('while the shares of a real set are asked for', async () => {
    await world.working('drill', 2, HOLDERS);
    await world.working('ingress', 2, HOLDERS);
    await world.type('UORG', 'fire registration-ingress the desk is under attack');
    expect(await world.refusal(drills('drill keys'))).toBe('callboard.drill.ceremony');
    await world.type('UORG', 'cancel');
    expect(await drills('drill keys')).toContain('has begun');
  });
});

describe('what is typed', () => {
  it('is told with its step, by what the practice set guards', async () => {
    await world.working('drill', 2, HOLDERS);
    await drills('drill keys');
    await world.advance('PT2M');
    expect((await told()).at(-1)).toMatch(/An organizer types `\/keys fire lamp DRILL`\.$/);
  });

  it('opens a secret where it guards no action, and rotates it where it seals nothing either', async () => {
    const shares = await world.working('drill-two', 2, HOLDERS);
    expect(await practiceCommand('drill-two', world.deps)).toBe('/keys rotate drill-two');
    await world.type('UORG', 'seal password in drill-two');
    await world.enter('UORG', 'keys.seal', { secret: 'password', set: 'drill-two' }, { plain: 'practice' });
    for (const at of [0, 1]) await world.submit(`UH${at + 1}`, 'K1', shares[at] ?? '');
    await world.settle();
    expect(await practiceCommand('drill-two', world.deps)).toBe('/keys open password DRILL');
  });
});

describe('at its end', () => {
  it('a practice ceremony that still waits ends with it, and nobody is called any more', async () => {
    const shares = await world.working('drill', 2, HOLDERS);
    await drills('drill keys');
    await world.advance('PT2M');
    expect(textOf(await world.type('UORG', 'fire lamp DRILL'))).toContain('DRILL K1 is open');
    await world.submit('UH1', 'K1', shares[0] ?? '');
    await drills('drill cancel');
    await world.advance('PT20M');
    expect(await world.ceremony('K1')).toMatchObject({
      state: 'cancelled',
      outcome: 'drill-over',
      shares: [],
    });
    expect(world.outside.calls).toEqual([]);
    expect((await drill())?.state).toBe('ended');
    const cards = JSON.stringify(world.chat.sent.filter(({ text }) => text.startsWith('DRILL K1')));
    expect(cards).toContain('The drill is over. Nothing happened.');
    expect(textOf(await world.type('UORG', 'audit'))).toContain('whole');
    expect(await world.refusal(world.submit('UH2', 'K1', shares[1] ?? ''))).toBe('keys.isOver');
  });

  it('a ceremony of the practice set that was open before it goes on', async () => {
    await world.working('drill', 2, HOLDERS);
    await world.type('UORG', 'fire lamp trying it out');
    world.clock.t = world.clock.t.add({ seconds: 1 });
    await drills('drill keys');
    await drills('drill cancel');
    expect((await world.ceremony('K1'))?.state).toBe('gathering');
  });
});

it('wrong shares in a drill lock nobody out of the real keys, and a failure of it alarms as a drill', async () => {
  const shares = await world.working('drill', 2, HOLDERS);
  const real = await world.working('ingress', 2, HOLDERS);
  await world.type('UORG', 'fire lamp DRILL');
  for (let round = 0; round < 6; round++)
    expect(await world.submit('UH1', 'K1', real[0] ?? '')).toMatchObject({ errors: {} });
  expect(await world.store.get(strikesDocument, 'UH1')).toBeUndefined();
  expect((await world.store.facts({ about: 'person:UH1' })).map(({ name }) => name)).toContain(
    'keys.refused',
  );
  world.outside.answers.push('refuse');
  for (const at of [0, 1]) await world.submit(`UH${at + 1}`, 'K1', shares[at] ?? '');
  await world.advance('PT30S');
  expect((await world.ceremony('K1'))?.state).toBe('failed');
  expect(world.chat.sent.map(({ text }) => text)).toContainEqual(
    expect.stringContaining('Keys: DRILL K1 failed or is not confirmed'),
  );
});

it('what a practice set guards says that it is for practice, or the bot does not start', () => {
  const asked = (more: object) =>
    actionsConfig.safeParse({ KEYS_ACTIONS: JSON.stringify([{ ...ingress, ...more }]) });
  expect(asked({}).success).toBe(true);
  expect(asked({ set: 'drill', drill: true }).success).toBe(true);
  expect(asked({ set: 'drill-two' }).error?.message).toContain('this set is for practice');
  expect(asked({ drill: true }).error?.message).toContain('needs a set whose name is drill');
});
