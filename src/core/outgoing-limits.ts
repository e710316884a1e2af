/**
 * What is allowed to whatever goes out, a row a destination: no adapter has numbers of its own. docs/outgoing-calls.md
 * is printed from here.
 */

/** Who tries a request again that failed. */
export type TriesAgain =
  /** The job that it is part of, by its policy, on the event's clock: it can be seen, moved and cancelled there. */
  | 'outbox'
  /** The next look, which comes anyway. */
  | 'next look'
  /** The vendor's own library, as its protocol asks. */
  | 'library'
  /** Nobody: a person sees that it failed, and decides. */
  | 'person';

export interface OutgoingLimit {
  /** Who is asked, and for what: for the page. */
  readonly what: string;
  /** Milliseconds for one request, from leaving to the whole of the answer. */
  readonly timeoutMs: number;
  /** Milliseconds for all of it: what it waits for a place, and the request. */
  readonly deadlineMs: number;
  /** Requests under way at once, of one event in one process; the next wait for a place. */
  readonly atOnce: number;
  /** After so many failures in a row it is left alone for so many milliseconds; then one request looks. */
  readonly breaker?: { readonly failures: number; readonly openMs: number };
  readonly again: TriesAgain;
  /** Why these numbers. */
  readonly why: string;
}

export const OUTGOING = {
  'slack.pages': {
    what: 'Slack’s Web API, for pages and for answers to people',
    timeoutMs: 10_000,
    deadlineMs: 15_000,
    atOnce: 30,
    breaker: { failures: 5, openMs: 5_000 },
    again: 'outbox',
    why: 'Slack answers within a second; files take longer. While it is left alone a page’s next channel starts at once, and five seconds later somebody looks again.',
  },
  'slack.reminders': {
    what: 'Slack’s Web API, for reminders',
    timeoutMs: 10_000,
    deadlineMs: 20_000,
    atOnce: 10,
    breaker: { failures: 5, openMs: 20_000 },
    again: 'outbox',
    why: 'A thousand reminders must not come back every five seconds. A refusal costs no attempt, so they outlast an outage of any length.',
  },
  'slack.chores': {
    what: 'Slack’s Web API, for boards, cards and digests',
    timeoutMs: 10_000,
    deadlineMs: 20_000,
    atOnce: 5,
    breaker: { failures: 5, openMs: 30_000 },
    again: 'outbox',
    why: 'As reminders; what is redrawn is true whenever it is.',
  },
  'slack.app': {
    what: 'Slack’s Web API, for people’s profiles, App Home and modals, and for the doctor',
    timeoutMs: 10_000,
    deadlineMs: 15_000,
    atOnce: 10,
    again: 'next look',
    why: 'Somebody waits, and sees that it failed; profiles are known from before.',
  },
  'slack.answers': {
    what: 'Slack’s response addresses',
    timeoutMs: 10_000,
    deadlineMs: 15_000,
    atOnce: 20,
    again: 'person',
    why: 'Where it fails, the answer goes as a message of the bot’s.',
  },
  'slack.socket': {
    what: 'Slack’s Socket Mode, by Bolt',
    timeoutMs: 30_000,
    deadlineMs: 30_000,
    atOnce: 1,
    again: 'library',
    why: 'Bolt’s own client connects again by itself, with longer and longer pauses; without its retries it would not. At the start we try on ourselves, every thirty seconds at least.',
  },
  twilio: {
    what: 'Twilio, for texts and calls',
    timeoutMs: 4_000,
    deadlineMs: 8_000,
    atOnce: 20,
    breaker: { failures: 4, openMs: 5_000 },
    again: 'outbox',
    why: 'It answers well under a second; a page’s next channel must not wait for longer. A request that was given up may have left: it is looked for before the next try.',
  },
  telnyx: {
    what: 'Telnyx, for texts and calls',
    timeoutMs: 4_000,
    deadlineMs: 8_000,
    atOnce: 20,
    breaker: { failures: 4, openMs: 5_000 },
    again: 'outbox',
    why: 'As Twilio, of which it is the second: what one does not answer for, the other may carry once it is known not to have left.',
  },
  push: {
    what: 'push services of browsers, each host by itself, and the ntfy server',
    timeoutMs: 5_000,
    deadlineMs: 8_000,
    atOnce: 20,
    breaker: { failures: 4, openMs: 5_000 },
    again: 'outbox',
    why: 'They answer well under a second. One that does not is left alone, and the page’s next channel starts; a message that comes twice takes the place of the first on the screen.',
  },
  mail: {
    what: 'the mail server, for pages by mail',
    timeoutMs: 30_000,
    deadlineMs: 60_000,
    atOnce: 2,
    breaker: { failures: 4, openMs: 10_000 },
    again: 'outbox',
    why: 'Mail servers are slow on purpose, and few take more than two connections of one client. Mail stands behind the other channels: nothing waits for it.',
  },
  webhooks: {
    what: 'addresses that events are sent to; each host by itself',
    timeoutMs: 5_000,
    deadlineMs: 5_000,
    atOnce: 4,
    breaker: { failures: 3, openMs: 5_000 },
    again: 'outbox',
    why: 'Somebody else’s server. It has a queue of its own and an hour and a half to come back; what finds no place is sent again by its job and waits for nothing.',
  },
  guarded: {
    what: 'hooks of guarded actions (the keys)',
    timeoutMs: 5_000,
    deadlineMs: 10_000,
    atOnce: 4,
    again: 'outbox',
    why: 'A quorum waits in front of it. No circuit: each try was decided by people, and its idempotency key is the same.',
  },
  remedies: {
    what: 'hooks of the event file’s actions',
    timeoutMs: 30_000,
    deadlineMs: 40_000,
    atOnce: 8,
    again: 'outbox',
    why: 'Each action has its own `timeout` in the event file (5 s where it says nothing), thirty seconds at most. No circuit: somebody pressed a button for it.',
  },
  trackers: {
    what: 'trackers of action items (GitHub, Jira)',
    timeoutMs: 10_000,
    deadlineMs: 20_000,
    atOnce: 2,
    breaker: { failures: 4, openMs: 30_000 },
    again: 'outbox',
    why: 'Nobody waits for it, and a bridge behind it may ask the tracker first.',
  },
  feeds: {
    what: 'agendas and rotas that are fetched',
    timeoutMs: 20_000,
    deadlineMs: 30_000,
    atOnce: 4,
    again: 'next look',
    why: 'Real agendas are megabytes from small servers, redirects included. A feed is asked again in minutes anyway; somebody who typed the address sees what is wrong.',
  },
  backups: {
    what: 'the bucket for backups (S3)',
    timeoutMs: 120_000,
    deadlineMs: 130_000,
    atOnce: 2,
    again: 'outbox',
    why: 'A whole event over a slow line, at night.',
  },
  traces: {
    what: 'the collector of traces (OTLP)',
    timeoutMs: 5_000,
    deadlineMs: 5_000,
    atOnce: 4,
    again: 'library',
    why: 'Nothing waits for a trace; the exporter keeps at most 8,192 spans and drops the rest.',
  },
  watchdog: {
    what: 'the address that is called every minute while pages go out',
    timeoutMs: 10_000,
    deadlineMs: 12_000,
    atOnce: 1,
    again: 'next look',
    why: 'The next ping is a minute away, and the service behind it forgives one that is missing.',
  },
  checkup: {
    what: 'our own public address, and Slack’s clock, for the doctor',
    timeoutMs: 8_000,
    deadlineMs: 10_000,
    atOnce: 2,
    again: 'person',
    why: 'Somebody sits in front of it.',
  },
} as const satisfies Record<string, OutgoingLimit>;

export type Destination = keyof typeof OUTGOING;
