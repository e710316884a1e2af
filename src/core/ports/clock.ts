/** The clock and random identifiers: time and chance come in through here. What an error from it means is said here. */
import type { Temporal } from 'temporal-polyfill';

/** The only source of "now". Real, or the sandbox's, which can be moved. */
export interface Clock {
  /** The instant that counts for every decision; the sandbox's clock may be far from the machine's. */
  now(): Temporal.Instant;
  /** Seconds that it shows in a real one; 1 where it says nothing. The sandbox's may run faster. */
  readonly rate?: number;
  /** Real milliseconds until the clock shows `t`; 0 when it is past. */
  realMillisecondsUntil(t: Temporal.Instant): number;
}

/** Random identifiers, so that tests can know them. URL-safe, without look-alikes. */
export type NewId = () => string;
