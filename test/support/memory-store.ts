/**
 * The Store and Outbox ports in memory, with the semantics of the one in Redis: both pass
 * test/support/store-conformance.ts. For tests of commands and jobs that need no Redis.
 */
import { Temporal } from 'temporal-polyfill';
import type {
  Change,
  DocumentKind,
  Fact,
  JobPut,
  QueueName,
  Recorded,
  Versioned,
} from '../../src/core/commit.ts';
import { Conflict } from '../../src/core/errors.ts';
import type { ClaimedJob, ClaimResult, LocalExecutor, Outbox } from '../../src/core/ports/outbox.ts';
import {
  type DocumentCache,
  LATE_SECONDS,
  OUTBOX_STATES,
  type OutboxCounts,
  type OutboxEntry,
  type OutboxPart,
  type OutboxState,
  type Store,
} from '../../src/core/ports/store.ts';

interface Row {
  version: number;
  json: string;
  indexes: readonly string[];
}

interface Waiting extends JobPut {
  revision: number;
  deliveryCount: number;
  attemptsMade: number;
  leasedUntil?: number;
}

/** When the first of them is due. */
function soonest(jobs: readonly Waiting[]): Temporal.Instant | undefined {
  let [found] = jobs;
  for (const one of jobs) if (found && one.at.epochMilliseconds < found.at.epochMilliseconds) found = one;
  return found?.at;
}

export class MemoryStore implements Store, Outbox {
  readonly #documents = new Map<string, Map<string, Row>>();
  readonly #ledger: Recorded[] = [];
  readonly #jobs = new Map<string, Waiting>();
  readonly #sequences = new Map<string, number>();
  readonly #listeners: (() => void)[] = [];
  #hands: LocalExecutor | undefined;
  #jobRevision = 0;
  /** How often documents of a kind were put. */
  readonly #revisions = new Map<string, number>();
  /** Real milliseconds, which a test can move to let leases run out. */
  realNow = 0;
  readonly leaseMilliseconds = 5000;

