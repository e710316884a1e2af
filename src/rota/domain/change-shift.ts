/** The one way to change a shift: the document, the facts, and what is due from now on, in one commit. */
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { type Actor, type Change, type Fact, put, recordFact, type Versioned } from '../../core/commit.ts';
import { assignmentChanged } from './facts.ts';
import { rescheduled } from './reschedule.ts';
import type { RotaSettings } from './settings.ts';
import { type Assignment, type AssignmentState, type Shift, shiftDocument } from './shift.ts';

export interface Deciding {
  readonly now: Temporal.Instant;
  readonly by: Actor;
  readonly settings: RotaSettings;
}

export type How = z.infer<typeof assignmentChanged.schema>['how'];

/** The references of a fact about a shift. */
export const aboutShift = (shift: Shift, ...people: readonly string[]): string[] => [
  `shift:${shift.code}`,
  ...people.map((person) => `person:${person}`),
  ...(shift.room ? [`room:${shift.room}`] : []),
  `role:${shift.role}`,
];

export const assignmentFact = (
  { now, by }: Deciding,
  shift: Shift,
  person: string,
  from: z.infer<typeof AssignmentState> | null,
  to: z.infer<typeof AssignmentState>,
  how: How,
  override?: { rules: string[]; reason: string },
): Fact =>
  recordFact(assignmentChanged, {
    at: now,
    by,
    about: aboutShift(shift, person),
    data: {
      ...{ shift: shift.code, person, from, to, how },
      ...(override && { override }),
      ...(how === 'arrived' && { start: shift.start }),
    },
  });

export function changeShift(
  deciding: Deciding,
  before: Versioned<Shift>,
  after: Shift,
  facts: readonly Fact[],
): Change {
  return {
    put: [put(shiftDocument, before.id, after, before.version)],
    facts,
    jobs: rescheduled(before.value, after, deciding.settings, deciding.now),
  };
}

/** The shift with this person's place as given, added where they had none; without one where `undefined`. */
export function withPlace(shift: Shift, person: string, place: Assignment): Shift {
  const rest = shift.assignments.filter((one) => one.person !== person);
  const index = shift.assignments.findIndex((one) => one.person === person);
  const at = index < 0 ? rest.length : index;
  return { ...shift, assignments: [...rest.slice(0, at), place, ...rest.slice(at)] };
}
