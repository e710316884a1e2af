/** State, and documents kept in memory. What an error from it means is said here. */

import type { Temporal } from 'temporal-polyfill';
import type { Change, DocumentKind, Fact, QueueName, Recorded, Versioned } from '../commit.ts';

export interface Committed {
  /** The place of this commit's last fact in the ledger; '' if it stated none. */
  readonly ledgerId: string;
}

/** One job as it stands in the outbox. `leasedUntil` is real time, of Redis's own clock. */
export interface OutboxEntry {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly at: Temporal.Instant;
  readonly attemptsMade: number;
  /** Another one once it was timed anew. */
  readonly revision: number;
  readonly leasedUntil?: number;
  readonly data: unknown;
}

/**
 * How a job stands: its time is to come (`waiting`), or has come (`due`), more than LATE_SECONDS ago (`late`); it is
 * handed out (`leased`); it was tried before (`retried`). One that is late is due too, and one that was tried before
 * is one of the others as well.
 */
export const OUTBOX_STATES = ['waiting', 'due', 'late', 'leased', 'retried'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];
/** Seconds that a due job may wait: within them it is being done. */
export const LATE_SECONDS = 10;

/** How many jobs of a queue stand how, and when the oldest was due of those that are due and not handed out. */
export interface QueueStanding extends Readonly<Record<OutboxState, number>> {
  readonly oldest: Temporal.Instant | undefined;
}

export type OutboxCounts = Readonly<Record<QueueName, QueueStanding>>;

/** A part of a queue's jobs in one state, soonest first. */
export interface OutboxPart {
  readonly queue: QueueName;
  readonly state: OutboxState;
  /** How many before it are passed over, and at most how many are read. */
  readonly from: number;
  readonly limit: number;
}

/**
 * State. `Conflict` from `commit`: read again, decide again. `StoreUnavailable`: tell the person, or let
 * the job be handed out again. A document that does not fit its schema is a bug and throws as one.
 */
export interface Store {
  /** @returns Undefined where there is no such document. */
  get<T>(kind: DocumentKind<T>, id: string): Promise<Versioned<T> | undefined>;
  /** In the order of `ids`. */
  getMany<T>(kind: DocumentKind<T>, ids: readonly string[]): Promise<(Versioned<T> | undefined)[]>;
  /** All of a kind; from memory, and the same list while nothing of it changes, where the process keeps the kind there. */
  all<T>(kind: DocumentKind<T>): Promise<readonly Versioned<T>[]>;
  /** The documents whose `indexes` hold this value. */
  find<T>(kind: DocumentKind<T>, index: string): Promise<Versioned<T>[]>;
  /**
   * The next number of a sequence, from 1: P1, P2, … Gaps are possible.
   *
   * @param by - How far it goes on, 1 unless told; 0 only reads it, less than 0 takes back.
   */
  next(sequence: string, by?: number): Promise<number>;
  /**
   * Applies all of a change or nothing.
   *
   * @throws {Conflict} where a document was put by somebody else since it was read.
   * @throws {StoreUnavailable} where it is not known to have happened.
   */
  commit(change: Change): Promise<Committed>;
  /**
   * Facts in ledger order, oldest first; all of them, or those about one reference.
   *
   * @param query - At most `limit`, all unless told; `after` is a fact's id, which is not among them.
   */
  facts(query?: { about?: string; after?: string; limit?: number }): Promise<Recorded[]>;
  /** One fact by its place in the ledger, as it is now; undefined where there is none. */
  fact(id: string): Promise<Recorded | undefined>;
  /**
   * Rewrites what the ledger holds, for erasing somebody or something from it and for nothing else: ids and order stay. What
   * was sealed stays sealed. Facts that are committed meanwhile are rewritten too.
   *
   * @param rewrite - Pure. The same fact for one that stays as it is; its references stay in their places, or all go.
   * @param documentId - What the ids of documents become that were put with a fact.
   * @returns How many facts were changed.
   */
  rewriteFacts(rewrite: (fact: Recorded) => Fact, documentId: (id: string) => string): Promise<number>;
  /** The outbox as it stands, soonest first. */
  outbox(): Promise<OutboxEntry[]>;
  /** How many jobs stand how. Costs the same however many there are. */
  outboxCounts(now: Temporal.Instant): Promise<OutboxCounts>;
  /**
   * A part of the outbox, without what the jobs carry; costs what the part costs, however long the rest is. A look:
   * what ends between two parts moves the rest up.
   */
  outboxPart(part: OutboxPart, now: Temporal.Instant): Promise<Omit<OutboxEntry, 'data'>[]>;
  /** How many jobs have ids that begin so. Costs the same however many there are. */
  countJobs(beginning: string): Promise<number>;
  /** The jobs whose ids begin so, in no order; costs what they cost, however long the rest is. */
  jobsBeginning(beginning: string): Promise<OutboxEntry[]>;
  /** One job of the outbox, or undefined where it is not due any more. */
  job(id: string): Promise<OutboxEntry | undefined>;
  /**
   * Waits until what was committed before the call is on disk, at most some seconds; never in the way of
   * other requests. False where the database cannot say.
   */
  waitForDisk(): Promise<boolean>;
}

/** All documents of a kind, in memory, kept current by the ledger. `read` shows every earlier commit. */
export interface DocumentCache<T> {
  /** The same object as last time when nothing changed, so that derived views can be remembered by it. */
  read(): Promise<ReadonlyMap<string, Versioned<T>>>;
  /**
   * As of this process's last read of any mirror, without a round trip. Whoever asks us something in Slack
   * has just been looked up, which is such a read: enough to know what a name means. A decision reads.
   */
  peek(): Promise<ReadonlyMap<string, Versioned<T>>>;
}
