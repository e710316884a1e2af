/** The only place where adapters are built and handed out; `compose/` has its parts, one for each thing a process does. */
import { logReadiness } from './adapters/http/readiness.ts';
import { listen } from './adapters/http/server.ts';
import { ERASURES } from './callboard/erase-documents.ts';
import { composeDoors, createReady } from './compose/doors.ts';
import { composeEvent } from './compose/event.ts';
import type { Life } from './compose/life.ts';
import { composeOthers } from './compose/others.ts';
import { createRuns } from './compose/run.ts';
import { openShared } from './compose/shared.ts';
import { drainWeb, stopBudget } from './compose/stop.ts';
import { watchAttendance } from './compose/watch-attendance.ts';
import type { WebParts } from './compose/web.ts';
import { composeWorker } from './compose/worker.ts';
import type { Config } from './config.ts';
import { configInWords } from './config.ts';
import type { Log } from './core/ports/log.ts';
import { version } from './core/version.ts';

export interface Bot {
  readonly log: Log;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /**
   * Takes nothing new, finishes what runs, gives back what it cannot finish, closes everything.
   *
   * @param how.patient - Waits until others have taken its place, as at a restart one process after the other.
   */
  stop(how: { readonly patient: boolean }): Promise<void>;
}

export async function compose(config: Config): Promise<Bot> {
  const shared = await openShared(config);
  const { log } = shared;
  const role = config.CALLBOARD_ROLE;
  const life: Life = { phase: 'starting' };
  const parts = await composeEvent(config, shared, life, () => web?.app.connected() ?? false);
  const { name: event, store, sandbox, processes } = parts;
  const runs = createRuns(parts);
  const worker = role === 'web' ? undefined : composeWorker(parts, runs);
  const others = composeOthers(parts, runs, worker && (() => worker.dispatcher.look()));
  // Bolt and all commands: a worker has no use for them.
  const web: WebParts | undefined =
    role === 'worker' ? undefined : (await import('./compose/web.ts')).composeWeb(parts, worker);
  const ready =
    web?.ready ?? createReady(parts, { claims: (within) => worker?.dispatcher.claims(within) ?? true });
  const http = web?.http ?? composeDoors(parts, ready);

  const closing: (() => Promise<unknown> | unknown)[] = [];
  const ending: { listening?: Awaited<ReturnType<typeof listen>> } = {};
  return {
    log,
    async start() {
      log.info({ part: 'config', event, version, ...configInWords(config) }, 'starting');
      ending.listening = await listen(http, config.PORT, config.HOST);
      closing.push(() => web?.close());
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
      const mode = web ? (web.app.http ? 'http' : 'socket') : undefined;
      const about = { event, version, node: process.version, role, ...(mode && { mode }) };
      const readiness = logReadiness({ ready, log, about });
      closing.push(() => readiness.stop());
    },
    async stop({ patient }) {
      log.info({ event, role }, 'stopping');
      const budget = stopBudget(config.CALLBOARD_STOP_SECONDS, patient && sandbox === undefined);
      const wasRunning = life.phase === 'running';
      life.phase = 'stopping';
      if (wasRunning) await sandbox?.stop();
      if (wasRunning) await processes.changed();
      // What its last requests make due is begun here, where jobs run here too.
      await drainWeb({ app: web?.app, listening: ending.listening, processes, log, budget });
      await others.stop(budget.leftForJobs());
      await worker?.stop(budget.leftForJobs());
      for (const close of closing.splice(0).reverse()) await close();
      await ending.listening?.close();
      store.close();
      await shared.close();
    },
  };
}
