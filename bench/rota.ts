/** Fills real rotas with made-up people: how long, how near the optimum, and how much better than greedy. */
import { existsSync, readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { createOptimizer } from '../src/adapters/highs/optimizer.ts';
import type { FillResult } from '../src/domain/rota/fill/fill.ts';
import { fillProblem } from '../src/domain/rota/fill/problem.ts';
import type { Role, Shift } from '../src/domain/rota/shift.ts';
import { parseShifts } from '../src/formats/rota/parse.ts';
import { checkFilling } from '../test/support/check-fill.ts';
import { madeUpPeople, rotaOf } from '../test/support/made-up-people.ts';

const DATA = new URL('../../shared/data/volunteers/', import.meta.url);

interface Instance {
  readonly name: string;
  readonly file: string;
  readonly people: number;
  readonly most?: number;
  /** Hours of rest after each shift. */
  readonly rest?: number;
  /** So many of the sessions of the day are starred by each, as made-up hours of an hour each. */
  readonly stars?: number;
}

const INSTANCES: readonly Instance[] = [
  { name: 'EMF 2022, plenty', file: 'emf2022.shifts.json', people: 250, most: 590 },
  {
    name: 'EMF 2022, rest 2 h, stars',
    file: 'emf2022.shifts.json',
    people: 250,
    most: 590,
    rest: 2,
    stars: 6,
  },
  { name: 'EMF 2022, too few', file: 'emf2022.shifts.json', people: 110, most: 590, rest: 1, stars: 6 },
  { name: '39C3 halls', file: '39c3-saal-block-shifts.schedule.json', people: 80, rest: 8 },
  { name: '39C3 build-up', file: '39c3-buildup-teardown-shifts.schedule.json', people: 120, rest: 8 },
];

const clock = (text: string) => Date.parse(text);

export async function fillInstance(instance: Instance) {
  const parsed = parseShifts(readFileSync(new URL(instance.file, DATA)), { zone: 'Europe/London' });
  const shifts: Shift[] = parsed.shifts
    .slice(0, instance.most)
    .map(({ key: _, ...draft }, index) => ({ ...draft, code: `H${index + 1}`, assignments: [] }));
  const volunteers = madeUpPeople(shifts, instance.people, 2022);
  const roles: Role[] = [...new Set(shifts.map(({ role }) => role))].map((name) => ({
    name,
    leads: [],
    nightWeight: 1.5,
    ...(instance.rest !== undefined && { rest: instance.rest }),
  }));
  const first = Math.min(...shifts.map(({ start }) => clock(start)));
  const span = Math.max(...shifts.map(({ end }) => clock(end))) - first;
  const stars = new Map(
    volunteers.map(({ person }, who) => [
      person,
      Array.from({ length: instance.stars ?? 0 }, (_, n) => {
        const start = first + (((who * 7 + n * 13) % 97) / 97) * span;
        return {
          code: `S${n}`,
          start: new Date(start).toISOString(),
          end: new Date(start + 3_600_000).toISOString(),
        };
      }),
    ]),
  );
  const rota = rotaOf({ shifts, volunteers, roles, stars, zone: 'Europe/London' });
  const problem = fillProblem(rota, Temporal.Instant.fromEpochMilliseconds(first - 86_400_000));
  const begun = performance.now();
  const result = await createOptimizer().fill(problem, { seconds: 18 });
  const seconds = (performance.now() - begun) / 1000;
  const checked = checkFilling({ shifts, people: volunteers, roles, talks: {}, places: result.places });
  return { result, seconds, checked };
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const gaps = (result: FillResult) => Object.fromEntries(result.goals.map(({ goal, gap }) => [goal, gap]));

export async function benchRota(): Promise<void> {
  if (!existsSync(DATA)) {
    console.log('rota: ../shared/data is absent, nothing to fill');
    return;
  }
  const rows: Record<string, string | number>[] = [];
  for (const instance of INSTANCES) {
    const { result, seconds, checked } = await fillInstance(instance);
    const { worth, greedy, size } = result;
    const gap = gaps(result);
    rows.push({
      instance: instance.name,
      shifts: size.shifts,
      people: size.people,
      options: size.options,
      seconds: Number(seconds.toFixed(1)),
      'unmet (greedy)': `${worth.unmet} (${greedy.unmet})`,
      'gap unmet': percent(gap['unmet'] ?? 0),
      'clashes (greedy)': `${worth.clashes} (${greedy.clashes})`,
      'gap clashes': percent(gap['clashes'] ?? 0),
      'unfair (greedy)': `${worth.unfair.toFixed(1)} (${greedy.unfair.toFixed(1)})`,
      'gap unfair': percent(gap['unfair'] ?? 0),
      'better than greedy': percent((greedy.unfair - worth.unfair) / greedy.unfair),
      'rules broken': checked.wrong.length,
    });
  }
  console.table(rows);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await benchRota();
