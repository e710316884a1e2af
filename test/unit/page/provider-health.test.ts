/** Whether a provider carries what it takes: judged by what becomes of it, told once, and back by a drill. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { page as command } from '../../../commands/page/command.ts';
import { mergeChanges } from '../../../src/core/commit.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { Conflict } from '../../../src/core/errors.ts';
import { carriedChannel } from '../../../src/page/carried-channel.ts';
import { type Notification, notificationDocument } from '../../../src/page/domain/notification.ts';
import {
  carriedOutcome,
  judgeProvider,
  LEAST_PHONES,
  probeAfter,
  providerHealthDocument,
  setAside,
} from '../../../src/page/domain/provider-health.ts';
import { bringBack, readHealth, tellAside } from '../../../src/page/provider-standing.ts';
import type { World } from '../../support/fake-deps.ts';
import { somebody } from '../../support/fake-deps.ts';
import { ScriptedProvider } from '../../support/scripted-provider.ts';
import { jobs, pagingWorld, people, shift } from './world.ts';

const NOW = Temporal.Instant.from('2019-06-05T08:30:00Z');

const carried = (more: Partial<Notification> = {}): Notification => ({
  ...{ id: 'n', page: 'P1', person: 'UVOL', channel: 'sms', sequence: 0, attempt: 1 },
  ...{ at: '2019-06-05T08:25:00Z', state: 'delivered', provider: 'twilio', reserve: 'second' },
  ...more,
});
const of = (who: readonly string[], more: Partial<Notification>) =>
  who.map((person) => carried({ person, ...more }));

describe('what a notification says about who carried it', () => {
  it.each<[Partial<Notification>, boolean, 'arrived' | 'lost' | undefined]>([
    [{ state: 'delivered' }, false, 'arrived'],
    [{ state: 'queued' }, true, undefined],
    [{ state: 'queued', isOverdue: true }, false, 'lost'],
    [{ state: 'sent', isOverdue: true }, true, 'lost'],
    // Many carriers never say more.
    [{ state: 'sent', isOverdue: true }, false, undefined],
    [{ state: 'failed', code: '30007' }, false, 'lost'],
    [{ state: 'failed', code: '30008' }, false, 'lost'],
    // The phone's own matter.
    [{ state: 'failed', code: '30003' }, false, undefined],
    [{ state: 'failed', code: '30005' }, false, undefined],
    [{ state: 'planned', inDoubtBy: 'twilio' }, false, 'lost'],
    [{ state: 'delivered', provider: 'second' }, false, undefined],
    [{ channel: 'voice', state: 'ringing' }, false, 'arrived'],
    [{ channel: 'voice', state: 'failed', code: 'busy' }, false, 'arrived'],
    [{ channel: 'voice', state: 'failed', code: 'failed' }, false, 'lost'],
    [{ channel: 'voice', state: 'failed', code: 'stopped' }, false, undefined],
    [{ channel: 'voice', state: 'queued', isOverdue: true }, false, 'lost'],
  ])('%j, confirming %s: %s', (more, confirms, outcome) => {
    expect(carriedOutcome(carried(more), 'twilio', confirms)).toBe(outcome);
  });
});

describe('a provider is judged', () => {
  const lost = { state: 'failed', code: '30007' } as const;

  it('as failing when half of three phones or more lost their latest message', () => {
    const judged = judgeProvider([...of(['A', 'B'], lost), ...of(['C', 'D'], {})], 'twilio', false, NOW);
    expect(judged).toEqual({ arrived: 2, lost: 2, isFailing: true });
    expect(judgeProvider(of(['A', 'B'], lost), 'twilio', false, NOW).isFailing).toBe(false);
    expect(judgeProvider([...of(['A'], lost), ...of(['C', 'D'], {})], 'twilio', false, NOW).isFailing).toBe(
      false,
    );
  });

  it('by the last half hour alone', () => {
    const old = of(['A', 'B', 'C'], { ...lost, at: '2019-06-05T07:59:59Z' });
    expect(judgeProvider(old, 'twilio', false, NOW)).toEqual({ arrived: 0, lost: 0, isFailing: false });
  });

  const anything = fc.record({
    person: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    minute: fc.integer({ min: 0, max: 59 }),
    isLost: fc.boolean(),
  });
  const asNotifications = (all: readonly { person: string; minute: number; isLost: boolean }[]) =>
    all.map(({ person, minute, isLost }, i) =>
      carried({
        ...{ id: `n${i}`, person, at: `2019-06-05T08:${String(minute).padStart(2, '0')}:00Z` },
        ...(isLost && lost),
      }),
    );

  it('never by one phone or two, however much was lost there, and never by more phones than there are', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 30 }), (all) => {
        const notifications = asNotifications(all);
        const { arrived, lost: gone, isFailing } = judgeProvider(notifications, 'twilio', false, NOW);
        const phones = new Set(all.map(({ person }) => person)).size;
        expect(arrived + gone).toBeLessThanOrEqual(phones);
        if (phones < LEAST_PHONES) expect(isFailing).toBe(false);
        // One more that arrives, later than all, never makes it worse.
        const better = [...notifications, carried({ person: 'Z', at: '2019-06-05T08:59:30Z' })];
        if (!isFailing)
          expect(judgeProvider(better, 'twilio', false, NOW).isFailing).toBe(
            arrived + gone === 2 && gone >= 2,
          );
      }),
    );
  });

  it('is probed soon, then less often, and never given up', () => {
    const waits = Array.from({ length: 8 }, (_, i) => probeAfter(i));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect([waits[0], waits.at(-1)]).toEqual([30, 600]);
  });
});

/** Two providers over a paging world; pages ask three people at once. */
async function overTwo(drillNumber?: string) {
  const more = ['UBEN', 'UEVA'].map((id, i) =>
    somebody(id, { phone: { number: `+1202555012${i}`, verifiedAt: '2019-06-01T00:00:00Z' } }),
  );
  const crew = ['UVOL', 'UBEN', 'UEVA'].map((person) => ({ person, state: 'accepted' as const }));
  const world = await pagingWorld([shift({ assignments: crew })], [...people(), ...more]);
  const first = new ScriptedProvider('twilio');
  const second = new ScriptedProvider('second');
  const order = { everywhere: ['twilio', 'second'], byCountry: {} };
  const providers = [first, second];
  const phones = ['sms', 'voice'].flatMap((name) => carriedChannel(name, providers, order, world.deps) ?? []);
  const slack = world.deps.channels.filter(({ name }) => name === 'slack');
  Object.assign(world.deps as { -readonly [K in keyof Deps]: Deps[K] }, {
    ...{ providers, channels: [...slack, ...phones], drillNumber },
  });
  return { world, first, second };
}

