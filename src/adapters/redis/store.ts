/** The Store and Outbox ports on one Redis. Everything of an event lies under `cb:{event}`, in one slot. */
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { Change, DocumentKind, JobChange, QueueName, Recorded, Versioned } from '../../core/commit.ts';
import { Conflict } from '../../core/errors.ts';
import type { ClaimedJob, ClaimResult, LocalExecutor, Outbox } from '../../core/ports/outbox.ts';
import type { Committed, OutboxCounts, OutboxEntry, OutboxPart, Store } from '../../core/ports/store.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { UNMEASURED } from '../../core/telemetry.ts';
import { type Codec, createCodec } from './codec.ts';
import { commitArguments, type TraceOf } from './commit-arguments.ts';
import { request } from './connect.ts';
import { createDiskWait, type DiskWait } from './disk-wait.ts';
import { parseDocument, parseHeader } from './format.ts';
import type { Place } from './place.ts';
import { type FactsAsked, type LedgerChanges, readChanges, readFact, readFacts } from './read-ledger.ts';
import { countOutbox, readJob, readOutbox, readOutboxPart } from './read-outbox.ts';
import { reseal } from './reseal.ts';
import { rewriteLedger } from './rewrite-ledger.ts';
import { script } from './script.ts';
import type { Sealer } from './seal.ts';

const commitScript = script('commit');
const claimScript = script('claim');
const holdScript = script('hold');
const releaseScript = script('release');

/** How long a job that was handed out may be silent, in real milliseconds, before another gets it. */
export const LEASE_MILLISECONDS = 5000;

interface Read {
  readonly ids: Set<string>;
  readonly answer: Promise<ReadonlyMap<string, string | null>>;
}

export class RedisStore implements Store, Outbox {
  readonly #redis: Redis;
  readonly #listeners: (() => void)[] = [];
  readonly #observers: ((change: Change) => void)[] = [];
  readonly #followers: ((change: Change) => Promise<readonly JobChange[]>)[] = [];
  readonly #reads = new Map<string, Read>();
  readonly #disk: DiskWait;
  readonly #codec: Codec;
  readonly #place: Place;
  #hands: LocalExecutor | undefined;
  #telemetry = UNMEASURED;
  readonly prefix: string;

  /** @param sealer - what is confidential is written sealed, and read whether it is or not */
  constructor(redis: Redis, event: string, sealer: Sealer) {
    this.#redis = redis;
    this.#codec = createCodec(sealer);
    this.prefix = `cb:{${event}}`;
    this.#place = { redis, prefix: this.prefix, codec: this.#codec };
    this.#disk = createDiskWait(redis, `${this.prefix}:disk-marker`);
  }

