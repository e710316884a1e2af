/** Something that has work to do at instants of the clock: the outbox's dispatcher, the phones. */
import type { Temporal } from 'temporal-polyfill';

export interface Timeline {
  /** When the next work is due (it may be past), or undefined when none is waiting. */
  nextDue(): Promise<Temporal.Instant | undefined>;
  /**
   * Runs everything that is due by the clock, and resolves when none of it is due or under way any more. True
   * where there was anything: it can have made work for another timeline, which is asked once more then.
   */
  runDue(): Promise<boolean>;
}
