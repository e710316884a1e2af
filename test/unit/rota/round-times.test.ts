/** Nobody is told to come at 12:47: where a day is cut into shifts, it is cut at five minutes. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { draftsFromAgenda } from '../../../src/rota/domain/generate.ts';
import { defaultRota } from '../../../src/rota/domain/settings.ts';

const BEGIN = Temporal.Instant.from('2024-07-01T07:00:00Z');
const NOW = BEGIN.subtract({ hours: 1 });
const settings = { ...defaultRota, needs: [{ role: 'Stage', people: 1, before: 15, after: 15 }] };

test('shifts begin and end at five minutes where the sessions do', () => {
  const lengths = fc.array(fc.record({ gap: fc.nat(6), length: fc.integer({ min: 4, max: 30 }) }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(lengths, (rows) => {
      let at = BEGIN;
      const sessions = rows.map(({ gap, length }, index): Session => {
        const start = at.add({ minutes: 5 * gap });
        at = start.add({ minutes: 5 * length });
        return {
          code: `S${index + 1}`,
          guid: `s${index + 1}`,
          title: 'Talk',
          speakers: [],
          room: 'Hall',
          start: start.toString(),
          end: at.toString(),
          state: 'scheduled',
        };
      });
      for (const { start, end } of draftsFromAgenda(sessions, settings, NOW))
        for (const time of [start, end]) expect(Date.parse(time) % 300_000).toBe(0);
    }),
  );
});
