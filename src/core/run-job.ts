/**
 * Runs one job that was handed out: its handler, then one commit that also says what became of the job.
 * Done, tried again later (in the outbox, by the clock), or failed for good and told to the organizers.
 */

import {
  FAILED_JOBS,
  failedJobDocument,
  failedJobPlace,
  keepFailedJob,
} from '../callboard/domain/failed-job.ts';
import { jobFailed, tellOrganizers } from '../callboard/domain/jobs.ts';
import { isPrivateWork } from '../incident/domain/privacy.ts';
import { mentionChannel } from '../slack/mrkdwn.ts';
import { type Change, cancelJobById, mergeChanges, type Put, recordFact, scheduleJob } from './commit.ts';
import type { Deps } from './deps.ts';
import { PermanentError, RetryLater, StoreUnavailable } from './errors.ts';
import type { Job } from './job.ts';
import { withOptimisticRetry } from './optimistic-retry.ts';
import type { ClaimedJob } from './ports/outbox.ts';
import { watchSends } from './watch-sends.ts';

const MAX_BACKOFF_SECONDS = 600;

export type JobOutcome = 'done' | 'again' | 'failed';

/**
 * Seconds to wait before attempt `tried + 1`, at most ten minutes.
 *
 * @param base - Seconds before the second attempt; doubled for each further one.
 * @param tried - Attempts that were made, from 1.
 */
export const backoffSeconds = (base: number, tried: number): number =>
  Math.min(MAX_BACKOFF_SECONDS, base * 2 ** Math.max(0, tried - 1));

/**
 * A wait that is up to a share longer or shorter, the same for the same key: chance is not asked, so that a run
 * can be told again.
 */
export function jittered(seconds: number, share: number, key: string): number {
  let hash = 2_166_136_261;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return seconds * (1 + share * ((hash / 0xffff_ffff) * 2 - 1));
}

/**
 * Runs a job to its next state, and records that.
 *
 * @param handler - Undefined where no handler has the job's name, as after a downgrade: it fails for good.
 * @returns What became of the job; this is committed.
 * @throws {StoreUnavailable} when the outcome could not be recorded: the lease will hand it out again.
 * @throws whatever else kept the outcome from the store; the lease will hand it out again as well.
 */
export async function runJob(claimed: ClaimedJob, handler: Job | undefined, deps: Deps): Promise<JobOutcome> {
  let data: { readonly parsed: unknown } | undefined;
  const { chat, channels, hasSent } = watchSends(deps);
  try {
    if (!handler) throw new PermanentError('no-handler');
    const read = handler.kind.schema.safeParse(claimed.data);
    if (!read.success) throw new PermanentError('invalid-data', { cause: read.error });
    data = { parsed: read.data };
    const attempt = claimed.attemptsMade + 1;
    const run = { id: claimed.id, attempt, lastAttempt: attempt >= handler.kind.retry.attempts };
    const before = claimed.deliveryCount > 1 || attempt > 1;
    await commitWithDone(claimed, deps, (round) =>
      handler.run(read.data, { ...deps, chat, channels }, { ...run, mayHaveRunBefore: before || round > 1 }),
    );
    return 'done';
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return await recordFailure(claimed, { handler, data, error, sent: hasSent() }, deps);
  }
}

const doneOf = ({ id, revision }: ClaimedJob) => ({ id, revision });

/** Commits what `decide` gives, and with it that the job is done. */
const commitWithDone = (
  claimed: ClaimedJob,
  deps: Deps,
  decide: (round: number) => Promise<Change | undefined>,
): Promise<void> =>
  withOptimisticRetry(deps.store, async (round) => ({
    change: { ...(await decide(round)), done: doneOf(claimed) },
    result: undefined,
  }));

interface Failure {
  readonly handler: Job | undefined;
  /** Undefined where the job's data could not be read. */
  readonly data: { readonly parsed: unknown } | undefined;
  readonly error: unknown;
  /** A message has left in this run. */
  readonly sent: boolean;
}

