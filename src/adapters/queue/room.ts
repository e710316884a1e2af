/** How much of each queue a process takes: what it begins itself, and what it leaves in BullMQ for others. */
import type { QueueName } from '../../core/commit.ts';
import type { ClaimedJob } from '../../core/ports/outbox.ts';

/** Jobs of a queue that begin here at the same time without BullMQ, which costs a job half as much again. */
export const CONCURRENCY: Readonly<Record<QueueName, number>> = {
  pages: 90,
  reminders: 90,
  chores: 15,
  webhooks: 15,
};
/** Jobs of a queue that BullMQ runs besides, in one process: what another process had no room for. */
export const FROM_BULL: Readonly<Record<QueueName, number>> = {
  pages: 10,
  reminders: 10,
  chores: 5,
  webhooks: 5,
};
/** So many that this process has no room for wait in BullMQ for others: more would wait out their leases there. */
const SPILL: Readonly<Record<QueueName, number>> = {
  pages: 50,
  reminders: 50,
  chores: 10,
  webhooks: 10,
};
/** So many of a queue may be handed out and not yet finished, over all processes. */
export const IN_FLIGHT: Readonly<Record<QueueName, number>> = {
  pages: 1000,
  reminders: 1000,
  chores: 200,
  webhooks: 200,
};
/** What went to BullMQ from here so long ago, in milliseconds, waits there no longer: its lease has run out. */
const SPILLED_MS = 5000;

/** What went to BullMQ from this process, unless it began here: it waits there, or another process has it. */
export class Spilled {
  /** By id: when, by this process's uptime in milliseconds. */
  readonly #since: Readonly<Record<QueueName, Map<string, number>>> = {
    pages: new Map(),
    reminders: new Map(),
    chores: new Map(),
    webhooks: new Map(),
  };

  add({ queue, id }: Pick<ClaimedJob, 'queue' | 'id'>): void {
    this.#since[queue].set(id, performance.now());
  }

  remove({ queue, id }: Pick<ClaimedJob, 'queue' | 'id'>): void {
    this.#since[queue].delete(id);
  }

  /** How many more of a queue may wait there. */
  room(queue: QueueName): number {
    const since = this.#since[queue];
    for (const [id, at] of since) if (performance.now() - at > SPILLED_MS) since.delete(id);
    return Math.max(0, SPILL[queue] - since.size);
  }
}
