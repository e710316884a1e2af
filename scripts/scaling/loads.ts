/** The loads that the scaling rule is held to, and where their numbers come from. */
import { CONCURRENCY, FROM_BULL, IN_FLIGHT } from '../../src/adapters/queue/room.ts';
import type { Burst, Load, Machine } from './model.ts';

/**
 * - A reminder judged, written, sent and recorded took 0.38 ms of one process (bench/README.md: 1,000 in 384 ms), and a
 *   request to Slack by the real adapter 0.85 ms (the same: `/page` beside its bare request); both are taken for more, and
 *   `npx tsx scripts/simulate-scaling.ts --slower N` for N times as much.
 * - Places are the dispatcher's: those that begin without BullMQ, and those that come through it.
 * - Slack's budget is src/adapters/slack/budget.ts.
 * - A pod takes ten seconds where its image is on the machine already; Prometheus asks every 15 (the PodMonitor).
 */
export const MACHINE: Machine = {
  judgeSeconds: 0.0005,
  requestSeconds: 0.0015,
  answerSeconds: 0.3,
  places: {
    reminders: CONCURRENCY.reminders + FROM_BULL.reminders,
    chores: CONCURRENCY.chores + FROM_BULL.chores,
  },
  inFlight: IN_FLIGHT,
  slack: { perMinute: 200, left: 0.25 },
  startSeconds: 10,
  scrapeSeconds: 15,
};

const MINUTE = 60;
const HOUR = 3600;
/** When each begins, so that the figures have been looked at before. */
const BEGIN = 60;

/** One thing of housekeeping a minute, and five reminders an hour. */
export const quietNight: Load = {
  name: 'a quiet night, eight hours',
  seconds: 8 * HOUR,
  events: 1,
  bursts: [
    ...Array.from({ length: 8 * MINUTE }, (_, n): Burst => ({ at: n * MINUTE, jobs: 1, queue: 'chores' })),
    ...Array.from({ length: 40 }, (_, n): Burst => ({ at: n * 720, jobs: 1, queue: 'reminders' })),
  ].toSorted((a, b) => a.at - b.at),
};

/** Jobs of housekeeping that a page brings with it: its card and the boards are drawn anew as it goes on. */
const CHORES_OF_A_PAGE = 12;

/**
 * A Saturday as it was recorded: the pages of each hour and all reminders, of docs/example-rehearsal.md. Pages have a
 * worker of their own; here is what they bring with them.
 *
 * @throws {Error} where the page has no such table
 */
export function saturdayOf(rehearsal: string): Load {
  const hours = [...rehearsal.matchAll(/^\| (\d\d):00[^|]*\| (\d+) \|/gm)].map(([, , pages]) =>
    Number(pages),
  );
  const sessions = Number(/: (\d+) sessions in/.exec(rehearsal)?.[1]);
  const reminders = Number(/^\| A reminder leaves[^|]*\| \d+ \| (\d+) \|/m.exec(rehearsal)?.[1]);
  if (hours.length === 0 || !sessions || !reminders)
    throw new Error('the rehearsal has not what is looked for');
  const seconds = hours.length * HOUR;
  const cards = hours.flatMap((pages, hour) =>
    Array.from({ length: pages }, (_, n) => ({
      at: Math.round((hour + (n + 0.5) / pages) * HOUR),
      jobs: CHORES_OF_A_PAGE,
      queue: 'chores' as const,
    })),
  );
  // Those of a session fall due together.
  const reminded = Array.from({ length: sessions }, (_, n) => ({
    at: Math.round(((n + 0.5) / sessions) * seconds),
    jobs: Math.round(((n + 1) * reminders) / sessions) - Math.round((n * reminders) / sessions),
    queue: 'reminders' as const,
  }));
  return {
    name: 'FOSDEM’s Saturday, as rehearsed',
    seconds,
    events: 1,
    bursts: [...cards, ...reminded].toSorted((a, b) => a.at - b.at),
  };
}

/** 10,000 alerts in half a minute are six pages at most (docs/integrations.md), whose cards are drawn every two seconds. */
export const alertStorm: Load = {
  name: 'a storm of 10,000 alerts',
  seconds: 30 * MINUTE,
  events: 1,
  bursts: Array.from({ length: 15 }, (_, n): Burst => ({ at: BEGIN + 2 * n, jobs: 6, queue: 'chores' })),
};

/** Everybody's reminder for the same minute. */
export const remindersAtOnce = (events: number): Load => ({
  name: events === 1 ? '1,000 reminders at once' : `1,000 reminders at once in each of ${events} events`,
  seconds: 30 * MINUTE,
  events,
  bursts: [{ at: BEGIN, jobs: 1000, queue: 'reminders' }],
});

/** After an outage of an hour, say: what was put off falls due together, and none of it is Slack's. */
export const choresAtOnce = (events: number): Load => ({
  name: `200 chores at once in each of ${events} events, of 2 s each`,
  seconds: 30 * MINUTE,
  events,
  bursts: [{ at: BEGIN, jobs: 200, queue: 'chores', answerSeconds: 2 }],
});
