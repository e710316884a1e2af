/**
 * The commit: everything that changes goes through one atomic operation.
 *
 * A domain folder declares its documents, facts and jobs with the helpers here; a decision returns a
 * {@link Change}; the store applies all of it or nothing. So state can never say "paged" without the
 * notification being due, and nothing can be due that state does not know.
 *
 * Terminology:
 * - *document*: the state of one thing (a page, a shift), read and put whole, under its kind and id.
 * - *version*: how many commits have put a document; a put says which one it was decided on.
 * - *conflict*: somebody else has put the document since it was read. Nothing of the commit has happened.
 * - *fact*: what happened, in the past tense, with who and when; never changed. The *ledger* holds all in order.
 * - *change*: the documents, facts and jobs of one decision, which are committed together or not at all.
 * - *job*: work that is due at an instant; the *outbox* holds it until its work is recorded as done.
 * - *job id*: names the work. The same id again re-times the job that waits under it.
 * - *revision*: counts how often a job was timed anew, so that a run that began before cannot end the newer one.
 * - *lease*: for some seconds a job is one process's. It is renewed while the work lasts, and who dies loses it.
 * - *delivery*: a handing out of a job to a process; *attempt*: a run of it that ended well or badly.
 */
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { JobChange } from './job-kind.ts';

export {
  cancelJob,
  cancelJobById,
  type JobCancel,
  type JobChange,
  type JobKind,
  type JobPut,
  jobKind,
  type QueueName,
  RETRY,
  scheduleJob,
} from './job-kind.ts';

/** A kind of document, one per aggregate. `number` is its schema number; `upgrade` reads older ones. */
export interface DocumentKind<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly schemaVersion: number;
  readonly upgrade?: (older: unknown, number: number) => unknown;
  /** The values under which the store can `find` this document, such as `open` or `phone:+1202…`. */
  readonly indexes?: (value: T) => readonly string[];
  /**
   * Kept sealed in the database, all of it: always, or where the value says so. Whoever reads and puts it sees
   * nothing of that; documents from before are read as they are, and sealed when they are next put.
   */
  readonly sealed?: true | ((value: T) => boolean);
  /**
   * The names of indexes whose values identify people or open something, such as `phone` of `phone:+1202…`:
   * the database holds a keyed digest in place of the value.
   */
  readonly digested?: readonly string[];
}

export const document = <T>(kind: DocumentKind<T>): DocumentKind<T> => kind;

/** A document as read. `version` counts its commits, from 1; 0 stands for "does not exist yet". */
export interface Versioned<T> {
  readonly id: string;
  readonly value: T;
  readonly version: number;
}

/** Write (or with `value: null` remove) a document that was read at `version`. */
export interface Put<T = unknown> {
  readonly kind: DocumentKind<T>;
  readonly id: string;
  readonly value: T | null;
  readonly version: number;
}

/**
 * A put of a document.
 *
 * @param value - The whole document; null removes it.
 * @param version - The version that was read; 0, the default, for a new one.
 */
export const put = <T>(kind: DocumentKind<T>, id: string, value: T | null, version = 0): Put =>
  ({ kind, id, value, version }) as unknown as Put;

/** A kind of fact: something that happened, in the past tense, such as `page.acknowledged`. */
export interface FactKind<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Its data is kept sealed in the database; its name, time, author and references are not. */
  readonly sealed?: true;
}

export const fact = <T>(
  name: string,
  schema: z.ZodType<T>,
  options: { readonly sealed?: true } = {},
): FactKind<T> => ({ name, schema, ...options });

/** Who did it: a person's id, or the part of Callboard or the outside system that did. */
export type Actor = string;

const MACHINE = /^(?:hook|stage):/;

/** No person, but a sender of alerts (`hook:Grafana`) or a room's tablet (`stage:Main stage`). */
export const isMachine = (actor: Actor): boolean => MACHINE.test(actor);

/** What a machine is called, without the mark before it; anybody else as they are. */
export const machineName = (actor: Actor): string => actor.replace(MACHINE, '');

/** A person (one of Slack, or somebody who is not in it), and no part of Callboard and no machine outside. */
export const isPerson = (actor: Actor): boolean => /^(?:[UW][A-Z0-9]+|x-\S+)$/.test(actor);

/** Stands in a fact's `about` where no figure may show that it happened. */
export const PRIVATE = 'private';

/** A fact, to be appended to the ledger. */
export interface Fact<T = unknown> {
  readonly name: string;
  /** By the clock (which the sandbox moves), not by the machine. */
  readonly at: Temporal.Instant;
  readonly by: Actor;
  /** What it is about: references such as `page:P3`, `session:S17`, `room:Main hall`, `incident:I2`. */
  readonly about: readonly string[];
  readonly data: T;
  /** Keep its data sealed in the database: all facts of some kinds, one of another where it is confidential. */
  readonly sealed?: true;
}

/** A fact as the ledger holds it; `id` is its place in the ledger's order. */
export interface Recorded<T = unknown> extends Fact<T> {
  readonly id: string;
}

/**
 * Of two places in the ledger (`1559729000123-0`, as Redis writes them), negative where the first is the earlier one;
 * the clock may say the same of both.
 */
export function compareLedgerIds(a: string, b: string): number {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime - bTime || aSequence - bSequence;
}

/** State a fact: `recordFact(pageOpened, { at, by, about: ['page:P3'], data: { … } })`. */
export const recordFact = <T>(kind: FactKind<T>, fact: Omit<Fact<T>, 'name'>): Fact => ({
  name: kind.name,
  ...(kind.sealed && { sealed: kind.sealed }),
  ...fact,
});

/**
 * The job whose work this commit records, or that shall be tried `again`. One that was re-timed or
 * cancelled meanwhile has another revision, and stays as it is. `untouched`: this run did nothing, so
 * that its deliveryCount is not counted.
 */
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly again?: {
    readonly at: Temporal.Instant;
    readonly attemptsMade: number;
    readonly nothingSent?: boolean;
  };
}

export interface Change {
  readonly put?: readonly Put[];
  readonly facts?: readonly Fact[];
  readonly jobs?: readonly JobChange[];
  readonly done?: Done;
}

/**
 * Several decisions as one commit, in order; those that are undefined change nothing. Where several say
 * what became of the running job, the first does.
 */
export function mergeChanges(...changes: readonly (Change | undefined)[]): Change {
  const parts = changes.filter((change) => change !== undefined);
  const done = parts.find((part) => part.done)?.done;
  return {
    put: parts.flatMap((part) => part.put ?? []),
    facts: parts.flatMap((part) => part.facts ?? []),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    ...(done && { done }),
  };
}
