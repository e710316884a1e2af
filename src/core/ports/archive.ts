/** The old part of the ledger: taken out of the database, and kept as a compressed file a day. */
import type { Fact, Recorded } from '../commit.ts';

/** A fact as it is stored: what is sealed in the database is sealed here too. */
export interface StoredFact {
  /** Its place in the ledger, as of `Recorded`. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly by: string;
  readonly about: readonly string[];
  /** JSON, or what it was sealed to. */
  readonly data: string;
}

/** The ledger as the archive sees it. Throws `StoreUnavailable` as the store does. */
export interface ArchivableLedger {
  /** Oldest first. @param query - `after` is a fact's id, which is not among them; `upTo` one that may be */
  read(query: {
    readonly after?: string | undefined;
    readonly upTo?: string;
    readonly limit: number;
  }): Promise<StoredFact[]>;
  open(fact: StoredFact): Recorded;
  /** The same object where nothing changes; what was sealed stays sealed. */
  rewrite(fact: StoredFact, rewrite: (fact: Recorded) => Fact): StoredFact;
  /** Takes them out of the database, and out of the lists of what is about something. Those that are gone already stay gone. */
  drop(facts: readonly StoredFact[]): Promise<void>;
  /** Takes out counts (the store's sequences) by their names. */
  dropCounts(isOld: (name: string) => boolean): Promise<void>;
}

/** Where the files lie. Errors say what to do, and are the operator's matter. */
export interface ArchivePlace {
  /** A day's file, unlocked; undefined where there is none. @param day - `2026-11-27`, UTC's */
  read(day: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all, in place of the one that was there; encrypted, and read back before it answers. */
  write(day: string, file: Uint8Array): Promise<void>;
}

export interface Archive {
  /** Days after which a fact leaves the database. */
  readonly afterDays: number;
  readonly ledger: ArchivableLedger;
  readonly place: ArchivePlace;
}

/** How much the database holds of the ledger. Costs the same however much that is. */
export interface LedgerSize {
  readonly facts: number;
  /** When the oldest was stated, ISO 8601 in UTC; undefined where there is none. */
  readonly oldest: string | undefined;
}
