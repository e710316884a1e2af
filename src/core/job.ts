/**
 * The shape of a job's handler. It may run twice, so it reads again and stops where its work is already
 * recorded. It returns what to commit; the runner adds that the job is done. A conflict runs it again.
 */

import type { Change, JobKind } from './commit.ts';
import type { Deps } from './deps.ts';

/** One run of a job, as its handler is told of it. */
export interface JobRun {
  /** The job's id in the outbox. */
  readonly id: string;
  /** From 1; patience that a provider asked for (RetryLater) does not count. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** An earlier run may have got some way: it crashed, failed, or somebody else committed first. */
  readonly mayHaveRunBefore: boolean;
}

/**
 * A job's handler.
 *
 * @typeParam T - The job's data, as its kind's schema reads it.
 * @example
 * export default job({
 *   kind: endQuiet,
 *   async run({ room }, deps) {
 *     const quiet = await deps.store.get(quietDocument, room);
 *     return quiet && resumePages(quiet, deps.clock.now());
 *   },
 * });
 */
export interface Job<T = unknown> {
  readonly kind: JobKind<T>;
  /**
   * Does the work.
   *
   * @returns What to commit together with the job's end; undefined where there is nothing.
   * @throws {PermanentError} where trying again cannot help: the job has failed for good.
   * @throws {RetryLater} to be run again after so many seconds, without counting as an attempt.
   * @throws anything else to be tried again, as the kind's policy says.
   */
  run(data: T, deps: Deps, job: JobRun): Promise<Change | undefined>;
  /**
   * Called when the job has failed for good, unless its data could not be read. Where it throws, that is
   * logged, and the job ends without it.
   *
   * @param code - A PermanentError's, or `exhausted`.
   * @returns What to commit beside the fact `job.failed` and the notice to the organizers, which the runner
   *   adds; `quiet` where nobody need be told, since nobody could do anything. The fact is stated all the same.
   */
  failed?(data: T, code: string, deps: Deps): Promise<Change | 'quiet' | undefined>;
}

/** A handler for the registry, which holds handlers of all kinds of data. */
export const job = <T>(handler: Job<T>): Job => handler as unknown as Job;