  #rows(kind: string): Map<string, Row> {
    const rows = this.#documents.get(kind) ?? new Map<string, Row>();
    this.#documents.set(kind, rows);
    return rows;
  }

  #parse<T>(kind: DocumentKind<T>, id: string, row: Row): Versioned<T> {
    return { id, value: kind.schema.parse(JSON.parse(row.json)), version: row.version };
  }

  async get<T>(kind: DocumentKind<T>, id: string): Promise<Versioned<T> | undefined> {
    const row = this.#rows(kind.name).get(id);
    return row && this.#parse(kind, id, row);
  }

  async getMany<T>(kind: DocumentKind<T>, ids: readonly string[]): Promise<(Versioned<T> | undefined)[]> {
    return Promise.all(ids.map((id) => this.get(kind, id)));
  }

  async all<T>(kind: DocumentKind<T>): Promise<Versioned<T>[]> {
    return [...this.#rows(kind.name)].map(([id, row]) => this.#parse(kind, id, row));
  }

  async find<T>(kind: DocumentKind<T>, index: string): Promise<Versioned<T>[]> {
    return [...this.#rows(kind.name)]
      .filter(([, row]) => row.indexes.includes(index))
      .map(([id, row]) => this.#parse(kind, id, row));
  }

  async next(sequence: string, by = 1): Promise<number> {
    const number = (this.#sequences.get(sequence) ?? 0) + by;
    this.#sequences.set(sequence, number);
    return number;
  }

  async commit(change: Change): Promise<{ ledgerId: string }> {
    const puts = change.put ?? [];
    if (puts.length > 0 && !change.facts?.length)
      throw new Error('a commit that puts documents states a fact');
    for (const one of puts) {
      const version = this.#rows(one.kind.name).get(one.id)?.version ?? 0;
      if (version !== one.version) throw new Conflict(`${one.kind.name} ${one.id}`);
    }
    for (const one of puts) {
      const rows = this.#rows(one.kind.name);
      if (one.value === null) rows.delete(one.id);
      else {
        const value = one.kind.schema.parse(one.value);
        const indexes = one.kind.indexes?.(value) ?? [];
        rows.set(one.id, { version: one.version + 1, json: JSON.stringify(value), indexes });
      }
      this.#revisions.set(one.kind.name, (this.#revisions.get(one.kind.name) ?? 0) + 1);
    }
    let ledgerId = '';
    for (const fact of change.facts ?? []) {
      ledgerId = `${this.#ledger.length + 1}-0`;
      this.#ledger.push({ ...(JSON.parse(JSON.stringify(fact)) as Fact), at: fact.at, id: ledgerId });
    }
    this.#settle(change);
    const rooms = this.#rooms();
    const begun: ClaimedJob[] = [];
    for (const one of change.jobs ?? []) {
      if ('cancel' in one) this.#jobs.delete(one.cancel);
      else {
        const job = this.#putJob(one);
        if (job && this.#isReady(job) && rooms[job.queue]-- > 0) begun.push(this.#hand(job));
      }
    }
    if (begun.length > 0) this.#hands?.onClaimed(begun);
    for (const listener of this.#listeners) listener();
    return { ledgerId };
  }

  #settle({ done }: Change): void {
    const held = done && this.#jobs.get(done.id);
    if (!done || held?.revision !== done.revision) return;
    if (done.again) {
      const { leasedUntil: _, ...rest } = held;
      const { at, attemptsMade, nothingSent: untouched } = done.again;
      const deliveryCount = untouched ? Math.max(0, rest.deliveryCount - 1) : rest.deliveryCount;
      this.#jobs.set(done.id, { ...rest, at, attemptsMade, revision: ++this.#jobRevision, deliveryCount });
    } else this.#jobs.delete(done.id);
  }

  #isReady({ at }: Waiting): boolean {
    return this.#hands !== undefined && Temporal.Instant.compare(at, this.#hands.now()) <= 0;
  }

  /** How many of each queue a commit may hand out: none where somebody waits longer. */
  #rooms(): Record<QueueName, number> {
    const rooms = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
    for (const queue of Object.keys(rooms) as QueueName[]) {
      const jobs = [...this.#jobs.values()].filter((job) => job.queue === queue);
      const leased = jobs.filter((job) => job.leasedUntil !== undefined);
      const waits = jobs.some((job) => job.leasedUntil === undefined && this.#isReady(job));
      const { here, everywhere } = this.#hands?.capacity(queue) ?? { here: 0, everywhere: 0 };
      rooms[queue] = waits ? 0 : Math.min(here, everywhere - leased.length);
    }
    return rooms;
  }

  #hand(job: Waiting): ClaimedJob {
    job.deliveryCount++;
    job.leasedUntil = this.realNow + this.leaseMilliseconds;
    return { ...job };
  }

  #putJob(one: JobPut): Waiting | undefined {
    const old = this.#jobs.get(one.id);
    const data: unknown = JSON.parse(JSON.stringify(one.data));
    const same =
      old &&
      old.name === one.name &&
      old.at.epochMilliseconds === one.at.epochMilliseconds &&
      JSON.stringify(old.data) === JSON.stringify(data);
    if (same) return undefined;
    const deliveryCount = old?.deliveryCount ?? 0;
    const job = { ...one, data, revision: ++this.#jobRevision, deliveryCount, attemptsMade: 0 };
    this.#jobs.set(one.id, job);
    return job;
  }

  async fact(id: string): Promise<Recorded | undefined> {
    return this.#ledger.find((one) => one.id === id);
  }

  async facts(query: { about?: string; after?: string; limit?: number } = {}): Promise<Recorded[]> {
    // An entry's id is its place, from 1.
    return this.#ledger
      .slice(Number.parseInt(query.after ?? '0', 10))
      .filter((fact) => query.about === undefined || fact.about.includes(query.about))
      .slice(0, query.limit);
  }

  async rewriteFacts(rewrite: (fact: Recorded) => Fact): Promise<number> {
    let changed = 0;
    for (const [i, old] of this.#ledger.entries()) {
      const fact = rewrite(old);
      if (fact === old) continue;
      changed++;
      this.#ledger[i] = { ...(JSON.parse(JSON.stringify(fact)) as Fact), at: old.at, id: old.id };
    }
    return changed;
  }

  async outbox(): Promise<OutboxEntry[]> {
    return [...this.#jobs.values()].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  }

  #standing(queue: QueueName, state: OutboxState, now: Temporal.Instant): Waiting[] {
    const stands = ({ at, leasedUntil, attemptsMade }: Waiting): boolean => {
      if (state === 'retried') return attemptsMade > 0;
      if (leasedUntil !== undefined) return state === 'leased';
      const seconds = (now.epochMilliseconds - at.epochMilliseconds) / 1000;
      return state === 'due'
        ? seconds >= 0
        : state === 'late'
          ? seconds > LATE_SECONDS
          : state === 'waiting' && seconds < 0;
    };
    return [...this.#jobs.values()]
      .filter((job) => job.queue === queue && stands(job))
      .sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  }

  async outboxCounts(now: Temporal.Instant): Promise<OutboxCounts> {
    const queues = ['pages', 'reminders', 'chores', 'webhooks'] as const;
    return Object.fromEntries(
      queues.map((queue) => [
        queue,
        {
          ...Object.fromEntries(
            OUTBOX_STATES.map((state) => [state, this.#standing(queue, state, now).length]),
          ),
          oldest: this.#standing(queue, 'due', now)[0]?.at,
        },
      ]),
    ) as unknown as OutboxCounts;
  }

  async outboxPart({ queue, state, from, limit }: OutboxPart, now: Temporal.Instant): Promise<Waiting[]> {
    return this.#standing(queue, state, now).slice(from, from + limit);
  }

  async job(id: string): Promise<OutboxEntry | undefined> {
    return this.#jobs.get(id);
  }

  async waitForDisk(): Promise<boolean> {
    return true;
  }

  async claim(
    now: Temporal.Instant,
    limits: Parameters<Outbox['claim']>[1],
    here = limits,
  ): Promise<ClaimResult> {
    const none = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
    const left = { ...none, ...limits };
    const room = { ...none, ...here };
    for (const job of this.#jobs.values()) if ((job.leasedUntil ?? 0) > this.realNow) left[job.queue]--;
    const handed: ClaimedJob[] = [];
    const byTime = (a: Waiting, b: Waiting) => a.at.epochMilliseconds - b.at.epochMilliseconds;
    const isRipe = (job: Waiting) =>
      job.leasedUntil !== undefined || job.at.epochMilliseconds <= now.epochMilliseconds;
    for (const job of [...this.#jobs.values()].filter(isRipe).sort(byTime)) {
      // What was handed out before is handed out again whatever the clock says: it may have been set back.
      const free =
        job.leasedUntil === undefined
          ? Temporal.Instant.compare(job.at, now) <= 0
          : job.leasedUntil <= this.realNow;
      if (!free || left[job.queue]-- <= 0 || room[job.queue]-- <= 0) continue;
      handed.push(this.#hand(job));
    }
    const asked = [...this.#jobs.values()].filter((job) => limits[job.queue] !== undefined);
    const waiting = asked.filter((job) => job.leasedUntil === undefined);
    return { jobs: handed, next: soonest(waiting), leased: asked.length - waiting.length };
  }

  async acquireOrRenewLease({
    id,
    revision,
    deliveryCount,
  }: Parameters<Outbox['acquireOrRenewLease']>[0]): Promise<boolean> {
    const job = this.#jobs.get(id);
    if (!job || job.revision !== revision || job.deliveryCount !== deliveryCount) return false;
    job.leasedUntil = this.realNow + this.leaseMilliseconds;
    return true;
  }

  async releaseLease({
    id,
    revision,
    deliveryCount,
  }: Parameters<Outbox['releaseLease']>[0]): Promise<boolean> {
    const job = this.#jobs.get(id);
    if (!job || job.revision !== revision || job.deliveryCount !== deliveryCount) return false;
    if (job.leasedUntil === undefined) return false;
    job.deliveryCount++;
    delete job.leasedUntil;
    return true;
  }

  registerLocalExecutor(hands: LocalExecutor): void {
    this.#hands = hands;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** A Mirror of one kind: the same Map until something is committed. */
  mirror<T>(kind: DocumentKind<T>): DocumentCache<T> {
    let seen = -1;
    let map: ReadonlyMap<string, Versioned<T>> = new Map();
    /** A row that is put again is another object. */
    const parsed = new WeakMap<Row, Versioned<T>>();
    const parse = (id: string, row: Row): Versioned<T> => {
      const one = parsed.get(row) ?? this.#parse(kind, id, row);
      parsed.set(row, one);
      return one;
    };
    const read = async () => {
      const revision = this.#revisions.get(kind.name) ?? 0;
      if (seen !== revision) {
        map = new Map([...this.#rows(kind.name)].map(([id, row]) => [id, parse(id, row)]));
        seen = revision;
      }
      return map;
    };
    return { read, peek: read };
  }

  /** Everything it holds as text, to search for what must not be there. */
  dump(): string {
    return JSON.stringify([
      [...this.#documents].map(([kind, rows]) => [kind, ...rows]),
      this.#ledger,
      [...this.#jobs.values()],
    ]);
  }
}
