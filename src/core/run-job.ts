/**
 * Runs one job that was handed out: its handler, then one commit that also says what became of the job.
 * Done, tried again later (in the outbox, by the clock), or failed for good and told to the organizers.
 */

import { jobFailed, tellOrganizers } from '../callboard/domain/jobs.ts';
import { type Change, cancelJobById, mergeChanges, recordFact, scheduleJob } from './commit.ts';
import type { Deps } from './deps.ts';
import { Conflict, PermanentError, RetryLater, StoreUnavailable } from './errors.ts';
import type { Job } from './job.ts';
import type { ClaimedJob } from './ports/outbox.ts';

/** A conflict means that somebody else was first: the handler reads again, so many times. */
const ROUNDS = 8;
const MAX_BACKOFF_SECONDS = 600;

export type JobOutcome = 'done' | 'again' | 'failed';

/** Seconds to wait before attempt `tried + 1`. */
export const backoffSeconds = (base: number, tried: number): number =>
  Math.min(MAX_BACKOFF_SECONDS, base * 2 ** Math.max(0, tried - 1));

/** Throws StoreUnavailable when the outcome could not be recorded: the lease will hand it out again. */
export async function runJob(claimed: ClaimedJob, handler: Job | undefined, deps: Deps): Promise<JobOutcome> {
  const done = { id: claimed.id, revision: claimed.revision };
  try {
    if (!handler) throw new PermanentError('no-handler');
    const parsed = handler.kind.schema.safeParse(claimed.data);
    if (!parsed.success) throw new PermanentError('invalid-data', { cause: parsed.error });
    const attempt = claimed.attemptsMade + 1;
    const run = { id: claimed.id, attempt, lastAttempt: attempt >= handler.kind.retry.attempts };
    const before = claimed.deliveryCount > 1 || attempt > 1;
    await commitRound(deps, done, (round) =>
      handler.run(parsed.data, deps, { ...run, mayHaveRunBefore: before || round > 1 }),
    );
    return 'done';
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return await recordFailure(claimed, handler, deps, error);
  }
}

async function commitRound(
  deps: Deps,
  done: { id: string; revision: number },
  run: (round: number) => Promise<Change | undefined>,
): Promise<void> {
  for (let round = 1; ; round++) {
    const change = await run(round);
    try {
      await deps.store.commit({ ...change, done });
      return;
    } catch (error) {
      if (!(error instanceof Conflict) || round === ROUNDS) throw error;
    }
  }
}

async function recordFailure(
  claimed: ClaimedJob,
  handler: Job | undefined,
  deps: Deps,
  error: unknown,
): Promise<JobOutcome> {
  const now = deps.clock.now();
  const done = { id: claimed.id, revision: claimed.revision };
  const retryAt = (seconds: number) => now.add({ milliseconds: Math.round(seconds * 1000) });
  if (error instanceof RetryLater) {
    // Patience that a provider asks for is no failure of the job.
    await deps.store.commit({
      done: {
        ...done,
        again: {
          at: retryAt(error.seconds),
          attemptsMade: claimed.attemptsMade,
          nothingSent: error.nothingSent,
        },
      },
    });
    return 'again';
  }
  const tried = claimed.attemptsMade + 1;
  const permanent = error instanceof PermanentError;
  const context = { job: claimed.id, name: claimed.name, tried, error: describe(error) };
  if (!permanent && handler && tried < handler.kind.retry.attempts) {
    deps.log.warn(context, 'a job failed and will be tried again');
    const at = retryAt(backoffSeconds(handler.kind.retry.backoff, tried));
    await deps.store.commit({ done: { ...done, again: { at, attemptsMade: tried } } });
    return 'again';
  }
  deps.log.error(context, 'a job failed for good');
  const code = permanent ? error.code : 'exhausted';
  await commitRound(deps, done, async () => {
    const own = permanent || handler ? await handler?.failed?.(claimed.data, code, deps) : undefined;
    const data = { job: claimed.id, name: claimed.name, code };
    const told: Change = {
      facts: [recordFact(jobFailed, { at: now, by: 'callboard', about: [`job:${claimed.id}`], data })],
      jobs:
        claimed.name === tellOrganizers.name
          ? [cancelJobById(claimed.id)]
          : [
              scheduleJob(
                tellOrganizers,
                now,
                {
                  key: 'common.jobFailed',
                  params: data,
                },
                `tell:${claimed.id}`,
              ),
            ],
    };
    return mergeChanges(own, told);
  });
  return 'failed';
}

/** The stack for us; never the data that the job carried. */
const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
