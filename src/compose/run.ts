/**
 * Runs a job where it can be run: here, or in the process that holds the key which it needs. The private key of a
 * ceremony is in the memory of the process in which it was begun, mostly a web; its jobs are claimed by workers.
 */
import { jobs } from '../../jobs/index.ts';
import { runUnderLease } from '../adapters/queue/under-lease.ts';
import { handToProcess } from '../adapters/redis/wake.ts';
import { jobAsWork } from '../core/followed-work.ts';
import type { ClaimedJob } from '../core/ports/outbox.ts';
import { runJob } from '../core/run-job.ts';
import { custodianNeeded } from '../keys/domain/jobs.ts';
import type { EventParts } from './event.ts';

export interface Runs {
  /** A job that this process has claimed. */
  run(claimed: ClaimedJob): Promise<void>;
  /** A job that another process has claimed and handed to this one. Never rejects. */
  handed(claimed: ClaimedJob): Promise<void>;
}

export function createRuns(parts: EventParts): Runs {
  const { name: event, shared, store, processes, deps, depsOf } = parts;
  const { clock, telemetry, log } = deps;
  const handlers = new Map(jobs.map((handler) => [handler.kind.name, handler]));
  const runHere = async (claimed: ClaimedJob): Promise<void> => {
    await telemetry.measure(
      jobAsWork(claimed, clock.now()),
      () => runJob(claimed, handlers.get(claimed.name), depsOf[claimed.queue]),
      { result: (outcome) => outcome },
    );
  };
  return {
    async run(claimed) {
      const custodian = custodianNeeded(claimed);
      if (custodian !== undefined && custodian !== processes.id) {
        const isThere = (await processes.living()).some(({ id }) => id === custodian);
        // The lease goes on there, or ends: then it is handed out again.
        if (isThere) return await handToProcess(shared.requests, event, custodian, claimed);
      }
      await runHere(claimed);
    },
    async handed(claimed) {
      await runUnderLease(store, claimed, runHere).catch((error: unknown) =>
        log.warn({ job: claimed.id, error: String(error) }, 'the outcome of a job could not be recorded'),
      );
    },
  };
}
