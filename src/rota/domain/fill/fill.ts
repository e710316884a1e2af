/**
 * Fills a rota by one goal after the other: needs met, then no clash with starred sessions, then hours and
 * nights shared fairly, then as few changes as can be for people who have accepted. A quick search finds a
 * filling, the linear program proves how good it is, and where that leaves a gap the exact solver goes on
 * from there until the time is over.
 */
import { explain, type Impossible } from './explain.ts';
import { greedyFill } from './greedy.ts';
import type { FillProblem } from './problem.ts';
import { type BuiltProgram, buildProgram, type Goal, type Program, UNMET } from './program.ts';
import { Roster, type Worth } from './roster.ts';
import { fillByChains, improve, type Substitutes, substitutesFor } from './search.ts';

export interface Solved {
  /** Columns of the best solution found; undefined where none was. */
  readonly values: readonly number[] | undefined;
  /** Nothing can be better than this; undefined where nothing was proven. */
  readonly bound: number | undefined;
}

/** Solves a program: to the end, or until `seconds` are over, from `start` where that is known. */
export type Solve = (
  program: Program,
  options: {
    readonly seconds: number;
    readonly whole: boolean;
    readonly gap: number;
    readonly start?: readonly number[];
  },
) => Solved;

export interface GoalResult {
  readonly goal: Goal;
  readonly value: number;
  /** What no filling can be better than. */
  readonly bound: number;
  /** (value − bound) / value; 0 is proven to be the best. */
  readonly gap: number;
}

export interface FillResult {
  /** Every place on the shifts that were filled, by person's id and shift's code. */
  readonly places: readonly { readonly person: string; readonly shift: string }[];
  /** Places that people had and that the filling was free to change. */
  readonly movable: readonly { readonly person: string; readonly shift: string }[];
  readonly goals: readonly GoalResult[];
  readonly worth: Worth;
  /** What filling shift by shift would have come to. */
  readonly greedy: Worth;
  readonly impossible: readonly Impossible[];
  /** How hard each shift that needs people was to fill. */
  readonly substitutes: readonly ({ readonly shift: string } & Substitutes)[];
  readonly seconds: number;
  readonly size: { readonly shifts: number; readonly people: number; readonly options: number };
}

export interface FillProgress {
  readonly stage: Goal;
  /** Seconds since the beginning. */
  readonly seconds: number;
  readonly worth: Worth;
}

export interface FillOptions {
  readonly seconds: number;
  /** Seconds since some moment; the solver's own clock, not the event's. */
  readonly clock: () => number;
  readonly solve: Solve;
  readonly progress?: (progress: FillProgress) => void;
}

/** A gap of three thousandths of the cost is not worth more time on hundreds of shifts. */
const GAP = 0.003;
/** How often the search goes on from what it has reached. */
const ROUNDS = 6;
/** Smaller ones are solved to the very end. */
const SMALL = 3000;

