/** Why a place stayed empty: which rule kept people away, or where those who could are needed instead. */
import type { RuleName } from '../rules.ts';
import type { Roster } from './roster.ts';

export interface Impossible {
  readonly shift: string;
  readonly missing: number;
  /** How many people could have this shift, looked at by itself. */
  readonly able: number;
  /** Fewer than are needed, whatever else is filled: no plan can meet it. */
  readonly alone: boolean;
  /** How many each rule keeps away, most first. */
  readonly excluded: readonly { readonly rule: RuleName | 'role'; readonly people: number }[];
  /** Codes of the shifts that those who could have instead. */
  readonly busyOn: readonly string[];
  /** How many of those who could are at their limit of hours or nights. */
  readonly atLimit: number;
}

export function explain(roster: Roster): Impossible[] {
  const found: Impossible[] = [];
  roster.problem.shifts.forEach((shift, index) => {
    const missing = shift.min - (roster.on[index]?.size ?? 0);
    if (missing <= 0) return;
    const able = roster.able[index] ?? [];
    const busyOn = new Set<number>();
    let atLimit = 0;
    for (const person of able) {
      if (roster.of[person]?.has(index)) continue;
      if (!roster.withinLimits(person, index)) atLimit++;
      for (const other of roster.collisions(person, index)) busyOn.add(other);
    }
    found.push({
      shift: shift.code,
      missing,
      able: able.length,
      alone: able.length < shift.min,
      excluded: Object.entries(roster.problem.excluded[index] ?? {})
        .map(([rule, people]) => ({ rule: rule as RuleName | 'role', people: people ?? 0 }))
        .sort((a, b) => b.people - a.people),
      busyOn: [...busyOn].map((other) => roster.problem.shifts[other]?.code ?? '').sort(),
      atLimit,
    });
  });
  return found;
}
