/** A shift as an import, the agenda or an organizer wants it, and how that differs from the rota. */
import { z } from 'zod';
import type { Versioned } from '../../core/commit.ts';
import { Shift } from './shift.ts';

export const ShiftDraft = Shift.omit({ code: true, assignments: true, origin: true }).extend({
  /** Its identity in the source. */
  key: z.string(),
});
export type ShiftDraft = z.infer<typeof ShiftDraft>;

const FIELDS = [
  'role',
  'room',
  'start',
  'end',
  'min',
  'target',
  'max',
  'note',
  'handover',
  'sessions',
] as const;

/** The fields in which a shift differs from its draft. */
export const differences = (shift: Shift, draft: ShiftDraft): string[] =>
  FIELDS.filter((field) => JSON.stringify(shift[field]) !== JSON.stringify(draft[field]));

/** The shift as the draft wants it; its code and its people stay. */
export function redrawn(shift: Shift, { key, ...draft }: ShiftDraft, from: 'agenda' | 'import'): Shift {
  return { ...draft, code: shift.code, origin: { from, key }, assignments: shift.assignments };
}

export interface Difference {
  readonly added: readonly ShiftDraft[];
  readonly changed: readonly {
    readonly shift: Versioned<Shift>;
    readonly draft: ShiftDraft;
    readonly fields: readonly string[];
  }[];
  readonly unchanged: number;
  /** In the rota from the same source, and wanted no more. */
  readonly gone: readonly Versioned<Shift>[];
}

/**
 * What drafts would do to the shifts that came from the same source; `pair` finds the old shift of a draft
 * among those not paired yet.
 */
export function differ(
  drafts: readonly ShiftDraft[],
  existing: readonly Versioned<Shift>[],
  pair: (draft: ShiftDraft, left: readonly Versioned<Shift>[]) => Versioned<Shift> | undefined,
): Difference {
  const left = new Set(existing);
  const added: ShiftDraft[] = [];
  const changed: Difference['changed'][number][] = [];
  let unchanged = 0;
  for (const draft of drafts) {
    const shift = pair(draft, [...left]);
    if (!shift) {
      added.push(draft);
      continue;
    }
    left.delete(shift);
    const fields = differences(shift.value, draft);
    if (fields.length === 0) unchanged++;
    else changed.push({ shift, draft, fields });
  }
  return { added, changed, unchanged, gone: [...left] };
}

/** An import finds its shifts by their key; hundreds of them, so by a table. */
export function differByKey(
  drafts: readonly ShiftDraft[],
  existing: readonly Versioned<Shift>[],
): Difference {
  const byKey = new Map(existing.map((shift) => [shift.value.origin?.key, shift]));
  return differ(drafts, existing, (draft) => byKey.get(draft.key));
}
