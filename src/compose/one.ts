/** One event in a process, whether it is there alone or with others: from its parts to what runs. */
import { logReadiness } from '../adapters/http/readiness.ts';
import type { Listening } from '../adapters/http/server.ts';
import type { EventShare } from '../adapters/queue/dispatcher.ts';
import { ERASURES } from '../callboard/erase-documents.ts';
import type { Config, Env } from '../config.ts';
import { configInWords } from '../config.ts';
import { version } from '../core/version.ts';
import { composeDoors, createFigures, createReady } from './doors.ts';
import { composeEvent } from './event.ts';
import type { Life } from './life.ts';
import { composeOthers } from './others.ts';
import { createRuns } from './run.ts';
import type { Shared } from './shared.ts';
import { drainWeb, stopBudget } from './stop.ts';
import { watchAttendance } from './watch-attendance.ts';
import type { WebParts } from './web.ts';
import { composeWorker } from './worker.ts';

/** What is told apart where others are in the same process. */
export interface AmongOthers {
  /** Its own variables: where the secrets of its webhooks are. */
  readonly env: Env;
  readonly share: EventShare;
}

export interface OneEvent {
  readonly http: WebParts['http'];
  /** Rejects with the reason while it cannot work. */
  ready(): Promise<void>;
  /** Its figures, as Prometheus reads them. */
  figures(): Promise<string>;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /**
   * Takes nothing new, finishes what runs, gives back what it cannot finish, closes what is its own.
   *
   * @param how.patient - Waits until others have taken its place.
   * @param how.listening - Closed once what came in last is answered, where it is this event's alone.
   */
  stop(how: { readonly patient: boolean; readonly listening?: Listening | undefined }): Promise<void>;
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
  const ready =
    web?.ready ?? createReady(parts, { claims: (within) => worker?.dispatcher.claims(within) ?? true });
  const http = web?.http ?? composeDoors(parts, ready);

  const closing: (() => Promise<unknown> | unknown)[] = [() => web?.close()];
  return {
    http,
    ready,
    figures: createFigures(parts, ready),
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
      const mode = web ? (web.app.http ? 'http' : 'socket') : undefined;
      const about = { event, version, node: process.version, role, ...(mode && { mode }) };
      const readiness = logReadiness({ ready, log, about });
      closing.push(() => readiness.stop());
    },
    async stop({ patient, listening }) {
      log.info({ event, role }, 'stopping');
      const budget = stopBudget(config.CALLBOARD_STOP_SECONDS, patient && sandbox === undefined);
      const wasRunning = life.phase === 'running';
      life.phase = 'stopping';
      if (wasRunning) await sandbox?.stop();
      if (wasRunning) await processes.changed();
      // What its last requests make due is begun here, where jobs run here too.
      await drainWeb({ app: web?.app, listening, processes, log, budget });
      await others.stop(budget.leftForJobs());
      await worker?.stop(budget.leftForJobs());
      for (const close of closing.splice(0).reverse()) await close();
      await listening?.close();
      store.close();
    },
  };
}
