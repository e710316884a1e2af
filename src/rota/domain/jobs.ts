/** What happens by itself on the rota. When it is due for a shift, `reschedule.ts` says. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type JobChange, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';
import { InstantText, milliseconds } from '../../core/instant.ts';

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
  'held-over',
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

type Tell = z.infer<typeof notifyRotaChange.schema>;

/** News for somebody, due now. The same news about the same shifts at the same moment is one job. */
export const scheduleNotice = (now: Temporal.Instant, data: Tell): JobChange =>
  scheduleJob(notifyRotaChange, now, data, `${now.epochMilliseconds}`);
