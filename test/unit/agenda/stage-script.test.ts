/** What runs on a tablet, run here: it tells the phases as the server does, and the time to a second for half a day. */
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phaseAt, SOON_SECONDS } from '../../../src/agenda/domain/room-clock.ts';
import { DIGITS_SCRIPT, PHASE_SCRIPT, TIME_SCRIPT } from '../../../src/agenda/stage/script.ts';

const moment = fc.integer({ min: 0, max: 40 * SOON_SECONDS }).map((seconds) => seconds * 500);

describe('the phases', () => {
  const there = runInNewContext(`${PHASE_SCRIPT}phaseAt`) as typeof phaseAt;
  it('are the same on the tablet and here', () => {
    const current = fc.option(fc.record({ end: moment, isBreak: fc.boolean() }), { nil: undefined });
    const next = fc.option(fc.record({ start: moment }), { nil: undefined });
    fc.assert(
      fc.property(current, next, moment, (now, then, at) => {
        expect({ ...there(now, then, at) }).toEqual(phaseAt(now, then, at));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the digits', () => {
  const digits = runInNewContext(`${DIGITS_SCRIPT}digitsOf`) as (until: number, now: number) => string;
  it.each([
    [0, '0:00'],
    [1, '0:01'],
    [754_000, '12:34'],
    [753_001, '12:34'],
    [3_723_000, '1:02:03'],
    [-130_900, '2:10'],
    [-999, '0:00'],
  ])('%i ms left are %s', (left, shown) => expect(digits(left, 0)).toBe(shown));
});

interface ServerTime {
  heard(sent: number, speed?: number): void;
  now(): number;
}

describe('the time of the server', () => {
  const make = runInNewContext(`${TIME_SCRIPT}serverTime`) as (tick: () => number) => ServerTime;
  const TRUE_START = Date.UTC(2019, 5, 5, 8);
  const EVERY = 3_000;

  /** A tablet whose clock runs too fast by `drift`, and hears each message so many milliseconds late. */
  function day(hours: number, drift: number, late: (at: number) => number): number {
    let real = 0;
    const time = make(() => 1_234 + real * (1 + drift));
    let worst = 0;
    for (let sent = 0; sent < hours * 3_600_000; sent += EVERY) {
      real = sent + late(sent);
      time.heard(TRUE_START + sent);
      for (const more of [0, 1_400, 2_900]) {
        real = Math.max(real, sent + more);
        worst = Math.max(worst, Math.abs(time.now() - TRUE_START - real));
      }
    }
    return worst;
  }

  it('is right to a second after twelve hours, with a clock that is off by a minute a day and a slow network', () => {
    const drift = 60 / 86_400;
    const jitter = (at: number) => 40 + ((at / EVERY) % 7) * 60;
    expect(day(12, drift, jitter)).toBeLessThan(500);
    expect(day(12, -drift, jitter)).toBeLessThan(500);
  });

  it('runs as fast as a rehearsal does, also while it hears nothing', () => {
    let real = 0;
    const time = make(() => real);
    time.heard(TRUE_START, 60);
    real = 3_000;
    time.heard(TRUE_START + 60 * 3_000, 60);
    real = 60_000;
    expect(time.now() - TRUE_START).toBe(3_600_000);
    time.heard(TRUE_START + 3_600_000, 1);
    real = 61_000;
    expect(time.now() - TRUE_START).toBe(3_601_000);
  });

  it('one message that was held up moves nothing', () => {
    const held = (at: number) => (at === 600 * EVERY ? 2_900 : 50);
    expect(day(1, 0, held)).toBeLessThan(100);
  });

  it('follows a clock that is put on at once, and one that is put back within three messages', () => {
    let real = 0;
    const time = make(() => real);
    const tell = (ahead: number, times: number) => {
      for (let i = 0; i < times; i++) {
        real += EVERY;
        time.heard(TRUE_START + real + ahead);
      }
      return time.now() - TRUE_START - real;
    };
    expect(tell(0, 5)).toBe(0);
    expect(tell(3_600_000, 1)).toBe(3_600_000);
    expect(tell(0, 1)).toBe(3_600_000);
    expect(tell(0, 2)).toBe(0);
  });
});
