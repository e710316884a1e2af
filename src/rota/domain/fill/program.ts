/**
 * The filling as a linear program, one goal at a time. Its optimum (or that of a looser program) bounds how
 * good any filling can be; with whole numbers it is the filling itself.
 */
import { fairCost } from './cost.ts';
import type { FillProblem, FillShift } from './problem.ts';
import type { Worth } from './roster.ts';

/** Minimize cost·x with rowLower ≤ A·x ≤ rowUpper, row by row; `whole` columns are whole numbers. */
export interface Program {
  readonly cost: number[];
  readonly lower: number[];
  readonly upper: number[];
  readonly whole: boolean[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  readonly starts: number[];
  readonly columns: number[];
  readonly values: number[];
  offset: number;
}

export type Goal = 'unmet' | 'clashes' | 'unfair' | 'changes';

export interface ProgramOptions {
  readonly goal: Goal;
  /** What the earlier goals have reached, and must keep. */
  readonly keep: Partial<Worth>;
  /** Leave out that nobody is in two places at once: a looser program, solved at once. */
  readonly loose: boolean;
  readonly whole: boolean;
}

export interface BuiltProgram {
  readonly program: Program;
  /** The column of each option, by person and then shift. */
  readonly columnOf: readonly ReadonlyMap<number, number>[];
  /** Fills in the other columns for places that are known. */
  complete(has: (person: number, shift: number) => boolean): number[];
}

/** An empty place below the minimum weighs more than all between minimum and target. */
export const UNMET = 1000;

export function buildProgram(problem: FillProblem, options: ProgramOptions): BuiltProgram {
  const { goal, keep } = options;
  const program: Program = {
    cost: [],
    lower: [],
    upper: [],
    whole: [],
    rowLower: [],
    rowUpper: [],
    starts: [0],
    columns: [],
    values: [],
    offset: 0,
  };
  const column = (cost: number, upper: number, whole = false): number => {
    program.cost.push(cost);
    program.lower.push(0);
    program.upper.push(upper);
    program.whole.push(whole && options.whole);
    return program.cost.length - 1;
  };
  const row = (lower: number, upper: number, terms: readonly (readonly [number, number])[]): void => {
    for (const [index, value] of terms) {
      program.columns.push(index);
      program.values.push(value);
    }
    program.starts.push(program.columns.length);
    program.rowLower.push(lower);
    program.rowUpper.push(upper);
  };

  const price = (option: { clashes: number; has: boolean }) =>
    goal === 'clashes' ? option.clashes : goal === 'changes' && option.has ? -1 : 0;
  const columnOf = problem.people.map(
    (person) => new Map(person.options.map((option) => [option.shift, column(price(option), 1, true)])),
  );
  const at = (person: number, shift: number) => columnOf[person]?.get(shift) ?? 0;
  if (goal === 'changes')
    program.offset = problem.people.reduce(
      (sum, one) => sum + one.options.filter(({ has }) => has).length,
      0,
    );

  // Places: those taken and those empty are as many as are wanted; what people have may be more.
  const able: number[][] = problem.shifts.map(() => []);
  const had = problem.shifts.map(() => 0);
  problem.people.forEach((person, index) => {
    for (const { shift, has } of person.options) {
      able[shift]?.push(index);
      had[shift] = (had[shift] ?? 0) + (has ? 1 : 0);
    }
  });
  const empty: { unmet: number; untargeted: number; extra: number }[] = problem.shifts.map((shift, index) => {
    const counts = goal === 'unmet';
    const places = {
      unmet: column(counts ? UNMET : 0, shift.min),
      untargeted: column(counts ? 1 : 0, shift.wanted - shift.min),
      extra: column(0, Math.max(0, (had[index] ?? 0) - shift.wanted)),
    };
    row(shift.wanted, shift.wanted, [
      ...(able[index] ?? []).map((person) => [at(person, index), 1] as const),
      [places.unmet, 1],
      [places.untargeted, 1],
      [places.extra, -1],
    ]);
    return places;
  });
  if (keep.unmet !== undefined)
    row(
      0,
      keep.unmet,
      empty.map(({ unmet }) => [unmet, 1]),
    );
  if (keep.untargeted !== undefined)
    row(
      0,
      keep.untargeted,
      empty.map(({ untargeted }) => [untargeted, 1]),
    );
  if (keep.clashes !== undefined) {
    const terms = problem.people.flatMap((person, index) =>
      person.options
        .filter(({ clashes }) => clashes > 0)
        .map((one) => [at(index, one.shift), one.clashes] as const),
    );
    if (terms.length > 0) row(0, keep.clashes, terms);
  }

  problem.people.forEach((person, index) => {
    const theirs = person.options.map(({ shift }) => ({ shift, it: problem.shifts[shift] as FillShift }));
    const terms = (of: (shift: FillShift) => number) =>
      theirs.filter(({ it }) => of(it) !== 0).map(({ shift, it }) => [at(index, shift), of(it)] as const);
    if (person.maxHours !== undefined)
      row(
        Number.NEGATIVE_INFINITY,
        Math.max(0, person.maxHours - person.base.hours),
        terms((it) => it.hours),
      );
    if (person.maxNights !== undefined) {
      const nights = terms((it) => (it.night ? 1 : 0));
      if (nights.length > 0)
        row(Number.NEGATIVE_INFINITY, Math.max(0, person.maxNights - person.base.nights), nights);
    }
    if (!options.loose)
      for (const clique of cliques(theirs))
        row(
          0,
          1,
          clique.map((shift) => [at(index, shift), 1]),
        );
  });

  // Fairness: the n-th unit of hours, and the n-th night, cost 2n − 1; the dear ones are used last.
  const cost = fairCost(problem);
  const steps: { person: number; hours: number[]; nights: number[] }[] = [];
  if (goal === 'unfair' || keep.unfair !== undefined) {
    const priced: [number, number][] = [];
    const stairs = (base: number, most: number, terms: readonly (readonly [number, number])[]): number[] => {
      const made: number[] = [];
      for (let n = 0; n < Math.ceil(base + most + 1e-9); n++) {
        const slope = 2 * n + 1;
        const one = column(goal === 'unfair' ? slope : 0, 1);
        priced.push([one, slope]);
        made.push(one);
      }
      row(base, base, [...made.map((one) => [one, 1] as const), ...terms.map(([c, v]) => [c, -v] as const)]);
      return made;
    };
    problem.people.forEach((person, index) => {
      const hours = person.options.map(
        ({ shift }) => [at(index, shift), (problem.shifts[shift]?.weight ?? 0) / cost.unit] as const,
      );
      const nights = person.options
        .filter(({ shift }) => problem.shifts[shift]?.night)
        .map(({ shift }) => [at(index, shift), 1] as const);
      const most = (terms: typeof hours) => terms.reduce((sum, [, value]) => sum + value, 0);
      steps.push({
        person: index,
        hours: stairs(person.base.weight / cost.unit, most(hours), hours),
        nights: stairs(person.base.nights, nights.length, nights),
      });
    });
    if (keep.unfair !== undefined) row(0, keep.unfair + 1e-6, priced);
  }

  const complete = (has: (person: number, shift: number) => boolean): number[] => {
    const values = program.cost.map(() => 0);
    columnOf.forEach((columns, person) => {
      for (const [shift, index] of columns) values[index] = has(person, shift) ? 1 : 0;
    });
    problem.shifts.forEach((shift, index) => {
      const places = empty[index];
      const taken = (able[index] ?? []).filter((person) => has(person, index)).length;
      if (!places) return;
      const untargeted = Math.min(shift.wanted - shift.min, Math.max(0, shift.wanted - taken));
      values[places.untargeted] = untargeted;
      values[places.unmet] = Math.max(0, shift.wanted - taken - untargeted);
      values[places.extra] = Math.max(0, taken - shift.wanted);
    });
    for (const { person, hours, nights } of steps) {
      const theirs = (problem.people[person]?.options ?? []).filter(({ shift }) => has(person, shift));
      const base = problem.people[person]?.base;
      const climb = (made: readonly number[], height: number) => {
        made.forEach((one, n) => {
          values[one] = Math.min(1, Math.max(0, height - n));
        });
      };
      const weight = theirs.reduce((sum, { shift }) => sum + (problem.shifts[shift]?.weight ?? 0), 0);
      climb(hours, ((base?.weight ?? 0) + weight) / cost.unit);
      climb(nights, (base?.nights ?? 0) + theirs.filter(({ shift }) => problem.shifts[shift]?.night).length);
    }
    return values;
  };
  return { program, columnOf, complete };
}

/** Sets of shifts of which one person can have at most one: those busy at the start of each of them. */
function cliques(theirs: readonly { readonly shift: number; readonly it: FillShift }[]): number[][] {
  const byStart = [...theirs].sort((a, b) => a.it.start - b.it.start);
  const found: number[][] = [];
  for (const { it: one } of byStart) {
    const busy = byStart
      .filter(({ it }) => it.start <= one.start && one.start < it.busyUntil)
      .map((s) => s.shift);
    const last = found.at(-1);
    if (last?.every((shift) => busy.includes(shift))) found[found.length - 1] = busy;
    else if (busy.length > 1 || found.length === 0) found.push(busy);
  }
  return found.filter(({ length }) => length > 1);
}