const told = (world: World) =>
  world.chat.sent
    .filter(({ to, kind }) => to === 'COPS' && kind === 'post')
    .map(({ text }) => text)
    .filter((text) => text.includes('Twilio'));
const asideOf = async (world: World, channel = 'sms') =>
  (await world.store.get(providerHealthDocument, `twilio:${channel}`))?.value.aside;

describe('a provider that accepts and loses', () => {
  it('has the next channel start, is set aside and told of once, and is back when a drill arrives', async () => {
    const { world, first, second } = await overTwo('+12025550199');
    first.fate = { state: 'queued' };
    await world.type('UANY', command, 'stage-main The projector is dead');
    await world.advance('PT31S', jobs);
    expect(first.taken.map(({ channel }) => channel)).toEqual(['sms', 'sms', 'sms']);
    // 45 s after the texts: overdue, so that the calls start, and by the other one.
    await world.advance('PT50S', jobs);
    expect(second.taken.map(({ channel }) => channel)).toEqual(['voice', 'voice', 'voice']);
    expect(await asideOf(world)).toMatchObject({ why: 'lost' });
    expect(told(world)).toEqual([expect.stringContaining('accepts texts')]);
    expect(JSON.stringify(await world.type('UORG', command, 'show P1'))).toContain('(by Twilio)');
    const texts = first.taken.length;
    expect(second.taken.some(({ channel }) => channel === 'sms')).toBe(false);

    // A drill leaves by the first one, and is lost as well.
    await world.advance('PT40S', jobs);
    const drills = () => first.taken.slice(texts).filter(({ outgoing }) => outgoing.to.id === 'drill');
    expect(drills()).toHaveLength(1);
    expect(drills()[0]?.outgoing.to.phone?.number).toBe('+12025550199');
    // Then one arrives.
    first.fate = { state: 'delivered' };
    await world.advance('PT5M', jobs);
    expect(await asideOf(world)).toBeUndefined();
    expect(told(world)).toHaveLength(2);
    expect(told(world)[1]).toContain('again');
  });

  it('stays aside without a phone for drills, since its API answers all the while', async () => {
    const { world, first } = await overTwo();
    first.fate = { state: 'queued' };
    await world.type('UANY', command, 'stage-main The projector is dead');
    await world.advance('PT20M', jobs);
    expect(await asideOf(world)).toMatchObject({ why: 'lost' });
    expect(told(world).filter((text) => text.includes('accepts texts'))).toHaveLength(1);
    const status = await world.type('UORG', callboard, 'status');
    expect(JSON.stringify(status)).toContain('Twilio is set aside for texts');
  });
});

