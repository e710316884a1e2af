/**
 * What `compose` hands to commands, jobs and routes: a plain object of ports. What an error from a port means
 * is said at the port.
 */
import type { Session } from '../agenda/domain/session.ts';
import type { ChatState } from '../callboard/domain/chat-state.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { Remedy } from '../incident/domain/remedy.ts';
import type { Runbook } from '../incident/domain/runbook.ts';
import type { ProviderHealth } from '../page/domain/provider-health.ts';
import type { SendLimits } from '../page/domain/send-window.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import type { QueueName } from './commit.ts';
import type { Archive } from './ports/archive.ts';
import type { Chat } from './ports/chat.ts';
import type { Clock, NewId } from './ports/clock.ts';
import type { Fetcher } from './ports/fetch.ts';
import type { GuardedActions, KeyCustodian } from './ports/keys.ts';
import type { Log } from './ports/log.ts';
import type { Optimizer } from './ports/optimizer.ts';
import type { PagingChannel, PagingProvider } from './ports/paging.ts';
import type { Directory, EventSettingsSource } from './ports/people.ts';
import type { Pictures } from './ports/pictures.ts';
import type { RemedyCalls } from './ports/remedies.ts';
import type { DocumentCache, Store } from './ports/store.ts';
import type { Telemetry } from './ports/telemetry.ts';
import type { Trackers } from './ports/trackers.ts';
import type { Webhooks } from './ports/webhooks.ts';

export interface Deps {
  /** Where the time comes from: real, or the sandbox's. Nothing else asks for it. */
  readonly clock: Clock;
  /** All that is kept; what changes goes through its `commit`. */
  readonly store: Store;
  /** Slack; work on the `pages` queue gets a client of its own. */
  readonly chat: Chat;
  /** People by whatever names them; from documents and Slack, cached. */
  readonly directory: Directory;
  /** The event's settings, among them its zone and language. */
  readonly events: EventSettingsSource;
  /** In memory, kept current by the ledger; a decision looks at versions again when it commits. */
  readonly sessions: DocumentCache<Session>;
  /** As `sessions`. */
  readonly shifts: DocumentCache<Shift>;
  /** As `sessions`. */
  readonly roles: DocumentCache<Role>;
  /** As `sessions`. */
  readonly runbooks: DocumentCache<Runbook>;
  /** The event file's actions; as `sessions`. */
  readonly remedies: DocumentCache<Remedy>;
  /** Everybody with a document; whoever is only in Slack so far is in the directory. */
  readonly people: DocumentCache<Person>;
  /** Whether Slack can be reached; as `sessions`. */
  readonly chatState: DocumentCache<ChatState>;
  /** Whether Slack and we reach each other right now: a socket of some process is open, and Slack answers us. Never rejects. */
  readonly slackAnswers: () => Promise<boolean>;
  /** Queues whose jobs no living process runs; left out where there is but one process. */
  readonly unattended?: () => Promise<readonly QueueName[]>;
  /**
   * The same as this process heard it last, at most some seconds ago: without asking anybody. None where it does not
   * know, and none that it runs itself.
   */
  readonly lastUnattended?: () => readonly QueueName[];
  /** The ways to reach people that are configured, in no order: policies say which goes first. */
  readonly channels: readonly PagingChannel[];
  /** Who carries texts and calls, as configured; whoever sends uses `channels`, which fail over between them. */
  readonly providers: readonly PagingProvider[];
  /** Which of them are set aside; as `sessions`. */
  readonly providerHealth: DocumentCache<ProviderHealth>;
  /** A phone that drills may go to, E.164: its holder has agreed. Undefined where the operator names none. */
  readonly drillNumber?: string | undefined;
  /** Slack user ids of the organizers whom the operator names, in the configuration. */
  readonly configuredOrganizers: readonly string[];
  /** How much one person's phone takes; the defaults where an operator says nothing. */
  readonly pagingLimits?: SendLimits;
  /** Addresses that somebody typed; never one inside our own network. */
  readonly fetch: Fetcher;
  /** Events that leave for addresses outside; never one inside our own network that the operator did not name. */
  readonly webhooks: Webhooks;
  /** Custody of what is sealed while a ceremony lasts. */
  readonly keeper: KeyCustodian;
  /** What the keys fire. */
  readonly guarded: GuardedActions;
  /** The webhooks of the event file's actions. */
  readonly remedyCalls: RemedyCalls;
  /** Where action items go, outside. */
  readonly trackers: Trackers;
  /** Fills the rota. */
  readonly optimizer: Optimizer;
  /** Draws charts; nothing but the picture is lost where it cannot. */
  readonly pictures: Pictures;
  /**
   * All of the event as one file, for `/callboard export`; the command line restores it. Always encrypted, for
   * the operator's key; undefined where the operator has set none.
   */
  readonly backup: (() => Promise<Uint8Array>) | undefined;
  /**
   * Makes a backup where the operator keeps them, encrypted; undefined where no place is named. Its errors say what
   * to do, and are the operator's matter.
   */
  readonly nightlyBackup?: (() => Promise<{ readonly bytes: number }>) | undefined;
  /** Where old days of the ledger go, and how; undefined where no place is named: then all of it stays. */
  readonly archive?: Archive | undefined;
  /** A random id that nobody guesses. */
  readonly newId: NewId;
  /** Who follows the work: figures, and traces where the operator collects them. */
  readonly telemetry: Telemetry;
  /** Scrubbed of numbers, tokens and shares. */
  readonly log: Log;
  /**
   * The key that a browser must know to take push messages from us, and the address of the operator's ntfy server as
   * phones see it; undefined where nothing of the outside reaches us.
   */
  readonly push?: { readonly publicKey: string; readonly ntfy?: string } | undefined;
  /** Where the outside reaches this bot, without a slash at the end; undefined where nothing can. */
  readonly publicUrl: string | undefined;
}
