/** What happens by itself in and after an incident. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { cancelJob, type JobCancel, type JobPut, jobKind, RETRY, scheduleJob } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { TrackerName } from './tracker.ts';

const incident = z.string();

/** Posts the card where there is none yet, else brings it up to date. */
export const updateIncidentCard = jobKind({
  name: 'incident-card',
  schema: z.object({ incident }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ incident }: { incident: string }) => `incident-card:${incident}`,
});
export const scheduleIncidentCard = (code: string, now: Temporal.Instant): JobPut =>
  scheduleJob(updateIncidentCard, now, { incident: code });

/** Takes the card and what else is ours in its thread out of a channel that everybody reads. */
export const clearPublicCard = jobKind({
  name: 'clear-incident-card',
  schema: z.object({ incident }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ incident }: { incident: string }) => `clear-incident-card:${incident}`,
});

/** Says in the place of one that was private, where its card stood, that it stands for everybody now. */
export const closePrivateCard = jobKind({
  name: 'close-private-card',
  schema: z.object({ incident, channel: z.string(), ts: z.string() }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ incident, ts }: { incident: string; ts: string }) => `close-private-card:${incident}:${ts}`,
});

/** Tells somebody that they may know of a private incident: Slack let us make no channel to ask them into. */
export const inviteResponder = jobKind({
  name: 'invite-responder',
  schema: z.object({ incident, person: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident, person }: { incident: string; person: string }) =>
    `invite-responder:${incident}:${person}`,
});

const message = z.object({ channel: z.string(), ts: z.string() });

/** Where something of an erased incident stands in Slack; `card` is the message that stays and says so. */
export const ErasedPlace = z.discriminatedUnion('what', [
  z.object({ what: z.literal('post'), at: message }),
  /** The card says afterwards that it was erased, and by whom. */
  z.object({ what: z.literal('card'), at: message, by: z.string() }),
  /** Who may have been told of it in a direct message, since when, and the codes in such a one. */
  z.object({
    what: z.literal('person'),
    person: z.string(),
    since: InstantText,
    codes: z.array(z.string()),
    card: message.exactOptional(),
  }),
  z.object({
    what: z.literal('channel'),
    channel: z.string(),
    card: message.exactOptional(),
    archive: z.boolean(),
  }),
]);
export type ErasedPlace = z.infer<typeof ErasedPlace>;

/** Takes what we had posted of an erased incident out of one place in Slack. Names nothing of it. */
export const clearErased = jobKind({
  name: 'clear-erased',
  schema: ErasedPlace,
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `clear-erased:${key}`,
});

/** Takes an erased incident out of the ledger, after its documents are gone. */
export const eraseIncidentFacts = jobKind({
  name: 'erase-incident-facts',
  schema: z.object({
    incident,
    pages: z.array(z.string()),
    actions: z.array(z.string()),
    /** Of the documents that went with it, as facts name them. */
    ids: z.array(z.string()),
  }),
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `erase-incident-facts:${key}`,
});

/** Takes an erased incident out of the files of the ledger. */
export const eraseIncidentArchives = jobKind({
  name: 'erase-incident-archives',
  schema: z.object({ incident, pages: z.array(z.string()), actions: z.array(z.string()) }),
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `erase-incident-archives:${key}`,
});

/** Tells who has charge of a private incident that something of it could not be sent. */
export const tellResponder = jobKind({
  name: 'tell-responder',
  schema: z.object({ incident, what: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident, what }: { incident: string; what: string }) => `tell-responder:${incident}:${what}`,
});

/** Says something in the incident's thread; `times` counts how often this was asked. */
export const NudgeName = z.enum(['commander', 'severity', 'update', 'relief', 'milestone']);
export type NudgeName = z.infer<typeof NudgeName>;
export const nudgeIncident = jobKind({
  name: 'nudge-incident',
  schema: z.object({ incident, what: NudgeName, times: z.number().int().positive() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident, what }: { incident: string; what: NudgeName }) => `nudge:${incident}:${what}`,
});
export const nudgeAt = (code: string, what: NudgeName, times: number, at: Temporal.Instant): JobPut =>
  scheduleJob(nudgeIncident, at, { incident: code, what, times });
export const noNudge = (code: string, what: NudgeName): JobCancel =>
  cancelJob(nudgeIncident, { incident: code, what });

/** Posts an update for everybody, in the announcement channel and the thread. */
export const postUpdate = jobKind({
  name: 'post-incident-update',
  /** The words of a private one are in the ledger alone. */
  schema: z.object({ incident, number: z.number().int(), text: z.string().exactOptional(), by: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident, number }: { incident: string; number: number }) => `update:${incident}:${number}`,
});

/** Posts the postmortem thread's first message, or brings it up to date. */
export const postPostmortem = jobKind({
  name: 'post-postmortem',
  schema: z.object({ incident }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ incident }: { incident: string }) => `postmortem:${incident}`,
});
export const postmortemSoon = (code: string, at: Temporal.Instant): JobPut =>
  scheduleJob(postPostmortem, at, { incident: code });

/** Asks the commander for the postmortem again, so many hours after the end. */
export const askPostmortem = jobKind({
  name: 'ask-postmortem',
  schema: z.object({ incident, hours: z.number() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident, hours }: { incident: string; hours: number }) => `ask-postmortem:${incident}:${hours}h`,
});

/** Posts the summary and the Markdown file for everybody. */
export const publishPostmortem = jobKind({
  name: 'publish-postmortem',
  schema: z.object({ incident }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ incident }: { incident: string }) => `publish-postmortem:${incident}`,
});

/** Tells somebody that an action item is theirs. */
export const tellOwner = jobKind({
  name: 'tell-owner',
  schema: z.object({ action: z.string(), by: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ action }: { action: string }) => `tell-owner:${action}`,
});

/** Sends an action item to a tracker outside. */
export const trackAction = jobKind({
  name: 'track-action',
  schema: z.object({ action: z.string(), tracker: TrackerName }),
  queue: 'chores',
  retry: RETRY.message,
  id: ({ action, tracker }: { action: string; tracker: TrackerName }) => `track:${action}:${tracker}`,
});

/** Reminds the owner of an action item: the day before, on the day, the day after, and weekly from then on. */
export const remindAction = jobKind({
  name: 'remind-action',
  schema: z.object({ action: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ action }: { action: string }) => `remind-action:${action}`,
});

/** Weekly, until all action items are closed: what is open, to the organizers. */
export const digestActions = jobKind({
  name: 'digest-actions',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'digest-actions',
});

/** Posts a message of a runbook that is at work, or brings it up to date; `part` counts its messages from 0. */
export const showRunbook = jobKind({
  name: 'show-runbook',
  schema: z.object({
    run: z.string(),
    part: z.number().int().nonnegative(),
    incident: incident.exactOptional(),
    page: z.string().exactOptional(),
  }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ run, part }: { run: string; part: number }) => `runbook:${run}:${part}`,
});
