/** No filling breaks a hard rule, by a checker that shares no code with the optimizer; small ones are optimal. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { loadSolver } from '../../../src/adapters/highs/solve.ts';
import { fillRota, type Solve } from '../../../src/rota/domain/fill/fill.ts';
import { fillProblem } from '../../../src/rota/domain/fill/problem.ts';
import type { Rota } from '../../../src/rota/domain/rota.ts';
import type { Role, Shift } from '../../../src/rota/domain/shift.ts';
import type { Volunteer } from '../../../src/rota/domain/volunteer.ts';
import { checkFilling } from '../../support/check-fill.ts';
import { rotaOf } from '../../support/made-up-people.ts';

let solve: Solve;
beforeAll(async () => {
  solve = await loadSolver();
});

const BEGIN = Date.parse('2024-07-01T00:00:00Z');
const HOUR = 3_600_000;
const NOW = Temporal.Instant.fromEpochMilliseconds(BEGIN - HOUR);
const iso = (hours: number) => new Date(BEGIN + hours * HOUR).toISOString();
const ROLES = ['Door', 'Stage', 'Bar'];

const shiftArb = fc.record({
  role: fc.constantFrom(...ROLES),
  start: fc.integer({ min: 0, max: 60 }),
  length: fc.constantFrom(1, 2, 2.25, 4),
  min: fc.integer({ min: 1, max: 2 }),
  extra: fc.integer({ min: 0, max: 1 }),
});
const personArb = fc.record({
  roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
  windows: fc.option(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 2, max: 24 })), { maxLength: 3 }),
    { nil: undefined },
  ),
  skilled: fc.boolean(),
  maxHours: fc.option(fc.integer({ min: 2, max: 12 }), { nil: undefined }),
  talk: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  star: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
});
const worldArb = fc.record({
  shifts: fc.array(shiftArb, { minLength: 1, maxLength: 12 }),
  people: fc.array(personArb, { minLength: 1, maxLength: 6 }),
  rest: fc.constantFrom(0, 1, 8),
  had: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 4 }),
});
type Made = typeof worldArb extends fc.Arbitrary<infer T> ? T : never;

function made({ shifts, people, rest, had }: Made) {
  const roles: Role[] = ROLES.map((name) => ({
    name,
    leads: [],
    rest,
    ...(name === 'Stage' && { skills: ['mixer'] }),
  }));
  const volunteers = people.map(
    (one, index): Volunteer => ({
      person: `U${index}`,
      roles: one.roles,
      skills: one.skilled ? ['mixer'] : [],
      ...(one.windows && {
        windows: one.windows.map(([from, length]) => ({ start: iso(from), end: iso(from + length) })),
      }),
      ...(one.maxHours !== undefined && { maxHours: one.maxHours }),
    }),
  );
  const list = shifts.map(
    (one, index): Shift => ({
      code: `H${index + 1}`,
      role: one.role,
      start: iso(one.start),
      end: iso(one.start + one.length),
      min: one.min,
      ...(one.extra > 0 && { target: one.min + one.extra }),
      assignments: [],
    }),
  );
  const clashes = (a: Shift, b: Shift) =>
    Date.parse(a.start) < Date.parse(b.end) + rest * HOUR &&
    Date.parse(b.start) < Date.parse(a.end) + rest * HOUR;
  for (const [s, p] of had) {
    const shift = list[s % list.length];
    const person = `U${p % volunteers.length}`;
    const theirs = list.filter(({ assignments }) => assignments.some((one) => one.person === person));
    if (shift && shift.assignments.length < shift.min && !theirs.some((one) => clashes(one, shift)))
      shift.assignments.push({ person, state: 'accepted' });
  }
  const spans = (of: (one: Made['people'][number]) => number | undefined) =>
    new Map(
      people.flatMap((one, index) => {
        const hour = of(one);
        return hour === undefined
          ? []
          : [[`U${index}`, [{ code: 'S1', start: iso(hour), end: iso(hour + 1) }]] as const];
      }),
    );
  const rota: Rota = rotaOf({
    shifts: list,
    volunteers,
    roles,
    talks: spans((one) => one.talk),
    stars: spans((one) => one.star),
  });
  return { rota, list, volunteers, roles };
}

const clock = () => performance.now() / 1000;

test('no filling breaks a rule, and what it says of itself is so', () => {
  fc.assert(
    fc.property(worldArb, (world) => {
      const { rota, list, volunteers, roles } = made(world);
      const problem = fillProblem(rota, NOW);
      const result = fillRota(problem, { seconds: 5, clock, solve });
      const checked = checkFilling({
        shifts: list,
        people: volunteers,
        roles,
        talks: Object.fromEntries(rota.talks),
        places: result.places,
      });
      expect(checked.wrong).toEqual([]);
      expect(checked.unmet).toBe(result.worth.unmet);
      for (const { value, bound } of result.goals) expect(bound).toBeLessThanOrEqual(value + 1e-6);
      expect(result.goals.every(({ gap }) => gap <= 0.01)).toBe(true);
      expect(result.impossible.reduce((sum, { missing }) => sum + missing, 0)).toBe(result.worth.unmet);
      const greedyBetter = result.greedy.unmet < result.worth.unmet;
      expect(greedyBetter).toBe(false);
    }),
    { numRuns: 80 },
  );
}, 120_000);

/** Every way to give each place to somebody or nobody: the truth, for rotas small enough. */
function fewestEmpty(rota: Rota, without?: { readonly person: string; readonly shift: number }): number {
  const { shifts, people } = fillProblem(rota, NOW);
  const places = shifts.flatMap((shift, index) => Array.from({ length: shift.min }, () => index));
  const taken: number[][] = people.map(() => []);
  let best = places.length;
  const go = (at: number, empty: number): void => {
    if (empty >= best) return;
    const shift = places[at];
    if (shift === undefined) {
      best = empty;
      return;
    }
    const one = shifts[shift];
    people.forEach((person, index) => {
      const theirs = taken[index];
      if (!one || !theirs || !person.options.some((option) => option.shift === shift)) return;
      if (without?.person === person.id && without.shift === shift) return;
      const free = theirs.every(
        (other) =>
          other !== shift &&
          !((shifts[other]?.start ?? 0) < one.busyUntil && one.start < (shifts[other]?.busyUntil ?? 0)),
      );
      const hours = theirs.reduce(
        (sum, other) => sum + (shifts[other]?.hours ?? 0),
        one.hours + person.base.hours,
      );
      if (!free || (person.maxHours !== undefined && hours > person.maxHours + 1e-9)) return;
      theirs.push(shift);
      go(at + 1, empty);
      theirs.pop();
    });
    go(at + 1, empty + 1);
  };
  go(0, 0);
  return best;
}

