/** Whom to ask for cover first: by skill, rest, clash, and who was asked least recently. */
import { milliseconds } from '../../core/instant.ts';
import { allVolunteers, candidateOf, type Rota } from './rota.ts';
import { brokenRules, overlaps } from './rules.ts';
import type { Shift } from './shift.ts';

const HOUR = 3_600_000;

export interface Ranked {
  readonly person: string;
  /** 0 wants and knows this role, 1 has done it here, 2 could. */
  readonly skill: number;
  /** Hours to their nearest other shift, at most 24; more is better rested. */
  readonly rest: number;
  /** Starred sessions that they would miss. */
  readonly clashes: number;
  /** When they were last asked, in milliseconds since 1970; 0 for never. */
  readonly asked: number;
}

/** Everybody who can take this place without breaking a rule, the best first. */
export function rankForCover(rota: Rota, shift: Shift, leaving: string): Ranked[] {
  const open: Shift = {
    ...shift,
    assignments: shift.assignments.filter((one) => one.person !== leaving),
  };
  const ranked: Ranked[] = [];
  for (const person of allVolunteers(rota)) {
    if (person === leaving) continue;
    const candidate = candidateOf(rota, person);
    if (brokenRules(candidate, open, rota).length > 0) continue;
    const gaps = candidate.shifts.map((one) =>
      Math.max(
        milliseconds(one.start) - milliseconds(shift.end),
        milliseconds(shift.start) - milliseconds(one.end),
      ),
    );
    ranked.push({
      person,
      skill: candidate.profile?.roles.includes(shift.role)
        ? 0
        : candidate.shifts.some((one) => one.role === shift.role)
          ? 1
          : 2,
      rest: Math.min(24, ...gaps.map((gap) => gap / HOUR)),
      clashes: (rota.stars.get(person) ?? []).filter((star) => overlaps(star, shift)).length,
      asked: candidate.profile?.askedAt ? milliseconds(candidate.profile.askedAt) : 0,
    });
  }
  return ranked.sort(
    (a, b) =>
      a.skill - b.skill ||
      Number(b.rest >= 8) - Number(a.rest >= 8) ||
      a.clashes - b.clashes ||
      a.asked - b.asked ||
      b.rest - a.rest ||
      (a.person < b.person ? -1 : 1),
  );
}
