/**
 * Each line of "It must be tried" of the keys, as a test of that name. The attack table (attempt → answer →
 * what was stored and logged) is printed at the end.
 */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeeper } from '../../../src/adapters/shamir/keeper.ts';
import { runTask } from '../../../src/adapters/shamir/run-task.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { StoreUnavailable } from '../../../src/core/errors.ts';
import { translator } from '../../../src/i18n/index.ts';
import { cardsPosted } from '../../../src/keys/domain/cards.ts';
import { verifyChain } from '../../../src/keys/domain/chain.ts';
import { isBad } from '../../../src/keys/domain/check.ts';
import { keySetDocument } from '../../../src/keys/domain/set.ts';
import { readShare, type Share, shareText } from '../../../src/keys/domain/share.ts';
import { readChain } from '../../../src/keys/on-chain.ts';
import { ingress, type KeysWorld, keysWorld } from '../../support/keys-world.ts';

const HOLDERS = ['UH1', 'UH2', 'UH3'] as const;
const t = translator('en');
let world: KeysWorld;
let shares: string[];
const table: { attempt: string; answer: string; stored: string; logged: string }[] = [];

beforeEach(async () => {
  world = await keysWorld();
  shares = await world.working('ingress', 2, HOLDERS);
});
afterAll(() => {
  console.log(
    ['attempt → answer → stored → logged', ...table.map((row) => Object.values(row).join(' → '))].join('\n'),
  );
});

const share = (at: number): string => shares[at] ?? '';
function decoded(at: number): Share {
  const read = readShare(share(at));
  if (isBad(read)) throw new Error('unreadable');
  return read;
}

/** Runs the attempt, and notes for the table what it left behind. */
async function tried(attempt: string, work: () => Promise<unknown>): Promise<string> {
  const before = (await world.store.facts()).length;
  const logs = world.logged.length;
  let said: string;
  try {
    const reply = (await work()) as { errors?: Record<string, string>; text?: string } | undefined;
    said = reply?.errors?.['share'] ?? reply?.text ?? 'nothing';
  } catch (error) {
    said = error instanceof Error && 'key' in error ? String(error.key) : String(error);
  }
  const facts = (await world.store.facts()).slice(before).map(({ name, data }) => {
    const { fault } = (data as { step?: { fault?: string } }).step ?? {};
    return fault ? `${name}(${fault})` : name;
  });
  const logged = world.logged.slice(logs).map(({ message }) => message);
  table.push({
    attempt,
    answer: said.slice(0, 70),
    stored: facts.join(' ') || 'nothing',
    logged: logged.join(' ') || 'nothing',
  });
  return said;
}

const fire = () => world.type('UORG', 'fire registration-ingress attack');
const strikes = async () =>
  (await world.store.facts({ about: 'person:UH1' })).filter(({ name }) => name === 'keys.refused');

