/** How far a process is, from its start to its end, and what it leaves to others. */
import type { Temporal } from 'temporal-polyfill';
import type { Change, QueueName } from '../core/commit.ts';

export interface Life {
  phase: 'starting' | 'running' | 'stopping';
}

/** Whoever runs a queue learns within so many milliseconds by itself what is due; for what is due before that it is woken. */
const LOOKS_EVERY_MS = 500;

/** The queues that this process does not run, and of which this change makes something due now or in a moment. */
export function dueElsewhere(
  { jobs = [] }: Change,
  own: readonly QueueName[],
  now: Temporal.Instant,
): Set<QueueName> {
  const soon = now.epochMilliseconds + LOOKS_EVERY_MS;
  return new Set(
    jobs.flatMap((job) =>
      'at' in job && job.at.epochMilliseconds <= soon && !own.includes(job.queue) ? [job.queue] : [],
    ),
  );
}
