/** Slack, as features see it. What an error from it means is said here. */

import type { KnownBlock, View } from '@slack/types';
import type { Mrkdwn } from '../text.ts';

/** A message for Slack: `text` is what a phone's notification and a screen reader say. */
export interface Message {
  readonly text: Mrkdwn;
  readonly blocks?: readonly KnownBlock[];
}

export interface Posted {
  readonly channel: string;
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
  readonly thread?: string;
  /** A reply that is shown in the channel too: `@here` in a thread alone notifies nobody new. */
  readonly broadcast?: boolean;
  readonly key?: string;
}

/** Where a message goes: a channel, a thread in it (and shown in the channel too: `broadcast`), or a person (by Slack user id) in private. */
export type MessageTarget =
  | { readonly channel: string; readonly thread?: string; readonly broadcast?: boolean }
  | { readonly person: string };

export interface UploadedFile {
  readonly name: string;
  readonly title?: string;
  readonly content: string | Uint8Array;
}

/**
 * Slack, as features see it. `RetryLater` when Slack asks for patience, `PermanentError(code)` with
 * Slack's own code (`channel_not_found`, `message_not_found`, `is_archived`, …) when trying again cannot
 * help, anything else means try again. People are named by Slack user id.
 */
export interface Chat {
  /** `key` names the message among all, at most 255 characters, so that `sentBefore` finds it. */
  post(channel: string, message: Message, options?: PostOptions): Promise<Posted>;
  /** Without `key` it has none any more. */
  update(at: Posted, message: Message, options?: { key?: string }): Promise<void>;
  remove(at: Posted): Promise<void>;
  /** A direct message; the channel it lands in is part of the answer. */
  dm(user: string, message: Message, options?: { key?: string }): Promise<Posted>;
  /**
   * The message of this key, or in a thread the file of this name: one that may have left before a crash.
   * Undefined means that it is not among the latest hundred of the place (of a thread, the first thousand),
   * or that we may not look. Costs a request: only where an earlier run may have got so far; see `sendOnce`.
   */
  sentBefore(place: MessageTarget, key: string): Promise<Posted | undefined>;
  ephemeral(channel: string, user: string, message: Message): Promise<void>;
  openModal(trigger: string, view: View): Promise<void>;
  publishHome(user: string, view: View): Promise<void>;
  upload(channel: string, file: UploadedFile, options?: { thread?: string; comment?: Mrkdwn }): Promise<void>;
  permalink(at: Posted): Promise<string | undefined>;
  /** Pins where the workspace allows it; says nothing where it does not. */
  pin(at: Posted): Promise<void>;
  /**
   * The channels that the bot can see, read again every five minutes. Answers within a second or so, with
   * what is known by then.
   */
  channels(): Promise<readonly Channel[]>;
  /** One channel as it is now; undefined where the bot cannot see it. */
  channel(id: string): Promise<Channel | undefined>;
  /** What the app may do here, by Slack's names; empty where Slack does not say. */
  scopes(): Promise<readonly string[]>;
}
