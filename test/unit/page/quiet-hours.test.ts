/** A person's own quiet hours: what is held, when it is handed over, and what the clocks' changes do to that. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { page as command } from '../../../commands/page/command.ts';
import { type Person, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { policyChanged } from '../../../src/page/domain/facts.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { isQuiet, quietUntil } from '../../../src/page/domain/quiet-hours.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, sent, shift, textOf } from './world.ts';

const ORDER = [
  { channel: 'slack', after: 0 },
  { channel: 'sms', after: 30 },
  { channel: 'voice', after: 90 },
];
const asleep = (person: Person, from: string, to: string): Person => ({
  ...person,
  contact: { order: ORDER, quiet: { from, to } },
});

/** It is ten in the morning there; whoever is named sleeps until the given time. */
const worldOf = (sleeping: Readonly<Record<string, string>>, shifts = [shift()]): Promise<World> =>
  pagingWorld(
    shifts,
    people().map((one) => (sleeping[one.id] ? asleep(one, '22:00', sleeping[one.id] ?? '') : one)),
  );
const pageOf = async (world: World) => (await world.store.get(pageDocument, 'P1'))?.value;
const cardOf = (world: World) =>
  JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);

describe('the end of quiet hours', () => {
  /** A day around each change of the clocks, in both directions, and one without. */
  const days = [
    ['Europe/Madrid', '2019-03-30T12:00:00Z'],
    ['Europe/Madrid', '2019-10-26T12:00:00Z'],
    ['America/New_York', '2019-03-09T12:00:00Z'],
    ['America/New_York', '2019-11-02T12:00:00Z'],
    ['Australia/Lord_Howe', '2019-04-06T02:00:00Z'],
    ['Australia/Lord_Howe', '2019-10-05T02:00:00Z'],
    ['Europe/Madrid', '2019-06-05T12:00:00Z'],
  ] as const;
  const clock = fc
    .integer({ min: 0, max: 24 * 12 - 1 })
    .map((n) => `${String(Math.floor(n / 12)).padStart(2, '0')}:${String((n % 12) * 5).padStart(2, '0')}`);

  it('is the first moment that is not quiet, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...days),
        clock,
        clock,
        fc.integer({ min: 0, max: 24 * 12 }),
        (day, from, to, at) => {
          const [zone, start] = day;
          const person = asleep(somebody('U'), from, to);
          const now = Temporal.Instant.from(start).add({ minutes: 5 * at });
          const until = quietUntil(person, now, zone);
          let end = now;
          while (isQuiet(person, end, zone)) end = end.add({ minutes: 5 });
          expect(until?.toString()).toBe(end === now ? undefined : end.toString());
        },
      ),
      { numRuns: 300 },
    );
  }, 30_000);
  it('is a day later where the clocks leave out the only hour that is not quiet', () => {
    const person = asleep(somebody('U'), '03:00', '02:00');
    const now = Temporal.Instant.from('2019-03-30T12:00:00Z');
    expect(quietUntil(person, now, 'Europe/Madrid')?.toString()).toBe('2019-04-01T00:00:00Z');
  });
});

