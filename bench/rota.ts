/** Fills real rotas with made-up people: how long, how near the optimum, and how much better than greedy. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { createOptimizer } from '../src/adapters/highs/optimizer.ts';
import { parseShifts } from '../src/formats/rota/parse.ts';
import type { FillResult } from '../src/rota/domain/fill/fill.ts';
import { fillProblem } from '../src/rota/domain/fill/problem.ts';
import type { Role, Shift } from '../src/rota/domain/shift.ts';
import { checkFilling } from '../test/support/check-fill.ts';
import { madeUpPeople, rotaOf } from '../test/support/made-up-people.ts';
import { type Benchmark, type Figure, measured } from './figure.ts';

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

async function fillInstance(instance: Instance) {
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
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const result = await createOptimizer().fill(problem, { seconds: 18 });
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const checked = checkFilling({ shifts, people: volunteers, roles, talks: {}, places: result.places });
  return { result, seconds, cpuSeconds, checked };
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const gapOf = (result: FillResult, goal: string) => result.goals.find((one) => one.goal === goal)?.gap ?? 0;

/** What the optimizer is ahead of filling shift by shift: places first, then how unfair it is. */
function ahead({ worth, greedy }: FillResult): string {
  if (greedy.unmet > worth.unmet) return `${greedy.unmet - worth.unmet} places filled more`;
  return `${percent((greedy.unfair - worth.unfair) / greedy.unfair)} less unfair`;
}

const deviation = (hours: readonly number[]): number => {
  const mean = hours.reduce((sum, one) => sum + one, 0) / Math.max(1, hours.length);
  return Math.sqrt(hours.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, hours.length));
};

type Filled = Awaited<ReturnType<typeof fillInstance>>;

function rowOf(
  instance: Instance,
  { result, seconds, cpuSeconds, checked }: Filled,
): Record<string, string | number> {
  const { worth, greedy, size } = result;
  const hours = [...checked.hours.values()];
  return {
    instance: instance.name,
    shifts: size.shifts,
    people: size.people,
    options: size.options,
    seconds: Number(seconds.toFixed(1)),
    // Of all threads: what it costs, however busy the machine is with other things.
    'cpu s': Number(cpuSeconds.toFixed(1)),
    'unmet (greedy)': `${worth.unmet} (${greedy.unmet})`,
    'its gap': percent(gapOf(result, 'unmet')),
    'missed (greedy)': `${worth.clashes} (${greedy.clashes})`,
    'gap of it': percent(gapOf(result, 'clashes')),
    'unfair (greedy)': `${worth.unfair.toFixed(1)} (${greedy.unfair.toFixed(1)})`,
    'its gap ': percent(gapOf(result, 'unfair')),
    'σ hours': deviation(hours).toFixed(2),
    'ahead of greedy by': ahead(result),
    'rules broken': checked.wrong.length,
  };
}

/** The first instance is the one that a goal was set for. */
const GOAL = { seconds: 20, gap: 0.01 };

export const rota: Benchmark = {
  name: 'rota',
  async run() {
    if (!existsSync(DATA)) {
      console.log('rota: ../shared/data is absent, so there is nothing to fill');
      return [];
    }
    const rows: Record<string, string | number>[] = [];
    const figures: Figure[] = [];
    for (const instance of INSTANCES) {
      const filled = await fillInstance(instance);
      rows.push(rowOf(instance, filled));
      const gap = Math.max(...filled.result.goals.slice(0, 3).map((one) => one.gap));
      const sound = filled.checked.wrong.length === 0;
      const what = `fill, ${instance.name}: ${filled.result.size.shifts} shifts, ${filled.result.size.people} people`;
      figures.push({
        ...measured({ what, unit: 's', ours: filled.seconds, goal: { of: 'ours', most: GOAL.seconds } }),
        ours: `${filled.seconds.toFixed(1)} s, gap ${percent(gap)}, ${ahead(filled.result)}`,
        goal: `≤ ${GOAL.seconds} s, gap ≤ ${GOAL.gap * 100} %`,
        met: sound && filled.seconds <= GOAL.seconds && gap <= GOAL.gap,
      });
    }
    console.table(rows);
    return figures;
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await rota.run();
