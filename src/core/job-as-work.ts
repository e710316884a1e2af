/** A run of a job as those who follow the work are told of it. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isPrivateWork } from '../incident/domain/privacy.ts';
import type { ClaimedJob } from './ports/outbox.ts';
import type { Work } from './ports/telemetry.ts';

const AboutPage = z.object({ page: z.string().regex(/^P\d+$/) });

/** One of a private incident has no name there, and is about nothing. */
export function jobAsWork(claimed: ClaimedJob, now: Temporal.Instant): Work {
  const isPrivate = isPrivateWork(claimed);
  const about = AboutPage.safeParse(claimed.data);
  return {
    kind: 'job',
    name: isPrivate ? 'other' : claimed.name,
    parent: claimed.trace,
    page: !isPrivate && about.success ? about.data.page : undefined,
    waited: Math.max(0, now.epochMilliseconds - claimed.at.epochMilliseconds),
  };
}
