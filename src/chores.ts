/** The periodic chores, a line each. What is due at a certain time is no chore but a job of the outbox. */
import type { Chore } from './adapters/cron/chores.ts';
import { scheduleJob } from './core/commit.ts';
import type { Deps } from './core/deps.ts';
import { remindUntested } from './page/domain/jobs.ts';
import { reconcileSpeakers } from './speakers/reconcile.ts';

/** How long a job may be overdue, in minutes of the clock, before the sweep says so. */
const OVERDUE_MINUTES = 2;

export const chores = (deps: Deps): readonly Chore[] => [
  { name: 'sweep', cron: '* * * * *', run: () => sweep(deps) },
  { name: 'remind-untested', cron: '0 9 * * 1', run: () => remindUntestedNow(deps) },
  { name: 'plan-reminders', cron: '7 * * * *', run: () => reconcileSpeakers(deps) },
];

/** Before the first job is handed out: everything is due that should be. */
export async function atStart(deps: Deps): Promise<void> {
  await reconcileSpeakers(deps);
}

/** As a job, so that one that fails is tried again and is seen. */
async function remindUntestedNow({ store, clock }: Deps): Promise<void> {
  await store.commit({ jobs: [scheduleJob(remindUntested, clock.now(), {})] });
}

/** The outbox hands out by itself; the sweep is who notices if it does not. */
async function sweep({ store, clock, log }: Deps): Promise<void> {
  const limit = clock.now().subtract({ minutes: OVERDUE_MINUTES }).epochMilliseconds;
  const overdue = (await store.outbox()).filter((job) => job.at.epochMilliseconds < limit);
  const oldest = overdue[0];
  if (oldest) log.error({ jobs: overdue.length, oldest: oldest.id, name: oldest.name }, 'jobs are overdue');
}
