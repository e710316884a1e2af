/** What the benchmark of two workers says to its worker processes, and hears from them. */
import { z } from 'zod';
import { jobKind, RETRY } from '../../src/core/commit.ts';

/** A job that waits for its provider. */
export const kind = jobKind({
  name: 'work',
  queue: 'reminders',
  retry: RETRY.never,
  schema: z.object({}),
  id: (_: unknown, key: string) => key,
});

export interface Backlog {
  readonly url: string;
  /** The event's, or the bare queue's. */
  readonly name: string;
  readonly bare: boolean;
  /** Milliseconds that the provider takes. */
  readonly waitMs: number;
  /** Jobs at a time of a bare worker. */
  readonly concurrency: number;
}

/** Work on this, or stop with what you work on. */
export type Order = Backlog | 'stop';

export interface Progress {
  /** Jobs that are over in this process. */
  readonly done: number;
  /** Milliseconds since 1970, when the last one was over. */
  readonly last: number;
  /** Milliseconds of processor time since the order. */
  readonly cpuMs: number;
}

export type Told = Progress | 'ready' | 'stopped';
