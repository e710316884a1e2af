/** The kinds of jobs: what falls due, under which id, in which queue, and how it is tried again. */
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';

/**
 * The queues: paging people apart from everything else, so that housekeeping can never delay a page; and what
 * waits for somebody else's server apart from both.
 */
export type QueueName = 'pages' | 'reminders' | 'chores' | 'webhooks';

/** How a job that failed is tried again, before it has failed for good. */
export interface RetryPolicy {
  /** How often it is tried, the first run included. */
  readonly attempts: number;
  /** Seconds before the second attempt, doubled for each further one, at most ten minutes. */
  readonly backoff: number;
  /**
   * The share by which each wait is longer or shorter, so that many that failed together part. Pages have none: few
   * wait at once, and people count the seconds.
   */
  readonly jitter?: number;
}

/** The policies; a kind of job takes one by name, and none has numbers of its own. */
export const RETRY = {
  /** Reaches people who must act now: at once again, and on through eight minutes of trouble. */
  paging: { attempts: 10, backoff: 1 },
  /**
   * Tells people something. Slack's or the provider's bad hour delays it; each job looks for itself whether it is
   * still worth saying.
   */
  message: { attempts: 13, backoff: 5, jitter: 0.2 },
  /** Brings what is shown or planned up to date. It reads anew each time, so that late is as good as soon. */
  follow: { attempts: 10, backoff: 2, jitter: 0.2 },
  /** For a minute: of little use after it (somebody waits, or must be told that it failed), or asked again anyway. */
  brief: { attempts: 6, backoff: 2 },
  /** Nobody waits for it: it leaves an ailing service alone, for over half an hour. */
  chore: { attempts: 8, backoff: 30, jitter: 0.2 },
  /** Bound to a moment that is gone with the first attempt, such as Slack's three seconds for a modal. */
  never: { attempts: 1, backoff: 1 },
  /** Somebody else's server: it is given a good hour and a half to come back. */
  webhook: { attempts: 16, backoff: 10, jitter: 0.25 },
} as const satisfies Record<string, RetryPolicy>;

/**
 * A kind of job, declared by the domain folder that needs it and handled by one file in `jobs/`.
 *
 * @typeParam T - The data that the job carries, as it is stored.
 * @typeParam R - The part of the data that its id is made of; enough to cancel it.
 * @typeParam K - What the id needs beside the data (a moment, a nonce); empty for most.
 */
export interface JobKind<T, R = never, K extends readonly (string | undefined)[] = readonly never[]> {
  /** Stored with each job: it is never changed. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly queue: QueueName;
  readonly retry: RetryPolicy;
  /** The job's id: equal for the same work, so that the same again re-times it. Stored: never changed. */
  id(ref: R, ...key: K): string;
}

/**
 * Declares a kind of job.
 *
 * @example
 * export const remindSpeaker = jobKind({
 *   name: 'remind-speaker',
 *   schema: z.object({ session: z.string(), person: z.string() }),
 *   queue: 'reminders',
 *   retry: RETRY.message,
 *   id: ({ session, person }: { session: string; person: string }) => `remind:${session}:${person}`,
 * });
 */
export const jobKind = <T extends R, R, K extends readonly (string | undefined)[]>(
  kind: JobKind<T, R, K>,
): JobKind<T, R, K> => kind;

/** What the outbox shall hold: a job under its deterministic id, due at an instant of the clock. */
export interface JobPut {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly at: Temporal.Instant;
  readonly data: unknown;
}

/** Take a job back. One that was already handed out may still run; it re-reads, and stops. */
export interface JobCancel {
  readonly cancel: string;
}

export type JobChange = JobPut | JobCancel;

/**
 * A job to commit. One that waits under the same id is re-timed, and gets this data.
 *
 * @param at - When it is due, by the clock (which the sandbox moves).
 * @param key - What the kind's id needs beside the data.
 * @example scheduleJob(remindSpeaker, at, { session: 'S17', person: 'U1' })
 */
export const scheduleJob = <T extends R, R, K extends readonly (string | undefined)[]>(
  kind: JobKind<T, R, K>,
  at: Temporal.Instant,
  data: T,
  ...key: K
): JobPut => ({ id: kind.id(data, ...key), name: kind.name, queue: kind.queue, at, data });

/**
 * Takes a job back by what its id is made of; nothing happens where no such job waits.
 *
 * @example cancelJob(remindSpeaker, { session: 'S17', person: 'U1' })
 */
export const cancelJob = <R, K extends readonly (string | undefined)[]>(
  kind: Pick<JobKind<unknown, R, K>, 'id'>,
  ref: R,
  ...key: K
): JobCancel => ({ cancel: kind.id(ref, ...key) });

/** Takes a job back whose id is at hand, as of one that runs or that was planned. */
export const cancelJobById = (id: string): JobCancel => ({ cancel: id });
