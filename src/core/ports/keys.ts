/** Custody of sealed shares, and guarded actions. What an error from it means is said here. */

import type { Temporal } from 'temporal-polyfill';
import type { Verb as ActionVerb, GuardedAction } from '../../keys/domain/action.ts';
import type { Boxed, ChildAnswer, ChildRequest, Use } from '../../keys/domain/custody.ts';

/**
 * Custody of what is sealed while a ceremony lasts: a key pair whose private half only this process holds.
 * `use` and `deal` answer `{ bad: code }` where the shares or the key do not fit; they throw
 * `PermanentError` where the child process could not be run.
 */
export interface KeyCustodian {
  /** Takes custody under this name, and gives the public key (base64). Again: the same key. */
  take(custody: string): string;
  /** Whether this process has custody under this name. */
  holds(custody: string): boolean;
  /** The names under which this process has custody. */
  held(): readonly string[];
  /** Destroys the private key: nothing sealed to it can be opened by anybody. */
  forget(custody: string): void;
  /**
   * @param publicKey - As base64, of whoever shall open it.
   * @param context - What it is for; opening it for anything else fails.
   * @param plain - Stays the caller's, who wipes it.
   * @returns The sealed box, as base64.
   */
  seal(publicKey: string, context: string, plain: Uint8Array): string;
  /** Undefined where this process is not the owner, or the box is another's. */
  unseal(custody: string, boxed: Boxed): Uint8Array | undefined;
  /**
   * A new key, split in a child process.
   *
   * @throws PermanentError - The child process could not be run.
   */
  deal(dealing: Extract<ChildRequest, { op: 'deal' }>['dealing']): Promise<ChildAnswer>;
  /**
   * Combines the shares in a child process, does the task with the key, and forgets it.
   *
   * @returns What the task made of it, or `{ bad }` where a share or the key does not fit.
   * @throws PermanentError - The child process could not be run.
   */
  use(custody: string, use: Omit<Use, 'op' | 'private'>): Promise<ChildAnswer>;
  /** 16 random bytes as hex, behind the id of this process where it has one. */
  nonce(): string;
}

/** What the outside said to a guarded action. `detail` is a status or a code: nothing the outside wrote. */
export interface ActionResponse {
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
  /**
   * Calls the outside, signed with the secret.
   *
   * @param call - `idempotencyKey` is the same for each attempt of one ceremony; `at` is the clock's time, in
   * the signature.
   * @returns What it said; a call that fails is an answer too.
   */
  call(
    action: GuardedAction,
    verb: ActionVerb,
    call: { idempotencyKey: string; at: Temporal.Instant; secret: Uint8Array; body: object },
  ): Promise<ActionResponse>;
  /** Asks the outside whether it is so now. */
  readBack(
    action: GuardedAction,
    verb: ActionVerb,
    secret: Uint8Array | undefined,
    at: Temporal.Instant,
  ): Promise<ActionResponse>;
}