describe('a provider that refuses the account', () => {
  it('is passed over within the attempt, set aside for texts and calls at once, and back by a check', async () => {
    const { world, first, second } = await overTwo();
    first.doing = 'refuses';
    first.checks = new Error('refused');
    await world.type('UANY', command, 'stage-main! The projector is dead');
    // Calls are started one a second.
    await world.advance('PT5S', jobs);
    expect(second.taken).toHaveLength(6);
    expect(await asideOf(world, 'sms')).toMatchObject({ why: 'refused', code: '20005' });
    expect(await asideOf(world, 'voice')).toMatchObject({ why: 'refused' });
    expect(told(world)).toEqual([expect.stringMatching(/refuses our account \(20005\).*texts and calls/)]);
    const facts = (await world.store.facts()).filter(({ name }) => name === 'notification.rerouted');
    expect(facts[0]?.data).toMatchObject({ from: 'twilio', to: 'second', code: '20005' });

    const asked = first.asked;
    await world.advance('PT3M', jobs);
    // No page is its probe.
    expect(first.asked).toBe(asked);
    [first.doing, first.checks] = ['takes', undefined];
    await world.advance('PT6M', jobs);
    expect(await asideOf(world, 'sms')).toBeUndefined();
    expect(await asideOf(world, 'voice')).toBeUndefined();
    // Of both in one message, as when they were set aside.
    expect(told(world)).toHaveLength(2);
    expect(told(world)[1]).toContain('Twilio carries texts and calls again');
  });

  it('is not said to be followed by another where that one refuses as well', async () => {
    const { world, first, second } = await overTwo();
    for (const one of [first, second]) Object.assign(one, { doing: 'refuses', checks: new Error('refused') });
    await world.type('UANY', command, 'stage-main! The projector is dead');
    await world.advance('PT5S', jobs);
    const last = world.chat.sent
      .filter(({ to, text }) => to === 'COPS' && text.includes('refuses our'))
      .at(-1);
    expect(last?.text).toMatch(/nobody else carries texts and calls.*Dial by hand/);
    const status = JSON.stringify(await world.type('UORG', callboard, 'status'));
    expect(status.match(/is set aside for (texts|calls): [^.]*. Nobody else carries them/g)).toHaveLength(4);
    expect(status).not.toContain('The next provider carries');
  });

  it('and not where both are judged at the same moment', async () => {
    const { world } = await overTwo();
    const aside = async (provider: string) => await tellAside(provider, ['sms'], { why: 'down' }, world.deps);
    const own = async (provider: string) =>
      setAside(await readHealth(provider, 'sms', world.deps), 'down', undefined, world.deps.clock.now());
    const judge = async (provider: string) => mergeChanges(await own(provider), await aside(provider));
    const [one, two] = await Promise.all([judge('twilio'), judge('second')]);
    await world.store.commit(one);
    await expect(world.store.commit(two)).rejects.toThrow(Conflict);
    await world.store.commit(await judge('second'));
    await world.settle(jobs);
    const last = world.chat.sent.filter(({ to, text }) => to === 'COPS' && text.includes('not answer'));
    expect(last.map(({ text }) => text.includes('nobody else carries'))).toEqual([false, true]);
  });

  /** Both set aside for a refusal, with a phone for drills, of which only texts arrive. */
  async function textsBack() {
    const { world, first } = await overTwo('+12025550199');
    first.doing = 'refuses';
    first.checks = new Error('refused');
    await world.type('UANY', command, 'stage-main! The projector is dead');
    await world.advance('PT5S', jobs);
    await world.type('UVOL', command, 'ack P1');
    [first.doing, first.checks] = ['takes', undefined];
    first.fateOn = (channel) => ({ state: channel === 'sms' ? 'delivered' : 'queued' });
    for (let i = 0; i < 100 && (await asideOf(world)); i++) await world.advance('PT1S', jobs);
    expect(await asideOf(world)).toBeUndefined();
    expect(await asideOf(world, 'voice')).toMatchObject({ why: 'refused' });
    return { world, first };
  }
  it('is told of once where calls follow texts, and of texts alone where they do not', async () => {
    const both = await textsBack();
    expect(told(both.world)).toHaveLength(1);
    both.first.fateOn = () => ({ state: 'ringing' });
    await both.world.advance('PT60S', jobs);
    expect(told(both.world).slice(1)).toEqual([expect.stringContaining('texts and calls again')]);

    const alone = await textsBack();
    await alone.world.advance('PT95S', jobs);
    expect(told(alone.world).slice(1)).toEqual([expect.stringContaining('Twilio carries texts again')]);
    alone.first.fateOn = () => ({ state: 'ringing' });
    await alone.world.advance('PT15M', jobs);
    expect(await asideOf(alone.world, 'voice')).toBeUndefined();
    expect(told(alone.world).slice(2)).toEqual([expect.stringContaining('Twilio carries calls again')]);
  });
  it('is told of once also where both are decided at the same moment: the second decides anew', async () => {
    const { world, first } = await overTwo();
    first.doing = 'refuses';
    first.checks = new Error('refused');
    await world.type('UANY', command, 'stage-main! The projector is dead');
    await world.advance('PT5S', jobs);
    const back = async (channel: string) =>
      await bringBack(await readHealth('twilio', channel, world.deps), world.deps);
    const [texts, calls] = await Promise.all([back('sms'), back('voice')]);
    await world.store.commit(texts);
    await expect(world.store.commit(calls)).rejects.toThrow(Conflict);
    await world.store.commit(await back('voice'));
    await world.settle(jobs);
    expect(told(world).slice(1)).toEqual([expect.stringContaining('texts and calls again')]);
  });

  it('is not said to be back when it is set aside again before that is said', async () => {
    const { world, first } = await textsBack();
    first.doing = 'refuses';
    first.checks = new Error('refused');
    await world.type('UANY', command, 'stage-main! The lamp is dead');
    await world.advance('PT3M', jobs);
    expect(await asideOf(world, 'sms')).toMatchObject({ why: 'refused' });
    expect(told(world).filter((text) => text.includes(':white_check_mark:'))).toEqual([]);
  });
});

