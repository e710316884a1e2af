/** Somebody meets a speaker, and nobody meets themself. */
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import type { Role, Shift } from '../../../src/rota/domain/shift.ts';
import { whoMeets } from '../../../src/speakers/greeter.ts';

const start = Temporal.Instant.from('2019-06-05T10:00:00Z');
const shift = (...people: string[]): Shift =>
  ({
    ...{
      code: 'H1',
      role: 'Stage',
      room: 'Main',
      start: '2019-06-05T08:00:00Z',
      end: '2019-06-05T12:00:00Z',
    },
    ...{ min: 1, state: 'planned', skills: [] },
    assignments: people.map((person) => ({ person, state: 'accepted', at: '2019-06-01T08:00:00Z' })),
  }) as unknown as Shift;
const roles = [{ name: 'Stage', leads: ['ULEAD'] } as unknown as Role];
const meets = (speaker: string, shifts: Shift[]) => whoMeets(shifts, roles, { room: 'Main', start, speaker });

it('whoever is on shift, and where that is the speaker the next one, or the lead', () => {
  expect(meets('USAM', [shift('UVERA')])).toBe('UVERA');
  expect(meets('UVERA', [shift('UVERA', 'UVIC')])).toBe('UVIC');
  expect(meets('UVERA', [shift('UVERA')])).toBe('ULEAD');
  expect(meets('ULEAD', [])).toBeUndefined();
});
