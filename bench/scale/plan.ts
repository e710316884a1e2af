/** The plans of `docs/scale.md`: how late what is when, and what is used up first. Pure. */
import type { Costs } from '../costs.ts';
import { percentile } from '../figure.ts';
import { arrivalsOf, PAGES_BY_HOUR, type Plan, stationOf } from './day.ts';
import { seededRandom, simulate } from './simulate.ts';

export interface Planned extends Plan {
  /** Milliseconds, p50 and p99 of the busiest hour, by kind. */
  readonly late: Readonly<Record<string, readonly [number, number]>>;
  /** Shares of the busiest hour, by station: of many of a kind the busiest. */
  readonly used: Readonly<Record<string, number>>;
  /** The station that is used most. */
  readonly wall: string;
}

const BUSIEST = PAGES_BY_HOUR.indexOf(Math.max(...PAGES_BY_HOUR));
const HOUR_MS = 3_600_000;
const LIMITED = ['bot', 'redis', 'posts', 'homes', 'number'];

/** The busiest hour of a plan. */
export function planHour(plan: Plan, costs: Costs, seed = 1): Planned {
  const arrivals = arrivalsOf(plan, BUSIEST, costs, seededRandom(seed));
  const { took, busyMs } = simulate(arrivals, (name) => stationOf(plan, name));
  const used: Record<string, number> = {};
  for (const [name, busy] of busyMs) {
    const [kind = ''] = name.split(' ');
    const servers = kind === 'bot' ? plan.processes : 1;
    if (LIMITED.includes(kind)) used[kind] = Math.max(used[kind] ?? 0, busy / HOUR_MS / servers);
  }
  const late = Object.fromEntries(
    [...took].map(([kind, all]) => [kind, [percentile(all, 0.5), percentile(all, 0.99)] as const]),
  );
  const [wall = ''] = Object.entries(used).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return { ...plan, late, used, wall };
}

const STATIONS: Readonly<Record<string, string>> = {
  bot: 'processor time of the bot',
  redis: 'processor time of Redis',
  posts: 'Slack: `chat.postMessage`',
  homes: 'Slack: `views.publish`',
  number: 'texts of a number',
};

const seconds = (milliseconds = 0): string =>
  milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(2)} s` : `${(milliseconds / 1000).toFixed(0)} s`;

const percent = (share = 0): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** A table of plans: what each kind waits, p50 / p99, what is used, and which is used most. */
export function planTable(plans: readonly Planned[]): string {
  const late = ({ late: by }: Planned, kind: string) =>
    by[kind] ? `${seconds(by[kind][0])} / ${seconds(by[kind][1])}` : '';
  return [
    '| events | people each | processes | numbers each | page → text | reminder | click | Home | bot | Redis | posts | Homes | number | the wall |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...plans.map((plan) => {
      const cells = [
        plan.events.toLocaleString('en'),
        plan.people.toLocaleString('en'),
        plan.processes,
        plan.numbers,
        ...['page', 'reminder', 'click', 'home'].map((kind) => late(plan, kind)),
        ...LIMITED.map((kind) => percent(plan.used[kind])),
        STATIONS[plan.wall] ?? '',
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

/** So many things a second one core of the bot's carries, and one Redis: by their processor time alone. */
export function costTable(costs: Costs): string {
  const names = {
    page: 'a page, opened to resolved, with its cards',
    reminder: 'a reminder',
    fact: 'a commit of one fact',
    click: 'a slash command over HTTP, to the end of its answer',
    call: 'a message to Slack over HTTP',
  } as const satisfies Record<keyof Costs, string>;
  const rows = (Object.keys(names) as (keyof Costs)[]).map((kind) => {
    const { cpuMs, redisMs, commands, keptBytes, diskBytes, calls } = costs[kind];
    const cells = [
      names[kind],
      `${cpuMs.toFixed(2)} ms`,
      `${redisMs.toFixed(2)} ms`,
      commands.toFixed(0),
      `${(keptBytes / 1000).toFixed(1)} kB`,
      `${(diskBytes / 1000).toFixed(1)} kB`,
      calls.toFixed(0),
      (1000 / cpuMs).toFixed(0),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| | processor, bot | processor, Redis | commands | kept in memory | written to disk | calls out | a second, on one core |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
