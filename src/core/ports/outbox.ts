/** The outbox as the dispatcher sees it: what is due, under which lease. What an error from it means is said here. */

import type { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../commit.ts';

/** A job as handed out: this revision of it, for the `deliveryCount`th time since its work was last recorded. */
export interface ClaimedJob {
  readonly id: string;
  /** Its kind's. */
  readonly name: string;
  readonly queue: QueueName;
  /** When it was due, by the clock. */
  readonly at: Temporal.Instant;
  readonly revision: number;
  readonly deliveryCount: number;
  /** How often it was tried before. */
  readonly attemptsMade: number;
  /** What it goes on with, as the telemetry of the commit gave it; undefined where nobody follows. */
  readonly trace?: string;
  /** As stored: the kind's schema reads it. */
  readonly data: unknown;
}

export interface ClaimResult {
  readonly jobs: readonly ClaimedJob[];
  /** When the soonest job that was not handed out is due. */
  readonly next: Temporal.Instant | undefined;
  /** Jobs under a lease now, those just handed out included. */
  readonly leased: number;
}

/**
 * What a process can begin by itself: a job that one of its own commits makes due now is handed out by that
 * very commit, under a lease, unless another of its queue waits longer.
 */
export interface LocalExecutor {
  now(): Temporal.Instant;
  /** How many more jobs of a queue this process can begin, and how many may be under a lease over all processes. */
  capacity(queue: QueueName): { readonly here: number; readonly everywhere: number };
  /** Called before the commit resolves. Must not throw. */
  onClaimed(claimed: readonly ClaimedJob[]): void;
}

/** The outbox as the dispatcher sees it. Leases are real time, by the store's own clock. */
export interface Outbox {
  /**
   * Hands out what is due at `now`, and again what was handed out and whose lease has run out. A limit is
   * how many of a queue may be under a lease at a time, over all processes; 0 hands out nothing of it. Queues
   * that are not named are as if there were none. `here`: at most so many of a queue by this call; as many as the
   * limit lets unless told.
   */
  claim(
    now: Temporal.Instant,
    limits: Readonly<Partial<Record<QueueName, number>>>,
    here?: Readonly<Partial<Record<QueueName, number>>>,
  ): Promise<ClaimResult>;
  /** Starts (or goes on with) the work; false where the job was cancelled, re-timed, done or handed to another. */
  acquireOrRenewLease(job: Pick<ClaimedJob, 'id' | 'queue' | 'revision' | 'deliveryCount'>): Promise<boolean>;
  /**
   * Gives back what cannot be finished here: it is due again at once, and not when its lease runs out. A run that
   * goes on has no lease from then on. False where the job was cancelled, re-timed, done or handed to another.
   */
  releaseLease(job: Pick<ClaimedJob, 'id' | 'queue' | 'revision' | 'deliveryCount'>): Promise<boolean>;
  /** From now on, commits of this process hand out to these what they make due at once. */
  registerLocalExecutor(executor: LocalExecutor): void;
  /** Calls back after each commit of this process that left something to hand out. */
  onChange(listener: () => void): void;
}
