/**
 * What the real Slack demands of each method that the bot calls: the one table to change when Slack does.
 * A row names its source; `page` is docs.slack.dev/reference/methods/<method>, read for the tier, the scopes
 * and the errors. A method that stands nowhere here is refused, so that a new one gets its row first.
 */

/** Calls a minute. docs.slack.dev/apis/web-api/rate-limits: "1+", "20+", "50+", "100+" a minute. */
const TIER = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
/** "Special" with no figure, "several hundred a minute" for messages: same page. */
const SPECIAL = 300;

/**
 * Short bursts pass (same page: "short bursts >1 allowed"), without a figure. Here a method may use its whole
 * minute at once, and never fewer calls than these; a channel so many messages.
 */
export const MIN_BURST = 10;
/** One message a second a channel: same page, "posting messages". */
export const CHANNEL_PER_MINUTE = 60;
export const CHANNEL_BURST = 5;

/** docs.slack.dev/interactivity/handling-user-interaction: a trigger lives 3 s; milliseconds. */
export const TRIGGER_LIVES = 3_000;
/** Same page, "message responses": five times within 30 minutes; milliseconds. */
export const RESPONSE_URL_USES = 5;
export const RESPONSE_URL_LIVES = 1_800_000;
/** docs.slack.dev/apis/web-api/pagination: the most that a page holds, and what it holds unless told. */
export const MAX_PAGE = 1_000;
export const DEFAULT_PAGE = 100;

/** What kind of conversation: scopes differ by it. */
export type Kind = 'public' | 'private' | 'direct';

/** What must be true of the conversation in `channel`; each is checked in `conversation.ts`. */
export type Demand =
  /** A member, and not archived. */
  | 'to post'
  /** As to post, and the `user` is a member too. */
  | 'to show one person'
  | 'to read'
  /** The message is one of ours: Slack looks at the message, not at membership; the channel must exist. */
  | 'to change'
  | 'to pin';

export interface Rule {
  readonly perMinute: number;
  /** Any one of these; several where it depends on the kind of conversation. */
  readonly scope?: string | Readonly<Record<Kind, string>>;
  readonly demand?: Demand;
  /** Where the list is that comes by the page. */
  readonly pages?: 'channels' | 'members';
  readonly source: string;
}

const reading = { public: 'channels:history', private: 'groups:history', direct: 'im:history' };
const looking = { public: 'channels:read', private: 'groups:read', direct: 'im:read' };
const page = 'page';

export const RULES: Readonly<Record<string, Rule>> = {
  'apps.connections.open': { perMinute: TIER[1], source: page },
  'auth.test': { perMinute: SPECIAL, source: page },
  'team.info': { perMinute: TIER[3], scope: 'team:read', source: page },
  'bots.info': { perMinute: TIER[3], scope: 'users:read', source: page },
  'chat.postMessage': { perMinute: SPECIAL, scope: 'chat:write', demand: 'to post', source: page },
  'chat.update': { perMinute: TIER[3], scope: 'chat:write', demand: 'to change', source: page },
  'chat.delete': { perMinute: TIER[3], scope: 'chat:write', demand: 'to change', source: page },
  'chat.postEphemeral': {
    perMinute: TIER[4],
    scope: 'chat:write',
    demand: 'to show one person',
    source: page,
  },
  'chat.getPermalink': { perMinute: SPECIAL, source: page },
  'conversations.open': { perMinute: TIER[3], scope: 'im:write', source: page },
  // A private one is groups:write's; we make no other.
  'conversations.create': { perMinute: TIER[2], scope: 'groups:write', source: page },
  'conversations.invite': { perMinute: TIER[3], scope: 'groups:write', source: page },
  'conversations.kick': { perMinute: TIER[3], scope: 'groups:write', source: page },
  'conversations.archive': { perMinute: TIER[2], scope: 'groups:write', source: page },
  'conversations.list': { perMinute: TIER[2], pages: 'channels', source: page },
  'conversations.info': { perMinute: TIER[3], scope: looking, source: page },
  'conversations.members': { perMinute: TIER[4], scope: looking, pages: 'members', source: page },
  'conversations.history': { perMinute: TIER[3], scope: reading, demand: 'to read', source: page },
  'conversations.replies': { perMinute: TIER[3], scope: reading, demand: 'to read', source: page },
  'usergroups.list': { perMinute: TIER[2], scope: 'usergroups:read', source: page },
  'users.info': { perMinute: TIER[4], scope: 'users:read', source: page },
  'users.list': { perMinute: TIER[2], scope: 'users:read', pages: 'members', source: page },
  'users.lookupByEmail': { perMinute: TIER[3], scope: 'users:read.email', source: page },
  'views.open': { perMinute: TIER[4], source: page },
  'views.push': { perMinute: TIER[4], source: page },
  'views.update': { perMinute: TIER[4], source: page },
  'views.publish': { perMinute: TIER[4], source: page },
  'pins.add': { perMinute: TIER[2], scope: 'pins:write', demand: 'to pin', source: page },
  'reactions.add': { perMinute: TIER[3], scope: 'reactions:write', demand: 'to post', source: page },
  'files.getUploadURLExternal': { perMinute: TIER[4], scope: 'files:write', source: page },
  // Its error is channel_not_found where the bot is no member (page, "errors").
  'files.completeUploadExternal': { perMinute: TIER[4], scope: 'files:write', source: page },
};

/** conversations.list gives the kinds whose scope there is: its page, "bot tokens". */
export const LIST_SCOPES = { public: 'channels:read', private: 'groups:read' } as const;
