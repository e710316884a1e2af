/** The webhooks of the event file's actions. A call that fails is an answer, never an exception: people are told what is known. */
import type { Remedy } from '../../incident/domain/remedy.ts';
import type { ActionResponse } from './keys.ts';

/** What a webhook is told: the action, its run, and what it is about. Nothing of what only some may know. */
export interface RemedyOrder {
  readonly action: string;
  /** The same for every repeat of one run; it is the idempotency key too. */
  readonly run: string;
  readonly room?: string | undefined;
  readonly page?: string | undefined;
  readonly incident?: string | undefined;
  /** The action whose success set this one off. */
  readonly after?: string | undefined;
  /** By the clock, ISO 8601 in UTC. */
  readonly at: string;
}

/** What a dry run says, for people; or a code, where it said nothing. */
export type DryRunAnswer =
  | { readonly ok: true; readonly says: string }
  | { readonly ok: false; readonly detail: string };

export interface RemedyCalls {
  /** Whether the operator has set the secret that it names. */
  hasSecret(remedy: Remedy): boolean;
  /** Does it. Signed; the answer's detail is a status or `timeout`, `unreachable`, `no-secret`. */
  call(remedy: Remedy, order: RemedyOrder): Promise<ActionResponse>;
  /** Asks what it would do. Undefined where it has no dry run. */
  dryRun(remedy: Remedy, order: RemedyOrder): Promise<DryRunAnswer | undefined>;
  /** Asks the outside whether it took effect; `other-state` where it answers, and it has not. */
  readBack(remedy: Remedy, run: string): Promise<ActionResponse>;
}