test('whoever could take a place is counted as trying each of them out counts, and whoever moves over can', () => {
  fc.assert(
    fc.property(
      fc.record({
        shifts: fc.array(shiftArb, { minLength: 1, maxLength: 4 }),
        people: fc.array(personArb, { minLength: 1, maxLength: 4 }),
        rest: fc.constantFrom(0, 8),
        had: fc.constant<[number, number][]>([]),
      }),
      (world) => {
        const { rota, list, volunteers, roles } = made(world);
        const problem = fillProblem(rota, NOW);
        const { places, substitutes, worth } = fillRota(problem, { seconds: 5, clock, solve });
        expect(substitutes.map(({ shift }) => shift).sort()).toEqual(list.map(({ code }) => code).sort());
        const on = (code: string) => places.filter(({ shift }) => shift === code).map(({ person }) => person);
        for (const { shift: code, others, ifMoved } of substitutes) {
          const free = volunteers.filter(({ person }) => {
            const { wrong } = checkFilling({
              shifts: list.map((one) => (one.code === code ? { ...one, target: 99 } : one)),
              people: volunteers,
              roles,
              talks: Object.fromEntries(rota.talks),
              places: [...places, { person, shift: code }],
            });
            return !on(code).includes(person) && wrong.length === 0;
          });
          expect(others).toBe(free.length);
          if (!ifMoved) continue;
          expect(others).toBe(0);
          const person = problem.people.find(({ id }) => on(code).includes(id))?.id ?? '';
          const shift = problem.shifts.findIndex((one) => one.code === code);
          expect(fewestEmpty(rota, { person, shift })).toBe(worth.unmet);
        }
      },
    ),
    { numRuns: 80 },
  );
}, 120_000);

test('as few places stay empty as trying everything out finds', () => {
  fc.assert(
    fc.property(
      worldArb.map((world) => ({
        ...world,
        shifts: world.shifts.slice(0, 6),
        people: world.people.slice(0, 4),
        had: [],
      })),
      (world) => {
        const { rota } = made(world);
        expect(fillRota(fillProblem(rota, NOW), { seconds: 5, clock, solve }).worth.unmet).toBe(
          fewestEmpty(rota),
        );
      },
    ),
    { numRuns: 80 },
  );
}, 120_000);

test('what people accepted stays theirs unless something better needs it', () => {
  const shift = (code: string, start: number, assignments: Shift['assignments']): Shift => ({
    code,
    role: 'Door',
    start: iso(start),
    end: iso(start + 2),
    min: 1,
    assignments,
  });
  const volunteers = ['U0', 'U1'].map((person): Volunteer => ({ person, roles: ['Door'], skills: [] }));
  const fair = rotaOf({
    shifts: [shift('H1', 0, [{ person: 'U1', state: 'accepted' }]), shift('H2', 4, [])],
    volunteers,
  });
  const kept = fillRota(fillProblem(fair, NOW), { seconds: 5, clock, solve });
  expect(kept.places).toContainEqual({ person: 'U1', shift: 'H1' });
  expect(kept.places).toContainEqual({ person: 'U0', shift: 'H2' });
  expect(kept.worth.changes).toBe(0);
});

test('a place that nobody could have is explained by the rules that keep people away', () => {
  const shift: Shift = { code: 'H1', role: 'Stage', start: iso(10), end: iso(12), min: 2, assignments: [] };
  const volunteers: Volunteer[] = [
    { person: 'U0', roles: ['Stage'], skills: ['mixer'] },
    { person: 'U1', roles: ['Stage'], skills: [] },
    { person: 'U2', roles: ['Stage'], skills: ['mixer'], windows: [] },
    { person: 'U3', roles: ['Door'], skills: ['mixer'] },
  ];
  const rota = rotaOf({
    shifts: [shift],
    volunteers,
    roles: [{ name: 'Stage', leads: [], skills: ['mixer'] }],
  });
  const { impossible, goals } = fillRota(fillProblem(rota, NOW), { seconds: 5, clock, solve });
  expect(impossible).toEqual([expect.objectContaining({ shift: 'H1', missing: 1, able: 1, alone: true })]);
  expect(impossible[0]?.excluded).toEqual(
    expect.arrayContaining([
      { rule: 'skill', people: 1 },
      { rule: 'availability', people: 1 },
    ]),
  );
  expect(goals[0]?.gap).toBe(0);
});
