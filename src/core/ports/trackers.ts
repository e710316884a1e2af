/** Trackers of issues outside, to which action items go. What an error from them means is said here. */
import type { Issue, TrackerName } from '../../incident/domain/tracker.ts';

export interface Trackers {
  /** Those that the operator has configured. */
  readonly names: readonly TrackerName[];
  /**
   * Sends an issue, and answers what the tracker said: JSON, or undefined where it said none.
   *
   * @param key - the same for each repeat, so that a receiver makes one issue
   * @throws {PermanentError} where it will not take this one; its code is the status.
   * @throws {Error} where it does not answer or asks to be left alone: later it may.
   */
  send(tracker: TrackerName, issue: Issue, key: string): Promise<unknown>;
}
