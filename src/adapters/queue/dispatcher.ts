/**
 * From the outbox to BullMQ and back: hands out what is due by the clock, under leases, and runs it. What this
 * process has room for begins here at once; the rest goes through BullMQ, where other processes help (ADR 0007).
 *
 * BullMQ gets one attempt of each handing out; retries, re-timing and cancelling happen in the outbox, so
 * that there is one clock and one place where what is due can be seen. Any number of processes may run a
 * dispatcher over the same outbox.
 */
import { randomUUID } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../../core/commit.ts';
import type { FairPart } from '../../core/fair-share.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { ClaimedJob, Outbox } from '../../core/ports/outbox.ts';
import type { Turns } from '../../core/turns.ts';
import { Bull, QUEUES, type Work } from './bull.ts';
import { Performing } from './performing.ts';
import { CONCURRENCY, FROM_BULL, IN_FLIGHT, Spilled } from './room.ts';

/** So many of a queue at most are taken at a time where several events share a process: the others come between. */
const BATCH = 10;
/** How often to look when nothing tells us to: for commits of other processes and for lapsed leases. */
const LOOK_EVERY_MS = 500;
/** One claim for all that is committed, and for all that ends while others wait, within so many milliseconds. */
const GATHER_MS = 4;
/** A lease that this process took so short a time ago needs no renewal before its job starts. */
const FRESH_MS = 1000;

/** What an event has of a process that serves several. */
export interface EventShare {
  /** Of what runs at a time, by queue. @param wake - Called when there is room for one that waits. */
  join(queue: QueueName, wake: () => void): FairPart;
  /** Whose work begins next. */
  readonly turns: Turns;
}

