/**
 * The ports: what features need of the outside, and what an error from each means. Adapters implement
 * them, `compose` hands them out. A feature takes only what it destructures.
 */
import type { KnownBlock, View } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Person } from '../../callboard/domain/person.ts';
import type { Verb as ActionVerb, GuardedAction } from '../../keys/domain/action.ts';
import type { Boxed, ChildAnswer, ChildRequest, Use } from '../../keys/domain/custody.ts';
import type { FillProgress, FillResult } from '../../rota/domain/fill/fill.ts';
import type { FillProblem } from '../../rota/domain/fill/problem.ts';
import type { Change, DocumentKind, QueueName, Recorded, Versioned } from '../commit.ts';

/** The only source of "now". Real, or the sandbox's, which can be moved. */
export interface Clock {
  now(): Temporal.Instant;
  /** Real milliseconds until the clock shows `t`; 0 when it is past. */
  realMillisecondsUntil(t: Temporal.Instant): number;
}

/** Random identifiers, so that tests can know them. URL-safe, without look-alikes. */
export type NewId = () => string;

export interface Committed {
  /** The place of this commit's last fact in the ledger; '' if it stated none. */
  readonly ledgerId: string;
}

/** One job as it stands in the outbox. `leasedUntil` is real time, of Redis's own clock. */
export interface OutboxEntry {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly at: Temporal.Instant;
  readonly tried: number;
  readonly leasedUntil?: number;
  readonly data: unknown;
}

/**
 * State. `Conflict` from `commit`: read again, decide again. `StoreUnavailable`: tell the person, or let
 * the job be handed out again. A document that does not fit its schema is a bug and throws as one.
 */
export interface Store {
  get<T>(kind: DocumentKind<T>, id: string): Promise<Versioned<T> | undefined>;
  getMany<T>(kind: DocumentKind<T>, ids: readonly string[]): Promise<(Versioned<T> | undefined)[]>;
  all<T>(kind: DocumentKind<T>): Promise<Versioned<T>[]>;
  /** The documents whose `indexes` hold this value. */
  find<T>(kind: DocumentKind<T>, index: string): Promise<Versioned<T>[]>;
  /** The next number of a sequence, from 1: P1, P2, … Gaps are possible. */
  next(sequence: string): Promise<number>;
  commit(change: Change): Promise<Committed>;
  /** Facts in ledger order, oldest first; all of them, or those about one reference. */
  facts(query?: { about?: string; after?: string; limit?: number }): Promise<Recorded[]>;
  /** The outbox as it stands, soonest first. */
  outbox(): Promise<OutboxEntry[]>;
  /** One job of the outbox, or undefined where it is not due any more. */
  job(id: string): Promise<OutboxEntry | undefined>;
  /** Waits until what was committed is on disk; false where the database cannot say. */
  onDisk(): Promise<boolean>;
}

/** A job as handed out: this generation of it, for the `handout`th time since its work was last recorded. */
export interface Handed {
  readonly id: string;
  readonly name: string;
  readonly queue: QueueName;
  readonly at: Temporal.Instant;
  readonly generation: number;
  readonly handout: number;
  /** How often it was tried before. */
  readonly tried: number;
  readonly data: unknown;
}

export interface Claimed {
  readonly handed: readonly Handed[];
  /** When the soonest job that was not handed out is due. */
  readonly next: Temporal.Instant | undefined;
  /** Jobs under a lease now, those just handed out included. */
  readonly leased: number;
}

/**
 * What a process can begin by itself: a job that one of its own commits makes due now is handed out by that
 * very commit, under a lease, unless another of its queue waits longer.
 */
export interface Hands {
  now(): Temporal.Instant;
  /** How many more jobs of a queue this process can begin, and how many may be under a lease over all processes. */
  room(queue: QueueName): { readonly here: number; readonly everywhere: number };
  /** Called before the commit resolves. Must not throw. */
  take(handed: readonly Handed[]): void;
}

/** The outbox as the dispatcher sees it. Leases are real time, by the store's own clock. */
export interface Outbox {
  /**
   * Hands out what is due at `now`, and again what was handed out and whose lease has run out. A limit is
   * how many of a queue may be under a lease at a time, over all processes; 0 hands out nothing of it.
   */
  claim(now: Temporal.Instant, limits: Readonly<Record<QueueName, number>>): Promise<Claimed>;
  /** Starts (or goes on with) the work; false where the job was cancelled, re-timed, done or handed to another. */
  hold(job: Pick<Handed, 'id' | 'queue' | 'generation' | 'handout'>): Promise<boolean>;
  /** From now on, commits of this process hand out to these what they make due at once. */
  offer(hands: Hands): void;
  /** Calls back after each commit of this process that left something to hand out. */
  onChange(listener: () => void): void;
}

/** All documents of a kind, in memory, kept current by the ledger. `read` shows every earlier commit. */
export interface Mirror<T> {
  /** The same object as last time when nothing changed, so that derived views can be remembered by it. */
  read(): Promise<ReadonlyMap<string, Versioned<T>>>;
  /**
   * As of this process's last read of any mirror, without a round trip. Whoever asks us something in Slack
   * has just been looked up, which is such a read: enough to know what a name means. A decision reads.
   */
  recent(): Promise<ReadonlyMap<string, Versioned<T>>>;
}

