/**
 * Ways to reach a person (channels: text, call, mail, chat), and who carries them (providers). What an error means
 * is said here.
 */

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
  /** Providers that have carried it and said that it did not arrive: another one does, and they are not asked. */
  readonly notBy?: readonly string[];
  /** Providers that have lost something of the same matter, or may have: tried last. */
  readonly ratherNotBy?: readonly string[];
  /** The one provider that it may have left by; all may be where nothing is said. For `find`. */
  readonly mayHaveLeftBy?: string;
  /** From then on what nobody can tell has not left, since coming twice is the lesser harm. For `find`. */
  readonly doubtUntil?: Temporal.Instant;
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
  /** Who carries it; undefined for channels that are carried by nobody else. */
  readonly provider?: string;
  /** Who would carry it if that one turns out not to; undefined where there is no other. */
  readonly reserve?: string;
  /** It is not the first of the order: that one was asked before, or is not well. */
  readonly isStandIn?: true;
  /** Who was asked before and took nothing, with the code of the refusal, `down` or `busy`. */
  readonly passedOver?: readonly { readonly provider: string; readonly code: string }[];
}

/** Where a notification stands, forward only. */
export type DeliveryState =
  | { readonly state: 'queued' | 'sent' | 'delivered' | 'ringing' | 'answered' }
  | { readonly state: 'failed'; readonly code: string; readonly terminal: boolean };

/**
 * A way to reach a person: for features as it is, whoever carries it; of one provider as its adapter has it.
 *
 * `send`, in the order of what it says about the message:
 * - `PermanentError(code)`: nothing left, and this channel cannot reach this person, so start the next one now;
 * - `ProviderRefusal(code, of)`, of an adapter only: nothing left, and another provider may carry it at once;
 * - `ProviderDown` (a refused connection, an open circuit): nothing left, as before;
 * - `RetryLater` (its pace, HTTP 429): nothing left, and nothing is wrong;
 * - anything else (a time-out, HTTP 5xx, a connection that broke): it may have left. Over several providers it is
 *   `MayHaveLeft(provider)`.
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
  /**
   * An attempt that may have left before a crash; undefined when the provider knows of none.
   *
   * @throws whatever keeps it from knowing: then it may have left.
   */
  find?(outgoing: Outgoing): Promise<Accepted | undefined>;
  /**
   * What became of it, asked of the provider when no callback came; undefined where it does not know.
   *
   * @param reference - As `send` gave it.
   * @param provider - Likewise; an adapter is only asked about its own.
   */
  poll?(reference: string, provider?: string): Promise<DeliveryState | undefined>;
  /** Takes back what it brought (a ringing call, a notice on a screen), because somebody else answered. One that is over is no error. */
  withdraw?(reference: string, provider?: string): Promise<void>;
}

/** Who carries texts and calls: what an adapter's factory gives, besides the check of what comes in from there. */
export interface PagingProvider {
  /** Its word in the configuration, in metrics and on records: `twilio`. */
  readonly name: string;
  /** `sms` and `voice`, or one of them. */
  readonly channels: readonly PagingChannel[];
  /** Whether it answered when it was last asked; true before it was. False also while its circuit is half-open. */
  works(): boolean;
  /**
   * Asks whether it would carry anything, without sending: that it answers, takes our credentials, and has not
   * suspended the account. Goes through the breaker, so that a good answer closes it.
   *
   * @throws whatever `send` would for all that is sent.
   */
  check(): Promise<void>;
}