describe('a page to somebody in their quiet hours', () => {
  it('goes on to who can be asked at once, and says so', async () => {
    const world = await worldOf({ UVOL: '11:00' });
    const reply = textOf(await world.type('UANY', command, 'stage-main Help'));
    expect(reply).toMatch(/quiet hours, passed at once: <@UVOL> quiet until 11:00[\s\S]*<@ULEAD>: Slack/);
    await world.advance('PT2M', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'slack ULEAD', 'sms ULEAD', 'voice ULEAD']);
    expect(cardOf(world)).toContain('quiet until 11:00');
    await world.press('ULEAD', command, 'page.ack', 'P1');
    await world.press('ULEAD', command, 'page.resolve', 'P1');
    await world.advance('PT2H', jobs);
    expect(sent(world).filter((one) => one.endsWith('UVOL'))).toEqual(['slack UVOL']);
  });

  it('is handed over at their end where nobody has it: a text, then a call, once for all rounds', async () => {
    const world = await worldOf({ UVOL: '11:00' });
    await world.type('UANY', command, 'stage-main Help');
    await world.advance('PT59M', jobs);
    expect((await pageOf(world))?.gaveUpAt).toBeDefined();
    expect(sent(world).filter((one) => /(sms|voice) UVOL/.test(one))).toEqual([]);
    await world.advance('PT1M', jobs);
    expect(sent(world).filter((one) => /(sms|voice) UVOL/.test(one))).toEqual(['sms UVOL']);
    // Somebody is being asked again, so that nobody has given it up.
    expect(cardOf(world)).toContain('Nobody has it yet');
    await world.advance('PT1M', jobs);
    expect(sent(world).filter((one) => /(sms|voice) UVOL/.test(one))).toEqual(['sms UVOL', 'voice UVOL']);
    await world.advance('PT10M', jobs);
    expect(cardOf(world)).toContain('Nobody answered');
  });

  it('waits for the first to wake up where all are asleep, and then goes on to the others', async () => {
    const world = await worldOf({ UVOL: '12:00', ULEAD: '13:00', UORG: '11:00' });
    const reply = textOf(await world.type('UANY', command, 'stage-main Help'));
    expect(reply).toMatch(/quiet hours[\s\S]*from 11:00[\s\S]*`!`/);
    await world.settle(jobs);
    expect(cardOf(world)).toContain('Asked from 11:00 on');
    expect(sent(world).every((one) => one.startsWith('slack'))).toBe(true);
    await world.advance('PT1H', jobs);
    expect(sent(world).filter((one) => !one.startsWith('slack'))).toEqual(['sms UORG']);
    await world.advance('PT1H', jobs);
    expect(sent(world)).toContain('sms UVOL');
    expect(sent(world)).not.toContain('sms ULEAD');
    await world.advance('PT1H', jobs);
    expect(sent(world)).toContain('sms ULEAD');
    expect(sent(world).filter((one) => one === 'sms UVOL').length).toBe(1);
  });

  it('comes all the same where it is critical', async () => {
    const world = await worldOf({ UVOL: '11:00' });
    await world.type('UANY', command, 'stage-main! Fire');
    await world.settle(jobs);
    expect(sent(world).sort()).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
  });

  it('is no longer theirs when their shift is over by then', async () => {
    const world = await worldOf({ UVOL: '11:00' }, [shift({ end: '2019-06-05T08:30:00Z' })]);
    await world.type('UANY', command, 'stage-main Help');
    await world.advance('PT65M', jobs);
    expect(sent(world).filter((one) => /(sms|voice) UVOL/.test(one))).toEqual([]);
    expect(cardOf(world)).not.toContain('Nobody has it yet');
    expect(JSON.stringify(await world.type('UORG', command, 'show P1'))).toContain('no longer on duty');
  });

  it('waits on where they made their quiet hours longer meanwhile', async () => {
    const world = await worldOf({ UVOL: '11:00' });
    await world.type('UANY', command, 'stage-main Help');
    await world.advance('PT50M', jobs);
    const known = await world.store.get(personDocument, 'UVOL');
    const longer = asleep(known?.value as Person, '22:00', '12:00');
    await world.store.commit({
      put: [put(personDocument, 'UVOL', longer, known?.version ?? 0)],
      facts: [
        recordFact(policyChanged, { at: world.clock.now(), by: 'test', about: [], data: { policy: '' } }),
      ],
    });
    await world.advance('PT60M', jobs);
    expect(sent(world)).not.toContain('sms UVOL');
    await world.advance('PT11M', jobs);
    expect(sent(world)).toContain('sms UVOL');
  });

  it('does not wake them because their direct message fails', async () => {
    const world = await worldOf({ UVOL: '11:00' });
    world.channels.slack.failWith = new Error('Slack is gone');
    await world.type('UANY', command, 'stage-main Help');
    await world.advance('PT50M', jobs);
    expect(sent(world).filter((one) => /UVOL/.test(one))).toEqual([]);
  });
});

describe('somebody whose quiet hours have not begun', () => {
  it('is asked to the end of the step', async () => {
    const known = people().map((one) => (one.id === 'UVOL' ? asleep(one, '10:01', '12:00') : one));
    const late = await pagingWorld([shift()], known);
    await late.type('UANY', command, 'stage-main Help');
    await late.advance('PT2M', jobs);
    expect(sent(late)).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
  });
});
