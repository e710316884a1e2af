/** The periodic chores, a line each. What is due at a certain time is no chore but a job of the outbox. */
import type { Temporal } from 'temporal-polyfill';
import type { Chore } from './adapters/cron/chores.ts';
import { expectArchive } from './callboard/archive/state.ts';
import { archiveLedger, nextArchive } from './callboard/domain/archive.ts';
import { makeBackup, nextBackup } from './callboard/domain/backup.ts';
import { eveningBefore, keepRetention } from './callboard/domain/jobs.ts';
import { nextLook } from './callboard/domain/retention.ts';
import { loadEvening } from './callboard/evening.ts';
import { refreshGroups } from './callboard/groups.ts';
import { scheduleCount } from './callboard/promises/count.ts';
import { publishLeft } from './callboard/publish.ts';
import { type QueueName, scheduleJob } from './core/commit.ts';
import type { Deps } from './core/deps.ts';
import { watchSets } from './keys/tampered.ts';
import { remindUntested } from './page/domain/jobs.ts';
import { graceHeartbeats } from './page/heartbeats.ts';
import { reconcileSpeakers } from './speakers/reconcile.ts';

/** How long a job may be overdue, in minutes of the clock, before the sweep says so. */
const OVERDUE_MINUTES = 2;
/** A chore of a certain hour asks so often whether it has come, on the quarters. */
const SLOT_MINUTES = 15;

export const chores = (deps: Deps): readonly Chore[] => [
  { name: 'sweep', cron: '* * * * *', run: () => sweep(deps) },
  { name: 'publish-events', cron: '* * * * *', run: () => publishLeft(deps) },
  { name: 'remind-untested', cron: '*/15 * * * *', run: () => remindUntestedOnTime(deps) },
  { name: 'watch-keys', cron: '*/10 * * * *', run: () => watchSets(deps) },
  { name: 'refresh-groups', cron: '23 * * * *', run: () => refreshGroups(deps) },
  { name: 'plan-reminders', cron: '7 * * * *', run: () => reconcileSpeakers(deps) },
];

/** Before the first job is handed out: everything is due that should be. */
export async function atStart(deps: Deps): Promise<void> {
  await reconcileSpeakers(deps);
  await graceHeartbeats(deps);
  await publishLeft(deps);
  const now = deps.clock.now();
  // In case a commit came from where nothing is brought with it, or nobody was there to count.
  await deps.store.commit({ jobs: [scheduleCount(now)] });
  const at = nextLook((await deps.events.settings()).zone, now);
  // One that waits for an earlier time, or is being tried again, stays as it is.
  if (!(await deps.store.job(keepRetention.id({}))))
    await deps.store.commit({ jobs: [scheduleJob(keepRetention, at, {})] });
  if (deps.nightlyBackup && !(await deps.store.job(makeBackup.id({})))) {
    const night = nextBackup((await deps.events.settings()).zone, now);
    await deps.store.commit({ jobs: [scheduleJob(makeBackup, night, {})] });
  }
  if (deps.archive) await expectArchive(deps);
  if (deps.archive && !(await deps.store.job(archiveLedger.id({})))) {
    const night = nextArchive((await deps.events.settings()).zone, now);
    await deps.store.commit({ jobs: [scheduleJob(archiveLedger, night, {})] });
  }
  if (!(await deps.store.job(eveningBefore.id({})))) await deps.store.commit(await loadEvening(deps));
}

/** Mondays at nine by the event's clock: cron knows UTC's hours only, and the event's zone may change. */
function isMondayAtNine(now: Temporal.Instant, zone: string): boolean {
  const { dayOfWeek, hour, minute } = now.toZonedDateTimeISO(zone);
  return dayOfWeek === 1 && hour === 9 && minute < SLOT_MINUTES;
}

/** As a job, so that one that fails is tried again and is seen. */
async function remindUntestedOnTime({ store, clock, events }: Deps): Promise<void> {
  const now = clock.now();
  if (!isMondayAtNine(now, (await events.settings()).zone)) return;
  await store.commit({ jobs: [scheduleJob(remindUntested, now, {})] });
}

/** The outbox hands out by itself; the sweep is who notices if it does not. */
export async function sweep({ store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>): Promise<void> {
  const limit = clock.now().subtract({ minutes: OVERDUE_MINUTES });
  for (const [queue, { due }] of Object.entries(await store.outboxCounts(limit))) {
    if (due === 0) continue;
    const part = { queue: queue as QueueName, state: 'due', from: 0, limit: 1 } as const;
    const [oldest] = await store.outboxPart(part, limit);
    log.error({ queue, jobs: due, oldest: oldest?.id, name: oldest?.name }, 'jobs are overdue');
  }
}
