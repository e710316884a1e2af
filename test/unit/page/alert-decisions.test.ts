/** What several deliveries mean together: raised, joined, flapping, handled by a person; and what a storm costs. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { page as command } from '../../../commands/page/command.ts';
import { type AlertState, alertDocument, type Hook } from '../../../src/page/domain/alert.ts';
import { type IncomingAlert, planAlerts } from '../../../src/page/domain/alert-plan.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { hookWorld } from './hook-world.ts';
import { jobs, sent } from './world.ts';

const GENERIC = '/hooks/generic';
type HookWorld = Awaited<ReturnType<typeof hookWorld>>;
const fire = (hook: HookWorld, id: string, more: object = {}) =>
  hook.send(GENERIC, { id, message: `${id} burns`, ...more });
const end = (hook: HookWorld, id: string) => fire(hook, id, { status: 'resolved' });
const count = (hook: HookWorld) => sent(hook.world).length;

describe('the same alert again', () => {
  it('that got worse is the same page with the latest words, and rings everybody now', async () => {
    const hook = await hookWorld();
    await hook.send(GENERIC, { id: 'temp', message: 'Server room 31 C' });
    await hook.world.settle(jobs);
    expect(sent(hook.world)).toEqual(['slack UVOL']);
    await hook.send(GENERIC, { id: 'temp', message: 'Server room 55 C, shutting down', critical: true });
    await hook.world.settle(jobs);
    expect(await hook.page()).toMatchObject({ critical: true, message: 'Server room 55 C, shutting down' });
    expect(sent(hook.world)).toEqual(expect.arrayContaining(['sms UVOL', 'voice UVOL']));
    expect(await hook.card()).toContain('55 C');
    expect(await hook.world.store.all(pageDocument)).toHaveLength(1);
  });
  it('with other words shows them and rings nobody', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await hook.world.settle(jobs);
    const before = count(hook);
    await fire(hook, 'a', { message: 'It burns more' });
    await hook.world.settle(jobs);
    expect(count(hook)).toBe(before);
    expect(await hook.card()).toContain('It burns more');
  });
  it('that became critical opens an acknowledged page again', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await hook.world.type('UVOL', command, 'ack P1');
    await fire(hook, 'a', { critical: true });
    await hook.world.settle(jobs);
    expect(await hook.page()).toMatchObject({ state: 'open', critical: true });
    expect(sent(hook.world)).toContain('voice UVOL');
  });
  it('that names somebody else asks them', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await hook.world.settle(jobs);
    await fire(hook, 'a', { target: 'stage' });
    await hook.world.settle(jobs);
    expect((await hook.page()).target).toEqual({ kind: 'role', name: 'stage' });
  });
});

describe('a storm', () => {
  const storm = async (hook: HookWorld) => {
    for (let i = 0; i < 6; i++) await fire(hook, `w${i}`);
    await hook.world.settle(jobs);
  };
  it('names its members on its card', async () => {
    const hook = await hookWorld();
    await storm(hook);
    const card = await hook.card('P5');
    expect(card).toContain('w4 burns');
    expect(card).toContain('w5 burns');
    expect((await hook.page('P5')).storm).toEqual({ count: 2, open: 2 });
  });
  it.each(['open', 'acknowledged', 'held'])('that is %s never swallows a critical one', async (state) => {
    const hook = await hookWorld();
    if (state === 'held') await hook.world.type('UORG', command, 'quiet stage-main 30m');
    await storm(hook);
    if (state === 'acknowledged') await hook.world.type('UVOL', command, 'ack P5');
    const { answer } = await fire(hook, 'SmokeDetector', { critical: true });
    await hook.world.settle(jobs);
    expect(answer).toEqual({ opened: 1, pages: ['P6'] });
    expect(await hook.page('P6')).toMatchObject({
      state: 'open',
      critical: true,
      message: 'SmokeDetector burns',
    });
    expect(hook.world.channels.sms.sent.at(-1)?.text).toContain('SmokeDetector');
  });
  it('rings again for the next critical one, also after an acknowledgement', async () => {
    const hook = await hookWorld();
    await storm(hook);
    await fire(hook, 'SmokeDetector', { critical: true });
    await hook.world.settle(jobs);
    await hook.world.type('UVOL', command, 'ack P6');
    await fire(hook, 'EvacuationAlarm', { critical: true });
    await hook.world.settle(jobs);
    expect(await hook.page('P6')).toMatchObject({
      state: 'open',
      message: 'EvacuationAlarm burns · SmokeDetector burns',
    });
    await hook.world.advance('PT61S', jobs);
    const before = count(hook);
    await fire(hook, 'GasAlarm', { critical: true });
    await hook.world.settle(jobs);
    expect(count(hook)).toBeGreaterThan(before);
    expect((await hook.page('P6')).message).toContain('GasAlarm');
  });
  it('lets go of one that becomes critical', async () => {
    const hook = await hookWorld();
    await storm(hook);
    await fire(hook, 'w5', { critical: true });
    await hook.world.settle(jobs);
    expect(await hook.page('P6')).toMatchObject({ critical: true, message: 'w5 burns' });
    expect((await hook.page('P5')).storm?.open).toBe(1);
  });
  it('is over when all of it is', async () => {
    const hook = await hookWorld();
    await storm(hook);
    await end(hook, 'w4');
    expect((await hook.page('P5')).state).toBe('open');
    await end(hook, 'w5');
    expect((await hook.page('P5')).state).toBe('resolved');
  });
});

describe('an alert that comes back', () => {
  it('within ten minutes is the same page, which says so, and rings nobody anew', async () => {
    const hook = await hookWorld();
    for (let i = 0; i < 3; i++) {
      await fire(hook, 'a');
      await hook.world.advance('PT20S', jobs);
      await end(hook, 'a');
      await hook.world.advance('PT30S', jobs);
    }
    expect(sent(hook.world)).toEqual(['slack UVOL']);
    expect(await hook.world.store.all(pageDocument)).toHaveLength(1);
    await fire(hook, 'a');
    expect(await hook.card()).toContain('flapping, 4th time');
  });
  it('asks again where it lasts and nobody has it', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await end(hook, 'a');
    await fire(hook, 'a');
    await hook.world.settle(jobs);
    const before = count(hook);
    await hook.world.advance('PT61S', jobs);
    expect(count(hook)).toBeGreaterThan(before);
  });
  it('is still theirs who had it', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await hook.world.type('UVOL', command, 'ack P1');
    await end(hook, 'a');
    await fire(hook, 'a');
    await hook.world.advance('PT10M', jobs);
    expect(await hook.page()).toMatchObject({
      state: 'acknowledged',
      acknowledged: { by: 'UVOL' },
      flapping: 2,
    });
    expect(sent(hook.world).filter((one) => one !== 'slack UVOL')).toEqual([]);
  });
  it('rings at once where it is critical', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a', { critical: true });
    await hook.world.settle(jobs);
    await end(hook, 'a');
    const before = count(hook);
    await fire(hook, 'a', { critical: true });
    await hook.world.settle(jobs);
    expect(count(hook)).toBeGreaterThan(before);
    expect(await hook.world.store.all(pageDocument)).toHaveLength(1);
  });
  it('after longer is a page of its own', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await end(hook, 'a');
    await hook.world.advance('PT11M', jobs);
    await fire(hook, 'a');
    expect(await hook.world.store.all(pageDocument)).toHaveLength(2);
  });
});

describe('one that a person resolved and that still fires', () => {
  it('is left in peace for an hour from then, however old it is', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await hook.world.type('UVOL', command, 'ack P1');
    await hook.world.advance('PT25M', jobs);
    await hook.world.advance('PT64M', jobs);
    await hook.world.type('UVOL', command, 'resolve P1');
    await hook.world.advance('PT30S', jobs);
    expect((await fire(hook, 'a')).answer).toEqual({ repeated: 1, pages: ['P1'] });
    await hook.world.advance('PT60M', jobs);
    expect((await fire(hook, 'a')).answer).toEqual({ opened: 1, pages: ['P2'] });
  });
});

describe('what a storm costs', () => {
  it('one request is a commit for each fifty, and a repeat writes no alert', async () => {
    const hook = await hookWorld();
    const alerts = Array.from({ length: 300 }, (_, i) => ({
      labels: { alertname: `a${i}` },
      annotations: {},
    }));
    const before = (await hook.world.store.facts()).length;
    await hook.send('/hooks/alertmanager', { alerts });
    const after = (await hook.world.store.facts()).length;
    // Four pages and the storm: what opened and was stepped, and a line for each page and commit.
    expect(after - before).toBeLessThan(30);
    const versions = async () => (await hook.world.store.all(alertDocument)).map(({ version }) => version);
    await hook.send('/hooks/alertmanager', { alerts });
    expect(new Set(await versions())).toEqual(new Set([1]));
    const cards = (await hook.world.store.outbox()).filter(({ name }) => name === 'update-card');
    expect(cards.length).toBeLessThanOrEqual(6);
  });
  it('a draw of its card reads notes, and never all that happened', async () => {
    const hook = await hookWorld();
    for (let i = 0; i < 8; i++) await fire(hook, `w${i}`);
    const { store } = hook.world;
    const read: (string | undefined)[] = [];
    const facts = store.facts.bind(store);
    store.facts = async (query) => {
      read.push(query?.about);
      return await facts(query);
    };
    await hook.world.advance('PT5S', jobs);
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((about) => !about?.startsWith('notes:'))).toEqual([]);
  });
  it('leaves nothing behind two days after its end, and keeps what is open', async () => {
    const hook = await hookWorld();
    await fire(hook, 'a');
    await fire(hook, 'b');
    await hook.world.type('UORG', command, 'resolve P1');
    await hook.world.advance('PT49H', jobs);
    const left = await hook.world.store.all(alertDocument);
    expect(left.map(({ id }) => id)).toEqual(['K1:b']);
    await hook.world.type('UORG', command, 'resolve P2');
    await hook.world.advance('PT49H', jobs);
    expect(await hook.world.store.all(alertDocument)).toEqual([]);
  });
});

describe('a plan', () => {
  const hook: Hook = {
    code: 'K1',
    name: 'Venue',
    target: { kind: 'oncall', name: '' },
    by: 'UORG',
    createdAt: '2019-06-05T08:00:00Z',
    opened: [],
  };
  const incoming = fc.record({ id: fc.nat({ max: 30 }), firing: fc.boolean(), critical: fc.boolean() });
  it('has at most four pages of their own, one storm and one of critical ones; every critical one is on a critical page', () => {
    fc.assert(
      fc.property(fc.array(incoming, { maxLength: 200 }), (all) => {
        const alerts = all.map(
          ({ id, firing, critical }): IncomingAlert => ({
            id: `K1:${id}`,
            target: hook.target,
            alert: { fingerprint: `${id}`, firing, critical, message: `m${id}`, hasWords: true },
          }),
        );
        const now = Temporal.Instant.from('2019-06-05T08:00:00Z');
        const plan = planAlerts(alerts, {
          hook,
          states: new Map<string, AlertState>(),
          pages: new Map(),
          now,
        });
        expect(plan.pages.length).toBeLessThanOrEqual(6);
        const pages = new Map(plan.pages.map((page) => [page.code, page]));
        for (const { id, alert } of alerts) {
          const last = alerts.findLast((one) => one.id === id);
          const state = plan.states.get(id);
          if (last?.alert !== alert || !alert.firing) continue;
          expect(state?.firing).toBe(true);
          const page = pages.get(state?.page ?? '');
          expect(page?.isOver).toBe(false);
          if (alert.critical) expect(page?.after.critical).toBe(true);
        }
        for (const { code, after } of plan.pages) {
          const open = [...plan.states.values()].filter(({ page, firing }) => firing && page === code).length;
          if (after.storm) expect(after.storm.open).toBe(open);
        }
      }),
      {
        // Back within one delivery, and worse.
        examples: [
          [
            [
              { id: 6, firing: true, critical: false },
              { id: 6, firing: false, critical: false },
              { id: 6, firing: true, critical: true },
            ],
          ],
        ],
      },
    );
  });
});
