/** Makes everything due that should be: what a demo, a restored backup or an older version did not plan. */
import type { Deps } from '../deps.ts';
import { planReminders } from '../domain/speakers/reminders.ts';
import { readSpeakers } from './read.ts';

/** The same jobs again change nothing in the outbox, so this may run at any time. */
export async function reconcileSpeakers(
  deps: Pick<Deps, 'store' | 'directory' | 'sessions' | 'events' | 'clock'>,
): Promise<void> {
  const { jobs } = planReminders(await readSpeakers(deps));
  if (jobs.length > 0) await deps.store.commit({ jobs });
}
