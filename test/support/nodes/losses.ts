/**
 * What is lost when a master fails, counted: writers commit through the real store and have each commit confirmed in
 * one of the ways there are; then a fault; then whatever was confirmed is looked for at the new master.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { duplicateOf, type RedisClient } from '../../../src/adapters/redis/client.ts';
import { connectForRequests, connectForWorkers } from '../../../src/adapters/redis/connect.ts';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { document, fact, put, recordFact } from '../../../src/core/commit.ts';
import { Conflict } from '../../../src/core/errors.ts';
import { testSealer } from '../sealer.ts';
import { startCluster } from './cluster.ts';
import { startSentinels } from './sentinels.ts';
import { eventually, type NodeServer } from './server.ts';

/** `the bot`: by what it has for that, which also looks for what was committed where it waits. */
export type Confirm = 'nothing' | 'WAIT 1' | 'WAITAOF 1 1' | 'the bot';
/** `cut`: the old master and whoever writes to it on the one side, the replicas and the Sentinels on the other. */
export type Fault = 'killed' | 'frozen' | 'cut';

export interface Counts {
  readonly rounds: number;
  /** Confirmed to whoever wrote. */
  readonly taken: number;
  /** Refused, or not known to be safe: whoever wrote was told so. */
  readonly refused: number;
  /** Confirmed, and not there afterwards. */
  readonly lost: number;
  /** There with more than one fact. */
  readonly doubled: number;
  /** Refused, and there all the same: whoever writes it again is told that it is there. */
  readonly thereAnyway: number;
  /** Milliseconds in which nothing was confirmed to those who see the new master, longest of all rounds and median. */
  readonly longestMs: number;
  readonly medianMs: number;
}

const EVENT = 'losses';
const note = document({ name: 'note', schemaVersion: 1, schema: z.object({ n: z.number() }) });
const written = fact('note.written', z.object({ n: z.number() }));
/** Seconds for which an old master is left alone with those who write to it. */
const APART_MS = 5000;
const OUTSIDE = 3;
const INSIDE = 2;

interface Written {
  readonly id: string;
  readonly at: number;
  readonly isConfirmed: boolean;
  readonly isInside: boolean;
}

/** One who writes, and what was said of each. */
class Writer {
  readonly written: Written[] = [];
  /** Why the last one was refused that was. */
  lastError = '';
  readonly #redis: RedisClient;
  readonly #store: RedisStore;
  readonly #confirm: Confirm;
  readonly #name: string;
  readonly #isInside: boolean;
  #waits: RedisClient | undefined;
  #stopped = false;
  #done: Promise<void> | undefined;

  constructor(redis: RedisClient, confirm: Confirm, name: string, isInside: boolean) {
    this.#redis = redis;
    this.#confirm = confirm;
    this.#name = name;
    this.#isInside = isInside;
    this.#store = new RedisStore(redis, EVENT, testSealer);
  }

  begin(): void {
    this.#done = this.#run();
  }

  async #run(): Promise<void> {
    for (let n = 0; !this.#stopped; n++) {
      const id = `${this.#name}-${n}`;
      const isConfirmed = await this.#write(id, n).catch((error: unknown) => {
        this.lastError = String(error);
        return false;
      });
      this.written.push({ id, at: performance.now(), isConfirmed, isInside: this.#isInside });
      await new Promise((resolve) => setTimeout(resolve, isConfirmed ? 2 : 20));
    }
  }

  async #write(id: string, n: number): Promise<boolean> {
    const at = Temporal.Now.instant();
    await this.#store
      .commit({
        put: [put(note, id, { n })],
        facts: [recordFact(written, { at, by: 'test', about: [`note:${id}`], data: { n } })],
      })
      .catch((error: unknown) => {
        // Asked twice by the connection itself, as after an answer that was lost: it is there.
        if (!(error instanceof Conflict)) throw error;
      });
    return await this.#isSafe();
  }

  async #isSafe(): Promise<boolean> {
    if (this.#confirm === 'nothing') return true;
    // It throws where no other machine is known to have it, and says no where Redis knows no way to tell.
    if (this.#confirm === 'the bot') return await this.#store.waitForDisk().then(() => true);
    this.#waits ??= this.#open();
    const [way = '', ...args] = `${this.#confirm} 2500`.split(' ');
    const [, [failure, answer] = []] =
      (await this.#waits
        .pipeline()
        .set(`cb:{${EVENT}}:marker`, '1', 'PX', 60_000)
        .call(way, ...args)
        .exec()) ?? [];
    if (failure) throw failure;
    return Array.isArray(answer) ? Number(answer[0]) >= 1 && Number(answer[1]) >= 1 : Number(answer) >= 1;
  }

  #open(): RedisClient {
    const opened = duplicateOf(this.#redis, {
      ...{ lazyConnect: false, enableOfflineQueue: true, commandTimeout: 4000 },
    });
    opened.on('error', () => {});
    return opened;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // Whoever hangs at a node that is gone is let go.
    const giveUp = setTimeout(() => this.#redis.disconnect(), 5000);
    await this.#done;
    clearTimeout(giveUp);
    this.#waits?.disconnect();
    this.#store.close();
    this.#redis.disconnect();
  }
}

