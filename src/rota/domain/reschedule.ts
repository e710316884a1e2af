/** What the outbox must learn when a shift changes: what is due for it now, and what no longer is. */
import { Temporal } from 'temporal-polyfill';
import { cancelJobById, type JobChange, scheduleJob } from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import {
  checkArrival,
  closeShift,
  postShiftChange,
  recheckPages,
  remindShift,
  settleProposals,
} from './jobs.ts';
import type { RotaSettings } from './settings.ts';
import { type Assignment, liveOf, type Shift } from './shift.ts';

/** Minutes after the start at which somebody who has not said `here` is missing. */
const ARRIVAL_GRACE = 5;
/** Hours before the start at which silence about a proposal counts as yes. */
export const SETTLE_HOURS = 12;

const minutes = (count: number) => Temporal.Duration.from({ minutes: count });
const wantsReminder = ({ state }: Assignment) => state === 'proposed' || state === 'accepted';

/** Everything that is due for a shift as it stands, without what is past. */
function jobsOf(shift: Shift, settings: RotaSettings, now: Temporal.Instant): JobChange[] {
  const start = instant(shift.start);
  const live = liveOf(shift);
  if (live.length === 0) return [];
  const wanted = [
    ...live.filter(wantsReminder).flatMap(({ person }) =>
      settings.reminders.map((before) =>
        scheduleJob(remindShift, start.subtract(minutes(before)), {
          shift: shift.code,
          person,
          minutes: before,
        }),
      ),
    ),
    scheduleJob(postShiftChange, start, { room: shift.room ?? null, start: shift.start }),
    scheduleJob(checkArrival, start.add(minutes(ARRIVAL_GRACE)), {
      shift: shift.code,
    }),
    scheduleJob(closeShift, instant(shift.end), { shift: shift.code }),
    ...(live.some(({ state }) => state === 'proposed')
      ? [
          scheduleJob(settleProposals, start.subtract({ hours: SETTLE_HOURS }), {
            shift: shift.code,
          }),
        ]
      : []),
  ];
  return wanted.filter(({ at }) => Temporal.Instant.compare(at, now) > 0);
}

/** A shift that was moved closer than the time for declining: what is proposed is settled at once. */
function settleNow(shift: Shift, now: Temporal.Instant): JobChange[] {
  const settles = instant(shift.start).subtract({ hours: SETTLE_HOURS });
  const isPast = Temporal.Instant.compare(settles, now) <= 0;
  const isOver = Temporal.Instant.compare(instant(shift.end), now) <= 0;
  if (!isPast || isOver || !shift.assignments.some(({ state }) => state === 'proposed')) return [];
  return [scheduleJob(settleProposals, now, { shift: shift.code })];
}

const idOf = (job: JobChange): string => ('cancel' in job ? job.cancel : job.id);

/** A shift that is over changes nothing for a page; one that is to come, when it is looked at next. */
const concernsPages = (shift: Shift | undefined, now: Temporal.Instant): boolean =>
  shift !== undefined &&
  shift.assignments.length > 0 &&
  Temporal.Instant.compare(instant(shift.end), now) > 0;

/** What the outbox must learn when a shift becomes `after`: what is due now, and what no longer is. */
export function rescheduled(
  before: Shift | undefined,
  after: Shift | undefined,
  settings: RotaSettings,
  now: Temporal.Instant,
): JobChange[] {
  const wanted = after ? [...jobsOf(after, settings, now), ...settleNow(after, now)] : [];
  const kept = new Set(wanted.map(idOf));
  // A change of shift may be shared with other shifts of the room, so it stays, and finds nobody.
  const gone = (before ? jobsOf(before, settings, now) : []).filter(
    (job) => !kept.has(idOf(job)) && !('cancel' in job || job.name === postShiftChange.name),
  );
  return [
    ...wanted,
    ...gone.map((job) => cancelJobById(idOf(job))),
    ...(concernsPages(before, now) || concernsPages(after, now)
      ? [scheduleJob(recheckPages, now, { stamp: `${(after ?? before)?.code}:${now.epochMilliseconds}` })]
      : []),
  ];
}

/** What the outbox must learn of a shift when people are reminded at other times than before. */
export function retimeReminders(
  shift: Shift,
  before: RotaSettings,
  after: RotaSettings,
  now: Temporal.Instant,
): JobChange[] {
  const remindersBy = (settings: RotaSettings) =>
    jobsOf(shift, settings, now).filter((job) => 'name' in job && job.name === remindShift.name);
  const wanted = remindersBy(after);
  const kept = new Set(wanted.map(idOf));
  const gone = remindersBy(before).filter((job) => !kept.has(idOf(job)));
  return [...wanted, ...gone.map((job) => cancelJobById(idOf(job)))];
}
