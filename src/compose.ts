/** The only place where adapters are built and handed out; `compose/` has its parts, one for each thing a process does. */
import { listen } from './adapters/http/server.ts';
import { composeOne } from './compose/one.ts';
import { openShared } from './compose/shared.ts';
import type { Config } from './config.ts';
import type { Log } from './core/ports/log.ts';

export interface Bot {
  readonly log: Log;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /** Finishes what runs, hands out nothing more, closes everything. */
  stop(): Promise<void>;
}

export async function compose(config: Config): Promise<Bot> {
  const shared = await openShared(config);
  const one = await composeOne(config, shared);
  const closing: (() => Promise<unknown> | unknown)[] = [];
  return {
    log: shared.log,
    async start() {
      const listening = await listen(one.http, config.PORT, config.HOST);
      closing.push(() => listening.close());
      await one.start();
    },
    async stop() {
      await one.stop();
      for (const close of closing.splice(0).reverse()) await close();
      await shared.close();
    },
  };
}
