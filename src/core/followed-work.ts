/** Work as those who follow it are told of it: a run of a job, and which page a commit is about. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isPrivateWork } from '../incident/domain/privacy.ts';
import { type Change, PRIVATE } from './commit.ts';
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

/** The page that a commit states something of, where it is about one and not private. */
export function pageOf({ facts = [] }: Pick<Change, 'facts'>): string | undefined {
  const about = facts.flatMap((fact) => (fact.about.includes(PRIVATE) ? [] : fact.about));
  const pages = new Set(about.filter((one) => /^page:P\d+$/.test(one)));
  const [page] = pages;
  return pages.size === 1 ? page?.slice('page:'.length) : undefined;
}
