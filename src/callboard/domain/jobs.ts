/** What happens to a job that fails for good: it is never silent. */

import { z } from 'zod';
import { fact, jobKind, RETRY } from '../../core/commit.ts';
import type { Mrkdwn } from '../../core/text.ts';

/** A job has failed for good; `code` is a PermanentError's, or `exhausted`. */
export const jobFailed = fact(
  'job.failed',
  z.object({ job: z.string(), name: z.string(), code: z.string() }),
);

const madeForSlack = z.object({ mrkdwn: z.custom<Mrkdwn>((value) => typeof value === 'string') });

/** Tells the organizers, in the ops channel or by direct message where there is none. */
export const tellOrganizers = jobKind({
  name: 'tell-organizers',
  schema: z.object({
    /** A key of the catalog, with its parameters: strings as they are, escaped when sent; or made for Slack. */
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), madeForSlack])),
  }),
  queue: 'pages',
  retry: RETRY.message,
  id: (_: unknown, key: string) => key,
});

/** Takes people out of the ledger: what is left of them there, when their documents are gone already. */
export const eraseFacts = jobKind({
  name: 'erase-facts',
  schema: z.object({
    leaving: z.array(
      z.object({
        person: z.object({
          id: z.string(),
          name: z.string(),
          handle: z.string().exactOptional(),
          email: z.string().exactOptional(),
          phone: z.object({ number: z.string() }).exactOptional(),
        }),
        alias: z.string(),
      }),
    ),
  }),
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `erase-facts:${key}`,
});

/** Daily at four by the event's clock: what is kept no longer goes. */
export const keepRetention = jobKind({
  name: 'keep-retention',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'keep-retention',
});

/** At 18:00 of the evening before a day of the event: the organizers are told how it looks. One waits at a time. */
export const eveningBefore = jobKind({
  name: 'evening-before',
  schema: z.object({ day: z.iso.date() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: (_: unknown) => 'evening-before',
});

/** Tells one organizer how a day looks, in their language; one by one, so that nobody holds up the others. */
export const tellEvening = jobKind({
  name: 'tell-evening',
  schema: z.object({ day: z.iso.date(), person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ day, person }: { day: string; person: string }) => `tell-evening:${day}:${person}`,
});

/** Daily at nine by the event's clock, once an event file was applied: is all as it says? */
export const watchEventFile = jobKind({
  name: 'watch-event-file',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'watch-event-file',
});
