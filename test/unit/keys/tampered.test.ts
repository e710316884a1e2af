/** Whatever somebody with Redis's password makes of a key set, nothing opens, and the organizers hear of it. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { put, recordFact } from '../../../src/core/commit.ts';
import { StoreUnavailable } from '../../../src/core/errors.ts';
import { cardsPosted } from '../../../src/keys/domain/cards.ts';
import { isIntact } from '../../../src/keys/domain/manifest.ts';
import { type KeySet, keySetDocument } from '../../../src/keys/domain/set.ts';
import { watchSets } from '../../../src/keys/tampered.ts';
import { type KeysWorld, keysWorld } from '../../support/keys-world.ts';

let world: KeysWorld;
let shares: string[];
beforeEach(async () => {
  world = await keysWorld();
  shares = await world.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
});

type Current = NonNullable<KeySet['current']>;

/** Straight into the store, past everything that looks at it. */
async function tamper(change: (current: Current) => object): Promise<void> {
  const set = await world.store.get(keySetDocument, 'ingress');
  if (!set?.value.current) throw new Error('no set');
  const current = { ...set.value.current, ...change(set.value.current) } as Current;
  await world.store.commit({
    put: [put(keySetDocument, 'ingress', { ...set.value, current }, set.version)],
    facts: [
      recordFact(cardsPosted, { at: world.clock.now(), by: 'intruder', about: [], data: { count: 0 } }),
    ],
  });
}
const alarms = () => world.chat.sent.filter(({ text }) => text.includes('manifest of')).length;

describe('a set of 2 of 3 of which somebody changed', () => {
  const changes: Readonly<Record<string, (current: Current) => object>> = {
    'k to 1': ({ manifest }) => ({ manifest: { ...manifest, k: 1 } }),
    'k to 0': ({ manifest }) => ({ manifest: { ...manifest, k: 0 } }),
    'n to 4': ({ manifest }) => ({ manifest: { ...manifest, n: 4 } }),
    'one commitment': ({ manifest }) => ({ manifest: { ...manifest, commit: manifest.commit.toReversed() } }),
    'the whole manifest': () => ({ manifest: {} }),
  };
  test.each(Object.keys(changes))('%s: nothing begins, and it is an alarm', async (name) => {
    await tamper(changes[name] ?? (() => ({})));
    const begun = world.type('UORG', 'fire registration-ingress attack');
    expect(await world.refusal(begun)).toBe('keys.fault.manifest-changed');
    await world.settle();
    expect(alarms()).toBe(1);
    expect(world.outside.calls).toEqual([]);
    // Said on the card and in the status, and not again with every press.
    expect(JSON.stringify(await world.type('UORG', 'status'))).toContain('changed this set in the database');
    await world.refusal(world.type('UORG', 'fire registration-ingress attack'));
    await world.settle();
    expect(alarms()).toBe(1);
  });

  test.each(Object.keys(changes))('%s, while it is being fired: no share counts', async (name) => {
    await world.type('UORG', 'fire registration-ingress attack');
    await world.submit('UH1', 'K1', shares[0] ?? '');
    await tamper(changes[name] ?? (() => ({})));
    expect(await world.refusal(world.submit('UH2', 'K1', shares[1] ?? ''))).toBe(
      'keys.fault.manifest-changed',
    );
    await world.settle();
    expect(world.outside.calls).toEqual([]);
    expect(alarms()).toBe(1);
  });
});

test('it is an alarm where nobody uses the set, too: once a day, until it is mended', async () => {
  await watchSets(world.deps);
  await world.settle();
  expect(alarms()).toBe(0);
  await tamper(({ manifest }) => ({ manifest: { ...manifest, k: 1 } }));
  for (let round = 0; round < 3; round++) await watchSets(world.deps);
  await world.settle();
  expect(alarms()).toBe(1);
  await world.advance('PT24H');
  await watchSets(world.deps);
  await world.settle();
  expect(alarms()).toBe(2);
});

test('it is an alarm although the process dies in the moment in which it would be', async () => {
  await tamper(({ manifest }) => ({ manifest: { ...manifest, k: 1 } }));
  const commit = vi.spyOn(world.store, 'commit').mockRejectedValueOnce(new StoreUnavailable('it died'));
  await expect(watchSets(world.deps)).rejects.toThrow('it died');
  commit.mockRestore();
  await watchSets(world.deps);
  await world.settle();
  expect(alarms()).toBe(1);
});

test('a set that was changed together with its own name does not fit what the chain says', async () => {
  const other = await keysWorld();
  await other.working('ingress', 2, ['UH4', 'UH5']);
  const theirs = (await other.set('ingress'))?.current;
  await tamper(() => ({ manifest: theirs?.manifest, setId: theirs?.setId, holders: theirs?.holders }));
  await watchSets(world.deps);
  await world.settle();
  expect(alarms()).toBe(1);
});

test('no change of a manifest leaves it intact', async () => {
  const current = (await world.set('ingress'))?.current;
  if (!current) throw new Error('no set');
  const { manifest, setId } = current;
  expect(isIntact(manifest, setId)).toBe(true);
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(manifest)), fc.jsonValue(), (field, value) => {
      fc.pre(JSON.stringify((manifest as Record<string, unknown>)[field]) !== JSON.stringify(value));
      expect(isIntact({ ...manifest, [field]: value } as typeof manifest, setId)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
