/** The ceremony from proposal to fire in a world in memory: what KEYS says must be tried, as tests of that name. */
import { beforeEach, describe, expect, it } from 'vitest';
import { approveValue, type KeysWorld, keysWorld, shareIn } from '../../support/keys-world.ts';

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
    const done = await world.ceremony('K1');
    expect(done?.state).toBe('done');
    // Nothing is kept that could open what was submitted.
    expect(done?.shares).toEqual([]);
    expect(done && world.keeper.holds(`K1/${done.nonce}`)).toBe(false);
  });
});

const HOLDERS = ['UH1', 'UH2', 'UH3'] as const;
const quorum = async (code: string, shares: readonly string[]): Promise<void> => {
  await world.submit('UH1', code, shares[0] ?? '');
  await world.submit('UH3', code, shares[2] ?? '');
  await world.settle();
};

describe('a sealed secret', () => {
  it('is sealed by a quorum, opened by a quorum, shown once and to one person, and survives a rotation', async () => {
    const shares = await world.working('ingress', 2, HOLDERS);
    await world.enter(
      'UORG',
      'keys.seal',
      { secret: 'streaming', set: 'ingress' },
      { plain: 'rtmp & <secret>' },
    );
    await quorum('K1', shares);
    expect((await world.ceremony('K1'))?.state).toBe('done');

    await world.type('UORG', 'open streaming the encoder lost its key');
    await quorum('K2', shares);
    expect((await world.ceremony('K2'))?.state).toBe('ready');
    expect(await world.refusal(world.press('UORG2', 'keys.show', 'K2'))).toBe('keys.notYoursToSee');
    expect(JSON.stringify(await world.press('UORG', 'keys.show', 'K2'))).toContain(
      'rtmp &amp; &lt;secret&gt;',
    );
    expect(await world.refusal(world.press('UORG', 'keys.show', 'K2'))).toBe('keys.nothingToShow');

    await world.type('UORG', 'rotate ingress 2 of <@UH1> <@UH2> <@UH4>');
    await quorum('K3', shares);
    const people = ['UH1', 'UH2', 'UH4'];
    const fresh: string[] = [];
    for (const holder of people) fresh.push(shareIn(await world.press(holder, 'keys.reveal', 'ingress')));
    for (const [at, holder] of people.entries()) await world.confirm(holder, 'ingress', fresh[at] ?? '');
    expect((await world.set('ingress'))?.retired).toHaveLength(1);
    await world.type('UORG', 'open streaming still there after the rotation');
    await world.submit('UH4', 'K4', fresh[2] ?? '');
    await world.submit('UH2', 'K4', fresh[1] ?? '');
    await world.settle();
    expect(JSON.stringify(await world.press('UORG', 'keys.show', 'K4'))).toContain('rtmp');
    expect(world.store.dump()).not.toContain('rtmp');
  });

  it('is destroyed when nobody looks within five minutes', async () => {
    const shares = await world.working('ingress', 2, HOLDERS);
    await world.enter('UORG', 'keys.seal', { secret: 'venue', set: 'ingress' }, { plain: 'admin' });
    await quorum('K1', shares);
    await world.type('UORG', 'open venue the projector');
    await quorum('K2', shares);
    await world.advance('PT6M');
    expect((await world.ceremony('K2'))?.outcome).toBe('not-looked-at');
    expect(await world.refusal(world.press('UORG', 'keys.show', 'K2'))).toBe('keys.nothingToShow');
  });
});

describe('a share', () => {
  it('is revealed once, to its holder, also when two presses come at once', async () => {
    await world.type('UORG', 'create ingress 2 of <@UH1> <@UH2>');
    expect(await world.refusal(world.press('UORG', 'keys.approve', 'ingress'))).toBe('keys.secondOrganizer');
    await world.press('UORG2', 'keys.approve', await approveValue(world.store, 'ingress'));
    const both = await Promise.allSettled([
      world.press('UH1', 'keys.reveal', 'ingress'),
      world.press('UH1', 'keys.reveal', 'ingress'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.refusal(world.press('UANY', 'keys.reveal', 'ingress'))).toBe('keys.notHolder');
  });

  it('has a mark in the status that says in words how far each holder is', async () => {
    await world.type('UORG', 'create ingress 2 of <@UH1> <@UH2> <@UH3>');
    await world.press('UORG2', 'keys.approve', await approveValue(world.store, 'ingress'));
    await world.settle();
    await world.press('UH2', 'keys.reveal', 'ingress');
    const share = shareIn(await world.press('UH3', 'keys.reveal', 'ingress'));
    await world.confirm('UH3', 'ingress', share);
    const status = JSON.stringify(await world.type('UORG', 'status'));
    expect(status).toContain('… 1. <@UH1>: has not looked at it yet');
    expect(status).toContain('✓ 2. <@UH2>: has seen it, not typed it back');
    expect(status).toContain('✓✓ 3. <@UH3>: has typed it back, confirmed');
  });

  it('pressed for at another process, opens from the one that holds it; where that is gone, all is dealt again', async () => {
    await world.type('UORG', 'create ingress 2 of <@UH1> <@UH2>');
    await world.press('UORG2', 'keys.approve', await approveValue(world.store, 'ingress'));
    await world.settle();
    const other = world.otherProcess();
    expect(JSON.stringify(await other.press('UH1', 'keys.reveal', 'ingress'))).not.toContain('CBS1');
    await world.settle();
    const opened = world.chat.sent.find(({ kind }) => kind === 'modal');
    expect(JSON.stringify(opened?.content)).toContain('CBS1');

    await other.press('UH2', 'keys.reveal', 'ingress');
    await other.advance('PT5S');
    expect((await other.set('ingress'))?.next?.deal?.revealed).toEqual([]);
    expect(shareIn(await other.press('UH1', 'keys.reveal', 'ingress'))).toContain('CBS1');
  });
});
