/**
 * The shape of a slash command: its verbs as data, each with its usage, who may, and what it does; its
 * buttons and modals beside them. The Slack adapter acks first, then calls `runCommand`.
 */
import type { KnownBlock, View } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Permission } from '../callboard/domain/permission.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Locale, PlainKey, Translate } from '../i18n/index.ts';
import type { QueueName } from './commit.ts';
import type { Deps } from './deps.ts';
import type { Message, Posted, UploadedFile } from './ports/chat.ts';
import type { CommandRights } from './rights.ts';
import type { Synonyms } from './synonyms.ts';
import type { Mrkdwn } from './text.ts';

/** Who asks, and how to answer them. */
export interface RequestContext {
  readonly person: Person;
  /** Their role at this moment. */
  readonly permission: Permission;
  readonly locale: Locale;
  readonly t: Translate;
  /** The clock's now, read once when the request came in. */
  readonly now: Temporal.Instant;
  readonly event: EventSettings;
  /** The event's zone; a person's own is in `person.zone`. */
  readonly zone: string;
  /** Opens a modal within three seconds. */
  readonly trigger: string;
  /** To be called once what was asked for is committed, where Slack is told only then that it was received. */
  readonly kept?: () => void;
  /** To be called where the answer itself tells that nobody runs this queue, so that it is not said twice. */
  readonly saidUnattended?: (queue: QueueName) => void;
}

export interface CommandInvocation extends RequestContext {
  /** What follows the verb, trimmed. */
  readonly text: string;
  readonly channel: string;
  /** Shows how long work gets on; replaced by the reply. */
  progress(message: Message): Promise<void>;
}

export interface ButtonClick extends RequestContext {
  /** The button's value, or the option chosen. */
  readonly value: string;
  /** The message that the button is on; undefined in App Home. */
  readonly at: Posted | undefined;
  progress(message: Message): Promise<void>;
}

/** A submitted modal; `values` by block id then action id, `meta` its private_metadata. */
export interface ModalSubmission extends RequestContext {
  readonly values: Readonly<Record<string, Readonly<Record<string, string | readonly string[] | undefined>>>>;
  readonly meta: string;
}

/** What a verb or a button answers: shown to the asker alone, unless it says otherwise. */
export type Reply =
  | Message
  | { readonly modal: View }
  /** Replaces the message that the button is on, for everybody who sees it. */
  | { readonly replace: Message }
  | { readonly file: UploadedFile; readonly comment: Mrkdwn }
  | undefined;

/** What a submitted modal answers: errors beside the inputs, another view, or a message and closing. */
export type ModalResponse =
  | { readonly errors: Readonly<Record<string, Mrkdwn>> }
  | { readonly update: View }
  | Message
  | undefined;

export interface Verb {
  /** One line of the help: `room R` with what it does, as `'room R': key`. */
  readonly usage: Readonly<Record<string, PlainKey>>;
  run(call: CommandInvocation, deps: Deps): Promise<Reply>;
}

export interface Button {
  run(click: ButtonClick, deps: Deps): Promise<Reply>;
}

export interface Modal {
  /** It takes a share or a secret: what was typed is never shown again, not even to who typed it. */
  readonly secret?: true;
  run(submission: ModalSubmission, deps: Deps): Promise<ModalResponse>;
}

/** Something that happened in Slack and is no command: a message to the bot, a marked or edited message. */
export interface SlackEvent {
  readonly kind: 'message' | 'message-edited' | 'message-deleted' | 'reaction-added' | 'reaction-removed';
  /** Slack user id of who did it. */
  readonly user: string;
  readonly channel: string;
  /** A direct message between this person and the bot. */
  readonly direct: boolean;
  /** The message it is about, and the thread that this message is in. */
  readonly ts: string;
  readonly thread: string | undefined;
  readonly text: string;
  /** The reaction's name, without colons. */
  readonly reaction?: string;
  /** Who wrote the marked message; known for the reactions in `marks`. */
  readonly author?: string;
}

/** A text that somebody sent to the bot's number. */
export interface InboundSms extends Omit<RequestContext, 'trigger'> {
  readonly text: string;
  /** The provider's id: the same twice is one text that was handed in again. */
  readonly id: string;
}

/** What `onUnmatchedSms` says where nothing shall be said, by no command. */
export const SILENCE = '';

/** What a command makes of texts. Answers are plain and short: each character beyond 160 costs. */
export interface SmsHandlers {
  /** Does what the text plainly asks of it, and answers; `''` is no answer. Undefined: it is not for this command. */
  handleSms(sms: InboundSms, deps: Deps): Promise<string | undefined>;
  /** Told of a text that no command could read; what it would say to that; SILENCE ends the matter. */
  onUnmatchedSms(texted: InboundSms, deps: Deps): Promise<readonly string[]>;
}

/** A command's part of App Home: what concerns this person now, its line of the event at a glance, and what is only nice to have. */
export interface HomePart {
  readonly mine: readonly KnownBlock[];
  readonly event: readonly KnownBlock[];
  /** Stands below everything, and is the first to go where there is no room. */
  readonly nice?: readonly KnownBlock[];
}

/** A message shortcut of the manifest (`Add to timeline`). */
export interface Shortcut {
  /** `text` and `author` are the message's, `thread` is what it is in; `at` is the message. */
  run(
    press: ButtonClick & {
      readonly text: string;
      readonly author: string;
      readonly thread: string | undefined;
    },
    deps: Deps,
  ): Promise<Reply>;
}

export interface Command {
  readonly name: `/${string}`;
  /** Its part of the one table, `RIGHTS`. */
  readonly rights: CommandRights;
  /** What it is for, in a line. */
  readonly summary: PlainKey;
  /** By first word; `''` answers when nothing was typed. */
  readonly verbs: Readonly<Record<string, Verb>>;
  /**
   * Slack is told that it was received once what it commits is committed (`kept`), or it is over, within a second: so
   * whoever typed it hears that it did not work where this process dies before.
   */
  readonly acksWhenKept?: true;
  /** Other words for its verbs, in every language: what people type is read, not taught. */
  readonly synonyms?: Synonyms;
  /** Takes any text that begins with no verb (`/page TARGET MESSAGE`); undefined answers "did you mean". */
  readonly otherwise?: Verb;
  /** By action id, `page.ack`. A `#…` behind it tells equal buttons of one block apart. */
  readonly buttons?: Readonly<Record<string, Button>>;
  /** By callback id, `page.open`. */
  readonly modals?: Readonly<Record<string, Modal>>;
  /** By callback id of the manifest. */
  readonly shortcuts?: Readonly<Record<string, Shortcut>>;
  /** Reactions (without colons) of which it wants to know the marked message: its text, author, thread. */
  readonly watchedReactions?: readonly string[];
  /** Told who of another workspace was refused, before they are: somebody may have to know. */
  onStranger?(request: RequestContext, deps: Deps): Promise<void>;
  /** Told of every happening, bot's own messages excepted; must be quick to say that it does not care. */
  onSlackEvent?(slackEvent: SlackEvent, deps: Deps): Promise<void>;
  /** People without Slack, or away from it, answer by text. */
  readonly texts?: SmsHandlers;
  home?(request: Omit<RequestContext, 'trigger'>, deps: Deps): Promise<HomePart>;
  /** Its buttons that organizers press most, for the top of their App Home: action id → label. */
  readonly quick?: Readonly<Record<string, PlainKey>>;
}
