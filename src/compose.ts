/** The only place where adapters are built and handed out; `compose/` has its parts, one for each thing a process does. */
import { type Listening, listen } from './adapters/http/server.ts';
import { composeOne } from './compose/one.ts';
import { openShared } from './compose/shared.ts';
import { stopBudget } from './compose/stop.ts';
import type { Config } from './config.ts';
import type { Log } from './core/ports/log.ts';

export interface Bot {
  readonly log: Log;
  /** How long it may take to stop. */
  readonly stopSeconds: number;
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
  const one = await composeOne(config, shared);
  let listening: Listening | undefined;
  return {
    log: shared.log,
    stopSeconds: config.CALLBOARD_STOP_SECONDS,
    async start() {
      listening = await listen(one.http, config.PORT, config.HOST);
      await one.start();
    },
    async stop({ patient }) {
      const isSandbox = config.CALLBOARD_SANDBOX !== undefined;
      const budget = stopBudget(config.CALLBOARD_STOP_SECONDS, patient && !isSandbox);
      await one.drain(budget, listening);
      await one.stop(budget);
      await listening?.close();
      await shared.close();
    },
  };
}
