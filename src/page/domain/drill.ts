/**
 * The drill that runs, as paging has to know of it: one at a time. Its pages may have a provider that is pretended
 * to be out; whatever is real ends it.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';
import { InstantText, milliseconds } from '../../core/instant.ts';
import type { Page } from './page.ts';

const RunningDrill = z.object({
  /** `D1`. */
  drill: z.string(),
  incident: z.string(),
  /** These channels refuse its pages until then, as a provider would that is out. */
  outage: z.object({ channels: z.array(z.string()), until: InstantText }).exactOptional(),
});
export type RunningDrill = z.infer<typeof RunningDrill>;
export const runningDrillDocument = document({
  name: 'drill-running',
  schema: RunningDrill,
  schemaVersion: 1,
});
/** How the origin of a page begins that a scenario has opened: it ends with its drill. */
export const DRILL_ORIGIN = 'drill:';
/** There is one document, while one runs. */
export const RUNNING = 'running';

/** Looks whether the drill that runs is over: something real has happened, or its incident is resolved. */
export const checkDrill = jobKind({
  name: 'check-drill',
  schema: z.object({}),
  queue: 'reminders',
  retry: RETRY.follow,
  id: () => 'check-drill',
});

/** The code under which a notification fails that a drill pretends to be lost. */
export const PRETENDED_OUTAGE = 'drill-outage';

/** Whether a drill pretends that this page cannot leave by this channel. Only ever its own pages. */
export const isPretendedOut = (
  { drill }: Pick<Page, 'drill'>,
  channel: string,
  running: RunningDrill | undefined,
  now: Temporal.Instant,
): boolean =>
  drill === true &&
  running?.outage !== undefined &&
  running.outage.channels.includes(channel) &&
  milliseconds(running.outage.until) > now.epochMilliseconds;

/** What belongs into a commit with which something real begins: the drill that runs is over at once. */
export const endsDrill = (running: unknown, now: Temporal.Instant): Change | undefined =>
  running === undefined ? undefined : { jobs: [scheduleJob(checkDrill, now, {})] };
