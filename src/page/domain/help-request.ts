/**
 * A page by somebody who is no crew is a request for help: never critical, never at a person, and few of
 * them, so that nobody can drown those who are on duty, or ring their phones all night.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';

/** Unresolved requests that one person may have at a time. */
export const MAX_OPEN_REQUESTS = 3;
/** Requests of one person within any hour, whatever became of them. */
export const MAX_REQUESTS_AN_HOUR = 6;
const HOUR = 3_600_000;

/** What somebody asked of late; its id is the person's. In the commit of each request, so that two at once count as two. */
const HelpRequests = z.object({ asked: z.array(z.object({ page: z.string(), at: InstantText })) });
export type HelpRequests = z.infer<typeof HelpRequests>;

export const helpRequestsDocument = document({
  name: 'help-requests',
  schema: HelpRequests,
  schemaVersion: 1,
});

export type Admitted =
  | { readonly refused: 'open' }
  /** Minutes until the next may come. */
  | { readonly refused: 'hour'; readonly minutes: number }
  | { readonly requests: HelpRequests };

/** `isOpen` says of a page that was asked for whether it is still unresolved. */
export function admitRequest(
  { asked }: HelpRequests,
  page: string,
  isOpen: (page: string) => boolean,
  now: Temporal.Instant,
): Admitted {
  if (asked.filter((one) => isOpen(one.page)).length >= MAX_OPEN_REQUESTS) return { refused: 'open' };
  const age = ({ at }: { at: string }) => now.epochMilliseconds - milliseconds(at);
  const recent = asked.filter((one) => age(one) < HOUR);
  const oldest = recent[recent.length - MAX_REQUESTS_AN_HOUR];
  if (oldest) return { refused: 'hour', minutes: Math.max(1, Math.ceil((HOUR - age(oldest)) / 60_000)) };
  // What is over and older than an hour counts for nothing any more.
  const kept = asked.filter((one) => isOpen(one.page) || age(one) < HOUR);
  return { requests: { asked: [...kept, { page, at: instantText(now) }] } };
}
