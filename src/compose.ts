/** The only place where adapters are built and handed out; `compose/` has its parts, one for each thing a process does. */
import { type Listening, listen } from './adapters/http/server.ts';
import { composeOne } from './compose/one.ts';
import { openShared } from './compose/shared.ts';
import type { Config } from './config.ts';
import type { Log } from './core/ports/log.ts';

export interface Bot {
  readonly log: Log;
  /** Seconds that its end may take: CALLBOARD_STOP_SECONDS. */
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
      await one.stop({ patient, listening });
      await shared.close();
    },
  };
}
