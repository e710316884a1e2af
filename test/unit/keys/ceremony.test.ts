/** The ceremony from proposal to fire in a world in memory: what KEYS says must be tried, as tests of that name. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeysWorld, keysWorld } from '../../support/keys-world.ts';

let world: KeysWorld;
beforeEach(async () => {
  world = await keysWorld();
});

describe('a set', () => {
  it('works only when every holder has entered their share again', async () => {
    const shares = await world.deal('ingress', 2, ['UH1', 'UH2', 'UH3']);
    await world.confirm('UH1', 'ingress', shares[0] ?? '');
    await world.confirm('UH2', 'ingress', shares[1] ?? '');
    expect(await world.refusal(world.type('UORG', 'fire registration-ingress attack'))).toContain(
      'keys.setNotReady',
    );
    await world.confirm('UH3', 'ingress', shares[2] ?? '');
    expect((await world.set('ingress'))?.current?.manifest).toMatchObject({ k: 2, n: 3 });
  });
});

describe('fire', () => {
  it('fires with two of three, once, and says so only after reading back', async () => {
    const shares = await world.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
    await world.type('UORG', 'fire registration-ingress we are under attack');
    await world.submit('UH1', 'K1', shares[0] ?? '');
    expect(world.outside.calls).toHaveLength(0);
    await world.submit('UH2', 'K1', shares[1] ?? '');
    await world.settle();
    expect(world.outside.calls).toHaveLength(1);
    expect(world.outside.state).toBe('closed');
    expect((await world.ceremony('K1'))?.state).toBe('done');
  });
});
