/** A ceremony reaches its holders on their phones, and a card never offers what is over. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createKeeper } from '../../../src/adapters/shamir/keeper.ts';
import { runTask } from '../../../src/adapters/shamir/run-task.ts';
import { personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { spokenDocument } from '../../../src/page/domain/call-script.ts';
import { somebody } from '../../support/fake-deps.ts';
import { approveValue, type KeysWorld, keysWorld } from '../../support/keys-world.ts';

let world: KeysWorld;
let shares: string[];
const phone = (id: string, more: object = {}) =>
  somebody(id, {
    phone: { number: `+1202555010${id.slice(-1)}`, verifiedAt: '2019-06-01T00:00:00Z' },
    ...more,
  });
async function known(...people: ReturnType<typeof somebody>[]): Promise<void> {
  for (const person of people) {
    const version = (await world.store.get(personDocument, person.id))?.version ?? 0;
    const data = { person: person.id, fields: ['phone'] };
    await world.store.commit({
      put: [put(personDocument, person.id, person, version)],
      facts: [recordFact(personChanged, { at: world.clock.now(), by: 'test', about: [], data })],
    });
  }
}
beforeEach(async () => {
  world = await keysWorld();
  shares = await world.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
  await known(phone('UH1'), phone('UH2'), phone('UH3'));
});
const fire = (by = 'UORG') => world.type(by, 'fire registration-ingress we are under <!channel> attack');
const got = (channel: 'sms' | 'voice') => world.channels[channel].sent.map(({ to }) => to.id).sort();

describe('a ceremony opens', () => {
  test('each holder gets a text at once, and a call a minute later where their share is not there', async () => {
    await fire();
    await world.settle();
    expect(got('sms')).toEqual(['UH1', 'UH2', 'UH3']);
    expect(got('voice')).toEqual([]);
    const text = world.channels.sms.sent[0]?.text ?? '';
    expect(text).toMatch(/K1: Fire registration-ingress\. Asked by UORG: .*before 00:15/);
    await world.submit('UH2', 'K1', shares[1] ?? '');
    await world.advance('PT2M');
    expect(got('voice')).toEqual(['UH1', 'UH3']);
    const id = world.channels.voice.sent[0]?.notification ?? '';
    expect((await world.store.get(spokenDocument, id))?.value.text).toContain('Please open Slack now');
    expect(JSON.stringify(world.channels)).not.toContain('CBS1');
  });

  test('whoever asks for it is not rung for it, nor who has opted out of texts, nor who has left', async () => {
    await known(phone('UH2', { optedOut: true }), phone('UH3', { deactivated: true as const }));
    await fire('UH1');
    await world.advance('PT2M');
    expect(got('sms')).toEqual([]);
    expect(got('voice')).toEqual(['UH2']);
  });

  test('nobody is rung for what is over by then', async () => {
    await fire();
    await world.settle();
    await world.press('UH3', 'keys.veto', 'K1');
    await world.advance('PT5M');
    expect(got('voice')).toEqual([]);
  });

  test('a rotation can wait for the morning: a text, and no call', async () => {
    await world.type('UORG', 'rotate ingress');
    await world.advance('PT5M');
    expect(got('sms')).toEqual(['UH1', 'UH2', 'UH3']);
    expect(got('voice')).toEqual([]);
  });
});

/** The cards that stand in Slack with a button of this action. */
const withButton = (action: string): string[] =>
  [...world.chat.messages.values()]
    .filter(({ blocks }) => JSON.stringify(blocks ?? []).includes(`"${action}"`))
    .map(({ text }) => text);
const texts = () =>
  [...world.chat.messages.values()].map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);

describe('cards of what is over say so', () => {
  test('of a ceremony whose key was lost: the old ones point to the new ones', async () => {
    await fire();
    await world.settle();
    const before = withButton('keys.submit').length;
    expect(before).toBe(5);
    const survivor = world.otherProcess(createKeeper(async (request) => runTask(request)));
    await survivor.submit('UH1', 'K1', shares[0] ?? '');
    await survivor.advance('PT10S');
    expect((await world.ceremony('K1'))?.restarts).toBe(1);
    const lost = texts().filter((text) => text.includes('what was submitted here is lost'));
    expect(lost).toHaveLength(before);
    expect(withButton('keys.submit')).toHaveLength(before);
    for (const text of lost) expect(text).not.toContain('keys.submit');
  });

  test('of a deal that is void, of a proposal that was approved, of a set that works', async () => {
    await world.type('UORG', 'create other 2 of <@UH4> <@UH5>');
    await world.settle();
    expect(withButton('keys.approve')).toHaveLength(1);
    await world.press('UORG2', 'keys.approve', await approveValue(world.store, 'other'));
    await world.advance('PT2M');
    expect(withButton('keys.approve')).toHaveLength(0);
    expect(withButton('keys.reveal')).toHaveLength(3);
    await world.press('UORG', 'keys.redeal', 'other');
    await world.advance('PT2M');
    expect(withButton('keys.reveal')).toHaveLength(3);
    await world.press('UORG', 'keys.discard', 'other');
    await world.advance('PT2M');
    for (const action of ['keys.reveal', 'keys.confirm', 'keys.discard'])
      expect(withButton(action), action).toHaveLength(0);
  });
});

test('the card of a rotation and the one after a use name people, not ids', async () => {
  await world.type('UORG', 'rotate ingress 2 of <@UH1> <@UH4>');
  await world.settle();
  const card = texts().find((text) => text.includes('Rotate ingress'));
  expect(card).toContain('Rotate: 2 of <@UH1>, <@UH4>');
  expect(card).not.toContain('&lt;@');
  await world.type('UORG', 'cancel');
  await fire();
  await world.submit('UH1', 'K2', shares[0] ?? '');
  await world.submit('UH3', 'K2', shares[2] ?? '');
  await world.advance('PT10S');
  expect(texts().find((text) => text.includes('put together'))).toContain(
    'from the shares of <@UH1>, <@UH3>',
  );
});
