/** Ways to reach a person: text, call, mail, chat. What an error from it means is said here. */

import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import type { Message } from './chat.ts';

/** What a paging channel is asked to deliver. */
export interface Outgoing {
  /** The notification's own random id: it is in every callback URL, and it keys the attempt. */
  readonly notification: string;
  /** Counts from 1. */
  readonly attempt: number;
  readonly to: Person;
  /** The text for channels that carry plain text (GSM-7 where it can be). */
  readonly text: string;
  /** For channels that carry Slack blocks. */
  readonly message?: Message;
  /** For channels that show a notice with buttons. */
  readonly notice?: Notice;
  /** Seconds after which a queued message is worth nothing. */
  readonly validFor: number;
  /** When it was to leave, for `find`: nothing before it is looked at. */
  readonly since?: Temporal.Instant;
  /** Goes ahead of whatever the provider's pace lets wait; false where nothing is said. */
  readonly urgent?: boolean;
}

/** A message with buttons of its own, on a screen that may be locked. */
export interface Notice {
  /** What it is about, `P3`: the next notice about the same takes its place. */
  readonly about: string;
  readonly title: string;
  readonly body: string;
  /** What the buttons say. */
  readonly acknowledge: string;
  /** Absent where it cannot be passed on. */
  readonly pass?: string;
  /** The first message to a device, which its owner is to confirm. */
  readonly isCheck?: true;
}

export interface Accepted {
  /** The provider's id (a Twilio sid; `channel:ts` in Slack). */
  readonly reference: string;
}

/** Where a notification stands, forward only. */
export type DeliveryState =
  | { readonly state: 'queued' | 'sent' | 'delivered' | 'ringing' | 'answered' }
  | { readonly state: 'failed'; readonly code: string; readonly terminal: boolean };

/**
 * A way to reach a person. `send`: `PermanentError(code)` means this channel cannot reach this person, so
 * start the next one now; `RetryLater` or anything else means the provider is in trouble, try again.
 */
export interface PagingChannel {
  /** `slack`, `sms`, `voice`, `email`, `push` or `ntfy`: what policies and people's preferences say. */
  readonly name: string;
  /** The address it would use, masked for people to read (`+1 ••• ••01`), or undefined if it has none. */
  address(person: Person): string | undefined;
  /**
   * Hands it to the provider; that it arrived is told later.
   *
   * @throws PermanentError - This channel cannot reach this person.
   * @throws RetryLater - The provider asks for patience, or its breaker is open.
   */
  send(outgoing: Outgoing): Promise<Accepted>;
  /** An attempt that may have left before a crash; undefined when the provider knows of none. */
  find?(outgoing: Outgoing): Promise<Accepted | undefined>;
  /**
   * What became of it, asked of the provider when no callback came; undefined where it does not know.
   *
   * @param reference - As `send` gave it.
   */
  poll?(reference: string): Promise<DeliveryState | undefined>;
  /** Takes back what it brought (a ringing call, a notice on a screen), because somebody else answered. One that is over is no error. */
  withdraw?(reference: string): Promise<void>;
}
