/**
 * Who follows the work: the figures of `/metrics`, and traces where the operator collects them. What is said here
 * leaves the event for the operator's dashboards, so it holds the code's own words only: never what somebody
 * typed, never a name, a number or an address.
 */
import type { QueueName } from '../commit.ts';

/**
 * What kind of work: a request of Slack's until all that it started is done, a verb, button or modal of a command,
 * a request over HTTP, a job, a commit, a message to a person by a paging channel, a call of a provider's API, a
 * call of Slack's.
 */
export type WorkKind = 'request' | 'command' | 'route' | 'job' | 'commit' | 'channel' | 'provider' | 'slack';

/**
 * How work ended. `refused`: as it should, with a no (a person's mistake, a number that takes no texts); `limited`:
 * somebody asked for patience; `again`: a job that will be tried once more.
 */
export type WorkOutcome = 'ok' | 'refused' | 'limited' | 'conflict' | 'done' | 'again' | 'failed';

/** A piece of work that has a beginning and an end. */
export interface Work {
  readonly kind: WorkKind;
  /** One of a closed list, such as `/page ack`, `twilio`, `chat.postMessage`: it becomes a label. */
  readonly name: string;
  /** What is asked of a channel or provider, from a closed list too. */
  readonly operation?: string;
  /** What it goes on with, as `context` gave it there. */
  readonly parent?: string | undefined;
  /** The code of the page that it is about, where that is known before. */
  readonly page?: string | undefined;
  /** Milliseconds that it waited before it began: from when a job was due, or a request came in. */
  readonly waited?: number;
}

/** How work has ended: by its result, `ok` unless told; by what it throws, as `outcomeOfError` says unless told. */
export interface Ending<T> {
  result?(result: T): WorkOutcome;
  error?(error: unknown): WorkOutcome;
}

/** Follows work. Nothing here may throw of itself, or hold the work up. */
export interface Telemetry {
  /**
   * Runs the work, and notes how long it took and how it ended.
   *
   * @returns What the work returns.
   * @throws whatever the work throws.
   */
  measure<T>(work: Work, run: () => Promise<T>, ending?: Ending<T>): Promise<T>;
  /**
   * What must travel with a job or a callback, for what comes of it to be told with the work that is going on now;
   * undefined where nobody follows it. At most 64 characters of ASCII that need no escaping in an address.
   *
   * @param job - The job that it shall travel with.
   */
  context(job?: { readonly name: string; readonly queue: QueueName }): string | undefined;
  /** The work that is going on has turned out to be about this page (`P3`). */
  about(page: string): void;
}