describe('what is known not to have arrived', () => {
  it('goes once more, by the other one, at once; and what its carrier does not know of after a minute', async () => {
    for (const [code, seconds] of [
      ['30007', 1],
      ['30008', 60],
    ] as const) {
      const { world, first, second } = await overTwo();
      await world.type('UANY', command, 'stage-main! The projector is dead');
      await world.settle(jobs);
      const sms = first.taken.filter(({ channel }) => channel === 'sms');
      expect(sms).toHaveLength(3);
      first.fate = { state: 'failed', code, terminal: true };
      await world.advance('PT20S', jobs);
      const again = () => second.taken.filter(({ channel }) => channel === 'sms');
      if (seconds > 20) {
        expect(again()).toHaveLength(0);
        await world.advance('PT61S', jobs);
      }
      expect(again().map(({ outgoing }) => outgoing.attempt)).toEqual([2, 2, 2]);
      const carriers = (await world.store.all(notificationDocument))
        .filter(({ id }) => id.endsWith('-2') && again().some(({ outgoing }) => outgoing.notification === id))
        .map(({ value }) => value.provider);
      expect(new Set(carriers)).toEqual(new Set(['second']));
      await world.advance('PT10M', jobs);
      // Once: never a third time.
      expect(second.taken.some(({ outgoing }) => outgoing.attempt > 2)).toBe(false);
    }
  });
});
