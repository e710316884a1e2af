/** The nightly backup: when, and that it was made. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { fact, jobKind, RETRY } from '../../core/commit.ts';

/** At three by the event's clock, where the operator has named a place. */
export const makeBackup = jobKind({
  name: 'make-backup',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'make-backup',
});

export const backupMade = fact('backup.made', z.object({ bytes: z.number().int() }));

const HOUR = '03:00';

/** The next time that it is three. An hour that the clocks leave out is an hour later that night. */
export function nextBackup(zone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone);
  const first = today.withPlainTime(HOUR);
  return (first.epochMilliseconds > today.epochMilliseconds ? first : first.add({ days: 1 })).toInstant();
}