  #documents(kind: string): string {
    return `${this.prefix}:doc:${kind}`;
  }

  async get<T>(kind: DocumentKind<T>, id: string): Promise<Versioned<T> | undefined> {
    const stored = (await this.#oneRead(kind.name, id)).get(id);
    return stored == null ? undefined : parseDocument(this.#codec, kind, id, stored);
  }

  /** The documents of a kind that are asked for at the same time are one request. */
  #oneRead(kind: string, id: string): Promise<ReadonlyMap<string, string | null>> {
    const open = this.#reads.get(kind) ?? this.#openRead(kind);
    open.ids.add(id);
    return open.answer;
  }

  #openRead(kind: string): Read {
    const ids = new Set<string>();
    const answer = Promise.resolve().then(async () => {
      this.#reads.delete(kind);
      const asked = [...ids];
      const stored = await request(this.#redis.hmget(this.#documents(kind), ...asked));
      return new Map(asked.map((id, i) => [id, stored[i] ?? null]));
    });
    const read = { ids, answer };
    this.#reads.set(kind, read);
    return read;
  }

  async getMany<T>(kind: DocumentKind<T>, ids: readonly string[]): Promise<(Versioned<T> | undefined)[]> {
    if (ids.length === 0) return [];
    const stored = await request(this.#redis.hmget(this.#documents(kind.name), ...ids));
    return ids.map((id, i) => {
      const text = stored[i];
      return text == null ? undefined : parseDocument(this.#codec, kind, id, text);
    });
  }

  async all<T>(kind: DocumentKind<T>): Promise<Versioned<T>[]> {
    const stored = await request(this.#redis.hgetall(this.#documents(kind.name)));
    return Object.entries(stored).map(([id, text]) => parseDocument(this.#codec, kind, id, text));
  }

  async find<T>(kind: DocumentKind<T>, index: string): Promise<Versioned<T>[]> {
    const ids = await request(
      this.#redis.smembers(`${this.prefix}:index:${kind.name}:${this.#codec.indexKey(kind, index)}`),
    );
    const found = await this.getMany(kind, ids.sort());
    return found.filter((one) => one !== undefined);
  }

  /** Documents of another place that were sealed under our keys, such as those of a backup. */
  readStored<T>(kind: DocumentKind<T>, stored: ReadonlyMap<string, string>): T[] {
    return [...stored].map(([id, text]) => parseDocument(this.#codec, kind, id, text).value);
  }

  async next(sequence: string, by = 1): Promise<number> {
    return await request(this.#redis.hincrby(`${this.prefix}:sequences`, sequence, by));
  }

  async commit(given: Change): Promise<Committed> {
    return await this.#telemetry.measure({ kind: 'commit', name: 'commit' }, () => this.#commit(given));
  }

  async #commit(given: Change): Promise<Committed> {
    const following = await Promise.all(this.#followers.map((follow) => follow(given)));
    const change = { ...given, jobs: [...(given.jobs ?? []), ...following.flat()] };
    const keys = [this.prefix, `${this.prefix}:ledger`];
    const traceOf: TraceOf = (job) => this.#telemetry.context(job);
    const args = commitArguments(this.#codec, change, LEASE_MILLISECONDS, this.#hands, traceOf);
    const answer = await commitScript(this.#redis, keys, args);
    const [word, second, third, ...begun] = answer as [string, string, string | number, ...string[]];
    if (word === 'CONFLICT') throw new Conflict(`${second} ${third}`);
    if (begun.length > 0) this.#hands?.onClaimed(this.#handedOut(begun));
    for (const observe of this.#observers) observe(change);
    if (third === 1) for (const listener of this.#listeners) listener();
    return { ledgerId: second };
  }

  async facts(which: FactsAsked = {}): Promise<Recorded[]> {
    return await readFacts(this.#place, which);
  }

  async fact(id: string): Promise<Recorded | undefined> {
    return await readFact(this.#place, id);
  }

  /** Seals what was written in clear or under an older key. @returns how many documents, jobs and facts */
  async reseal(kinds: readonly DocumentKind<unknown>[]): Promise<number> {
    return await reseal(this.#place, kinds);
  }

  async rewriteFacts(...how: Parameters<Store['rewriteFacts']>): Promise<number> {
    return await rewriteLedger(this.#place, ...how);
  }

  /** As `readChanges` says. */
  async changedSince(after: string): Promise<LedgerChanges> {
    return await readChanges(this.#place, after);
  }

  /** The id of the ledger's last fact, `0-0` where there is none. */
  async ledgerEnd(): Promise<string> {
    const entries = await request(this.#redis.xrevrange(`${this.prefix}:ledger`, '+', '-', 'COUNT', 1));
    return entries[0]?.[0] ?? '0-0';
  }

  async outbox(): Promise<OutboxEntry[]> {
    return await readOutbox(this.#place);
  }

  async outboxCounts(now: Temporal.Instant): Promise<OutboxCounts> {
    return await countOutbox(this.#place, now);
  }

  async outboxPart(part: OutboxPart, now: Temporal.Instant): Promise<Omit<OutboxEntry, 'data'>[]> {
    return await readOutboxPart(this.#place, part, now);
  }

  async job(id: string): Promise<OutboxEntry | undefined> {
    return await readJob(this.#place, id);
  }

  waitForDisk(): Promise<boolean> {
    return this.#disk.settled();
  }

  /** Closes what the store opened for itself; the connection that it was given stays the caller's. */
  close(): void {
    this.#disk.close();
  }

  async claim(
    now: Temporal.Instant,
    limits: Parameters<Outbox['claim']>[1],
    here = limits,
  ): Promise<ClaimResult> {
    const rooms = Object.entries(limits).flatMap(([name, all]) => [name, all, here[name as QueueName] ?? 0]);
    const args = [now.epochMilliseconds, LEASE_MILLISECONDS, ...rooms];
    const answer = (await claimScript(this.#redis, [this.prefix], args)) as (string | number)[];
    const [next, leased, ...flat] = answer;
    return {
      jobs: this.#handedOut(flat),
      next: next === '' ? undefined : Temporal.Instant.fromEpochMilliseconds(Number(next)),
      leased: Number(leased),
    };
  }

  async acquireOrRenewLease({
    id,
    queue,
    revision,
    deliveryCount,
  }: Parameters<Outbox['acquireOrRenewLease']>[0]): Promise<boolean> {
    const args = [id, queue, revision, deliveryCount, LEASE_MILLISECONDS];
    return (await holdScript(this.#redis, [this.prefix], args)) === 1;
  }

  async releaseLease(job: Parameters<Outbox['releaseLease']>[0]): Promise<boolean> {
    const { id, queue, revision, deliveryCount } = job;
    return (await releaseScript(this.#redis, [this.prefix], [id, queue, revision, deliveryCount])) === 1;
  }

  /** From now on every commit is followed, and its context goes with the jobs that it puts. */
  followWith(telemetry: Telemetry): void {
    this.#telemetry = telemetry;
  }

  /** Jobs that each change of this process brings with it, in its own commit. Must not throw. */
  followedBy(follow: (change: Change) => Promise<readonly JobChange[]>): void {
    this.#followers.push(follow);
  }

  /** Calls back with each change that this process committed, for counting. */
  onCommitted(observer: (change: Change) => void): void {
    this.#observers.push(observer);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  registerLocalExecutor(executor: LocalExecutor): void {
    this.#hands = executor;
  }

  /** Flat, as the scripts answer: queue, id, header, data, trace of each. */
  #handedOut(flat: readonly (string | number)[]): ClaimedJob[] {
    const claimed: ClaimedJob[] = [];
    for (let i = 0; i < flat.length; i += 5) {
      const [, id = '', header = '', data = '', trace = ''] = flat.slice(i, i + 5).map(String);
      const read: unknown = JSON.parse(this.#codec.readJob(id, data));
      claimed.push({ ...parseHeader(header), id, data: read, ...(trace !== '' && { trace }) });
    }
    return claimed;
  }
}
