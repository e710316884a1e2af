/** The event's organizers: there is always at least one, once there is any. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { EventSettings } from '../../../src/callboard/domain/event.ts';
import {
  addOrganizer,
  becomeOrganizer,
  type OrganizersDecision,
  removeOrganizer,
  type Standing,
  setEvent,
} from '../../../src/callboard/domain/settings.ts';
import { fakeEvent } from '../../support/fake-deps.ts';

const at = Temporal.Instant.from('2019-06-05T08:00:00Z');
const doing = { at, by: 'U1' };
const event = (organizers: string[], version = 3): Standing => ({
  value: fakeEvent({ organizers }),
  version,
});

describe('organizers', () => {
  test('the first who confirms is the organizer; the second comes too late', () => {
    const first = becomeOrganizer(event([], 0), doing);
    expect(first).toMatchObject({ after: { organizers: ['U1'] } });
    expect(becomeOrganizer(event(['U2']), doing)).toEqual({ refused: 'taken' });
  });

  test('the last one stays', () => {
    expect(removeOrganizer(event(['U1']), 'U1', doing)).toEqual({ refused: 'last' });
    expect(removeOrganizer(event(['U1', 'U2']), 'U1', doing)).toMatchObject({
      after: { organizers: ['U2'] },
    });
  });

  test('whatever is added and removed, somebody is left and nobody is there twice', () => {
    const person = fc.constantFrom('U1', 'U2', 'U3', 'U4');
    const steps = fc.array(fc.record({ add: fc.boolean(), person }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        let now: EventSettings = fakeEvent({ organizers: ['U1'] });
        for (const step of all) {
          const decide = step.add ? addOrganizer : removeOrganizer;
          const decided: OrganizersDecision = decide({ value: now, version: 1 }, step.person, doing);
          if ('after' in decided) now = decided.after;
        }
        expect(now.organizers.length).toBeGreaterThan(0);
        expect(new Set(now.organizers).size).toBe(now.organizers.length);
      }),
    );
  });
});

describe('settings', () => {
  test('the fact names what changed, and the put is bound to the version that was read', () => {
    const before = event(['U1'], 7);
    const change = setEvent(before, { ...before.value, name: 'Other', zone: 'UTC' }, doing);
    expect(change?.facts).toMatchObject([{ name: 'event.changed', data: { fields: ['name', 'zone'] } }]);
    expect(change?.put).toMatchObject([{ version: 7, value: { name: 'Other' } }]);
  });

  test('nothing different is no change', () => {
    const before = event(['U1']);
    expect(setEvent(before, { ...before.value }, doing)).toBeUndefined();
  });
});
