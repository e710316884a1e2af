/** Runs one job that another process has claimed and handed over. */
import type { ClaimedJob, Outbox } from '../../core/ports/outbox.ts';

/** A lease is renewed so often while its job runs; it lasts 5 s. */
export const RENEW_EVERY_MS = 2000;

/** Nothing is run where the job was done, cancelled, re-timed or handed to another meanwhile. */
export async function runUnderLease(
  outbox: Pick<Outbox, 'acquireOrRenewLease'>,
  claimed: ClaimedJob,
  run: (claimed: ClaimedJob) => Promise<void>,
): Promise<void> {
  if (!(await outbox.acquireOrRenewLease(claimed))) return;
  const renewal = setInterval(() => void outbox.acquireOrRenewLease(claimed).catch(() => {}), RENEW_EVERY_MS);
  await run(claimed).finally(() => clearInterval(renewal));
}