interface Nodes {
  readonly url: string;
  master(): Promise<NodeServer>;
  cut(node: NodeServer, isCut: boolean): void;
  /** Until another one writes. */
  failedOver(from: NodeServer): Promise<unknown>;
  whole(): Promise<void>;
  stop(): Promise<void>;
}

export interface Setting {
  readonly kind: 'sentinel' | 'cluster';
  /** `--name value` of each node. */
  readonly settings: readonly string[];
  readonly confirm: Confirm;
}

/** A cluster has no cables: what its nodes say to each other goes both ways at once. */
export const canBe = (fault: Fault, { kind }: Setting): boolean => fault !== 'cut' || kind === 'sentinel';

async function startNodes({ kind, settings }: Setting, fault: Fault): Promise<Nodes> {
  if (kind === 'sentinel') {
    const set = await startSentinels({ settings, cables: fault === 'cut' });
    return { ...set, cut: (node, isCut) => set.cableOf(node)?.is(isCut ? 'cut' : 'whole') };
  }
  const cluster = await startCluster({ settings, spare: true });
  return {
    url: cluster.url,
    master: () => cluster.ownerOf(EVENT),
    cut: () => {},
    failedOver: (from) => eventually('the failover', async () => (await cluster.ownerOf(EVENT)) !== from),
    whole: () => cluster.whole(),
    stop: () => cluster.stop(),
  };
}

async function oneRound(nodes: Nodes, { confirm }: Setting, fault: Fault, round: number) {
  await nodes.whole();
  const old = await nodes.master();
  const outside = await Promise.all(
    Array.from({ length: OUTSIDE + (confirm === 'the bot' ? INSIDE : 0) }, async (_, i) => {
      const redis = connectForRequests(nodes.url);
      await redis.connect();
      return new Writer(redis, confirm, `r${round}o${i}`, false);
    }),
  );
  // They see the old master alone, and wait as long as it takes to answer. The bot is not told of one machine of several.
  const seeOne = fault === 'killed' || confirm === 'the bot' ? 0 : INSIDE;
  const inside = await Promise.all(
    Array.from({ length: seeOne }, async (_, i) => {
      const redis = connectForWorkers(`redis://127.0.0.1:${old.port}`);
      await redis.connect();
      return new Writer(redis, confirm, `r${round}i${i}`, true);
    }),
  );
  const writers = [...outside, ...inside];
  try {
    for (const writer of writers) writer.begin();
    const confirmed = (since: number) =>
      outside.flatMap(({ written }) => written).filter(({ isConfirmed, at }) => isConfirmed && at > since)
        .length;
    await eventually('the first writes', () => confirmed(0) >= 20);
    const began = performance.now();
    if (fault === 'killed') await old.kill();
    else if (fault === 'frozen') old.freeze();
    else nodes.cut(old, true);
    await nodes.failedOver(old);
    const over = performance.now();
    await eventually('writes at the new master', () => confirmed(over) >= 3, 60_000).catch((error: Error) => {
      throw new Error(`${error.message} (${outside.map(({ lastError }) => lastError).join(', ')})`);
    });
    const apart = Math.max(0, APART_MS - (performance.now() - began));
    if (fault === 'cut') await new Promise((resolve) => setTimeout(resolve, apart));
    if (fault === 'killed') await old.restart();
    else if (fault === 'frozen') old.thaw();
    else nodes.cut(old, false);
    await nodes.whole();
  } finally {
    await Promise.all(writers.map((writer) => writer.stop()));
  }
  return writers.flatMap(({ written }) => written);
}

/** The longest time between two that were confirmed. */
function longestPause(all: readonly Written[]): number {
  const times = all
    .filter(({ isConfirmed, isInside }) => isConfirmed && !isInside)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return Math.max(0, ...times.slice(1).map((at, i) => at - (times[i] ?? at)));
}

export async function measureLosses(setting: Setting, fault: Fault, rounds: number): Promise<Counts> {
  const nodes = await startNodes(setting, fault);
  try {
    const all: Written[] = [];
    const pauses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const of = await oneRound(nodes, setting, fault, round);
      all.push(...of);
      pauses.push(longestPause(of));
    }
    const redis = connectForRequests(nodes.url);
    await redis.connect();
    const store = new RedisStore(redis, EVENT, testSealer);
    const there = new Set((await store.all(note)).map(({ id }) => id));
    const facts = new Map<string, number>();
    for (const { about } of await store.facts())
      facts.set(about[0] ?? '', (facts.get(about[0] ?? '') ?? 0) + 1);
    store.close();
    redis.disconnect();
    const taken = all.filter(({ isConfirmed }) => isConfirmed);
    const refused = all.filter(({ isConfirmed }) => !isConfirmed);
    pauses.sort((a, b) => a - b);
    return {
      rounds,
      taken: taken.length,
      refused: refused.length,
      lost: taken.filter(({ id }) => !there.has(id)).length,
      doubled: [...facts.values()].filter((count) => count > 1).length,
      thereAnyway: refused.filter(({ id }) => there.has(id)).length,
      longestMs: Math.round(pauses.at(-1) ?? 0),
      medianMs: Math.round(pauses[Math.floor(pauses.length / 2)] ?? 0),
    };
  } finally {
    await nodes.stop();
  }
}
