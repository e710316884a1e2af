/** What `compose` hands to commands, jobs and routes: a plain object of ports. */
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { SendLimits } from '../page/domain/send-window.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import type { Chat } from './ports/chat.ts';
import type { Clock, NewId } from './ports/clock.ts';
import type { Fetcher } from './ports/fetch.ts';
import type { GuardedActions, KeyCustodian } from './ports/keys.ts';
import type { Log } from './ports/log.ts';
import type { Optimizer } from './ports/optimizer.ts';
import type { PagingChannel } from './ports/paging.ts';
import type { Directory, EventSettingsSource } from './ports/people.ts';
import type { DocumentCache, Store } from './ports/store.ts';

export interface Deps {
  readonly clock: Clock;
  readonly store: Store;
  /** Slack; work on the `pages` queue gets a client of its own. */
  readonly chat: Chat;
  readonly directory: Directory;
  readonly events: EventSettingsSource;
  readonly sessions: DocumentCache<Session>;
  readonly shifts: DocumentCache<Shift>;
  readonly roles: DocumentCache<Role>;
  /** Everybody with a document; whoever is only in Slack so far is in the directory. */
  readonly people: DocumentCache<Person>;
  readonly channels: readonly PagingChannel[];
  /** How much one person's phone takes; the defaults where an operator says nothing. */
  readonly pagingLimits?: SendLimits;
  readonly fetch: Fetcher;
  readonly keeper: KeyCustodian;
  readonly guarded: GuardedActions;
  readonly optimizer: Optimizer;
  /** All of the event as one gzipped file, for `/callboard export`; the command line restores it. */
  readonly backup: () => Promise<Uint8Array>;
  readonly newId: NewId;
  readonly log: Log;
  /** Where the outside reaches this bot, without a slash at the end; undefined where nothing can. */
  readonly publicUrl: string | undefined;
}
