/**
 * The shape of a job's handler. It may run twice, so it reads again and stops where its work is already
 * recorded. It returns what to commit; the runner adds that the job is done. A conflict runs it again.
 */

import type { Change, JobKind } from './commit.ts';
import type { Deps } from './deps.ts';

export interface JobRun {
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** An earlier run may have got some way: it crashed, failed, or somebody else committed first. */
  readonly mayHaveRunBefore: boolean;
}

export interface Job<T = unknown> {
  readonly kind: JobKind<T>;
  run(data: T, deps: Deps, job: JobRun): Promise<Change | undefined>;
  /**
   * What to commit when it has failed for good, beside the fact `job.failed` and the notice to the
   * organizers, which the runner adds. `code` is a PermanentError's, or `exhausted`.
   */
  failed?(data: T, code: string, deps: Deps): Promise<Change | undefined>;
}

export const job = <T>(handler: Job<T>): Job => handler as unknown as Job;
