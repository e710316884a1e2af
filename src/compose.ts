/** The only place where adapters are built and handed out; `compose/` has its parts, one for each thing a process does. */
import { logReadiness } from './adapters/http/readiness.ts';
import { listen } from './adapters/http/server.ts';
import { ERASURES } from './callboard/erase-documents.ts';
import { composeEvent } from './compose/event.ts';
import { openShared } from './compose/shared.ts';
import { composeWeb, type WebParts } from './compose/web.ts';
import { composeWorker } from './compose/worker.ts';
import type { Config } from './config.ts';
import { configInWords } from './config.ts';
import type { Log } from './core/ports/log.ts';
import { version } from './core/version.ts';

export interface Bot {
  readonly log: Log;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /** Finishes what runs, hands out nothing more, closes everything. */
  stop(): Promise<void>;
}

export async function compose(config: Config): Promise<Bot> {
  const shared = await openShared(config);
  const { log } = shared;
  const parts = await composeEvent(config, shared, () => web.app.connected());
  const { name: event, store, sandbox } = parts;
  const worker = composeWorker(parts);
  let started = false;
  const web: WebParts = composeWeb(parts, worker, () => started);
  const { app, ready } = web;

  const closing: (() => Promise<unknown> | unknown)[] = [];
  return {
    log,
    async start() {
      log.info({ part: 'config', event, version, ...configInWords(config) }, 'starting');
      const listening = await listen(web.http, config.PORT, config.HOST);
      closing.push(() => web.close());
      closing.push(() => listening.close());
      const resealed = await store.reseal(ERASURES.map(({ kind }) => kind));
      if (resealed > 0) log.info({ count: resealed }, 'sealed what was there before under the key of now');
      await sandbox?.load(store);
      await app.start();
      closing.push(() => app.stop());
      await worker.start();
      closing.push(() => worker.stop());
      sandbox?.start();
      closing.push(() => sandbox?.stop());
      started = true;
      const about = { event, version, node: process.version, mode: app.http ? 'http' : 'socket' };
      const readiness = logReadiness({ ready, log, about });
      closing.push(() => readiness.stop());
    },
    async stop() {
      log.info({ event }, 'stopping');
      for (const close of closing.splice(0).reverse()) await close();
      store.close();
      await shared.close();
    },
  };
}
