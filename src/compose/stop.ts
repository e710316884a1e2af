/**
 * How a process ends while others go on: it says that it is not ready, goes on working until others have taken its
 * place, closes its connections once what came in by them is answered, and leaves what is left of the time to its jobs.
 */
import type { Listening } from '../adapters/http/server.ts';
import type { SlackApp } from '../adapters/slack/app.ts';
import type { Log } from '../core/ports/log.ts';
import type { Processes } from '../core/ports/processes.ts';

/** Of the time that there is. Whoever sends requests by `/readyz` has heard of it by then … */
const HEARD_SHARE = 0.25;
/** … and for another process that Slack reaches we wait no longer than this. */
const OTHERS_SHARE = 0.4;
/** For what came in last, before the jobs get the rest. */
const LAST_SHARE = 0.25;
/** Milliseconds that closing the connections takes. */
const RESERVED_MS = 500;
/** Milliseconds between looks for another process. */
const LOOK_MS = 200;

export interface StopBudget {
  /** Milliseconds to go on at least, and until another takes over at most. */
  readonly heardMs: number;
  readonly othersMs: number;
  readonly lastMs: number;
  /** Milliseconds from now. */
  leftForJobs(): number;
}

/** @param patient - False: nobody is waited for, and what runs is finished all the same. */
export function stopBudget(
  seconds: number,
  patient: boolean,
  now: () => number = () => performance.now(),
): StopBudget {
  const all = seconds * 1000;
  const end = now() + all;
  return {
    heardMs: patient ? all * HEARD_SHARE : 0,
    othersMs: patient ? all * OTHERS_SHARE : 0,
    lastMs: all * LAST_SHARE,
    leftForJobs: () => Math.max(0, end - RESERVED_MS - now()),
  };
}

interface Draining {
  readonly app: SlackApp | undefined;
  readonly listening: Listening | undefined;
  readonly processes: Processes;
  readonly log: Log;
  readonly budget: StopBudget;
}

/** Whether another process is there that Slack reaches; where nobody can say, we do not wait for it. */
const anotherIsThere = async ({ id, living }: Processes): Promise<boolean> =>
  await living().then(
    (all) => all.some((one) => one.id !== id && one.connected),
    () => true,
  );

export async function drainWeb({ app, listening, processes, log, budget }: Draining): Promise<void> {
  listening?.drain();
  if (app) {
    const began = performance.now();
    const passed = () => performance.now() - began;
    let isRelieved = false;
    while (passed() < budget.othersMs && !(isRelieved && passed() >= budget.heardMs)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      isRelieved ||= await anotherIsThere(processes);
    }
    if (budget.othersMs > 0 && !isRelieved)
      log.warn({}, 'no other process listens to Slack: what people do there until one starts is not heard');
  }
  await Promise.all([app?.stop(budget.lastMs), listening?.close(budget.lastMs)]);
}
