/** What this process runs, each job under a lease that is renewed while it does. */
import type { ClaimedJob, Outbox } from '../../core/ports/outbox.ts';
import { RENEW_EVERY_MS } from './under-lease.ts';

export class Performing {
  readonly #outbox: Pick<Outbox, 'acquireOrRenewLease' | 'releaseLease'>;
  /** Each with what renews its lease. */
  readonly #running = new Map<ClaimedJob, NodeJS.Timeout>();

  constructor(outbox: Pick<Outbox, 'acquireOrRenewLease' | 'releaseLease'>) {
    this.#outbox = outbox;
  }

  /** @throws whatever `run` throws; the lease then runs out, and the job is handed out again. */
  async perform(claimed: ClaimedJob, run: (claimed: ClaimedJob) => Promise<void>): Promise<void> {
    const renewal = setInterval(
      () => void this.#outbox.acquireOrRenewLease(claimed).catch(() => {}),
      RENEW_EVERY_MS,
    );
    this.#running.set(claimed, renewal);
    try {
      await run(claimed);
    } finally {
      clearInterval(renewal);
      this.#running.delete(claimed);
    }
  }

  /** Leaves what still runs to others at once. @returns what could be left; where the store cannot say, the lease runs out. */
  async giveBack(): Promise<readonly ClaimedJob[]> {
    const running = [...this.#running];
    for (const [, renewal] of running) clearInterval(renewal);
    const given = await Promise.all(
      running.map(([claimed]) => this.#outbox.releaseLease(claimed).catch(() => false)),
    );
    return running.flatMap(([claimed], i) => (given[i] ? [claimed] : []));
  }
}
