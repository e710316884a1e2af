/**
 * Heartbeats: something outside that calls us every so often, and is a page when it does not.
 *
 * When it last called stands in the job that says when it will have been missed, and nowhere else: a call
 * re-times that job and writes no document and no fact, so that the ledger does not grow by who is well.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  fact,
  put,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText, isRecent, milliseconds } from '../../core/instant.ts';
import { jobKind, RETRY, scheduleJob } from '../../core/job-kind.ts';
import { Target, targetKey } from './page.ts';

/** The shortest and the longest time between two calls, in seconds: cron knows no less, and a month is bookkeeping. */
export const MIN_EVERY_SECONDS = 30;
export const MAX_EVERY_SECONDS = 31 * 86_400;
/** So many at a time: each start looks at all of them. */
export const MAX_HEARTBEATS = 50;
/** A heartbeat that is missed is reported again so often, so that one that a person resolved comes back. */
const SAY_AGAIN_MINUTES = 61;
/** A job that runs so many seconds late says that we were not there, and not that nobody called. */
const MAX_LATE_SECONDS = 30;

/** Its id is the hash of its token. */
export const Heartbeat = z.object({
  name: z.string(),
  /** Seconds. */
  every: z.number().int(),
  target: Target,
  critical: z.boolean(),
  by: z.string(),
  createdAt: InstantText,
  /** It was missed, and has not called since. */
  missedAt: InstantText.exactOptional(),
  /** When it had called last, once it is missed. */
  lastCalled: InstantText.exactOptional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
export const heartbeatDocument = document({ name: 'heartbeat', schema: Heartbeat, schemaVersion: 1 });

const data = z.object({ name: z.string() });
export const heartbeatAdded = fact('heartbeat.added', data.extend({ every: z.number(), target: Target }));
export const heartbeatRemoved = fact('heartbeat.removed', data);
export const heartbeatMissed = fact('heartbeat.missed', data.extend({ lastCalled: InstantText }));
export const heartbeatReturned = fact('heartbeat.returned', data);

/** Says that it was missed, unless it calls before. */
export const missHeartbeat = jobKind({
  name: 'miss-heartbeat',
  schema: z.object({ heartbeat: z.string(), last: InstantText }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ heartbeat }: { heartbeat: string }) => `heartbeat:${heartbeat}`,
});

/** Brings the alert of a heartbeat up to what is true: it is missed, or not any more. */
export const reportHeartbeat = jobKind({
  name: 'report-heartbeat',
  schema: z.object({ heartbeat: z.string(), hook: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ heartbeat }: { heartbeat: string }) => `report-heartbeat:${heartbeat}`,
});

/** The id of the hook that pages for the heartbeats of a target. No token's hash is like it: it is no door. */
export const heartbeatHook = (target: Target): string => `heartbeats:${targetKey(target)}`;

/**
 * Seconds within which another call is not written down, and by which a call may therefore be late: a quarter
 * of the time between two, from 5 to 60.
 */
export const graceOf = (every: number): number => Math.min(60, Math.max(5, Math.ceil(every / 4)));

/** The job that says that it was missed, counted from a moment at which it had called, or may have. */
const missAfter = (id: string, { every }: Heartbeat, from: Temporal.Instant, last: InstantText) =>
  scheduleJob(missHeartbeat, from.add({ seconds: every + graceOf(every) }), { heartbeat: id, last });

/** Whether a call need not be written down, since another was just before. */
export const isFresh = ({ every }: Heartbeat, last: InstantText, now: Temporal.Instant): boolean =>
  isRecent(milliseconds(last), now.epochMilliseconds, graceOf(every) * 1000);

/** It has called, and was not missed. */
export const heartbeatCalled = (id: string, heartbeat: Heartbeat, now: Temporal.Instant): Change => ({
  jobs: [missAfter(id, heartbeat, now, instantText(now))],
});

const stated = (heartbeat: Heartbeat, by: string, at: Temporal.Instant) => ({
  at,
  by,
  about: [`heartbeat:${heartbeat.name}`, targetKey(heartbeat.target)],
});

const report = (id: string, { target }: Heartbeat, at: Temporal.Instant) =>
  scheduleJob(reportHeartbeat, at, { heartbeat: id, hook: heartbeatHook(target) });

/** It calls again after it was missed; nothing where it was not. */
export function returnHeartbeat(
  { id, value, version }: Versioned<Heartbeat>,
  last: InstantText,
  now: Temporal.Instant,
): Change | undefined {
  const { missedAt, lastCalled: _, ...rest } = value;
  if (missedAt === undefined) return undefined;
  return {
    put: [put(heartbeatDocument, id, rest, version)],
    facts: [
      recordFact(heartbeatReturned, { ...stated(value, 'heartbeat', now), data: { name: value.name } }),
    ],
    jobs: [missAfter(id, value, now, last), report(id, value, now)],
  };
}

/**
 * The time in which it should have called is over. Where this comes late we were not there to be called, and it
 * has all of its time again.
 *
 * @param due when this was to be said
 */
export function heartbeatDue(
  { id, value, version }: Versioned<Heartbeat>,
  { due, last }: { readonly due: Temporal.Instant; readonly last: InstantText },
  now: Temporal.Instant,
): Change | undefined {
  if (value.missedAt !== undefined || due.epochMilliseconds > now.epochMilliseconds) return undefined;
  if (now.epochMilliseconds - due.epochMilliseconds > MAX_LATE_SECONDS * 1000)
    return { jobs: [missAfter(id, value, now, last)] };
  const missed: Heartbeat = { ...value, missedAt: instantText(now), lastCalled: last };
  return {
    put: [put(heartbeatDocument, id, missed, version)],
    facts: [
      recordFact(heartbeatMissed, {
        ...stated(value, 'callboard', now),
        data: { name: value.name, lastCalled: last },
      }),
    ],
    jobs: [report(id, value, now)],
  };
}

/** While it is missed it is said again, quietly: to the alerts that is the same one once more. */
export const sayAgain = (id: string, heartbeat: Heartbeat, now: Temporal.Instant): Change => ({
  jobs: [report(id, heartbeat, now.add({ minutes: SAY_AGAIN_MINUTES }))],
});

/** We begin: nobody could call while we were not there, so nothing is missed before all of its time has gone by. */
export function graceAtStart(
  { id, value }: Versioned<Heartbeat>,
  waiting: { readonly at: Temporal.Instant; readonly last: InstantText },
  now: Temporal.Instant,
): Change | undefined {
  const later = missAfter(id, value, now, waiting.last);
  return later.at.epochMilliseconds > waiting.at.epochMilliseconds ? { jobs: [later] } : undefined;
}

export function removeHeartbeat(
  { id, value, version }: Versioned<Heartbeat>,
  by: string,
  now: Temporal.Instant,
): Change {
  return {
    put: [put(heartbeatDocument, id, null, version)],
    facts: [recordFact(heartbeatRemoved, { ...stated(value, by, now), data: { name: value.name } })],
    jobs: [
      cancelJob(missHeartbeat, { heartbeat: id }),
      ...(value.missedAt === undefined ? [] : [report(id, value, now)]),
    ],
  };
}
