/** What paging does by itself. Ids are deterministic; each handler reads again before it acts. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type JobPut, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import type { Notification } from './notification.ts';
import { type Page, Target } from './page.ts';

const page = z.string();

/** Another part of Callboard needs somebody: opens a page, once for the id of this job. */
export const openPageJob = jobKind({
  name: 'open-page',
  schema: z.object({
    target: Target,
    critical: z.boolean(),
    message: z.string(),
    author: z.string(),
    origin: z.string(),
  }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ origin }: { origin: string }) => `open-page:${origin}`,
});

/** Runs the step `sequence` of a page, numbered through all rounds; past the last, gives up. */
export const escalatePage = jobKind({
  name: 'escalate-page',
  schema: z.object({ page, sequence: z.number().int() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page, sequence }: { page: string; sequence: number }) => `escalate:${page}:${sequence}`,
});

/** Lets one notification leave. The handler itself goes on when the provider is in trouble. */
export const notify = jobKind({
  name: 'notify',
  schema: z.object({ notification: z.string(), page, person: z.string(), channel: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ notification }: { notification: string }) => `notify:${notification}`,
});

/** Asks the provider what became of a notification, in case its callback was lost. */
export const pollNotification = jobKind({
  name: 'poll-notification',
  schema: z.object({ notification: z.string(), round: z.number().int() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ notification }: { notification: string }) => `poll:${notification}`,
});

/** Looks whether a page asks whoever is on duty now: when the next shift begins or ends. */
export const recheckPage = jobKind({
  name: 'recheck-page',
  schema: z.object({ page }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page }: { page: string }) => `recheck:${page}`,
});

/** Tells whoever had a page that it was handed over at the end of their shift. */
export const tellHandover = jobKind({
  name: 'tell-handover',
  schema: z.object({ page, person: z.string(), at: InstantText }),
  queue: 'pages',
  retry: RETRY.message,
  id: ({ page, at }: { page: string; at: string }) => `handover:${page}:${at}`,
});

/** Stops what is still ringing somewhere after somebody else answered. */
export const withdrawNotification = jobKind({
  name: 'withdraw-notification',
  schema: z.object({ notification: z.string() }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ notification }: { notification: string }) => `withdraw:${notification}`,
});

/** `@here` in the ops channel. */
export const announcePage = jobKind({
  name: 'announce-page',
  schema: z.object({ page, sequence: z.number().int() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page, sequence }: { page: string; sequence: number }) => `announce:${page}:${sequence}`,
});

/** Slack is lost: what one open page lets wait behind it leaves now. */
export const hastenPage = jobKind({
  name: 'hasten-page',
  schema: z.object({ page, outage: InstantText }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page, outage }: { page: string; outage: string }) => `hasten:${page}:${outage}`,
});

/** The provider is in trouble: organizers get the numbers to dial by hand, in a direct message, once nothing else can have rung. */
export const dmFallbackNumbers = jobKind({
  name: 'tell-numbers',
  schema: z.object({ page }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page }: { page: string }) => `numbers:${page}`,
});

/** Posts or updates the card. `stamp` only tells one request from the next. */
export const updateCard = jobKind({
  name: 'update-card',
  schema: z.object({ page, stamp: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ page }: { page: string }, soon?: 'soon') => `card${soon ? '-soon' : ''}:${page}`,
});

/** Has each direct message about a page brought up to what is true now. */
export const updateDms = jobKind({
  name: 'update-page-dms',
  schema: z.object({ page, stamp: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ page }: { page: string }) => `dms:${page}`,
});

/** Brings one direct message about a page up to what is true now. */
export const updateDm = jobKind({
  name: 'update-page-dm',
  schema: z.object({ page, notification: z.string(), stamp: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ notification }: { notification: string }) => `dm:${notification}`,
});

/** Tells whoever asked for a page how it stands: who has it, that it is over, that nobody answered. */
export const tellAsker = jobKind({
  name: 'tell-asker',
  schema: z.object({ page, stamp: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ page }: { page: string }) => `asker:${page}`,
});

/** Asks whoever acknowledged whether they are still on it. */
export const confirmStillHandling = jobKind({
  name: 're-ask',
  schema: z.object({ page }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page }: { page: string }) => `reask:${page}`,
});

/** Acknowledged, never resolved: starts again from the first step. */
export const reopenUnresolvedPage = jobKind({
  name: 're-page',
  schema: z.object({ page }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ page }: { page: string }) => `repage:${page}`,
});

/** The end of a room's quiet window: what waited is paged now. */
export const endQuiet = jobKind({
  name: 'end-quiet',
  schema: z.object({ room: z.string() }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ room }: { room: string }) => `end-quiet:${room}`,
});

/** Tells a person what their try-out reached, and closes it. */
export const finishTest = jobKind({
  name: 'finish-test',
  schema: z.object({ page }),
  queue: 'pages',
  retry: RETRY.message,
  id: ({ page }: { page: string }) => `finish:${page}`,
});