/** A message for Slack: `text` is what a phone's notification and a screen reader say. */
export interface Message {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/** Where a message goes: a channel, a thread in it, or a person (by Slack user id) in private. */
export type Place = { readonly channel: string; readonly thread?: string } | { readonly person: string };

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
  post(channel: string, message: Message, options?: { thread?: string; key?: string }): Promise<Posted>;
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
  sentBefore(place: Place, key: string): Promise<Posted | undefined>;
  ephemeral(channel: string, user: string, message: Message): Promise<void>;
  openModal(trigger: string, view: View): Promise<void>;
  publishHome(user: string, view: View): Promise<void>;
  upload(channel: string, file: UploadedFile, options?: { thread?: string; comment?: string }): Promise<void>;
  permalink(at: Posted): Promise<string | undefined>;
  /** Pins where the workspace allows it; says nothing where it does not. */
  pin(at: Posted): Promise<void>;
  /** The channels that the bot can see, by id and name (without #). Read again every five minutes. */
  channels(): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

/** People by whatever names them. Cached; undefined means that there is nobody of that name. */
export interface Directory {
  person(id: string): Promise<Person | undefined>;
  byEmail(email: string): Promise<Person | undefined>;
  byHandle(handle: string): Promise<Person | undefined>;
  byPhone(number: string): Promise<Person | undefined>;
  /** Everybody that Callboard knows. */
  all(): Promise<Person[]>;
}

/** What a paging channel is asked to deliver. */
export interface Outgoing {
  /** The notification's own random id: it is in every callback URL, and it keys the attempt. */
  readonly notification: string;
  readonly attempt: number;
  readonly to: Person;
  /** The text for channels that carry plain text (GSM-7 where it can be). */
  readonly text: string;
  /** For channels that carry Slack blocks. */
  readonly message?: Message;
  /** Seconds after which a queued message is worth nothing. */
  readonly validFor: number;
  /** When it was to leave, for `find`. */
  readonly since?: Temporal.Instant;
  /** Goes ahead of whatever the provider's pace lets wait. */
  readonly urgent?: boolean;
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
  readonly name: string;
  /** The address it would use, masked for people to read (`+1 ••• ••01`), or undefined if it has none. */
  address(person: Person): string | undefined;
  send(outgoing: Outgoing): Promise<Accepted>;
  /** An attempt that may have left before a crash; undefined when the provider knows of none. */
  find?(outgoing: Outgoing): Promise<Accepted | undefined>;
  /** What became of it, asked of the provider when no callback came. */
  poll?(reference: string): Promise<DeliveryState | undefined>;
  /** Stops what has not arrived yet (a ringing call), because somebody else answered. */
  withdraw?(reference: string): Promise<void>;
}

/** The event's settings, always current. */
export interface Events {
  settings(): Promise<EventSettings>;
}

/** Fetches what an organizer names, guarded: see `UserError` keys `fetch.*`. */
export interface Fetched {
  readonly status: 'ok' | 'unchanged';
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

export type Fetcher = (url: string, known?: { etag?: string; lastModified?: string }) => Promise<Fetched>;

/**
 * Custody of what is sealed while a ceremony lasts: a key pair whose private half only this process holds.
 * `use` and `deal` answer `{ bad: code }` where the shares or the key do not fit; they throw
 * `PermanentError` where the child process could not be run.
 */
export interface Keeper {
  /** Takes custody under this name, and gives the public key (base64). Again: the same key. */
  take(custody: string): string;
  holds(custody: string): boolean;
  /** Destroys the private key: nothing sealed to it can be opened by anybody. */
  forget(custody: string): void;
  seal(publicKey: string, context: string, plain: Uint8Array): string;
  /** Undefined where this process is not the owner, or the box is another's. */
  unseal(custody: string, boxed: Boxed): Uint8Array | undefined;
  /** A new key, split in a child process. */
  deal(dealing: Extract<ChildRequest, { op: 'deal' }>['dealing']): Promise<ChildAnswer>;
  /** Combines the shares in a child process, does the task with the key, and forgets it. */
  use(custody: string, use: Omit<Use, 'op' | 'private'>): Promise<ChildAnswer>;
  /** 16 random bytes as hex. */
  nonce(): string;
}

/** What the outside said to a guarded action. `detail` is a status or a code: nothing the outside wrote. */
export interface Called {
  readonly ok: boolean;
  readonly detail: string;
  /** It may help to call again, with the same idempotency key. */
  readonly again: boolean;
}

/**
 * The guarded actions of the configuration, and the way to them. A call that fails is an answer, never an
 * exception: the card has to say what is known.
 */
export interface GuardedActions {
  readonly all: readonly GuardedAction[];
  /** The event's key space: secrets are bound to it. */
  readonly environment: string;
  /** The signing secret of an action that has it in the environment; undefined where it is sealed or absent. */
  secretOf(action: GuardedAction): Uint8Array | undefined;
  call(
    action: GuardedAction,
    verb: ActionVerb,
    call: { idempotencyKey: string; at: Temporal.Instant; secret: Uint8Array; body: object },
  ): Promise<Called>;
  /** Asks the outside whether it is so now. */
  readBack(
    action: GuardedAction,
    verb: ActionVerb,
    secret: Uint8Array | undefined,
    at: Temporal.Instant,
  ): Promise<Called>;
}

/** Fills a rota as well as can be in the time. `PermanentError`: it could not, and trying again will not help. */
export interface Optimizer {
  fill(
    problem: FillProblem,
    options: { readonly seconds: number; readonly progress?: (progress: FillProgress) => void },
  ): Promise<FillResult>;
}

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
