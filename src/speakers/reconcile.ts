/** Makes everything due that should be: what a demo, a restored backup or an older version did not plan. */

import { FOLLOWING_AGENDA, followAgenda } from '../agenda/domain/jobs.ts';
import type { Deps } from '../core/deps.ts';
import { planReminders } from './domain/reminders.ts';
import { readSpeakers } from './load.ts';

/** The same jobs again change nothing in the outbox, so this may run at any time. */
export async function reconcileSpeakers(
  deps: Pick<Deps, 'store' | 'directory' | 'people' | 'sessions' | 'events' | 'clock'>,
): Promise<void> {
  const all = await readSpeakers(deps);
  // A change that is not followed yet plans for its sessions itself, and first records that it will be told:
  // planned from here, a speaker would be reminded of a time that nobody has told them.
  const changing = new Set(
    (await deps.store.jobsBeginning(FOLLOWING_AGENDA)).flatMap(({ data }) =>
      followAgenda.schema.parse(data).sessions.map(({ code }) => code),
    ),
  );
  const sessions = all.sessions.filter(({ code }) => !changing.has(code));
  const { jobs } = planReminders({ ...all, sessions });
  if (jobs.length > 0) await deps.store.commit({ jobs });
}
