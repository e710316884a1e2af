/** What the other processes of the event have for this one: a word that something is due, or a job that only it can do. */
import { listenToOthers } from '../adapters/redis/wake.ts';
import { createForgetEnded } from '../keys/forget-ended.ts';
import { createOrphanWatch } from '../keys/tend-orphaned.ts';
import type { EventParts } from './event.ts';
import type { Runs } from './run.ts';

/** Real milliseconds between looks whether a key in our memory is still wanted. */
const FORGET_EVERY_MS = 60_000;
/**
 * Real milliseconds between looks whether the process is gone that held the key of an open ceremony: for those of which
 * nobody who is left has ever heard. Of the others we are told.
 */
const ORPHANS_EVERY_MS = 5_000;

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
  const tendOrphaned = createOrphanWatch(deps, processes);
  const looking: NodeJS.Timeout[] = [];
  // Where the store does not answer, the next look comes.
  const lookEvery = (milliseconds: number, once: () => Promise<void>) =>
    void looking.push(setInterval(() => void once().catch(() => {}), milliseconds).unref());
  return {
    start() {
      lookEvery(FORGET_EVERY_MS, forgetEnded);
      // By whoever can do the work that this makes.
      if (queues.includes('pages')) {
        lookEvery(ORPHANS_EVERY_MS, tendOrphaned);
        processes.onGone(() => void tendOrphaned().catch(() => {}));
      }
      const own = { event, id: processes.id, queues };
      end = listenToOthers(shared.workers, own, {
        woken: () => look?.(),
        handed(claimed) {
          const work: Promise<void> = runs.handed(claimed).finally(() => {
            running.delete(work);
          });
          running.add(work);
        },
      });
    },
    async stop(graceMs) {
      end();
      for (const timer of looking) clearInterval(timer);
      const limit = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all(running), limit]);
    },
  };
}
