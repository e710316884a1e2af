/** Fills shift by shift, the scarcest first, with whoever has least: a start, and the baseline to beat. */

import type { FillProblem } from './problem.ts';
import { Roster } from './roster.ts';

/** Everybody keeps what they have, where the rules and limits allow; then the shifts are filled in turn. */
export function greedyFill(problem: FillProblem): Roster {
  const roster = new Roster(problem);
  keepWhatIsTheirs(roster);
  const order = problem.shifts
    .map((shift, index) => ({ index, scarce: (roster.able[index]?.length ?? 0) / Math.max(1, shift.min) }))
    .sort((a, b) => a.scarce - b.scarce || a.index - b.index);
  for (const places of ['min', 'wanted'] as const) {
    for (const { index } of order) {
      const shift = problem.shifts[index];
      if (!shift) continue;
      while ((roster.on[index]?.size ?? 0) < shift[places]) {
        const person = cheapest(roster, index);
        if (person === undefined) break;
        roster.give(person, index);
      }
    }
  }
  return roster;
}

export function keepWhatIsTheirs(roster: Roster): void {
  roster.problem.people.forEach(({ options }, person) => {
    for (const { shift, has } of options) if (has && roster.can(person, shift)) roster.give(person, shift);
  });
}

function cheapest(roster: Roster, shift: number): number | undefined {
  let best: { person: number; clashes: number; cost: number } | undefined;
  for (const person of roster.able[shift] ?? []) {
    if (!roster.can(person, shift)) continue;
    const clashes = roster.clashesOf(person, shift);
    const cost = roster.personCost(person, shift) - roster.personCost(person);
    if (!best || clashes < best.clashes || (clashes === best.clashes && cost < best.cost - 1e-9))
      best = { person, clashes, cost };
  }
  return best?.person;
}
