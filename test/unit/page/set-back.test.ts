/** A clock that jumps: it is set back by NTP or by hand, or forward. Pages go on, and nothing is swallowed. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { page as command } from '../../../commands/page/command.ts';
import { createBreaker } from '../../../src/core/breaker.ts';
import { steadyClock } from '../../../src/core/clock.ts';
import { createSendPace } from '../../../src/core/send-pace.ts';
import { type Hook, placeFor } from '../../../src/page/domain/alert.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import {
  countSend,
  millisecondsUntilAllowed,
  type SendWindow,
} from '../../../src/page/domain/send-window.ts';
import { nothing, RATES, runChaos } from '../../support/paging-chaos.ts';
import { jobs, pagingWorld, sent } from './world.ts';

const NOW = Date.UTC(2019, 5, 5, 8);
const HOUR = 3_600_000;
const text = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

/** A machine whose clock can be set. */
function machine() {
  const time = { set: NOW, passed: 0 };
  const clock = steadyClock(
    () => time.set,
    () => time.passed,
  );
  return {
    shows: () => clock.now().epochMilliseconds,
    pass: (ms: number) => {
      time.set += ms;
      time.passed += ms;
    },
    jump: (ms: number) => {
      time.set += ms;
    },
    ahead: () => clock.now().epochMilliseconds - time.set,
  };
}

describe('the real clock', () => {
  it('shows what the machine shows, and follows it forward at once', () => {
    const it = machine();
    it.pass(1234);
    expect(it.ahead()).toBe(0);
    it.jump(HOUR);
    expect(it.ahead()).toBe(0);
  });

  it('never runs backwards by up to ten minutes, always gets on, and is right again in twice the time', () => {
    const step = fc.record({
      pass: fc.integer({ min: 0, max: 5000 }),
      back: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 9 }), (steps) => {
        const it = machine();
        let [before, back] = [it.shows(), 0];
        for (const one of steps) {
          it.jump(-one.back);
          it.pass(one.pass);
          back += one.back;
          const after = it.shows();
          expect(after - before).toBeGreaterThanOrEqual(Math.floor(one.pass / 2) - 1);
          before = after;
        }
        it.pass(2 * back);
        expect(it.ahead()).toBe(0);
      }),
    );
  });

  it('follows a clock that was quite wrong', () => {
    const it = machine();
    it.jump(-HOUR);
    expect(it.ahead()).toBe(0);
  });
});

describe('after the clock was set back by an hour', () => {
  it('a phone takes texts as before: what left "later" is not counted', () => {
    const limit = { count: 4, seconds: 60 };
    const load: SendWindow = { left: [1, 2, 3, 4].map((i) => text(NOW + HOUR + i)) };
    expect(millisecondsUntilAllowed(load, limit, NOW)).toBe(0);
    expect(countSend(load, limit, text(NOW)).left).toEqual([text(NOW)]);
    expect(
      millisecondsUntilAllowed({ left: load.left.map(() => text(NOW - 1)) }, limit, NOW),
    ).toBeGreaterThan(0);
  });

  it('the same words are another page, and the alerts of another storm', async () => {
    const world = await pagingWorld();
    await world.type('UANY', command, 'stage-main Help');
    world.clock.t = world.clock.t.subtract({ hours: 1 });
    await world.type('UANY', command, 'stage-main Help');
    expect(await world.store.all(pageDocument)).toHaveLength(2);
    const hook = { opened: [1, 2, 3, 4].map((i) => text(NOW + HOUR + i)) } as unknown as Hook;
    expect(placeFor(hook, NOW)).toEqual({ kind: 'own' });
    const storm = { ...hook, storm: { page: 'P1', last: text(NOW + HOUR) } };
    expect(placeFor(storm, NOW)).toEqual({ kind: 'own' });
    expect(placeFor(storm, NOW + HOUR)).toEqual({ kind: 'join', page: 'P1' });
  });

  it("the provider's pace and breaker do not wait for the hour to come again", async () => {
    let now = NOW;
    const pace = createSendPace(1, () => now);
    for (let i = 0; i < 4; i++) pace.take(false);
    expect(() => pace.take(false)).toThrow();
    now -= HOUR;
    expect(() => pace.take(false)).toThrow();
    now += 2000;
    pace.take(false);
    const breaker = createBreaker({ failures: 1, openMs: 5000, now: () => now, isOutage: () => true });
    await expect(breaker.run(async () => Promise.reject(new Error('HTTP 500')))).rejects.toThrow();
    expect(breaker.state).toBe('open');
    now -= HOUR;
    expect(breaker.state).toBe('half-open');
  });

  it('a page goes on: what had left does not leave again, what had not leaves at its time', async () => {
    const world = await pagingWorld();
    await world.type('UANY', command, 'stage-main Help');
    await world.advance('PT40S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL']);
    world.clock.t = world.clock.t.subtract({ seconds: 45 });
    await world.advance('PT1M', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL']);
    await world.advance('PT40S', jobs);
    expect(sent(world)).toEqual(['slack UVOL', 'sms UVOL', 'voice UVOL']);
    await world.press('UVOL', command, 'page.ack', 'P1');
    await world.advance('PT10M', jobs);
    expect(sent(world)).toHaveLength(3);
  });
});

describe('pages under random faults, with a clock that is set back and forward all the time', () => {
  it('are none lost, none sent after the answer, none sent twice', async () => {
    const counts = nothing();
    const rates = { ...RATES, freezes: 0, clockJumps: 0.1, clockBack: 0.1 };
    for (let seed = 1; seed <= 20; seed++)
      await runChaos(10, seed, counts, { rates, withCards: seed % 5 === 0 });
    expect(counts.clockBacks).toBeGreaterThan(50);
    expect(counts).toMatchObject({
      lost: 0,
      acknowledgedByNobody: 0,
      afterAnswer: 0,
      duplicates: 0,
      staleCards: 0,
    });
  }, 60_000);
});
