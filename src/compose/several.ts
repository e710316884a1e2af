/**
 * Several events in one process: one port, one Redis, one log; each event has its own store, Slack, phones and
 * secrets. One that cannot start is tried again, and the others do not wait for it.
 */

import { type Listening, listen } from '../adapters/http/server.ts';
import { createHttpOfSeveral, type EventState } from '../adapters/http/several.ts';
import { logOfEvent } from '../adapters/pino/event-log.ts';
import { createProcessFigures, mergeFigures } from '../adapters/prometheus/several.ts';
import type { EventShare } from '../adapters/queue/dispatcher.ts';
import type { Bot } from '../compose.ts';
import type { QueueName } from '../core/commit.ts';
import { FairBudget, type FairPart } from '../core/fair-share.ts';
import { Turns } from '../core/turns.ts';
import { version } from '../core/version.ts';
import { composeOne, type OneEvent } from './one.ts';
import type { EventConfig } from './read-events.ts';
import { openShared, type Shared } from './shared.ts';
import { type StopBudget, stopBudget } from './stop.ts';

/**
 * Jobs of a queue that run at a time in one process, for all of its events together; and what each event has of its
 * own beside, so that calls of another that hang until their time is out keep no page from beginning.
 */
const BUDGETS: Readonly<Record<QueueName, { readonly capacity: number; readonly own: number }>> = {
  pages: { capacity: 50, own: 2 },
  reminders: { capacity: 50, own: 1 },
  chores: { capacity: 10, own: 1 },
  webhooks: { capacity: 10, own: 1 },
};

/** Milliseconds until an event that could not start is tried again, doubled up to the longest. */
const FIRST_PAUSE = 5_000;
const MAX_PAUSE = 60_000;

/** What the events of a process take their turns and parts of. */
function createShares(): () => { readonly share: EventShare; leave(): void } {
  const turns = new Turns();
  const budgets: Readonly<Record<QueueName, FairBudget>> = {
    pages: new FairBudget(BUDGETS.pages),
    reminders: new FairBudget(BUDGETS.reminders),
    chores: new FairBudget(BUDGETS.chores),
    webhooks: new FairBudget(BUDGETS.webhooks),
  };
  return () => {
    const parts: FairPart[] = [];
    const join = (queue: QueueName, wake: () => void) => {
      const part = budgets[queue].join(wake);
      parts.push(part);
      return part;
    };
    return {
      share: { turns, join },
      leave: () => {
        for (const part of parts) part.leave();
      },
    };
  };
}

/** An event's place in the process: what runs there now, and why nothing does. */
interface Place {
  readonly event: EventConfig;
  running: OneEvent | undefined;
  reason: string;
  /** It takes nothing new, and is tried no more. */
  drain: (budget: StopBudget) => Promise<void>;
  stop: (budget: StopBudget) => Promise<void>;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Starts it, and tries again as long as it cannot. @returns once it was tried the first time */
async function keepRunning(
  place: Place,
  shared: Shared,
  shares: ReturnType<typeof createShares>,
): Promise<void> {
  const { name, config, env } = place.event;
  const log = logOfEvent(shared.log, name);
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  const attempt = async (pause: number): Promise<void> => {
    const { share, leave } = shares();
    let one: OneEvent | undefined;
    const close = async (budget = stopBudget(config.CALLBOARD_STOP_SECONDS, false)) => {
      place.running = undefined;
      await one
        ?.stop(budget)
        .catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'could not stop in order'));
      leave();
    };
    place.drain = async (budget) => {
      isStopped = true;
      clearTimeout(retry);
      await one?.drain(budget, undefined);
    };
    place.stop = close;
    try {
      one = await composeOne(config, { ...shared, log }, { env, share });
      await one.start();
      if (isStopped) return await close();
      place.running = one;
    } catch (error) {
      place.reason = reasonOf(error);
      await close();
      if (isStopped) return;
      log.error({ reason: place.reason, again: pause / 1000 }, 'this event cannot start; the others go on');
      retry = setTimeout(() => void attempt(Math.min(2 * pause, MAX_PAUSE)), pause);
    }
  };
  await attempt(FIRST_PAUSE);
}

async function stateOf(
  { event: { name }, running, reason }: Place,
  but: { readonly slack: boolean },
): Promise<EventState> {
  if (!running) return { name, reason };
  return await running.ready(but).then(
    () => ({ name, reason: undefined }),
    (error: unknown) => ({ name, reason: reasonOf(error) }),
  );
}

/** @param events - At least one; what is for the whole process is the same in each. */
export async function composeSeveral(events: readonly [EventConfig, ...EventConfig[]]): Promise<Bot> {
  const [{ config }] = events;
  // The traces of all events are of one service.
  const shared = await openShared({ ...config, CALLBOARD_EVENT: 'several' });
  const { log, requests } = shared;
  const shares = createShares();
  const places = events.map(
    (event): Place => ({
      event,
      running: undefined,
      reason: 'starting',
      drain: async () => {},
      stop: async () => {},
    }),
  );
  let isStarted = false;
  const figures = createProcessFigures();
  const http = createHttpOfSeveral({
    events: places.map((place) => ({
      name: place.event.name,
      publicUrl: place.event.config.PUBLIC_URL,
      http: () => place.running?.http,
    })),
    log,
    metricsToken: config.METRICS_TOKEN,
    states: (but) => Promise.all(places.map((place) => stateOf(place, but))),
    trouble: async () => {
      if (!isStarted) return 'starting';
      return await requests.ping().then(
        () => undefined,
        () => 'no Redis',
      );
    },
    metrics: async () => {
      const down = places.filter(({ running }) => !running).map(({ event }) => event.name);
      const texts = await Promise.all(places.map(({ running }) => running?.figures() ?? ''));
      return { type: figures.contentType, body: mergeFigures([await figures.text(down), ...texts]) };
    },
  });
  let listening: Listening | undefined;
  return {
    log,
    stopSeconds: config.CALLBOARD_STOP_SECONDS,
    async start() {
      log.info(
        { part: 'config', version, events: events.map(({ name }) => name) },
        'starting several events',
      );
      listening = await listen(http, config.PORT, config.HOST);
      await Promise.all(places.map((place) => keepRunning(place, shared, shares)));
      isStarted = true;
    },
    async stop({ patient }) {
      log.info({}, 'stopping');
      const budget = stopBudget(config.CALLBOARD_STOP_SECONDS, patient);
      listening?.drain();
      await Promise.all(places.map((place) => place.drain(budget)));
      await listening?.close(budget.lastMs);
      await Promise.all(places.map((place) => place.stop(budget)));
      await shared.close();
    },
  };
}
