/**
 * Begins those ceremonies again whose key is gone with its process. Whoever submits next would find that out, and until
 * then those who have submitted would believe that their share counts.
 */
import type { Deps } from '../core/deps.ts';
import type { Processes } from '../core/ports/processes.ts';
import { type Ceremony, custodyOf } from './domain/ceremony.ts';
import { custodianOf } from './domain/custody.ts';
import { tend } from './domain/hold-ceremony.ts';
import { openCeremonies } from './find.ts';

/** The job of one that is complete may have been handed to the dead process, and would wait there for its lease's end. */
const NEEDS_ITS_KEY: ReadonlySet<Ceremony['state']> = new Set(['gathering', 'complete']);

const isOrphaned = (ceremony: Ceremony, living: ReadonlySet<string>): boolean => {
  const custodian = custodianOf(custodyOf(ceremony));
  return NEEDS_ITS_KEY.has(ceremony.state) && custodian !== undefined && !living.has(custodian);
};

/**
 * @returns a look. What it finds is tended by a job, which looks for the key for a second more: a process that
 * was not heard of may only have been slow
 */
export function createOrphanWatch(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  processes: Pick<Processes, 'living'>,
): () => Promise<void> {
  return async () => {
    const open = await openCeremonies({ store });
    if (open.length === 0) return;
    const living = new Set((await processes.living()).map(({ id }) => id));
    const orphaned = open.filter(({ value }) => isOrphaned(value, living));
    if (orphaned.length === 0) return;
    await store.commit({ jobs: orphaned.map(({ value }) => tend(value, clock.now())) });
  };
}