export function fillRota(problem: FillProblem, options: FillOptions): FillResult {
  const begun = options.clock();
  const elapsed = () => options.clock() - begun;
  const left = () => options.seconds - elapsed();
  const isOver = () => left() <= 0;
  const size = {
    shifts: problem.shifts.length,
    people: problem.people.length,
    options: problem.people.reduce((sum, person) => sum + person.options.length, 0),
  };
  const start = greedyFill(problem);
  const greedy = start.worth();
  let roster = start.copy();
  const halfOver = () => elapsed() > options.seconds / 2;
  for (let round = 0; round < ROUNDS; round++) {
    const filled = fillByChains(roster, 'min', halfOver) + fillByChains(roster, 'wanted', halfOver);
    // Sharing hours out anew sets other people free for what is still empty.
    const bettered = improve(roster, halfOver);
    const { unmet, untargeted } = roster.worth();
    if (unmet + untargeted === 0 || filled + bettered === 0) break;
  }

  const keep: { -readonly [K in keyof Worth]?: number } = {};
  const goals: GoalResult[] = [];
  const report = (stage: Goal) => options.progress?.({ stage, seconds: elapsed(), worth: roster.worth() });

  const reach = (goal: Goal, valueOf: (worth: Worth) => number, whole: boolean): void => {
    report(goal);
    let value = valueOf(roster.worth());
    let bound = 0;
    if (value > 1e-9 && !isOver()) {
      const relaxed = buildProgram(problem, { goal, keep, loose: false, whole: false });
      const proven = options.solve(relaxed.program, { seconds: left(), whole: false, gap: 0 }).bound;
      bound = rounded(proven ?? 0, whole);
    }
    const small = size.options <= SMALL;
    const wanted = small || whole ? 1e-6 : GAP;
    if (gapOf(value, bound) > wanted && left() > 0.5) {
      const built = buildProgram(problem, { goal, keep, loose: false, whole: true });
      const solved = options.solve(built.program, {
        // Later goals need some time too.
        seconds: goal === 'unfair' || goal === 'changes' ? left() : left() * 0.4,
        whole: true,
        gap: wanted,
        start: built.complete((person, shift) => roster.of[person]?.has(shift) ?? false),
      });
      bound = Math.max(bound, rounded(solved.bound ?? 0, whole));
      const found = solved.values && rosterOf(problem, built, solved.values);
      if (found) {
        const refined = found.copy();
        improve(refined, isOver);
        if (isBetter(refined.worth(), roster.worth())) roster = refined;
        value = valueOf(roster.worth());
      }
    }
    goals.push({ goal, value, bound: Math.min(value, bound), gap: gapOf(value, bound) });
    const worth = roster.worth();
    if (goal === 'unmet') Object.assign(keep, { unmet: worth.unmet, untargeted: worth.untargeted });
    else keep[goal] = worth[goal];
  };
  reach('unmet', ({ unmet, untargeted }) => unmet * UNMET + untargeted, true);
  reach('clashes', ({ clashes }) => clashes, true);
  reach('unfair', ({ unfair }) => unfair, false);
  reach('changes', ({ changes }) => changes, true);

  return {
    places: problem.people.flatMap((person, index) =>
      [...(roster.of[index] ?? [])].map((shift) => ({
        person: person.id,
        shift: problem.shifts[shift]?.code ?? '',
      })),
    ),
    movable: problem.people.flatMap((person) =>
      person.options
        .filter(({ has }) => has)
        .map(({ shift }) => ({ person: person.id, shift: problem.shifts[shift]?.code ?? '' })),
    ),
    goals,
    worth: roster.worth(),
    greedy,
    impossible: explain(roster),
    substitutes: problem.shifts.flatMap((shift, index) =>
      shift.wanted > 0 ? [{ shift: shift.code, ...substitutesFor(roster, index) }] : [],
    ),
    seconds: elapsed(),
    size,
  };
}

const rounded = (bound: number, whole: boolean) => (whole ? Math.ceil(bound - 1e-6) : bound);
const gapOf = (value: number, bound: number) => (value <= bound + 1e-6 ? 0 : (value - bound) / value);

const ORDER = ['unmet', 'untargeted', 'clashes', 'unfair', 'changes'] as const;

/** By the goals in their order. */
export function isBetter(a: Worth, b: Worth): boolean {
  for (const goal of ORDER) if (Math.abs(a[goal] - b[goal]) > 1e-6) return a[goal] < b[goal];
  return false;
}

/** The filling that a solution stands for; nothing where the solver's rounding broke a rule. */
function rosterOf(problem: FillProblem, built: BuiltProgram, values: readonly number[]): Roster | undefined {
  const roster = new Roster(problem);
  for (const [person, columns] of built.columnOf.entries()) {
    for (const [shift, column] of columns) {
      if ((values[column] ?? 0) < 0.5) continue;
      if (!roster.can(person, shift)) return undefined;
      roster.give(person, shift);
    }
  }
  return roster;
}