export interface DispatcherOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  /** The event's name: all of BullMQ's keys lie in `{cb:<event>}`. */
  readonly event: string;
  /** A connection for adding, which fails fast, and one for workers, which waits. */
  readonly requests: Redis | Cluster;
  readonly workers: Redis | Cluster;
  /**
   * Set where the process serves several events. All that is handed out is then begun here, as far as the event's
   * part goes, and nothing goes through BullMQ, whose workers would each hold a connection for each event and take
   * what came first; other processes ask the outbox themselves (ADR 0025).
   */
  readonly share?: EventShare;
  /** Whose jobs this process runs, and no others; all unless told. */
  readonly queues?: readonly QueueName[];
  /** Runs one job and records what became of it. */
  run(handed: ClaimedJob): Promise<void>;
  /** Told of each job that starts: by how many milliseconds of the clock it is late. */
  onStart?(handed: ClaimedJob, lateMs: number): void;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #bull: Bull | undefined;
  readonly #parts: Readonly<Record<QueueName, FairPart>> | undefined;
  /** Of the queues that this process runs. */
  readonly #limits: Readonly<Partial<Record<QueueName, number>>>;
  /** Of this process, among all that share the outbox. */
  readonly #id = randomUUID();
  #timer: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #next: Temporal.Instant | undefined;
  #leased = 0;
  /** By this process's uptime, in milliseconds: when it last learned what is due. */
  #claimedAt = Number.NEGATIVE_INFINITY;
  readonly #settled = new Set<() => void>();
  /** What was begun without BullMQ and still runs, and how many that are of each queue. */
  readonly #begun = new Set<Promise<void>>();
  readonly #running: Record<QueueName, number> = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
  readonly #spilled = new Spilled();
  readonly #performing: Performing;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { outbox, clock, share, queues = QUEUES } = options;
    this.#performing = new Performing(outbox);
    this.#limits = Object.fromEntries(queues.map((queue) => [queue, IN_FLIGHT[queue]]));
    const part = (queue: QueueName) => share?.join(queue, () => this.#soon());
    const [pages, reminders, chores, webhooks] = QUEUES.map(part);
    this.#parts = pages && reminders && chores && webhooks && { pages, reminders, chores, webhooks };
    this.#bull = share
      ? undefined
      : new Bull({ ...options, queues, concurrency: FROM_BULL, work: (work) => this.#work(work) });
    // What a commit has begun goes first: handing out can wait until its requests have left.
    outbox.onChange(() => this.#soon());
    outbox.registerLocalExecutor({
      now: () => clock.now(),
      capacity: (queue) => ({
        here: this.#stopped || queue !== 'pages' || !queues.includes(queue) ? 0 : this.#room(queue),
        everywhere: IN_FLIGHT[queue],
      }),
      onClaimed: (claimed) => {
        for (const job of claimed) {
          this.#parts?.[job.queue].add(1);
          this.#begin(job);
        }
      },
    });
  }

  start(): void {
    this.#stopped = false;
    this.#bull?.start();
    this.#wake();
  }

  #room(queue: QueueName): number {
    return this.#parts?.[queue].room() ?? CONCURRENCY[queue] - this.#running[queue];
  }

  #begin(claimed: ClaimedJob): void {
    this.#running[claimed.queue]++;
    const running = this.#perform(claimed).finally(() => {
      this.#running[claimed.queue]--;
      this.#begun.delete(running);
      this.#parts?.[claimed.queue].giveBack(1);
    });
    this.#begun.add(running);
  }

  /** What waited in BullMQ may have been cancelled, re-timed or handed to another meanwhile. */
  async #work({ claimed, ...work }: Work): Promise<void> {
    const handed: ClaimedJob = { ...work, at: Temporal.Instant.fromEpochMilliseconds(work.at) };
    if (claimed.by === this.#id) this.#spilled.remove(handed);
    // Another process has more than it can take, so there is something to claim.
    else this.#soon();
    const fresh = claimed.by === this.#id && performance.now() - claimed.at < FRESH_MS;
    // Where the store cannot say, the lease runs out and the job is handed out again.
    const ours = fresh || (await this.#options.outbox.acquireOrRenewLease(handed).catch(() => false));
    if (ours) await this.#perform(handed);
    else this.#ended();
  }

  /** Runs what is under a lease of ours. */
  async #perform(claimed: ClaimedJob): Promise<void> {
    const { log, clock, run, onStart } = this.#options;
    try {
      await this.#performing.perform(claimed, async () => {
        onStart?.(claimed, clock.now().epochMilliseconds - claimed.at.epochMilliseconds);
        await run(claimed);
      });
    } catch (error) {
      // Nothing was recorded: the lease runs out and the job is handed out again.
      log.warn({ job: claimed.id, error: String(error) }, 'the outcome of a job could not be recorded');
    } finally {
      this.#ended();
    }
  }

  #ended(): void {
    for (const settled of this.#settled) settled();
    if (this.#moreDue()) this.#soon();
  }

  #soon(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#wake();
    }, GATHER_MS);
  }

  #moreDue(): boolean {
    return this.#next !== undefined && Temporal.Instant.compare(this.#next, this.#options.clock.now()) <= 0;
  }

  #wake(): void {
    if (!this.#stopped) void this.#pump();
  }

  /** Hands out until nothing more is due; one pump at a time, and once more if it was asked for meanwhile. */
  async #pump(): Promise<void> {
    if (this.#pumping !== undefined) {
      this.#again = true;
      return await this.#pumping;
    }
    clearTimeout(this.#timer);
    this.#pumping = this.#pumpRounds().finally(() => {
      this.#pumping = undefined;
      this.#sleep();
    });
    return await this.#pumping;
  }

  async #pumpRounds(): Promise<void> {
    do {
      this.#again = false;
      try {
        const handed = await this.#handOut();
        if (handed > 0 && this.#moreDue()) this.#again = true;
      } catch (error) {
        this.#options.log.debug({ error: String(error) }, 'the outbox cannot be reached');
        return;
      }
    } while (this.#again && !this.#stopped);
  }

  async #handOut(): Promise<number> {
    const { outbox, clock } = this.#options;
    if (this.#parts) return await this.#handOutFairly(this.#parts);
    const claimed = { by: this.#id, at: performance.now() };
    const { jobs: handed, next, leased } = await outbox.claim(clock.now(), this.#limits, this.#wanted());
    this.#claimedAt = performance.now();
    this.#next = next;
    this.#leased = leased;
    await Promise.all(
      QUEUES.map((name) => {
        const jobs = handed.filter((job) => job.queue === name);
        const room = this.#stopped ? 0 : CONCURRENCY[name] - this.#running[name];
        for (const job of jobs.slice(0, room)) this.#begin(job);
        for (const job of jobs.slice(room)) this.#spilled.add(job);
        return this.#bull?.add(name, jobs.slice(room), claimed);
      }),
    );
    return handed.length;
  }

  /** As many of each queue as there is room for here, and as many more as may wait for others. */
  #wanted(): Record<QueueName, number> {
    const wanted = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
    for (const name of QUEUES) wanted[name] = Math.max(0, this.#room(name)) + this.#spilled.room(name);
    return wanted;
  }

  /** As much as this event's part has room for, a batch at a time; each begins when it is its event's turn. */
  async #handOutFairly(parts: Readonly<Record<QueueName, FairPart>>): Promise<number> {
    const { outbox, clock, share } = this.#options;
    const taken = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
    for (const name of QUEUES)
      taken[name] = this.#stopped || this.#limits[name] === undefined ? 0 : parts[name].take(BATCH);
    const unused = { ...taken };
    try {
      const { jobs: handed, next, leased } = await outbox.claim(clock.now(), this.#limits, taken);
      this.#claimedAt = performance.now();
      this.#next = next;
      this.#leased = leased;
      for (const job of handed) {
        unused[job.queue]--;
        share?.turns.add(this, () => (this.#stopped ? this.#leave(job) : this.#begin(job)));
      }
      return handed.length;
    } finally {
      for (const name of QUEUES) {
        // Whoever got less than they took has nothing more of it that is due.
        parts[name].waits(unused[name] === 0 && this.#moreDue());
        parts[name].giveBack(unused[name]);
      }
    }
  }

  /** What it had no turn for before its end goes to others at once. */
  #leave(job: ClaimedJob): void {
    this.#parts?.[job.queue].giveBack(1);
    void this.#options.outbox.releaseLease(job).catch(() => false);
  }

  #sleep(): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    const untilNext = this.#next ? clock.realMillisecondsUntil(this.#next) : LOOK_EVERY_MS;
    // What is due and was not handed out waits for room: the jobs that end make it.
    const wait = untilNext === 0 ? LOOK_EVERY_MS : Math.min(untilNext, LOOK_EVERY_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), wait);
  }

  /** Looks at once: for whoever moves the clock, or has heard that something is due. */
  look(): void {
    this.#wake();
  }

  /** Whether it has asked the outbox what is due in the last so many milliseconds, and was answered. */
  claims(withinMs: number): boolean {
    return !this.#stopped && performance.now() - this.#claimedAt < withinMs;
  }

  /** When the soonest job that waits is due. */
  async nextDue(): Promise<Temporal.Instant | undefined> {
    const none = Object.fromEntries(Object.keys(this.#limits).map((queue) => [queue, 0]));
    return (await this.#options.outbox.claim(this.#options.clock.now(), none)).next;
  }

  /**
   * Runs everything that is due by the clock, and what that makes due, until nothing is due or leased. False
   * where nothing was.
   */
  async runDue(): Promise<boolean> {
    for (let ran = false; ; ran = true) {
      await this.#pump();
      if (this.#leased === 0 && !this.#moreDue()) return ran;
      await this.#somethingSettles();
    }
  }

  #somethingSettles(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#settled.delete(done);
        resolve();
      };
      // Looks again also when a lease of a process that died has to run out first.
      const timer = setTimeout(done, 50);
      this.#settled.add(done);
    });
  }

  /**
   * Takes nothing more, and finishes what runs. What is not done by then is given back, so that another process
   * begins it at once; whoever calls this ends right after, since such a run has no lease any more.
   *
   * @returns what was given back
   */
  async stop(graceMs = 5000): Promise<readonly ClaimedJob[]> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#gathering);
    const finished = (async () => {
      // What is being claimed at this moment goes to BullMQ, where others take it.
      await this.#pumping;
      await Promise.allSettled([this.#bull?.close(), ...this.#begun]);
    })();
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    for (const name of QUEUES) this.#parts?.[name].leave();
    return await this.#performing.giveBack();
  }
}
