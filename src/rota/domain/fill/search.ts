/**
 * Betters a filling step by step without ever breaking a rule: places that stay empty are filled along
 * chains of people who move over, then clashes, unfairness and changes are driven down by handing shifts
 * on, directly or by way of a third person. How good the result is, the linear program says.
 */
import type { Roster } from './roster.ts';

const EPSILON = 1e-9;
const DEPTH = 5;
/** Moves that are tried for a place: what takes more of them nobody would arrange by hand either. */
const CHAINS = 20_000;

/** Fills what can be filled by moving people over. Says how many places it filled. */
export function fillByChains(roster: Roster, places: 'min' | 'wanted', isOver: () => boolean): number {
  let filled = 0;
  roster.problem.shifts.forEach((shift, index) => {
    while ((roster.on[index]?.size ?? 0) < shift[places] && !isOver()) {
      const budget = { left: CHAINS };
      if (!place(roster, index, DEPTH, new Set([index]), budget)) break;
      filled++;
    }
  });
  return filled;
}

/** Finds somebody for the shift; whoever is busy then hands their shift on first. All or nothing. */
function place(
  roster: Roster,
  shift: number,
  depth: number,
  seen: Set<number>,
  budget: { left: number },
  not?: number,
): boolean {
  const able = (roster.able[shift] ?? []).filter(
    (person) => person !== not && !roster.of[person]?.has(shift),
  );
  for (const person of able) {
    if (roster.can(person, shift)) {
      roster.give(person, shift);
      return true;
    }
  }
  if (depth === 0) return false;
  for (const person of able) {
    if (budget.left-- <= 0) return false;
    const inTheWay = roster.collisions(person, shift);
    const other = inTheWay.length === 1 ? inTheWay[0] : undefined;
    const released = other ?? (inTheWay.length === 0 ? heaviest(roster, person, seen) : undefined);
    if (released === undefined || seen.has(released) || !roster.withinLimits(person, shift, released))
      continue;
    seen.add(released);
    roster.take(person, released);
    roster.give(person, shift);
    if (place(roster, released, depth - 1, seen, budget, person)) return true;
    roster.take(person, shift);
    roster.give(person, released);
  }
  return false;
}

/** How many others could take a place on a shift. */
export interface Substitutes {
  /** As the filling stands. */
  readonly others: number;
  /** Nobody as it stands, but somebody where others moved over. */
  readonly ifMoved: boolean;
}

/**
 * How hard this filling would find it to replace somebody on the shift: by somebody who is free for it, else by
 * chains of people who move over, else by nobody, and the place stays empty. The same for the same filling.
 */
export function substitutesFor(roster: Roster, shift: number): Substitutes {
  const others = (roster.able[shift] ?? []).filter((person) => roster.can(person, shift)).length;
  if (others > 0) return { others, ifMoved: false };
  const without = roster.copy();
  const [first] = [...(without.on[shift] ?? [])].sort((a, b) => a - b);
  if (first === undefined) return { others: 0, ifMoved: false };
  without.take(first, shift);
  return { others: 0, ifMoved: place(without, shift, DEPTH, new Set([shift]), { left: CHAINS }, first) };
}

/** Somebody at a limit gives up the shift that counts most. */
function heaviest(roster: Roster, person: number, seen: ReadonlySet<number>): number | undefined {
  const theirs = [...(roster.of[person] ?? [])].filter((shift) => !seen.has(shift));
  return theirs.sort(
    (a, b) => (roster.problem.shifts[b]?.hours ?? 0) - (roster.problem.shifts[a]?.hours ?? 0),
  )[0];
}

/** A step's effect on clashes, unfairness and changes; less is better, in this order. */
type Effect = readonly [number, number, number];
const better = ([a, b, c]: Effect): boolean => (a !== 0 ? a < 0 : Math.abs(b) > EPSILON ? b < 0 : c < 0);

/** Drives the later goals down until no step betters them or time is over. Says how many steps it took. */
export function improve(roster: Roster, isOver: () => boolean): number {
  let steps = 0;
  for (let moved = true; moved && !isOver(); ) {
    moved = false;
    for (let shift = 0; shift < roster.problem.shifts.length && !isOver(); shift++) {
      for (const person of [...(roster.on[shift] ?? [])]) {
        if (handOn(roster, person, shift) || exchange(roster, person, shift)) {
          moved = true;
          steps++;
        }
      }
    }
  }
  return steps;
}

/** Gives the shift to somebody for whom it costs less. */
function handOn(roster: Roster, person: number, shift: number): boolean {
  const clashes = roster.clashesOf(person, shift);
  const saved = roster.personCost(person) - roster.personCost(person, undefined, shift);
  const loses = roster.had(person, shift) ? 1 : 0;
  let best: { to: number; effect: Effect } | undefined;
  for (const to of roster.able[shift] ?? []) {
    if (to === person || roster.of[to]?.has(shift)) continue;
    const effect: Effect = [
      roster.clashesOf(to, shift) - clashes,
      roster.personCost(to, shift) - roster.personCost(to) - saved,
      loses - (roster.had(to, shift) ? 1 : 0),
    ];
    if (!better(effect) || (best && !better(minus(effect, best.effect))) || !roster.can(to, shift)) continue;
    best = { to, effect };
  }
  if (!best) return false;
  roster.take(person, shift);
  roster.give(best.to, shift);
  return true;
}

/** `person` gives the shift to `to`, who gives another one to a third (or back to `person`). */
function exchange(roster: Roster, person: number, shift: number): boolean {
  const clashes = roster.clashesOf(person, shift);
  const saved = roster.personCost(person) - roster.personCost(person, undefined, shift);
  const loses = roster.had(person, shift) ? 1 : 0;
  for (const to of roster.able[shift] ?? []) {
    if (to === person || roster.of[to]?.has(shift)) continue;
    const inTheWay = roster.collisions(to, shift);
    if (inTheWay.length > 1) continue;
    const gives = inTheWay.length === 1 ? inTheWay : roster.of[to];
    const had = roster.had(to, shift) ? 1 : 0;
    for (const other of gives ?? []) {
      if (!roster.withinLimits(to, shift, other)) continue;
      const middle = roster.personCost(to, shift, other) - roster.personCost(to);
      const clashesSoFar = roster.clashesOf(to, shift) - clashes - roster.clashesOf(to, other);
      const losesSoFar = loses - had + (roster.had(to, other) ? 1 : 0);
      for (const third of roster.able[other] ?? []) {
        if (third === to || roster.of[third]?.has(other)) continue;
        const back = third === person;
        const last = back
          ? roster.personCost(person, other, shift) - roster.personCost(person) + saved
          : roster.personCost(third, other) - roster.personCost(third);
        const effect: Effect = [
          clashesSoFar + roster.clashesOf(third, other),
          middle + last - saved,
          losesSoFar - (roster.had(third, other) ? 1 : 0),
        ];
        if (!better(effect) || !roster.can(third, other, back ? shift : undefined)) continue;
        roster.take(person, shift);
        roster.take(to, other);
        roster.give(to, shift);
        roster.give(third, other);
        return true;
      }
    }
  }
  return false;
}

const minus = (a: Effect, b: Effect): Effect => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
