/** What the other processes of the event have for this one: a word that something is due, or a job that only it can do. */
import { listenToOthers } from '../adapters/redis/wake.ts';
import { createForgetEnded } from '../keys/forget-ended.ts';
import type { EventParts } from './event.ts';
import type { Runs } from './run.ts';

/** Real milliseconds between looks whether a key in our memory is still wanted. */
const FORGET_EVERY_MS = 60_000;

export interface Others {
  start(): void;
  /** Hears nothing more, and resolves when what was handed over is done, after so many real milliseconds at most. */
  stop(graceMs: number): Promise<void>;
}

/** @param look - Looks what is due, where this process runs jobs. */
export function composeOthers(
  { name: event, shared, processes, queues, deps }: EventParts,
  runs: Runs,
  look: (() => void) | undefined,
): Others {
  const running = new Set<Promise<void>>();
  let end = () => {};
  const forgetEnded = createForgetEnded(deps);
  let forgetting: NodeJS.Timeout | undefined;
  return {
    start() {
      // Where the store does not answer, the next look comes.
      forgetting = setInterval(() => void forgetEnded().catch(() => {}), FORGET_EVERY_MS).unref();
      const own = { event, id: processes.id, queues };
      end = listenToOthers(shared.workers, own, {
        woken: () => look?.(),
        handed(claimed) {
          const work = runs.handed(claimed).finally(() => running.delete(work));
          running.add(work);
        },
      });
    },
    async stop(graceMs) {
      end();
      clearInterval(forgetting);
      const limit = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all(running), limit]);
    },
  };
}
