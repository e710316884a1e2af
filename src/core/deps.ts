/** What `compose` hands to commands, jobs and routes: a plain object of ports. */
import type { Session } from '../agenda/domain/session.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Limits } from '../page/domain/send-window.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import type {
  Chat,
  Clock,
  Directory,
  Events,
  Fetcher,
  GuardedActions,
  Keeper,
  Log,
  Mirror,
  NewId,
  Optimizer,
  PagingChannel,
  Store,
} from './ports/ports.ts';

export interface Deps {
  readonly clock: Clock;
  readonly store: Store;
  /** Slack; work on the `pages` queue gets a client of its own. */
  readonly chat: Chat;
  readonly directory: Directory;
  readonly events: Events;
  readonly sessions: Mirror<Session>;
  readonly shifts: Mirror<Shift>;
  readonly roles: Mirror<Role>;
  /** Everybody with a document; whoever is only in Slack so far is in the directory. */
  readonly people: Mirror<Person>;
  readonly channels: readonly PagingChannel[];
  /** How much one person's phone takes; the defaults where an operator says nothing. */
  readonly pagingLimits?: Limits;
  readonly fetch: Fetcher;
  readonly keeper: Keeper;
  readonly guarded: GuardedActions;
  readonly optimizer: Optimizer;
  /** All of the event as one gzipped file, for `/callboard export`; the command line restores it. */
  readonly backup: () => Promise<Uint8Array>;
  readonly newId: NewId;
  readonly log: Log;
  /** Where the outside reaches this bot, without a slash at the end; undefined where nothing can. */
  readonly publicUrl: string | undefined;
}