/** Once a week: has those on the coming rota asked who never tried their channels. */
export const remindUntested = jobKind({
  name: 'remind-untested',
  schema: z.object({}),
  queue: 'reminders',
  retry: RETRY.chore,
  id: () => 'remind-untested',
});

/** Asks one of them; a job of its own, so that one that cannot be reached does not hold up the others. */
export const askUntested = jobKind({
  name: 'ask-untested',
  schema: z.object({ person: z.string(), asked: InstantText }),
  queue: 'reminders',
  retry: RETRY.chore,
  id: ({ person }: { person: string }) => `ask-untested:${person}`,
});

/** Forgets the alerts last heard of on a day, in UTC, whose pages are long over; the others move to today. */
export const forgetAlerts = jobKind({
  name: 'forget-alerts',
  schema: z.object({ day: z.iso.date() }),
  queue: 'chores',
  retry: RETRY.chore,
  id: ({ day }: { day: string }) => `forget-alerts:${day}`,
});

/**
 * Looks whether a provider is to be set aside for a channel: `lost` by what became of its notifications, `refused`
 * and `down` by what it told whoever asked it.
 */
export const judgeProviderJob = jobKind({
  name: 'judge-provider',
  schema: z.object({
    provider: z.string(),
    channel: z.string(),
    why: z.enum(['refused', 'down', 'lost']),
    code: z.string().exactOptional(),
  }),
  queue: 'pages',
  retry: RETRY.paging,
  id: ({ provider, channel, why }: { provider: string; channel: string; why: string }) =>
    `judge-provider:${provider}:${channel}:${why}`,
});

/** Looks whether a provider that was set aside carries again: by a drill, or by asking it; never by a page. */
export const probeProvider = jobKind({
  name: 'probe-provider',
  schema: z.object({ provider: z.string(), channel: z.string() }),
  queue: 'chores',
  retry: RETRY.paging,
  id: ({ provider, channel }: { provider: string; channel: string }) =>
    `probe-provider:${provider}:${channel}`,
});

/** Sends the code that verifies a number. */
export const sendCode = jobKind({
  name: 'send-code',
  schema: z.object({ verification: z.string() }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ verification }: { verification: string }, call: string) => `send-code:${verification}:${call}`,
});

/** Sends the first message to a device, which its owner is to confirm. */
export const checkDevice = jobKind({
  name: 'check-device',
  schema: z.object({ person: z.string(), device: z.string() }),
  queue: 'pages',
  retry: RETRY.brief,
  id: ({ device }: { device: string }, check: string) => `check-device:${device}:${check}`,
});

/** One notification, leaving at `at`. It names what its handler must read, so that it can read it at once. */
export const scheduleNotify = (
  { id, page: code, person, channel }: Pick<Notification, 'id' | 'page' | 'person' | 'channel'>,
  at: Temporal.Instant,
): JobPut => scheduleJob(notify, at, { notification: id, page: code, person, channel });

/** The card soon: changes of delivery within the same two seconds are one update. */
export function schedulePageCardSoon(code: string, now: Temporal.Instant): JobPut {
  const at = now.round({ smallestUnit: 'second', roundingIncrement: 2, roundingMode: 'ceil' });
  // A job of its own: it must not put off the update that an answer has asked for.
  return scheduleJob(updateCard, at, { page: code, stamp: at.toString() }, 'soon');
}

/** Something of a page in trouble has changed: it is looked at again whether organizers need the numbers to dial. */
export const scheduleNumbers = (
  { code, trouble, numbersAt }: Pick<Page, 'code' | 'trouble' | 'numbersAt'>,
  now: Temporal.Instant,
): JobPut[] =>
  trouble === undefined || numbersAt !== undefined
    ? []
    : [scheduleJob(dmFallbackNumbers, now, { page: code })];

/** The card and the direct messages at once: what somebody could press has changed. */
export const schedulePageCard = (code: string, now: Temporal.Instant): JobPut =>
  scheduleJob(updateCard, now, { page: code, stamp: now.toString() });

export const scheduleDmUpdate = (code: string, now: Temporal.Instant): JobPut =>
  scheduleJob(updateDms, now, { page: code, stamp: now.toString() });

export const scheduleTellAsker = (code: string, now: Temporal.Instant): JobPut =>
  scheduleJob(tellAsker, now, { page: code, stamp: now.toString() });

/** Soon: what several notifications say within the same two seconds is judged once. */
export function scheduleJudgeProvider(provider: string, channel: string, now: Temporal.Instant): JobPut {
  const at = now.round({ smallestUnit: 'second', roundingIncrement: 2, roundingMode: 'ceil' });
  return scheduleJob(judgeProviderJob, at, { provider, channel, why: 'lost' });
}
