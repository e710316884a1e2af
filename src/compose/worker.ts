/** What works by itself: the jobs that are due, the chores, and who watches that they do. */
import { startChores } from '../adapters/cron/chores.ts';
import { checkPaging, startWatchdog } from '../adapters/http/watchdog.ts';
import { Dispatcher, type EventShare } from '../adapters/queue/dispatcher.ts';
import { wakeWorkers } from '../adapters/redis/wake.ts';
import type { SlackDirectory } from '../adapters/slack/directory.ts';
import { atStart, chores } from '../chores.ts';
import type { EventParts } from './event.ts';
import type { Runs } from './run.ts';

export interface WorkerParts {
  readonly dispatcher: Dispatcher;
  /** Resolves once jobs are handed out. */
  start(): Promise<void>;
  /**
   * Hands out nothing more, and finishes what runs; what is not done by then is given back to the others.
   *
   * @param graceMs - Real milliseconds.
   */
  stop(graceMs: number): Promise<void>;
}

/** @param share - What it has of a process that serves several events. */
export function composeWorker(parts: EventParts, runs: Runs, share?: EventShare): WorkerParts {
  const { name: event, config, shared, store, metrics, phones, queues, directory, deps } = parts;
  const { requests, workers } = shared;
  const { clock, log } = deps;
  const dispatcher = new Dispatcher({
    outbox: store,
    clock,
    log,
    event,
    requests,
    workers,
    queues,
    ...(share && { share }),
    onStart: (claimed, late) => metrics.started(claimed, late),
    run: (claimed) => runs.run(claimed),
  });
  const closing: (() => Promise<unknown> | unknown)[] = [];
  return {
    dispatcher,
    async start() {
      await atStart(deps);
      dispatcher.start();
      // Where Slack is listened to, whoever listens reads it.
      if (config.CALLBOARD_ROLE === 'worker') closing.push(keepCurrent(directory));
      const periodic = startChores(chores(deps), requests, event, log);
      closing.push(() => periodic.stop());
      // It says that pages leave: whoever does not run them cannot say so.
      if (!config.WATCHDOG_URL || !queues.includes('pages')) return;
      const able = () =>
        checkPaging({
          now: () => clock.now(),
          store,
          claims: (withinMs) => dispatcher.claims(withinMs),
          slackWorks: deps.slackAnswers,
          phonesWork: () => phones.providers.some((provider) => provider.works()),
        });
      const watchdog = startWatchdog({ url: config.WATCHDOG_URL, able, log });
      closing.push(() => watchdog.stop());
    },
    async stop(graceMs) {
      for (const close of closing.splice(0).reverse()) await close();
      const given = await dispatcher.stop(graceMs);
      if (given.length === 0) return;
      log.warn({ jobs: given.map(({ id }) => id) }, 'jobs that were not done in time were given back');
      await wakeWorkers(requests, event, new Set(given.map(({ queue }) => queue)));
    },
  };
}

const DAY_MS = 86_400_000;

/** Reads who is in the workspace, now and each day. @returns what ends it */
function keepCurrent(directory: SlackDirectory): () => void {
  void directory.refresh();
  const timer = setInterval(() => void directory.refresh(), DAY_MS).unref();
  return () => clearInterval(timer);
}
