/**
 * Jobs that failed for good, kept so that somebody can look at them and have them tried once more. The last so many:
 * each takes the place of an older one, so that a day on which everything fails fills no database.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  fact,
  type JobPut,
  type Put,
  put,
  type QueueName,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';

/** So many are kept. */
export const MAX_FAILED_JOBS = 200;
/** The sequence that says in which place the next one goes. */
export const FAILED_JOBS = 'failed-job';

export const FailedJob = z.object({
  job: z.string(),
  /** Its kind's. */
  name: z.string(),
  queue: z.enum(['pages', 'reminders', 'chores', 'webhooks']),
  /** When it was due, and when it failed. */
  dueAt: InstantText,
  at: InstantText,
  /** A PermanentError's, or `exhausted`. */
  code: z.string(),
  /** How often it was tried. */
  tried: z.int(),
  /** What it carried, as JSON. */
  data: z.string(),
});
export type FailedJob = z.infer<typeof FailedJob>;

/** Its id is its place, from 0. */
export const failedJobDocument = document({
  name: 'failed-job',
  schema: FailedJob,
  schemaVersion: 1,
  sealed: true,
});

/** All places there are. */
export const FAILED_JOB_PLACES: readonly string[] = Array.from({ length: MAX_FAILED_JOBS }, (_, i) => `${i}`);

/** @param number - the next of FAILED_JOBS */
export const failedJobPlace = (number: number): string => `${number % MAX_FAILED_JOBS}`;

export const keepFailedJob = (
  failed: Omit<JobPut, 'at'> & {
    readonly dueAt: Temporal.Instant;
    readonly code: string;
    readonly tried: number;
  },
  place: { readonly id: string; readonly version: number },
  now: Temporal.Instant,
): Put => {
  const { id: job, name, queue, code, tried, data } = failed;
  const value = { job, name, queue, code, tried, dueAt: instantText(failed.dueAt), at: instantText(now) };
  return put(failedJobDocument, place.id, { ...value, data: JSON.stringify(data) }, place.version);
};

const About = z.object({ job: z.string(), name: z.string() });
/** Somebody had a job run at once: one that waited after it had failed, or one that had failed for good. */
export const jobRetried = fact('job.retried', About);
/** Somebody took a job back; what it was to do does not happen. */
export const jobCancelled = fact('job.cancelled', About);
/** Somebody has seen that a job failed for good, and left it at that. */
export const jobDismissed = fact('job.dismissed', About);

interface By {
  readonly by: string;
  readonly now: Temporal.Instant;
}

const stated = (kind: typeof jobRetried, { job, name }: z.infer<typeof About>, { by, now }: By) =>
  recordFact(kind, { at: now, by, about: [`job:${job}`], data: { job, name } });

/** Due now, as if for the first time: its handler reads again, and stops where nothing is left to do. */
export const retryFailedJob = ({ id, value, version }: Versioned<FailedJob>, how: By): Change => {
  const { job, name, queue, data } = value;
  return {
    put: [put(failedJobDocument, id, null, version)],
    facts: [stated(jobRetried, value, how)],
    jobs: [{ id: job, name, queue, at: how.now, data: JSON.parse(data) as unknown }],
  };
};

export const dismissFailedJob = ({ id, value, version }: Versioned<FailedJob>, how: By): Change => ({
  put: [put(failedJobDocument, id, null, version)],
  facts: [stated(jobDismissed, value, how)],
});

/** A job as somebody saw it in the outbox. */
export interface SeenJob {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly revision: number;
}

/** The job that waits is due now, and its attempts count from none; one that was timed anew since stays as it is. */
export const retryWaitingJob = ({ id: job, name, revision }: SeenJob, how: By): Change => ({
  facts: [stated(jobRetried, { job, name }, how)],
  done: { id: job, revision, again: { at: how.now, attemptsMade: 0 } },
});

/** The job is taken back; one that was timed anew since stays as it is. */
export const cancelWaitingJob = ({ id: job, name, revision }: SeenJob, how: By): Change => ({
  facts: [stated(jobCancelled, { job, name }, how)],
  done: { id: job, revision },
});
