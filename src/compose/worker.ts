/** What works by itself: the jobs that are due, the chores, and who watches that they do. */
import { jobs } from '../../jobs/index.ts';
import { startChores } from '../adapters/cron/chores.ts';
import { checkPaging, startWatchdog } from '../adapters/http/watchdog.ts';
import { Dispatcher } from '../adapters/queue/dispatcher.ts';
import { atStart, chores } from '../chores.ts';
import { jobAsWork } from '../core/followed-work.ts';
import { runJob } from '../core/run-job.ts';
import type { EventParts } from './event.ts';

export interface WorkerParts {
  readonly dispatcher: Dispatcher;
  /** Resolves once jobs are handed out. */
  start(): Promise<void>;
  /** Finishes what runs, hands out nothing more. */
  stop(): Promise<void>;
}

export function composeWorker({
  name: event,
  config,
  shared,
  store,
  metrics,
  phones,
  deps,
  depsOf,
}: EventParts): WorkerParts {
  const { requests, workers } = shared;
  const { clock, log, telemetry } = deps;
  const handlers = new Map(jobs.map((handler) => [handler.kind.name, handler]));
  const dispatcher = new Dispatcher({
    outbox: store,
    clock,
    log,
    event,
    requests,
    workers,
    onStart: (claimed, late) => metrics.started(claimed, late),
    run: async (claimed) => {
      await telemetry.measure(
        jobAsWork(claimed, clock.now()),
        () => runJob(claimed, handlers.get(claimed.name), depsOf[claimed.queue]),
        { result: (outcome) => outcome },
      );
    },
  });
  const closing: (() => Promise<unknown> | unknown)[] = [];
  return {
    dispatcher,
    async start() {
      await atStart(deps);
      dispatcher.start();
      closing.push(() => dispatcher.stop());
      const periodic = startChores(chores(deps), requests, event, log);
      closing.push(() => periodic.stop());
      if (!config.WATCHDOG_URL) return;
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
    async stop() {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}
