/**
 * A day of an event as what arrives, hour by hour, after the Saturday of docs/example-rehearsal.md: 112 people in Slack
 * and 61 pages, 357 reminders, 165 texts and 21 calls. Larger events are the same per person. What people read is an
 * assumption: nobody has measured that. Pure.
 */
import type { Costs } from '../costs.ts';
import type { Arrival, Station } from './simulate.ts';

/** Pages by hour from 07:00, as rehearsed. */
export const PAGES_BY_HOUR = [0, 5, 5, 6, 5, 5, 7, 6, 6, 6, 6, 4, 0];
export const REHEARSED = { people: 112, pages: 61, reminders: 357, texts: 165, calls: 21 } as const;
/** Commands, buttons and views of Home that one person asks for in the day: assumed. */
export const CLICKS_PER_PERSON = 6;
/** Of these, views of App Home, which are a call of `views.publish` each: assumed. */
export const HOMES_PER_PERSON = 2;
/** So many of the clicks come in the first ten minutes of an hour, when talks begin: assumed. */
const RUSH = 0.4;
const HOUR_MS = 3_600_000;
const RUSH_MS = 600_000;
/** Reminders fall due together: talks begin on the half hour. */
const SLOT_MS = 1_800_000;
/** Milliseconds that Slack and a provider take to answer: assumed, as bench/workers.ts's 50 ms is not. */
const ANSWER_MS = { slack: 150, provider: 300 };

/** Slack's budget and the pace of one telephone number, as the bot keeps to them (src/adapters/slack/budget.ts). */
export const LIMITS = {
  postsPerMinute: 200,
  /** Of the burst, what reminders leave to pages. */
  leaves: 50,
  /** views.publish. */
  homesPerMinute: 80,
  textsPerSecond: 1,
} as const;

export interface Plan {
  readonly events: number;
  /** In the Slack of each. */
  readonly people: number;
  /** Processes of the bot; each has a core. */
  readonly processes: number;
  /** Telephone numbers of each event. */
  readonly numbers: number;
}

const total = PAGES_BY_HOUR.reduce((sum, one) => sum + one, 0);

/** All that arrives in one hour of the day (0 is 07:00), in order. */
export function arrivalsOf(plan: Plan, hour: number, costs: Costs, random: () => number): Arrival[] {
  const { events, people, numbers } = plan;
  const size = people / REHEARSED.people;
  const weight = (PAGES_BY_HOUR[hour] ?? 0) / total;
  const call = costs.call;
  const arrivals: Arrival[] = [];
  /** A whole number, in the middle as many. */
  const about = (count: number) => Math.floor(count + random());
  const work = (cost: { cpuMs: number; redisMs: number }) => [
    { station: 'redis', takes: cost.redisMs },
    { station: 'bot', takes: cost.cpuMs },
  ];
  for (let event = 0; event < events; event++) {
    const posts = `posts ${event}`;
    for (let n = about(REHEARSED.pages * size * weight); n > 0; n--) {
      const visits = [
        ...work(costs.page),
        { station: posts, takes: 1, isForced: true },
        { station: `number ${event} ${Math.floor(random() * numbers)}`, takes: 1 },
        { station: 'bot', takes: call.cpuMs },
        { station: 'provider', takes: ANSWER_MS.provider },
      ];
      const at = random() * HOUR_MS;
      arrivals.push({ at, kind: 'page', priority: 0, visits });
      // The other texts and calls of a page come later, to others.
      for (let more = about(REHEARSED.texts / REHEARSED.pages - 1); more > 0; more--)
        arrivals.push({ at: at + 60_000 * random(), kind: 'text', priority: 0, visits: visits.slice(3) });
    }
    for (let n = about(REHEARSED.reminders * size * weight); n > 0; n--)
      arrivals.push({
        at: Math.floor((random() * HOUR_MS) / SLOT_MS) * SLOT_MS,
        kind: 'reminder',
        priority: 2,
        visits: [
          ...work(costs.reminder),
          { station: posts, takes: 1, leaves: LIMITS.leaves },
          { station: 'bot', takes: call.cpuMs },
          { station: 'slack', takes: ANSWER_MS.slack },
        ],
      });
    for (let n = about(CLICKS_PER_PERSON * people * weight); n > 0; n--) {
      const isHome = random() < HOMES_PER_PERSON / CLICKS_PER_PERSON;
      arrivals.push({
        at: random() * (random() < RUSH ? RUSH_MS : HOUR_MS),
        kind: isHome ? 'home' : 'click',
        priority: 1,
        visits: [
          ...work(costs.click),
          ...(isHome ? [{ station: `homes ${event}`, takes: 1 }] : []),
          { station: 'slack', takes: ANSWER_MS.slack },
        ],
      });
    }
  }
  return arrivals.toSorted((a, b) => a.at - b.at);
}

/** What each station of a plan is. */
export function stationOf({ processes }: Plan, name: string): Station {
  const [kind] = name.split(' ');
  if (kind === 'bot') return { servers: processes };
  if (kind === 'redis') return { servers: 1 };
  if (kind === 'posts') return { stepMs: 60_000 / LIMITS.postsPerMinute, burst: LIMITS.postsPerMinute };
  if (kind === 'homes') return { stepMs: 60_000 / LIMITS.homesPerMinute, burst: LIMITS.homesPerMinute };
  // Three may be ahead of what leaves (src/core/send-pace.ts).
  if (kind === 'number') return { stepMs: 1000 / LIMITS.textsPerSecond, burst: 3 };
  return { servers: Number.POSITIVE_INFINITY };
}
