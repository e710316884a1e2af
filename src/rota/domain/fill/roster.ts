/** A filling in the making: who has what, what may be added, and what it is worth. Changed in place. */
import { type FairCost, fairCost } from './cost.ts';
import { collide, type FillPerson, type FillProblem, type Option } from './problem.ts';

export interface Worth {
  /** Places below the minimum that stay empty, and those between minimum and target. */
  readonly unmet: number;
  readonly untargeted: number;
  readonly clashes: number;
  readonly unfair: number;
  /** Places that people had and would lose. */
  readonly changes: number;
}

export class Roster {
  readonly problem: FillProblem;
  readonly cost: FairCost;
  /** People by shift, shifts by person, as indexes. */
  readonly on: Set<number>[];
  readonly of: Set<number>[];
  readonly weight: number[];
  readonly hours: number[];
  readonly nights: number[];
  /** Options by person and shift; who could, by shift. */
  readonly option: Map<number, Option>[];
  readonly able: number[][];

  constructor(problem: FillProblem) {
    this.problem = problem;
    this.cost = fairCost(problem);
    this.on = problem.shifts.map(() => new Set());
    this.of = problem.people.map(() => new Set());
    this.weight = problem.people.map(({ base }) => base.weight);
    this.hours = problem.people.map(({ base }) => base.hours);
    this.nights = problem.people.map(({ base }) => base.nights);
    this.option = problem.people.map(({ options }) => new Map(options.map((one) => [one.shift, one])));
    this.able = problem.shifts.map(() => []);
    problem.people.forEach(({ options }, person) => {
      for (const { shift } of options) this.able[shift]?.push(person);
    });
  }

  copy(): Roster {
    const other = new Roster(this.problem);
    this.on.forEach((people, shift) => {
      for (const person of people) other.give(person, shift);
    });
    return other;
  }

  /** The shifts of this person that collide with `shift`, without those in `leaving`. */
  collisions(person: number, shift: number, leaving?: number): number[] {
    const wanted = this.problem.shifts[shift];
    const found: number[] = [];
    if (!wanted) return found;
    for (const other of this.of[person] ?? []) {
      const one = this.problem.shifts[other];
      if (one && other !== leaving && other !== shift && collide(one, wanted)) found.push(other);
    }
    return found;
  }

  /** Inside hours and nights, after `leaving` is given away. */
  withinLimits(person: number, shift: number, leaving?: number): boolean {
    const who = this.problem.people[person] as FillPerson;
    const gets = this.problem.shifts[shift];
    const gives = leaving === undefined ? undefined : this.problem.shifts[leaving];
    if (!gets) return false;
    if (who.maxHours !== undefined) {
      const hours = (this.hours[person] ?? 0) + gets.hours - (gives?.hours ?? 0);
      if (hours > who.maxHours + 1e-9 && gets.hours > (gives?.hours ?? 0)) return false;
    }
    if (who.maxNights !== undefined && gets.night && !gives?.night) {
      if ((this.nights[person] ?? 0) + 1 > who.maxNights) return false;
    }
    return true;
  }

  can(person: number, shift: number, leaving?: number): boolean {
    return (
      (this.option[person]?.has(shift) ?? false) &&
      !this.of[person]?.has(shift) &&
      this.withinLimits(person, shift, leaving) &&
      this.collisions(person, shift, leaving).length === 0
    );
  }

  give(person: number, shift: number): void {
    this.#add(person, shift, 1);
    this.on[shift]?.add(person);
    this.of[person]?.add(shift);
  }

  take(person: number, shift: number): void {
    this.#add(person, shift, -1);
    this.on[shift]?.delete(person);
    this.of[person]?.delete(shift);
  }

  #add(person: number, shift: number, sign: number): void {
    const one = this.problem.shifts[shift];
    if (!one) return;
    this.weight[person] = (this.weight[person] ?? 0) + sign * one.weight;
    this.hours[person] = (this.hours[person] ?? 0) + sign * one.hours;
    this.nights[person] = (this.nights[person] ?? 0) + (one.night ? sign : 0);
  }

  /** What this person costs with `gets` more and `gives` less. */
  personCost(person: number, gets?: number, gives?: number): number {
    const plus = gets === undefined ? undefined : this.problem.shifts[gets];
    const minus = gives === undefined ? undefined : this.problem.shifts[gives];
    return this.cost.of(
      (this.weight[person] ?? 0) + (plus?.weight ?? 0) - (minus?.weight ?? 0),
      (this.nights[person] ?? 0) + (plus?.night ? 1 : 0) - (minus?.night ? 1 : 0),
    );
  }

  clashesOf(person: number, shift: number): number {
    return this.option[person]?.get(shift)?.clashes ?? 0;
  }

  had(person: number, shift: number): boolean {
    return this.option[person]?.get(shift)?.has ?? false;
  }

  worth(): Worth {
    let unmet = 0;
    let untargeted = 0;
    let clashes = 0;
    let changes = 0;
    this.problem.shifts.forEach((shift, index) => {
      const people = this.on[index]?.size ?? 0;
      unmet += Math.max(0, shift.min - people);
      untargeted += Math.max(0, shift.wanted - Math.max(people, shift.min));
      for (const person of this.on[index] ?? []) clashes += this.clashesOf(person, index);
    });
    let unfair = 0;
    this.problem.people.forEach((person, index) => {
      unfair += this.personCost(index);
      for (const { shift, has } of person.options) if (has && !this.of[index]?.has(shift)) changes++;
    });
    return { unmet, untargeted, clashes, unfair, changes };
  }
}
