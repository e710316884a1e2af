/** One channel over several providers: who carries it, and that what may have left is sent by nobody else. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { put, recordFact } from '../../../src/core/commit.ts';
import { MayHaveLeft, PermanentError, ProviderDown, RetryLater } from '../../../src/core/errors.ts';
import type { PagingChannel } from '../../../src/core/ports/paging.ts';
import { carriedChannel } from '../../../src/page/carried-channel.ts';
import { providerHealthDocument, providerSetAside } from '../../../src/page/domain/provider-health.ts';
import type { ProviderOrder } from '../../../src/page/domain/provider-order.ts';
import { outgoingTo } from '../../support/channel-conformance.ts';
import { fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { DOINGS, type Doing, ScriptedProvider, SURELY_NOT } from '../../support/scripted-provider.ts';

const vera = somebody('UVOL', { phone: { number: '+34600123456', verifiedAt: '2019-06-01T00:00:00Z' } });
const ana = somebody('UANY', { phone: { number: '+12025550111', verifiedAt: '2019-06-01T00:00:00Z' } });
const BOTH: ProviderOrder = { everywhere: ['first', 'second'], byCountry: {} };
const NOW = '2019-06-05T08:00:00Z';

interface Two {
  readonly world: World;
  readonly first: ScriptedProvider;
  readonly second: ScriptedProvider;
  readonly channel: PagingChannel;
}

async function two(order: ProviderOrder = BOTH, name = 'sms'): Promise<Two> {
  const world = await fakeWorld(NOW);
  const first = new ScriptedProvider('first');
  const second = new ScriptedProvider('second');
  const channel = carriedChannel(name, [first, second], order, world.deps);
  if (!channel) throw new Error('no channel');
  return { world, first, second, channel };
}

const setAside = async ({ store, clock }: World, provider: string) => {
  const aside = { why: 'lost', since: NOW, probes: 0 } as const;
  const data = { provider, channel: 'sms', why: 'lost' } as const;
  await store.commit({
    put: [put(providerHealthDocument, `${provider}:sms`, { provider, channel: 'sms', aside })],
    facts: [recordFact(providerSetAside, { at: clock.now(), by: 'test', about: [], data })],
  });
};

const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => undefined,
    (error: unknown) => error,
  );
const judged = async ({ store }: World) =>
  (await store.outbox()).filter(({ name }) => name === 'judge-provider').map(({ data }) => data);

describe('who carries a message', () => {
  it('is the first of the order, and who would be next is said with it', async () => {
    const { channel, first, second } = await two();
    expect(await channel.send(outgoingTo(vera))).toEqual({
      ...{ reference: 'first-sms-1', provider: 'first', reserve: 'second' },
    });
    expect([first.asked, second.asked]).toEqual([1, 0]);
  });

  it('depends on the country of the number where the operator says so', async () => {
    const { channel } = await two({ ...BOTH, byCountry: { ES: ['second', 'first'] } });
    expect(await channel.send(outgoingTo(vera))).toMatchObject({ provider: 'second', reserve: 'first' });
    expect(await channel.send(outgoingTo(ana))).toMatchObject({ provider: 'first' });
  });

  it.each(['refuses', 'forbids', 'down', 'busy'] as const)(
    'is the second at once where the first %s: nothing has left',
    async (doing) => {
      const { channel, first, second } = await two();
      first.doing = doing;
      const accepted = await channel.send(outgoingTo(vera));
      expect(accepted).toMatchObject({
        ...{ provider: 'second', isStandIn: true },
        passedOver: [{ provider: 'first' }],
      });
      // Nobody is named as its reserve who has just taken nothing.
      expect(accepted.reserve).toBeUndefined();
      expect(second.taken).toHaveLength(1);
    },
  );

  it('is nobody else where the first may have it', async () => {
    for (const doing of ['breaks', 'takes-silently'] as const) {
      const { channel, first, second } = await two();
      first.doing = doing;
      const error = await thrownBy(channel.send(outgoingTo(vera)));
      expect(error).toBeInstanceOf(MayHaveLeft);
      expect(error).toMatchObject({ provider: 'first', reserve: 'second' });
      expect(second.asked).toBe(0);
    }
  });

  it('is nobody where the number itself is refused: the next channel starts', async () => {
    const { channel, second } = await two();
    const error = await thrownBy(channel.send(outgoingTo(somebody('UNONE'))));
    // The scripted provider knows no numbers; a real one says it with a PermanentError.
    expect(error).toBeUndefined();
    const refusing: PagingChannel = {
      name: 'sms',
      address: () => 'x',
      send: async () => {
        throw new PermanentError('21610');
      },
    };
    const world = await fakeWorld(NOW);
    const strict = { name: 'first', channels: [refusing], works: () => true, check: async () => {} };
    const over = carriedChannel('sms', [strict, second], BOTH, world.deps);
    expect(await thrownBy(over?.send(outgoingTo(vera)) ?? Promise.resolve())).toMatchObject({
      code: '21610',
    });
    expect(second.asked).toBe(0);
  });

  it('is the second while the first is set aside, or its circuit is not closed; the first only where nobody else can', async () => {
    const aside = await two();
    await setAside(aside.world, 'first');
    expect(await aside.channel.send(outgoingTo(vera))).toMatchObject({ provider: 'second' });
    expect(aside.first.asked).toBe(0);
    aside.second.doing = 'down';
    expect(await aside.channel.send(outgoingTo(vera))).toMatchObject({ provider: 'first' });

    const halfOpen = await two();
    halfOpen.first.isWorking = false;
    expect(await halfOpen.channel.send(outgoingTo(vera))).toMatchObject({ provider: 'second' });
    expect(halfOpen.first.asked).toBe(0);
  });

  it('waits for one that only asks for patience rather than give it to one that loses messages', async () => {
    const { world, channel, first, second } = await two();
    await setAside(world, 'first');
    second.doing = 'busy';
    expect(await thrownBy(channel.send(outgoingTo(vera)))).toBeInstanceOf(RetryLater);
    expect(first.asked).toBe(0);
  });

  it('is another one after an attempt that is known not to have arrived, and the same where there is no other', async () => {
    const { channel, second } = await two();
    const again = { ...outgoingTo(vera), notBy: ['first'] };
    expect(await channel.send(again)).toMatchObject({ provider: 'second' });
    expect(second.taken).toHaveLength(1);
    expect(await channel.send({ ...again, notBy: ['first', 'second'] })).toMatchObject({ provider: 'first' });
  });

  it('asks who carried it what became of it, and stops it there', async () => {
    const { channel, first, second } = await two(BOTH, 'voice');
    second.fate = { state: 'ringing' };
    expect(await channel.poll?.('x', 'second')).toEqual({ state: 'ringing' });
    await channel.withdraw?.('x', 'second');
    expect([first.withdrawn, second.withdrawn]).toEqual([[], ['x']]);
    // From before there were several.
    await channel.withdraw?.('y');
    expect(first.withdrawn).toEqual(['y']);
  });
});

describe('where nobody takes it', () => {
  const both = async (one: Doing, other: Doing) => {
    const { channel, first, second } = await two();
    [first.doing, second.doing] = [one, other];
    return await thrownBy(channel.send(outgoingTo(vera)));
  };

  it('says what a feature can do about it', async () => {
    expect(await both('busy', 'down')).toBeInstanceOf(RetryLater);
    expect(await both('busy', 'down')).not.toBeInstanceOf(ProviderDown);
    expect(await both('refuses', 'down')).toBeInstanceOf(ProviderDown);
    expect(await both('refuses', 'refuses')).toBeInstanceOf(ProviderDown);
    expect(await both('forbids', 'forbids')).toMatchObject({ code: '21408' });
    expect(await both('forbids', 'forbids')).toBeInstanceOf(PermanentError);
  });

  it('says the same over one provider alone, and its own error where it may have left', async () => {
    const world = await fakeWorld(NOW);
    const only = new ScriptedProvider('only');
    const order = { everywhere: ['only'], byCountry: {} };
    const channel = carriedChannel('sms', [only], order, world.deps);
    const send = async (doing: Doing) => {
      only.doing = doing;
      return await thrownBy(channel?.send(outgoingTo(vera)) ?? Promise.resolve());
    };
    expect(await send('refuses')).toBeInstanceOf(ProviderDown);
    expect(await send('forbids')).toBeInstanceOf(PermanentError);
    expect(String(await send('breaks'))).toContain('HTTP 500');
    expect(await judged(world)).toEqual([]);
  });
});

describe('what a provider says of itself', () => {
  it('has it set aside for all processes, once it refuses the account or its circuit is open', async () => {
    const { world, channel, first } = await two();
    first.doing = 'refuses';
    await channel.send(outgoingTo(vera));
    expect(await judged(world)).toEqual([
      { provider: 'first', channel: 'sms', why: 'refused', code: '20005' },
    ]);
  });

  it('is nothing for all where it refuses a country, or does not answer once', async () => {
    for (const doing of ['forbids', 'down'] as const) {
      const { world, channel, first } = await two();
      first.doing = doing;
      await channel.send(outgoingTo(vera));
      expect(await judged(world)).toEqual([]);
    }
  });

  it('does not keep what has left from being known, with the database gone', async () => {
    const { world, channel, first } = await two();
    first.doing = 'refuses';
    world.store.commit = async () => {
      throw new Error('nobody answers');
    };
    expect(await channel.send(outgoingTo(vera))).toMatchObject({ provider: 'second' });
    expect(world.logged.map(({ level }) => level)).toContain('warn');
  });
});

describe('looking for what may have left', () => {
  const later = Temporal.Instant.from(NOW).add({ seconds: 60 });

  it('finds it with whoever has it, also when the other one does not answer', async () => {
    const { channel, first, second } = await two();
    second.doing = 'takes';
    await second.channels[0]?.send(outgoingTo(vera));
    first.answersFind = false;
    expect(await channel.find?.(outgoingTo(vera))).toMatchObject({ provider: 'second', reserve: 'first' });
  });

  it('does not know as long as one of them does not answer, until it is due', async () => {
    const { world, channel, first } = await two();
    first.answersFind = false;
    const outgoing = { ...outgoingTo(vera), doubtUntil: later };
    await expect(channel.find?.(outgoing)).rejects.toThrow('does not answer');
    await expect(channel.find?.({ ...outgoing, mayHaveLeftBy: 'first' })).rejects.toThrow();
    expect(await channel.find?.({ ...outgoing, mayHaveLeftBy: 'second' })).toBeUndefined();
    world.clock.t = later;
    expect(await channel.find?.(outgoing)).toBeUndefined();
  });
});

/** Whatever both do, in whatever order, and however often it is tried: never with both unless that was known. */
describe('never doubles by rule', () => {
  const step = fc.record({
    first: fc.constantFrom(...DOINGS),
    second: fc.constantFrom(...DOINGS),
    firstAnswers: fc.boolean(),
    secondAnswers: fc.boolean(),
    firstWorks: fc.boolean(),
    dies: fc.boolean(),
    firstAside: fc.boolean(),
  });

  it('over every pair of doings, tried once more after each', async () => {
    for (const one of DOINGS)
      for (const other of DOINGS) {
        const { channel, first, second } = await two();
        [first.doing, second.doing] = [one, other];
        await thrownBy(channel.send(outgoingTo(vera)));
        [first.doing, second.doing] = ['takes', 'takes'];
        if (!(await channel.find?.(outgoingTo(vera)))) await channel.send(outgoingTo(vera));
        expect(first.taken.length + second.taken.length, `${one} ${other}`).toBe(1);
        if (SURELY_NOT.has(one) && other === 'takes') expect(second.taken).toHaveLength(1);
      }
  });

  it('over any sequence of tries, as a job makes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { world, channel, first, second } = await two();
        let inDoubtBy: string | undefined;
        let mayHaveRunBefore = false;
        let troubles = 0;
        let isKnown = false;
        for (const now of steps) {
          [first.doing, second.doing] = [now.first, now.second];
          [first.answersFind, second.answersFind] = [now.firstAnswers, now.secondAnswers];
          first.isWorking = now.firstWorks;
          if (now.firstAside && !(await world.store.get(providerHealthDocument, 'first:sms')))
            await setAside(world, 'first');
          const outgoing = {
            ...outgoingTo(vera),
            ...(!mayHaveRunBefore && inDoubtBy !== undefined && { mayHaveLeftBy: inDoubtBy }),
          };
          try {
            const before = mayHaveRunBefore || troubles > 0 ? await channel.find?.(outgoing) : undefined;
            const doubted = inDoubtBy;
            inDoubtBy = undefined;
            try {
              if (!before) await channel.send(outgoing);
              isKnown = !now.dies;
            } catch (error) {
              if (error instanceof MayHaveLeft) inDoubtBy = error.provider;
              else if (before) inDoubtBy = doubted;
              throw error;
            }
          } catch {
            troubles++;
          }
          // A process that dies has recorded nothing of this try.
          mayHaveRunBefore = now.dies;
          if (isKnown) break;
        }
        expect(first.taken.length + second.taken.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
