/** What happens by itself with an action of the event file. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type JobPut, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';

interface Of {
  readonly id: string;
  readonly page?: string | undefined;
  readonly incident?: string | undefined;
}

const schema = z.object({
  id: z.string(),
  page: z.string().exactOptional(),
  incident: z.string().exactOptional(),
});
/** With the incident's code in it: so no figure names the work of a private one. */
const idOf = (what: string, { id, page, incident }: Of, more?: string): string =>
  [what, incident ?? page ?? '-', id, ...(more === undefined ? [] : [more])].join(':');

/** Calls its webhook. Somebody else's server may be slow: it holds up no page. */
export const callRemedy = jobKind({
  name: 'call-remedy',
  schema,
  queue: 'webhooks',
  retry: RETRY.brief,
  id: (run: Of, call: string) => idOf('call-remedy', run, call),
});

/** Looks whether it took effect. */
export const readRemedyBack = jobKind({
  name: 'read-remedy-back',
  schema,
  queue: 'webhooks',
  retry: RETRY.brief,
  id: (run: Of, look: string) => idOf('read-remedy-back', run, look),
});

/** Ends one that nobody confirmed in time. */
export const expireRemedy = jobKind({
  name: 'expire-remedy',
  schema,
  queue: 'reminders',
  retry: RETRY.follow,
  id: (run: Of) => idOf('expire-remedy', run),
});

/** Posts a run's own message in the thread of its card, or brings it up to date. */
export const updateRemedyCard = jobKind({
  name: 'remedy-card',
  schema,
  queue: 'reminders',
  retry: RETRY.follow,
  id: (run: Of) => idOf('remedy-card', run),
});

const bare = ({ id, page, incident }: Of) => ({
  id,
  ...(page !== undefined && { page }),
  ...(incident !== undefined && { incident }),
});

export const scheduleRemedyCard = (run: Of, now: Temporal.Instant): JobPut =>
  scheduleJob(updateRemedyCard, now, bare(run));
/** @param call - how often it was called before */
export const scheduleRemedyCall = (run: Of, at: Temporal.Instant, call: number): JobPut =>
  scheduleJob(callRemedy, at, bare(run), `${call}`);
/** @param look - tells this look from the others of the run */
export const scheduleRemedyLook = (run: Of, at: Temporal.Instant, look: string): JobPut =>
  scheduleJob(readRemedyBack, at, bare(run), look);
export const scheduleRemedyExpiry = (run: Of, at: Temporal.Instant): JobPut =>
  scheduleJob(expireRemedy, at, bare(run));
