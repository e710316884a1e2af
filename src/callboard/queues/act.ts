/** What an organizer does with a job, as a fact with their name. */
import { type Change, mergeChanges, scheduleJob } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { Conflict } from '../../core/errors.ts';
import { mention } from '../../slack/mrkdwn.ts';
import {
  cancelWaitingJob,
  dismissFailedJob,
  failedJobDocument,
  retryFailedJob,
  retryWaitingJob,
} from '../domain/failed-job.ts';
import { tellOrganizers } from '../domain/jobs.ts';
import type { Person } from '../domain/person.ts';
import { findLine, type QueueLine, type QueueList } from './load.ts';

/** `retry`: it is due now. `cancel`: it is taken back, or where it is dead, left at that. */
export const QUEUE_ACTIONS = ['retry', 'cancel'] as const;
export type QueueAction = (typeof QUEUE_ACTIONS)[number];

export interface AskedJob {
  readonly list: QueueList['state'];
  readonly action: QueueAction;
  readonly handle: QueueLine['handle'];
}

/** Nobody is asked any more by a step that was taken back: all organizers hear who did that. */
const toldCancelled = ({ name, about, handle }: QueueLine, by: Person, now: Deps['clock']): Change => ({
  jobs: [
    scheduleJob(
      tellOrganizers,
      now.now(),
      {
        key: 'callboard.queues.told',
        params: { person: { mrkdwn: mention(by) }, job: `${name} ${about}`.trim() },
      },
      `job-cancelled:${handle.seen}`,
    ),
  ],
});

/** @returns Undefined where it no longer stands as it was seen, or runs: then nothing was done. */
async function decide(
  { list, action, handle }: AskedJob,
  person: Person,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  const how = { by: person.id, now: deps.clock.now() };
  const line = await findLine(list, handle, deps);
  if (!line || line.isLeased) return undefined;
  if (list === 'dead') {
    const dead = await deps.store.get(failedJobDocument, handle.id);
    if (dead?.version !== handle.seen) return undefined;
    return action === 'retry' ? retryFailedJob(dead, how) : dismissFailedJob(dead, how);
  }
  const { name, queue } = line;
  const seen = { id: handle.id, revision: handle.seen, name, queue };
  if (action === 'retry') return retryWaitingJob(seen, how);
  return mergeChanges(
    cancelWaitingJob(seen, how),
    queue === 'pages' ? toldCancelled(line, person, deps.clock) : undefined,
  );
}

/** @returns Whether it was done; else it no longer stood as it was seen. */
export async function actOnJob(
  asked: AskedJob,
  person: Person,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<boolean> {
  const change = await decide(asked, person, deps);
  if (!change) return false;
  try {
    await deps.store.commit(change);
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