describe('it must be tried', () => {
  it('wrong-prefix and `801…` shares', async () => {
    await fire();
    const { data } = decoded(0);
    const library = `801${Buffer.from(data).toString('hex')}`;
    for (const wrong of [
      library,
      `Z01${library.slice(3)}`,
      `bc1${share(0).slice(4)}`,
      'hello',
      'x'.repeat(500),
    ]) {
      expect(await tried(`a share ${wrong.slice(0, 3)}…`, () => world.submit('UH1', 'K1', wrong))).toBe(
        t('keys.fault.not-a-share'),
      );
    }
    expect(await strikes()).toHaveLength(0);
  });

  it('a typo', async () => {
    await fire();
    const wrong = `${share(0).slice(0, -1)}${share(0).endsWith('Q') ? 'P' : 'Q'}`;
    for (let round = 0; round < 8; round++)
      expect(await tried('a typo', () => world.submit('UH1', 'K1', wrong))).toBe(t('keys.fault.typo'));
    // A typo is no bad share: nobody is locked, and the right one counts.
    await tried('the right share after eight typos', () => world.submit('UH1', 'K1', share(0)));
    expect((await world.ceremony('K1'))?.submitted).toHaveLength(1);
  });

  it('a forged share with a valid checksum', async () => {
    await fire();
    const good = decoded(0);
    const data = good.data.slice();
    data[7] = (data[7] ?? 0) ^ 1;
    const forged = shareText({ ...good, data });
    for (let round = 0; round < 5; round++)
      expect(await tried('a forged share', () => world.submit('UH1', 'K1', forged))).toBe(
        t('keys.fault.forged'),
      );
    expect(await tried('the sixth, locked', () => world.submit('UH1', 'K1', share(0)))).toBe('keys.locked');
    await world.settle();
    expect(world.chat.sent.some(({ text }) => text.includes('five wrong shares'))).toBe(true);
    // The set is not locked: the others fire.
    await world.submit('UH2', 'K1', share(1));
    await world.submit('UH3', 'K1', share(2));
    await world.settle();
    expect(world.outside.state).toBe('closed');
    await world.advance('PT61M');
    await fire();
    await tried('an hour later', () => world.submit('UH1', 'K2', share(0)));
    expect((await world.ceremony('K2'))?.submitted).toHaveLength(1);
  });

  it('a share of an old set', async () => {
    const old = [...shares];
    await world.type('UORG', 'rotate ingress');
    await world.submit('UH1', 'K1', share(0));
    await world.submit('UH2', 'K1', share(1));
    await world.settle();
    shares = [];
    const { shareIn } = await import('../../support/keys-world.ts');
    for (const holder of HOLDERS) shares.push(shareIn(await world.press(holder, 'keys.reveal', 'ingress')));
    for (const [at, holder] of HOLDERS.entries()) await world.confirm(holder, 'ingress', share(at));
    await fire();
    expect(await tried('a share of an old set', () => world.submit('UH1', 'K2', old[0] ?? ''))).toBe(
      t('keys.fault.retired-set'),
    );
    const other = await world.working('other', 2, HOLDERS);
    expect(await tried('a share of another set', () => world.submit('UH1', 'K2', other[0] ?? ''))).toBe(
      t('keys.fault.other-set'),
    );
    await world.submit('UH1', 'K2', share(0));
    await world.submit('UH3', 'K2', share(2));
    await world.settle();
    expect(world.outside.state).toBe('closed');
  });

  it('the same share or person twice', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    expect(await tried('the same share by another', () => world.submit('UH2', 'K1', share(0)))).toBe(
      t('keys.fault.not-yours'),
    );
    expect(await tried('the same person again', () => world.submit('UH1', 'K1', share(0)))).toBe(
      'keys.alreadySubmitted',
    );
    expect(await tried('another’s share by the same person', () => world.submit('UH1', 'K1', share(1)))).toBe(
      'keys.alreadySubmitted',
    );
    await world.settle();
    expect(world.outside.calls).toHaveLength(0);
  });

  it("the manifest's k lowered in Redis", async () => {
    world = await keysWorld();
    shares = await world.working('ingress', 3, HOLDERS);
    const set = await world.store.get(keySetDocument, 'ingress');
    const current = set?.value.current;
    if (!set || !current) throw new Error('no set');
    // Straight into the store, as somebody with Redis's password would.
    await fire();
    const lowered = { ...current, manifest: { ...current.manifest, k: 2 } };
    await world.store.commit({
      put: [put(keySetDocument, 'ingress', { ...set.value, current: lowered }, set.version)],
      facts: [
        recordFact(cardsPosted, { at: world.clock.now(), by: 'intruder', about: [], data: { count: 0 } }),
      ],
    });
    const press = () => world.submit('UH1', 'K1', share(0));
    expect(await tried('the manifest’s k lowered in Redis', press)).toBe('keys.fault.manifest-changed');
    // With the window open already, its share is refused all the same.
    const meta = { code: 'K1', digest: (await world.ceremony('K1'))?.digest };
    const said = await tried('the same, with a window that was open before', () =>
      world.enter('UH1', 'keys.submit', meta, { share: share(0) }),
    );
    expect(said).toBe(t('keys.fault.manifest-changed'));
    expect((await world.ceremony('K1'))?.submitted).toHaveLength(0);
    await world.settle();
    expect(world.chat.sent.some(({ text }) => text.includes('manifest of'))).toBe(true);
    // And the child that combines refuses it by itself.
    const keeper = createKeeper(async (request) => runTask(request));
    const key = keeper.take('c');
    const boxed = [0, 1].map((at) => {
      const context = `x${at}`;
      return { index: at + 1, context, box: keeper.seal(key, context, new TextEncoder().encode(share(at))) };
    });
    const use = {
      setId: current.setId,
      need: 2,
      revoked: [],
      shares: boxed,
      task: { kind: 'prove' },
    } as const;
    const asked = (manifest: typeof current.manifest) =>
      keeper.use('c', { ...use, manifest, revoked: [], shares: [...boxed] });
    expect(await asked(lowered.manifest)).toEqual({ bad: 'manifest-changed' });
    expect(await asked(current.manifest)).toEqual({ bad: 'too-few' });
  });

  it("cancel and restart with another target while a holder's modal is open", async () => {
    await fire();
    const old = await world.ceremony('K1');
    await world.type('UORG', 'cancel');
    await world.type('UORG', 'restore registration-ingress another thing');
    const meta = { code: 'K1', digest: old?.digest };
    expect(
      await tried('a window of a cancelled ceremony', () =>
        world.enter('UH1', 'keys.submit', meta, { share: share(0) }),
      ),
    ).toBe('keys.isOver');
    const crossed = { code: 'K2', digest: old?.digest };
    expect(
      await tried('its digest for the new one', () =>
        world.enter('UH1', 'keys.submit', crossed, { share: share(0) }),
      ),
    ).toBe('keys.otherDigest');
    expect((await world.ceremony('K2'))?.submitted).toHaveLength(0);
  });

  it('veto against the k-th share', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    const ends = await Promise.allSettled([
      world.press('UH3', 'keys.veto', 'K1'),
      world.submit('UH2', 'K1', share(1)),
    ]);
    await world.settle();
    const state = (await world.ceremony('K1'))?.state;
    expect(['vetoed', 'done']).toContain(state);
    expect(world.outside.calls).toHaveLength(state === 'done' ? 1 : 0);
    expect(ends.filter(({ status }) => status === 'rejected').length).toBe(1);
    await fire();
    await world.submit('UH1', 'K2', share(0));
    await tried('a veto in time', () => world.press('UH3', 'keys.veto', 'K2'));
    expect(await tried('the k-th share after a veto', () => world.submit('UH2', 'K2', share(1)))).toBe(
      'keys.wasVetoed',
    );
    await fire();
    await world.submit('UH1', 'K3', share(0));
    await world.submit('UH2', 'K3', share(1));
    expect(await tried('a veto after the k-th share', () => world.press('UH3', 'keys.veto', 'K3'))).toBe(
      'keys.tooLate',
    );
    expect(await tried('a veto by no holder', () => world.press('UANY', 'keys.veto', 'K3'))).toBe(
      'keys.vetoHolders',
    );
  });

  it('the owner killed at k−1', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    await world.settle();
    // Another process, with the same Redis and none of the keys.
    const next = world.otherProcess();
    await tried('the k-th share after the owner died', () => next.submit('UH2', 'K1', share(1)));
    await next.advance('PT5S');
    const again = await next.ceremony('K1');
    expect(again).toMatchObject({ state: 'gathering', restarts: 1, submitted: [], shares: [] });
    expect(next.outside.calls).toHaveLength(0);
    await next.submit('UH1', 'K1', share(0));
    await next.submit('UH2', 'K1', share(1));
    await next.settle();
    expect(next.outside.state).toBe('closed');
    expect(next.outside.calls).toHaveLength(1);
  });

  it('the k-th share submitted twice at once', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    const twice = await Promise.allSettled([
      world.submit('UH2', 'K1', share(1)),
      world.submit('UH2', 'K1', share(1)),
      world.submit('UH3', 'K1', share(2)),
    ]);
    await world.settle();
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(world.outside.calls).toHaveLength(1);
    expect((await world.ceremony('K1'))?.submitted).toHaveLength(2);
  });

  it('Redis full or gone during a fire', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    const real = world.store.commit.bind(world.store);
    let broken = true;
    world.store.commit = async (change) => {
      if (broken) throw new StoreUnavailable('OOM command not allowed');
      return await real(change);
    };
    // Before the quorum is recorded nothing is called.
    expect(await tried('Redis gone at the k-th share', () => world.submit('UH2', 'K1', share(1)))).toContain(
      'StoreUnavailable',
    );
    expect(world.outside.calls).toHaveLength(0);
    broken = false;
    await world.submit('UH2', 'K1', share(1));
    // And gone between the call and its record: the repeat has the same idempotency key, so it is done once.
    const call = world.outside.call.bind(world.outside);
    world.outside.call = (verb, key) => {
      const called = call(verb, key);
      if (world.outside.calls.length === 1) broken = true;
      return called;
    };
    await expect(world.settle()).rejects.toThrow(StoreUnavailable);
    broken = false;
    // The lease of the job that could not be recorded runs out.
    world.store.realNow += world.store.leaseMilliseconds + 1;
    await world.settle();
    await world.advance('PT1M');
    expect(world.outside.state).toBe('closed');
    expect(world.outside.done.size).toBe(1);
    expect((await world.ceremony('K1'))?.state).toBe('done');
  });

  it('never says done without the read-back', async () => {
    world.outside.answers.push('refuse');
    await fire();
    await world.submit('UH1', 'K1', share(0));
    await world.submit('UH2', 'K1', share(1));
    await world.advance('PT30S');
    expect((await world.ceremony('K1'))?.state).toBe('failed');
    expect(world.chat.sent.some(({ text }) => text.includes('not confirmed'))).toBe(true);
    world.outside.answers.push('fail', 'lost');
    world.outside.slow = 4;
    await fire();
    await world.submit('UH1', 'K2', share(0));
    await world.submit('UH2', 'K2', share(1));
    await world.advance('PT30S');
    expect((await world.ceremony('K2'))?.state).toBe('done');
    expect(world.outside.done.size).toBe(1);
    // The rotation is asked for on the card.
    expect(world.chat.sent.at(-1)?.content).toBeDefined();
    expect(JSON.stringify(world.chat.sent.slice(-4))).toContain('rotate');
  });

  it('guests, strangers, expiry, cancelled ceremonies and revoked holders', async () => {
    expect(
      await tried('a guest fires', () => world.type('UGUEST', 'fire registration-ingress why not')),
    ).toBe('common.guest');
    expect(
      await tried('a stranger fires', () => world.type('UANY', 'fire registration-ingress why not')),
    ).toBe('keys.notHolder');
    await world.settle();
    expect(world.chat.sent.some(({ text }) => text.includes('a guest'))).toBe(true);
    await fire();
    await world.submit('UH1', 'K1', share(0));
    await world.advance('PT16M');
    expect(await tried('a share after fifteen minutes', () => world.submit('UH2', 'K1', share(1)))).toBe(
      'keys.isOver',
    );
    for (let round = 0; round < 3; round++) {
      await fire();
      await world.type('UORG', 'cancel');
    }
    await world.settle();
    expect(world.chat.sent.some(({ text }) => text.includes('opened and cancelled'))).toBe(true);
    await world.type('UORG', 'revoke ingress <@UH1>');
    await fire();
    expect(await tried('a revoked holder', () => world.submit('UH1', 'K5', share(0)))).toBe(
      'keys.youAreRevoked',
    );
    await world.advance('PT25H');
    expect(world.chat.sent.some(({ text }) => text.includes('overdue'))).toBe(true);
    expect(
      await tried('a share in a slash command', () => world.type('UH1', `submit ${share(0)}`)),
    ).not.toContain(share(0).slice(30, 40));
  });

  it('nothing of a share or key in any log, message, fact or Redis value, searched for', async () => {
    await fire();
    await world.submit('UH1', 'K1', share(0));
    await world.submit('UH3', 'K1', share(2));
    await world.settle();
    const everything = [
      JSON.stringify(world.chat.sent),
      JSON.stringify(world.logged),
      JSON.stringify(await world.store.facts()),
      JSON.stringify(world.store.dump()),
    ];
    for (const at of [0, 1, 2]) {
      const { data } = decoded(at);
      const bare = share(at).replaceAll(' ', '');
      const forms = [
        bare,
        bare.toLowerCase(),
        share(at),
        Buffer.from(data).toString('hex'),
        Buffer.from(data).toString('base64'),
      ];
      for (const form of forms) for (const text of everything) expect(text).not.toContain(form.slice(-30));
    }
    const facts = (await world.store.facts({ about: 'keys' })).filter(({ name }) => name.startsWith('keys.'));
    const chain = (await readChain(world.store)).value;
    expect(verifyChain(facts, chain).whole).toBe(true);
    // A step changed, taken out, or the end cut off: each is found, and where.
    const changed = facts.map((fact, at) => (at === 3 ? { ...fact, by: 'UANY' } : fact));
    expect(verifyChain(changed, chain)).toEqual({ whole: false, at: 4, why: 'changed' });
    expect(
      verifyChain(
        facts.filter((_, at) => at !== 3),
        chain,
      ),
    ).toEqual({ whole: false, at: 4, why: 'missing' });
    expect(verifyChain(facts.slice(0, -1), chain)).toEqual({ whole: false, at: facts.length, why: 'cut' });
  });

  it('asks three people to restore where two may fire', async () => {
    world = await keysWorld([{ ...ingress, quorum: { fire: 2, restore: 3 } }]);
    shares = await world.working('ingress', 2, HOLDERS);
    await world.type('UORG', 'restore registration-ingress over');
    await world.submit('UH1', 'K1', share(0));
    await world.submit('UH2', 'K1', share(1));
    await world.settle();
    expect((await world.ceremony('K1'))?.state).toBe('gathering');
    await world.submit('UH3', 'K1', share(2));
    await world.settle();
    expect((await world.ceremony('K1'))?.state).toBe('done');
  });
});
