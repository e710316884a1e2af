/** One event in a process, whether it is there alone or with others: from its parts to what runs. */
import { logReadiness } from '../adapters/http/readiness.ts';
import type { Listening } from '../adapters/http/server.ts';
import type { EventShare } from '../adapters/queue/dispatcher.ts';
import { ERASURES } from '../callboard/erase-documents.ts';
import type { Config, Env } from '../config.ts';
import { configInWords } from '../config.ts';
import { version } from '../core/version.ts';
import { composeDoors, createReady, type Doors, type Ready } from './doors.ts';
import { composeEvent } from './event.ts';
import type { Life } from './life.ts';
import { composeOthers } from './others.ts';
import { createRuns } from './run.ts';
import type { Shared } from './shared.ts';
import { drainWeb, type StopBudget } from './stop.ts';
import { watchAttendance } from './watch-attendance.ts';
import type { WebParts } from './web.ts';
import { composeWorker } from './worker.ts';

/** What is told apart where others are in the same process. */
export interface AmongOthers {
  /** Its own variables: where the secrets of its webhooks are. */
  readonly env: Env;
  readonly share: EventShare;
}

export interface OneEvent extends Doors {
  readonly ready: Ready;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /**
   * Takes nothing new by Slack, once others have taken its place or the time for that is over.
   *
   * @param listening - The process's, where this event is there alone: it closes with it.
   */
  drain(budget: StopBudget, listening: Listening | undefined): Promise<void>;
  /** Finishes what runs, gives back what it cannot finish, closes what is its own. */
  stop(budget: StopBudget): Promise<void>;
}

/** @throws {Error} one line, where what it needs cannot be read or is refused */
export async function composeOne(config: Config, shared: Shared, among?: AmongOthers): Promise<OneEvent> {
  const { log } = shared;
  const role = config.CALLBOARD_ROLE;
  const life: Life = { phase: 'starting' };
  const isConnected = () => web?.app.connected() ?? false;
  const parts = await composeEvent(config, shared, life, isConnected, among?.env);
  const { name: event, store, sandbox, processes } = parts;
  const runs = createRuns(parts);
  const worker = role === 'web' ? undefined : composeWorker(parts, runs, among?.share);
  const others = composeOthers(parts, runs, worker && (() => worker.dispatcher.look()));
  // Bolt and all commands: a worker has no use for them.
  const web: WebParts | undefined =
    role === 'worker' ? undefined : (await import('./web.ts')).composeWeb(parts, worker);
  const claims = (withinMs: number) => worker?.dispatcher.claims(withinMs) ?? true;
  const ready = web?.ready ?? createReady(parts, { claims });
  const { http, figures } = web ?? composeDoors(parts, ready);

  const closing: (() => Promise<unknown> | unknown)[] = [() => store.close(), () => web?.close()];
  return {
    http,
    ready,
    figures,
    async start() {
      log.info({ part: 'config', event, version, ...configInWords(config) }, 'starting');
      const resealed = await store.reseal(ERASURES.map(({ kind }) => kind));
      if (resealed > 0) log.info({ count: resealed }, 'sealed what was there before under the key of now');
      await sandbox?.load(store);
      await web?.app.start();
      await worker?.start();
      others.start();
      sandbox?.start();
      life.phase = 'running';
      await processes.start();
      closing.push(() => processes.stop());
      closing.push(watchAttendance(parts));
      const mode = web && (web.app.http ? 'http' : 'socket');
      const about = { event, version, node: process.version, role, ...(mode && { mode }) };
      const readiness = logReadiness({ ready, log, about });
      closing.push(() => readiness.stop());
    },
    async drain(budget, listening) {
      log.info({ event, role }, 'stopping');
      const wasRunning = life.phase === 'running';
      life.phase = 'stopping';
      if (wasRunning) await sandbox?.stop();
      if (wasRunning) await processes.changed();
      await drainWeb({ app: web?.app, listening, processes, log, budget });
    },
    async stop(budget) {
      // Acked as the server closed, and perhaps not done yet.
      await web?.app.workDone(Math.min(budget.lastMs, budget.leftForJobs()));
      // What its last requests made due is begun here, where jobs run here too.
      await others.stop(budget.leftForJobs());
      await worker?.stop(budget.leftForJobs());
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}
