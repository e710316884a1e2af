/**
 * A plan: what an import, a generation or a fill would do, kept until somebody presses `Apply` or
 * `Discard`. It remembers the versions it was made from: on a rota that has changed since it is not applied.
 */
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import type { Deciding } from './change-shift.ts';
import { type Difference, ShiftDraft } from './draft.ts';
import { rotaPlanEnded, rotaPlanMade, shiftsWeighed } from './facts.ts';
import type { Substitutes } from './fill/search.ts';

const Place = z.object({ shift: z.string(), person: z.string() });

export const RotaPlan = z.object({
  id: z.string(),
  kind: z.enum(['import', 'generate', 'fill', 'copy']),
  by: z.string(),
  at: InstantText,
  state: z.enum(['open', 'applied', 'discarded']),
  /** The shifts it touches, as they were read; 0 for those that it adds. */
  versions: z.record(z.string(), z.number()),
  /** New shifts. They get their codes when the plan is applied: a preview that is thrown away uses none up. */
  add: z.array(
    z.object({
      draft: ShiftDraft,
      /** Who is on it from the beginning. */
      people: z.array(z.string()).exactOptional(),
    }),
  ),
  change: z.array(z.object({ code: z.string(), draft: ShiftDraft })),
  remove: z.array(z.string()),
  /** Places to give and to take back. */
  give: z.array(Place),
  take: z.array(Place),
});
export type RotaPlan = z.infer<typeof RotaPlan>;

export const rotaPlanDocument = document({ name: 'rota-plan', schema: RotaPlan, schemaVersion: 1 });

export const makePlan = (deciding: Deciding, plan: RotaPlan): Change => ({
  put: [put(rotaPlanDocument, plan.id, plan)],
  facts: [
    recordFact(rotaPlanMade, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${plan.id}`],
      data: { plan: plan.id, kind: plan.kind },
    }),
  ],
});

/** What the optimizer found of shifts, whether or not its plan is applied. */
export const weighShifts = (
  { now, by }: Deciding,
  substitutes: readonly ({ readonly shift: string } & Substitutes)[],
): Change => ({
  facts: [
    recordFact(shiftsWeighed, {
      at: now,
      by,
      about: ['rota:weighed'],
      data: { shifts: substitutes.map((one) => ({ ...one })) },
    }),
  ],
});

/** The plan for a difference. */
export function planOf(
  deciding: Deciding,
  id: string,
  kind: 'import' | 'generate',
  difference: Difference,
): RotaPlan {
  const remove = kind === 'generate' ? difference.gone : [];
  return {
    id,
    kind,
    by: deciding.by,
    at: instantText(deciding.now),
    state: 'open',
    versions: Object.fromEntries(
      [...difference.changed.map(({ shift }) => shift), ...remove].map((shift) => [shift.id, shift.version]),
    ),
    add: difference.added.map((draft) => ({ draft })),
    change: difference.changed.map(({ shift, draft }) => ({ code: shift.id, draft })),
    remove: remove.map(({ id: code }) => code),
    give: [],
    take: [],
  };
}

export const ended = (plan: RotaPlan, state: 'applied' | 'discarded'): RotaPlan => ({ ...plan, state });

export const discardPlan = (deciding: Deciding, plan: Versioned<RotaPlan>): Change => ({
  put: [put(rotaPlanDocument, plan.id, ended(plan.value, 'discarded'), plan.version)],
  facts: [
    recordFact(rotaPlanEnded, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${plan.id}`],
      data: { plan: plan.id, how: 'discarded', shifts: 0 },
    }),
  ],
});
