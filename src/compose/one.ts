/** One event in a process, whether it is there alone or with others: from its parts to what runs. */
import { logReadiness } from '../adapters/http/readiness.ts';
import type { EventShare } from '../adapters/queue/dispatcher.ts';
import { ERASURES } from '../callboard/erase-documents.ts';
import type { Config, Env } from '../config.ts';
import { configInWords } from '../config.ts';
import { version } from '../core/version.ts';
import { composeEvent } from './event.ts';
import type { Shared } from './shared.ts';
import { composeWeb, type WebParts } from './web.ts';
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
  /** Finishes what runs, hands out nothing more, closes what is its own. */
  stop(): Promise<void>;
}

/** @throws {Error} one line, where what it needs cannot be read or is refused */
export async function composeOne(config: Config, shared: Shared, others?: AmongOthers): Promise<OneEvent> {
  const { log } = shared;
  const parts = await composeEvent(config, shared, () => web.app.connected(), others?.env);
  const { name: event, store, sandbox } = parts;
  const worker = composeWorker(parts, others?.share);
  let started = false;
  const web: WebParts = composeWeb(parts, worker, () => started);
  const { app, ready } = web;

  const closing: (() => Promise<unknown> | unknown)[] = [() => store.close(), () => web.close()];
  return {
    http: web.http,
    ready,
    figures: web.figures,
    async start() {
      log.info({ part: 'config', event, version, ...configInWords(config) }, 'starting');
      const resealed = await store.reseal(ERASURES.map(({ kind }) => kind));
      if (resealed > 0) log.info({ count: resealed }, 'sealed what was there before under the key of now');
      await sandbox?.load(store);
      await app.start();
      closing.push(() => app.stop());
      closing.push(() => worker.stop());
      await worker.start();
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
    },
  };
}