async function recordFailure(claimed: ClaimedJob, failure: Failure, deps: Deps): Promise<JobOutcome> {
  const { handler, error, sent } = failure;
  const now = deps.clock.now();
  const tryAgain = async (seconds: number, attemptsMade: number, nothingSent?: boolean) => {
    const at = now.add({ milliseconds: Math.round(seconds * 1000) });
    const again = { at, attemptsMade, ...(nothingSent !== undefined && { nothingSent }) };
    await deps.store.commit({ done: { ...doneOf(claimed), again } });
    return 'again' as const;
  };
  // Patience that a provider asks for is no failure of the job.
  if (error instanceof RetryLater)
    return await tryAgain(error.seconds, claimed.attemptsMade, error.nothingSent && !sent);
  const tried = claimed.attemptsMade + 1;
  const permanent = error instanceof PermanentError;
  const context = { job: claimed.id, name: claimed.name, tried, error: describe(error) };
  if (!permanent && handler && tried < handler.kind.retry.attempts) {
    deps.log.warn(context, 'a job failed and will be tried again');
    const { backoff, jitter = 0 } = handler.kind.retry;
    return await tryAgain(jittered(backoffSeconds(backoff, tried), jitter, `${claimed.id} ${tried}`), tried);
  }
  deps.log.error(context, 'a job failed for good');
  const why = permanent ? { code: error.code, channel: error.channel } : { code: 'exhausted' };
  await recordEnd(claimed, failure, why, deps);
  return 'failed';
}

/** Why a job has failed for good, as a program's word; and the channel where that is closed to the bot. */
interface Why {
  readonly code: string;
  readonly channel?: string | undefined;
}

/**
 * It has failed for good: the fact, the notice to the organizers, and what its handler makes of it. The
 * job ends whatever the handler does: where that throws or cannot be committed, the rest is committed alone.
 */
async function recordEnd(
  claimed: ClaimedJob,
  { handler, data }: Failure,
  why: Why,
  deps: Deps,
): Promise<void> {
  const { code } = why;
  const kept = await keeping(claimed, code, deps);
  const ended = async (own: Change | 'quiet' | undefined): Promise<Change> =>
    own === 'quiet'
      ? failedChange(claimed, why, deps, false)
      : mergeChanges(own, { put: await kept() }, failedChange(claimed, why, deps, true));
  if (handler?.failed && data) {
    try {
      const { parsed } = data;
      return await commitWithDone(claimed, deps, async () =>
        ended(await handler.failed?.(parsed, code, deps)),
      );
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const context = { job: claimed.id, name: claimed.name, code, error: describe(error) };
      deps.log.error(context, 'what a failed job leaves behind could not be recorded');
    }
  }
  await commitWithDone(claimed, deps, async () => ended(undefined));
}

/** What must not lie about: what is private, and the keys' work, which is begun anew rather than again. */
const isKept = (claimed: ClaimedJob): boolean => !isPrivateWork(claimed) && !claimed.name.startsWith('keys.');

/** Takes a place among the jobs that failed for good. @returns what keeps the job there, as of now */
async function keeping(claimed: ClaimedJob, code: string, deps: Deps): Promise<() => Promise<Put[]>> {
  if (!isKept(claimed)) return async () => [];
  const { id: job, at: dueAt, attemptsMade, ...rest } = claimed;
  const place = failedJobPlace(await deps.store.next(FAILED_JOBS));
  return async () => {
    const { version = 0 } = (await deps.store.get(failedJobDocument, place)) ?? {};
    const failed = { ...rest, id: job, dueAt, code, tried: attemptsMade + 1 };
    return [keepFailedJob(failed, { id: place, version }, deps.clock.now())];
  };
}

/** The runner's own part of a job that failed for good. What tells the organizers cannot tell of itself. */
function failedChange(claimed: ClaimedJob, { code, channel }: Why, { clock }: Deps, aloud: boolean): Change {
  const now = clock.now();
  const data = { job: claimed.id, name: claimed.name, code };
  const told =
    channel === undefined
      ? { key: 'common.jobFailed', params: data }
      : { key: 'common.channelClosed', params: { ...data, channel: { mrkdwn: mentionChannel(channel) } } };
  const notice = () =>
    claimed.name === tellOrganizers.name
      ? cancelJobById(claimed.id)
      : scheduleJob(tellOrganizers, now, told, `tell:${claimed.id}`);
  return {
    facts: [recordFact(jobFailed, { at: now, by: 'callboard', about: [`job:${claimed.id}`], data })],
    jobs: aloud ? [notice()] : [],
  };
}

/** The stack for us; never the data that the job carried. */
const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
