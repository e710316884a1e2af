/** What happens by itself on the rota, and when it is due. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { cancelJobById, type JobChange, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';
import { InstantText, instant, milliseconds } from '../../core/instant.ts';
import type { RotaSettings } from './settings.ts';
import { type Assignment, liveOf, type Shift } from './shift.ts';

export const remindShift = jobKind({
  name: 'remind-shift',
  schema: z.object({ shift: z.string(), person: z.string(), minutes: z.number() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ shift, person, minutes }: { shift: string; person: string; minutes: number }) =>
    `shift-remind:${shift}:${person}:${minutes}`,
});
/** Posts who begins in a room at a moment; one for all shifts that begin there and then. */
export const postShiftChange = jobKind({
  name: 'post-shift-change',
  schema: z.object({ room: z.string().nullable(), start: InstantText }),
  queue: 'chores',
  retry: RETRY.message,
  id: ({ room, start }: { room: string | null; start: string }) =>
    `shift-change:${room ?? ''}:${milliseconds(start)}`,
});
export const checkArrival = jobKind({
  name: 'check-arrival',
  schema: z.object({ shift: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ shift }: { shift: string }) => `shift-arrival:${shift}`,
});
export const closeShift = jobKind({
  name: 'close-shift',
  schema: z.object({ shift: z.string() }),
  queue: 'chores',
  retry: RETRY.chore,
  id: ({ shift }: { shift: string }) => `shift-close:${shift}`,
});
/** What was proposed and not declined by now counts as accepted. */
export const settleProposals = jobKind({
  name: 'settle-proposals',
  schema: z.object({ shift: z.string() }),
  queue: 'chores',
  retry: RETRY.chore,
  id: ({ shift }: { shift: string }) => `shift-settle:${shift}`,
});
export const coverWave = jobKind({
  name: 'cover-wave',
  schema: z.object({ cover: z.string(), wave: z.number().int().positive() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ cover, wave }: { cover: string; wave: number }) => `cover-wave:${cover}:${wave}`,
});
/** Asks one person; a job of its own, so that one that cannot be reached does not hold up the others. */
export const askToCover = jobKind({
  name: 'ask-to-cover',
  schema: z.object({ cover: z.string(), person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ cover, person }: { cover: string; person: string }) => `cover-ask:${cover}:${person}`,
});
export const coverDeadline = jobKind({
  name: 'cover-deadline',
  schema: z.object({ cover: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ cover }: { cover: string }) => `cover-deadline:${cover}`,
});
/** Brings the questions that were sent up to date when the cover is over: a card never shows what is past. */
export const closeCoverAsks = jobKind({
  name: 'close-cover-asks',
  schema: z.object({ cover: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ cover }: { cover: string }, again?: string) => `cover-close:${cover}${again ? `:${again}` : ''}`,
});
/** One of them. */
export const closeCoverAsk = jobKind({
  name: 'close-cover-ask',
  schema: z.object({ cover: z.string(), person: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ cover, person }: { cover: string; person: string }) => `cover-close-ask:${cover}:${person}`,
});
/** The two questions of a swap, sent or brought up to date. */
export const showSwap = jobKind({
  name: 'show-swap',
  schema: z.object({ swap: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ swap }: { swap: string }, moment: string) => `show-swap:${swap}:${moment}`,
});

export const RotaNews = z.enum([
  'assigned',
  'removed',
  'shift-moved',
  'shift-gone',
  'proposed',
  'covered',
  'cover-taken',
  'still-yours',
  'missing-you',
  'missing',
  'dropped-late',
  'left-empty',
  'restored',
  'back',
  'nobody-covers',
  'summary',
  'agenda-gone',
]);
export type RotaNews = z.infer<typeof RotaNews>;

/** Tells a person or a channel. What is said is made from the rota as it is when it is sent. */
export const notifyRotaChange = jobKind({
  name: 'tell-rota',
  schema: z.object({
    /** A person's id, or a channel's where `channel` is true. */
    to: z.string(),
    channel: z.boolean().exactOptional(),
    news: RotaNews,
    shifts: z.array(z.string()),
    /** The other people it is about. */
    people: z.array(z.string()).exactOptional(),
    cover: z.string().exactOptional(),
    /** What people typed; escaped when it is shown. */
    reason: z.string().exactOptional(),
    /** What a shift that no longer exists, or is no longer then, was. */
    was: z
      .object({ role: z.string(), room: z.string().exactOptional(), start: InstantText, end: InstantText })
      .exactOptional(),
  }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ news, shifts, to }: { news: RotaNews; shifts: readonly string[]; to: string }, moment: string) =>
    `rota-tell:${news}:${shifts.slice(0, 3).join('+')}:${to}:${moment}`,
});
export const thankVolunteers = jobKind({
  name: 'thank-volunteers',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'rota-thanks',
});

const Round = z.object({ round: z.string() });
/** Posts the card of an invitation. */
export const postInvite = jobKind({
  name: 'post-invite',
  schema: Round,
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ round }: { round: string }) => `invite-post:${round}`,
});
/** Reads a page of the channel's members, and goes on; then it looks again who has joined. */
export const readInvited = jobKind({
  name: 'read-invited',
  schema: Round.extend({ run: z.number().int().nonnegative() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ round, run }: { round: string; run: number }) => `invite-read:${round}:${run}`,
});
/** Brings the card up to date. */
export const updateInvite = jobKind({
  name: 'update-invite',
  schema: Round,
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ round }: { round: string }) => `invite-card:${round}`,
});
/** The numbers of the reminders that somebody may get. */
export const REMINDERS = [1, 2] as const;
/** Reminds one person who has not answered. */
export const remindInvited = jobKind({
  name: 'remind-invited',
  schema: Round.extend({ person: z.string(), nth: z.number().int().positive() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ round, person, nth }: { round: string; person: string; nth: number }) =>
    `invite-remind:${round}:${person}:${nth}`,
});
/** Tells somebody without Slack by text that they are asked to help, and what they can reply. */
export const textInvitation = jobKind({
  name: 'text-invitation',
  schema: z.object({ person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ person }: { person: string }) => `invite-text:${person}`,
});

/**
 * Who is on duty, or can be asked, has changed: open pages ask whoever is on duty now. One for all changes; the
 * stamp tells one from the next, so that a run that began before the latest does not end it.
 */
export const recheckPages = jobKind({
  name: 'recheck-pages',
  schema: z.object({ stamp: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: () => 'recheck-pages',
});

/** Minutes after the start at which somebody who has not said `here` is missing. */
export const ARRIVAL_GRACE = 5;
/** Hours before the start at which silence about a proposal counts as yes. */
export const SETTLE_HOURS = 12;

type Tell = z.infer<typeof notifyRotaChange.schema>;

/** News for somebody, due now. The same news about the same shifts at the same moment is one job. */
export const scheduleNotice = (now: Temporal.Instant, data: Tell): JobChange =>
  scheduleJob(notifyRotaChange, now, data, `${now.epochMilliseconds}`);

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
