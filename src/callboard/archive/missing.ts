/** Tells organizers that files were not where they were put, so that somebody who is to go may still be in them. */
import type { Temporal } from 'temporal-polyfill';
import { type JobChange, scheduleJob } from '../../core/commit.ts';
import { tellOrganizers } from '../domain/jobs.ts';
import type { ErasedFiles } from './erase.ts';

/** So many days are named. */
const NAMED = 10;

export function tellMissing({ missing }: ErasedFiles, now: Temporal.Instant): JobChange[] {
  if (missing.length === 0) return [];
  const days = missing.slice(0, NAMED).join(', ') + (missing.length > NAMED ? ' …' : '');
  const params = { count: missing.length, days };
  return [
    scheduleJob(
      tellOrganizers,
      now,
      { key: 'callboard.archive.missing', params },
      `archive:missing:${now.epochMilliseconds}`,
    ),
  ];
}
