/** An action that takes keys: the one ceremony of `/keys fire`, and what comes of it where it was wanted. */
import { beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { incident } from '../../../commands/incident/command.ts';
import type { CommandInvocation, Reply } from '../../../src/core/command.ts';
import { pressButton, runCommand } from '../../../src/core/run-command.ts';
import { remedyRunDocument } from '../../../src/incident/domain/remedy-run.ts';
import { buttonOf } from '../../support/buttons.ts';
import { applied } from '../../support/event-files.ts';
import { type KeysWorld, keysWorld } from '../../support/keys-world.ts';

const HOLDERS = ['UH1', 'UH2', 'UH3'];
let world: KeysWorld;
let shares: string[];

const type = async (person: string, text: string): Promise<Reply> => {
  const call: CommandInvocation = {
    ...(await world.asking(person)),
    text,
    channel: 'CGENERAL',
    progress: async () => {},
  };
  return await runCommand(incident, call, world.deps);
};
const press = async (person: string, action: string, value: string): Promise<Reply> =>
  await pressButton(
    incident,
    action,
    { ...(await world.asking(person)), value, at: undefined, progress: async () => {} },
    world.deps,
  );
const run = async () => (await world.store.all(remedyRunDocument))[0]?.value;

beforeEach(async () => {
  world = await keysWorld();
  shares = await world.working('ingress', 2, HOLDERS);
  const close = {
    name: 'close-doors',
    title: 'Close registration',
    does: 'Closes public registration.',
    kinds: ['registration'],
    lock: 'keys:registration-ingress',
  };
  await applied(stringify({ version: 1, actions: [close] }), world.deps);
  await type('UORG', 'declare sev1 Registration is under attack');
  await world.settle();
});

async function wanted(): Promise<void> {
  const question = await type('UORG', 'do close I1');
  expect(question && 'text' in question && question.text).toContain('2 holders have to submit their shares');
  const yes = buttonOf(question, 'incident.do-now');
  const answer = await press('UORG', 'incident.do-now', yes);
  expect(answer && 'text' in answer && answer.text).toContain('ceremony K1 is open');
  await press('UORG', 'incident.do-now', yes);
  expect(await world.ceremony('K2')).toBeUndefined();
  expect(await run()).toMatchObject({ state: 'ceremony', ceremony: 'K1', incident: 'I1' });
}

it('is done when the holders have fired it, once', async () => {
  await wanted();
  await world.submit('UH1', 'K1', shares[0] ?? '');
  await world.submit('UH2', 'K1', shares[1] ?? '');
  await world.settle();
  expect(world.outside.calls).toHaveLength(1);
  expect(await run()).toMatchObject({ state: 'done', outcome: 'read-back' });
  expect(JSON.stringify(await type('UORG', 'timeline I1'))).toContain('“Close registration” took effect');
});

it('is called off by a veto, which says who', async () => {
  await wanted();
  await world.press('UH2', 'keys.veto', 'K1');
  await world.settle();
  expect(await run()).toMatchObject({ state: 'stopped', endedBy: 'UH2' });
  expect(world.outside.calls).toEqual([]);
});

it('ends with its ceremony’s quarter of an hour', async () => {
  await wanted();
  await world.advance('PT16M');
  expect(await run()).toMatchObject({ state: 'expired' });
});

it('has failed where what is read back is not so', async () => {
  await wanted();
  world.outside.answers.push('refuse');
  await world.submit('UH1', 'K1', shares[0] ?? '');
  await world.submit('UH2', 'K1', shares[1] ?? '');
  await world.advance('PT1M');
  expect(await run()).toMatchObject({ state: 'failed', outcome: 'other-state' });
});

it('is refused for who is neither organizer nor holder', async () => {
  const question = await type('UORG', 'do close I1');
  await expect(press('UANY', 'incident.do-now', buttonOf(question, 'incident.do-now'))).rejects.toMatchObject(
    {
      key: 'keys.notHolder',
    },
  );
});
