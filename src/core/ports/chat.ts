/** Slack, as features see it. What an error from it means is said here. */

import type { KnownBlock, View } from '@slack/types';
import type { Mrkdwn } from '../text.ts';

/** The name of a channel that we made for a private incident. */
export const PRIVATE_CHANNEL = /^private-i\d+(-\d)?$/;

/** A message for Slack. What somebody made up is in it only as `src/slack/mrkdwn.ts` made it. */
export interface Message {
  /** What a phone's notification and a screen reader say; without blocks, the message itself. At most 40,000 characters. */
  readonly text: Mrkdwn;
  /** At most 50, made by `src/slack/blocks.ts`; leave it out where there are none. */
  readonly blocks?: readonly KnownBlock[];
}

/** Where a message is. */
export interface Posted {
  /** The channel's id; that of the direct messages (`D…`) for one to a person. */
  readonly channel: string;
  /** Slack's id of the message in its channel: seconds since 1970 with six decimals, as text. */
  readonly ts: string;
}

export interface Channel {
  readonly id: string;
  /** Without #. */
  readonly name: string;
  /** Only a member can post. */
  readonly isMember: boolean;
  readonly isArchived: boolean;
}

export interface PostOptions {
  /** The `ts` of the message whose thread it goes into; into the channel without it. */
  readonly thread?: string;
  /** A reply that is shown in the channel too: `@here` in a thread alone notifies nobody new. */
  readonly broadcast?: boolean;
  /** Names the message among all, at most 255 characters, so that `sentBefore` finds it. */
  readonly key?: string;
}

/** Where a message goes: a channel, a thread in it (and shown in the channel too: `broadcast`), or a person (by Slack user id) in private. */
export type MessageTarget =
  | { readonly channel: string; readonly thread?: string; readonly broadcast?: boolean }
  | { readonly person: string };

export interface UploadedFile {
  /** With its extension: Slack tells the kind by it. */
  readonly name: string;
  /** Plain text; the name where there is none. */
  readonly title?: string;
  /** Of a picture: what it shows, for those who do not see it. */
  readonly alt?: string;
  /** A string leaves as UTF-8. */
  readonly content: string | Uint8Array;
}

/**
 * Slack, as features see it. `RetryLater` when Slack asks for patience, `PermanentError(code)` with
 * Slack's own code (`channel_not_found`, `message_not_found`, `is_archived`, …) when trying again cannot
 * help, anything else means try again. People are named by Slack user id.
 */
export interface Chat {
  /**
   * @param channel - A channel's id.
   * @returns Where it is, to update it.
   * @throws PermanentError - `channel_not_found`, `is_archived`, `not_in_channel` and their like.
   */
  post(channel: string, message: Message, options?: PostOptions): Promise<Posted>;
  /**
   * Puts this message in the place of the one that is there.
   *
   * @param options - Without `key` it has none any more.
   * @throws PermanentError - `message_not_found` where somebody deleted it.
   */
  update(at: Posted, message: Message, options?: { key?: string }): Promise<void>;
  /**
   * Deletes it.
   *
   * @throws PermanentError - `message_not_found` where somebody did already.
   */
  remove(at: Posted): Promise<void>;
  /**
   * Deletes it and, where it begins a thread, what the bot wrote in that one. What people wrote stays: nobody
   * but they may delete it.
   *
   * @throws PermanentError - where we may not look or delete there.
   */
  removeThread(at: Posted): Promise<void>;
  /** Deletes what the bot wrote in the thread of this message, which stays itself. */
  removeReplies(at: Posted): Promise<void>;
  /**
   * Deletes what the bot wrote in a channel or to a person, in threads too. What people wrote stays.
   *
   * @param since - seconds since 1970: what is older is not looked at
   * @param which - is given where the message is, and all of its text with its blocks
   * @throws PermanentError - where we may not look there.
   */
  removeOwn(
    place: MessageTarget,
    since: number,
    which: (at: Posted, content: string) => boolean,
  ): Promise<void>;
  /**
   * Makes a private channel, of which only the bot is a member.
   *
   * @param name - At most 80 characters: lower case, digits, hyphens.
   * @returns Its id.
   * @throws PermanentError - `name_taken`, or that the workspace does not let us: `missing_scope`, `restricted_action`.
   */
  createPrivateChannel(name: string): Promise<string>;
  /**
   * Asks somebody into a channel; nothing where they are in it.
   *
   * @param user - A Slack user id.
   */
  invite(channel: string, user: string): Promise<void>;
  /**
   * Closes a channel that we made: nobody can write in it any more, and nobody but its members reads it. Nothing
   * where it is archived already.
   *
   * @throws PermanentError - where the workspace does not let us, or there is no such channel.
   */
  archiveChannel(channel: string): Promise<void>;
  /** Takes somebody out of a channel; nothing where they are not in it. */
  kick(channel: string, user: string): Promise<void>;
  /**
   * A direct message.
   *
   * @param user - A Slack user id.
   * @returns Where it is; the channel of the direct messages is part of it.
   */
  dm(user: string, message: Message, options?: { key?: string }): Promise<Posted>;
  /**
   * The message of this key, or in a thread the file of this name: one that may have left before a crash.
   * Undefined means that it is not among the latest hundred of the place (of a thread, the first thousand),
   * or that we may not look. Costs a request: only where an earlier run may have got so far; see `sendOnce`.
   */
  sentBefore(place: MessageTarget, key: string): Promise<Posted | undefined>;
  /** Shown to one member of the channel, until they reload; nothing keeps it, so nothing is found or updated. */
  ephemeral(channel: string, user: string, message: Message): Promise<void>;
  /**
   * @param trigger - What came with the command or button; it holds for three seconds, for one modal.
   * @throws PermanentError - `expired_trigger_id` where it came too late.
   */
  openModal(trigger: string, view: View): Promise<void>;
  /**
   * Replaces the App Home of this Slack user.
   *
   * @throws {RetryLater} where Slack has no room for it now; what is shown stays
   */
  publishHome(user: string, view: View): Promise<void>;
  /**
   * Into a channel, or to a person by their Slack user id.
   *
   * @param options - `thread` as in {@link PostOptions}; `comment` is the message that it comes with.
   */
  upload(channel: string, file: UploadedFile, options?: { thread?: string; comment?: Mrkdwn }): Promise<void>;
  /** The address that opens the message in Slack; undefined where it is gone. */
  permalink(at: Posted): Promise<string | undefined>;
  /** Pins where the workspace allows it; says nothing where it does not. */
  pin(at: Posted): Promise<void>;
  /**
   * The channels that the bot can see, read again every five minutes; those of private incidents are not
   * among them, since lists of channels are shown to others. Answers within a second or so, with what is
   * known by then.
   */
  channels(): Promise<readonly Channel[]>;
  /** One channel as it is now; undefined where the bot cannot see it. */
  channel(id: string): Promise<Channel | undefined>;
  /**
   * A page of the people in a channel, bots and deactivated ones among them: Slack user ids, at most a thousand.
   *
   * @param cursor - The `next` of the page before; the first page without it.
   * @returns `next` where there are more.
   * @throws PermanentError - `channel_not_found` and its like where the bot cannot look.
   */
  members(
    channel: string,
    cursor?: string,
  ): Promise<{ readonly people: readonly string[]; readonly next?: string }>;
  /** What the app may do here, by Slack's names; empty where Slack does not say. */
  scopes(): Promise<readonly string[]>;
}
