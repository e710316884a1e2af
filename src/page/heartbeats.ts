/** Heartbeats as they come in, and as they stand: what their door, their jobs, their list and the start share. */
import { type Change, mergeChanges, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type InstantText, instantText, milliseconds } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import type { OutboxEntry } from '../core/ports/store.ts';
import {
  graceAtStart,
  type Heartbeat,
  heartbeatCalled,
  heartbeatDocument,
  isFresh,
  missHeartbeat,
  returnHeartbeat,
} from './domain/heartbeat.ts';
import { hashOf } from './hook-token.ts';

type Needs = Pick<Deps, 'store' | 'clock'>;

/** The job that will say that it was missed, and when it had called; undefined before its first call. */
export async function heartbeatWait(
  id: string,
  { store }: Pick<Deps, 'store'>,
): Promise<{ readonly at: OutboxEntry['at']; readonly last: InstantText } | undefined> {
  const job = await store.job(missHeartbeat.id({ heartbeat: id }));
  if (!job) return undefined;
  const { last } = missHeartbeat.schema.parse(job.data);
  return { at: job.at, last };
}

/**
 * Somebody called with this token. However often they do, one call in so many seconds is written down.
 *
 * @returns False where the token is none of ours.
 * @throws {StoreUnavailable} where it could not be written down.
 */
export async function callHeartbeat(token: string, deps: Needs): Promise<boolean> {
  const { store, clock } = deps;
  const id = hashOf(token);
  const found = await store.get(heartbeatDocument, id);
  if (!found) return false;
  if (found.value.missedAt === undefined) {
    const waiting = await heartbeatWait(id, deps);
    if (waiting && isFresh(found.value, waiting.last, clock.now())) return true;
    await store.commit(heartbeatCalled(id, found.value, clock.now()));
  }
  await comeBack(id, deps);
  return true;
}

/** Also where the job that says that it was missed ran in the very moment of the call. */
const comeBack = (id: string, { store, clock }: Needs): Promise<void> =>
  withOptimisticRetry(store, async () => {
    const found = await store.get(heartbeatDocument, id);
    const now = clock.now();
    return { change: found && returnHeartbeat(found, instantText(now), now), result: undefined };
  });

/**
 * What to commit where a heartbeat is held to be missed that has called in the same moment: both were written,
 * and the call is what counts.
 */
export async function calledMeanwhile(found: Versioned<Heartbeat>, deps: Needs): Promise<Change | undefined> {
  const waiting = await heartbeatWait(found.id, deps);
  const { lastCalled } = found.value;
  if (!waiting || lastCalled === undefined || milliseconds(waiting.last) <= milliseconds(lastCalled))
    return undefined;
  return returnHeartbeat(found, waiting.last, deps.clock.now());
}

/** Before the first job is handed out: whoever could not reach us while we were away has all of their time again. */
export async function graceHeartbeats(deps: Needs): Promise<void> {
  const now = deps.clock.now();
  const changes = await Promise.all(
    (await deps.store.all(heartbeatDocument)).map(async (found) => {
      const waiting = await heartbeatWait(found.id, deps);
      return waiting && graceAtStart(found, waiting, now);
    }),
  );
  const change = mergeChanges(...changes);
  if (change.jobs?.length) await deps.store.commit({ jobs: change.jobs });
}
