import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { reminderKind } from '../../../src/speakers/domain/plan.ts';
import { quietAround } from '../../../src/speakers/domain/quiet.ts';
import { NEAR_MINUTES, slots, waitUntil } from '../../../src/speakers/domain/slots.ts';

const at = (text: string) => Temporal.Instant.from(text);
const never = { from: '00:00', to: '00:00', zone: 'UTC' };
const night = { from: '22:00', to: '08:00', zone: 'Europe/Madrid' };
const brief = (list: ReturnType<typeof slots>) =>
  list.map((slot) => `${slot.kind} ${slot.due} < ${slot.usedUntil}`);

describe('the times of the plan', () => {
  it('are counted back from the start, and of use until shortly before the next', () => {
    expect(brief(slots(at('2019-06-05T12:00:00Z'), [1440, 120, 30], never))).toEqual([
      '24h 2019-06-04T12:00:00Z < 2019-06-05T09:45:00Z',
      '2h 2019-06-05T10:00:00Z < 2019-06-05T11:15:00Z',
      '30m 2019-06-05T11:30:00Z < 2019-06-05T12:00:00Z',
    ]);
  });

  it('have the names people type', () => {
    expect([1440, 120, 90, 65, 30].map(reminderKind)).toEqual(['24h', '2h', '1h30', '1h05', '30m']);
  });

  it('wait for the end of the night, where the speaker is', () => {
    // 02:00 in Madrid, a day before: at 08:00 instead.
    expect(brief(slots(at('2019-06-06T00:00:00Z'), [1440, 120], night))[0]).toMatch(
      '24h 2019-06-05T06:00:00Z',
    );
    // The same talk for somebody in New York: 20:00, no night at all.
    const newYork = { ...night, zone: 'America/New_York' };
    expect(brief(slots(at('2019-06-06T00:00:00Z'), [1440, 120], newYork))[0]).toMatch(
      '24h 2019-06-05T00:00:00Z',
    );
  });

  it('come the evening before where the night ends too late, and at any hour when the talk is near', () => {
    // 09:00 in Madrid: 8 h before is 01:00, and 08:00 is after the next reminder at 07:00.
    expect(brief(slots(at('2019-06-05T07:00:00Z'), [480, 120], night))).toEqual([
      '8h 2019-06-04T20:00:00Z < 2019-06-05T04:45:00Z',
      '2h 2019-06-05T05:00:00Z < 2019-06-05T07:00:00Z',
    ]);
  });

  it('when late, wait for the end of the night too, unless the talk is near or that is too late', () => {
    const start = at('2019-06-05T12:00:00Z');
    const [day, near] = slots(start, [1440, 120], night);
    if (!day || !near) throw new Error('two slots');
    expect(waitUntil(day, start, at('2019-06-05T01:00:00Z'), night)).toEqual(at('2019-06-05T06:00:00Z'));
    expect(waitUntil(day, start, at('2019-06-05T09:00:00Z'), night)).toBeUndefined();
    expect(waitUntil(near, start, at('2019-06-05T10:30:00Z'), night)).toBeUndefined();
  });

  it('always are before their use ends, and by night only when near or on its first minute', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 });
    const zones = fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    fc.assert(
      fc.property(minutes, zones, fc.integer({ min: 0, max: 400 * 24 * 60 }), (list, zone, offset) => {
        const start = at('2019-01-01T00:00:00Z').add({ minutes: offset });
        const quiet = { ...night, zone };
        for (const slot of slots(
          start,
          [...list].sort((a, b) => b - a),
          quiet,
        )) {
          expect(Temporal.Instant.compare(slot.due, slot.usedUntil)).toBe(-1);
          expect(Temporal.Instant.compare(slot.usedUntil, start)).toBeLessThanOrEqual(0);
          const asleep = quietAround(slot.due, quiet);
          if (asleep && slot.minutes > NEAR_MINUTES) expect(asleep.start).toEqual(slot.due);
        }
      }),
    );
  });
});

describe('quiet hours', () => {
  it('go over midnight, by the wall clock of the day the clocks change', () => {
    const spring = quietAround(at('2024-03-31T00:30:00Z'), night);
    expect([spring?.start, spring?.end].map(String)).toEqual([
      '2024-03-30T21:00:00Z',
      '2024-03-31T06:00:00Z',
    ]);
    const autumn = quietAround(at('2024-10-27T03:00:00Z'), night);
    expect([autumn?.start, autumn?.end].map(String)).toEqual([
      '2024-10-26T20:00:00Z',
      '2024-10-27T07:00:00Z',
    ]);
  });

  it('do not hold their end, nor anything when from and to are the same', () => {
    expect(quietAround(at('2019-06-05T06:00:00Z'), night)).toBeUndefined();
    expect(quietAround(at('2019-06-05T20:00:00Z'), night)).toBeDefined();
    expect(quietAround(at('2019-06-05T00:00:00Z'), never)).toBeUndefined();
  });
});
