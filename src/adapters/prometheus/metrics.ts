/** What an operator watches: the rate, errors and duration of all work, the queues, what became of pages. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Change, PRIVATE, type QueueName } from '../../core/commit.ts';
import type { ClaimedJob } from '../../core/ports/outbox.ts';
import type { OutboxCounts } from '../../core/ports/store.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { outcomeOfError } from '../../core/telemetry.ts';
import { notificationMoved, pageAcknowledged, pageGaveUp, pageOpened } from '../../page/domain/facts.ts';
import { createFamilies } from './families.ts';

/** What is asked when somebody scrapes; each answer costs the same however much waits. */
export interface Sources {
  /** By the clock, in milliseconds. */
  now(): number;
  standing(): Promise<OutboxCounts>;
  /** The living processes, by the queues that each runs. */
  attendance?(): Promise<readonly { readonly queues: readonly QueueName[] }[]>;
  /** Rejects while the bot cannot work. */
  ready(): Promise<void>;
  /** The providers that are configured, and whether each answers. */
  readonly providers: readonly { readonly name: string; works(): boolean | Promise<boolean> }[];
  /** How many facts the database holds, and by the clock, how long ago the archive was last well; undefined where there is none. */
  ledger?(): Promise<{ readonly facts: number; readonly archiveAgeMs: number | undefined }>;
  /** How the nodes of the database stand; undefined where there is but one of them. */
  nodes?(): Promise<
    { readonly replicas: number; readonly inStep: number; readonly alone: number } | undefined
  >;
  /** Of each channel of theirs, whether it is set aside there; none where there is only one. */
  standings?(): Promise<
    readonly { readonly provider: string; readonly channel: string; readonly aside: unknown }[]
  >;
}

export interface Metrics {
  /** Counts all work that is measured. */
  readonly telemetry: Telemetry;
  /** @param kind - Slack's: command, action, modal, shortcut, event */
  acked(kind: string, seconds: number): void;
  started(claimed: Pick<ClaimedJob, 'queue'>, lateMs: number): void;
  committed(change: Change): void;
  /** The figures now, as Prometheus reads them. What cannot be asked is left out. */
  text(sources: Sources): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/**
 * @param info - Labels of `callboard_info`, such as the version.
 * @param jobs - The names of all jobs.
 * @param event - One of several of this process: each figure says so, and those of the process are left to it.
 */
export function createMetrics(
  info: Readonly<Record<string, string>> = {},
  jobs: readonly string[] = [],
  event?: string,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (event === undefined) collectDefaultMetrics({ register: registry });
  else registry.setDefaultLabels({ event });
  new Gauge({
    name: 'callboard_info',
    help: 'Always 1; its labels say what runs',
    labelNames: Object.keys(info),
    registers,
  }).set(info, 1);
  const count = createFamilies(registers, jobs);
  const carried = new Counter({
    name: 'callboard_carried_total',
    help: 'Notifications by who carries them and where they came to: queued, delivered, failed, …',
    labelNames: ['provider', 'channel', 'state'],
    registers,
  });
  const acks = new Histogram({
    name: 'callboard_slack_ack_seconds',
    help: 'From the receipt of a Slack request to its ack, by the kind of request',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const lateness = new Histogram({
    name: 'callboard_job_lateness_seconds',
    help: 'By how much a job started after it was due, by the clock',
    labelNames: ['queue'],
    buckets: SECONDS,
    registers,
  });
  const facts = new Counter({
    name: 'callboard_facts_total',
    help: 'Facts by name, those of private incidents left out; those of notification.* are pages by what became of them',
    labelNames: ['fact'],
    registers,
  });
  // From 0, so that the first time is seen as an increase.
  for (const { name } of [pageOpened, pageAcknowledged, pageGaveUp]) facts.inc({ fact: name }, 0);
  const showNow = createGauges(registers);
  return {
    telemetry: {
      async measure(work, run, ending) {
        const began = performance.now();
        const seconds = () => (performance.now() - began) / 1000;
        try {
          const result = await run();
          count(work, ending?.result?.(result) ?? 'ok', seconds());
          return result;
        } catch (error) {
          count(work, (ending?.error ?? outcomeOfError)(error), seconds());
          throw error;
        }
      },
      context: () => undefined,
      about: () => {},
    },
    acked: (kind, seconds) => acks.observe({ kind }, seconds),
    started: ({ queue }, lateMs) => lateness.observe({ queue }, Math.max(0, lateMs / 1000)),
    committed: (change) => {
      for (const { name, about, data } of change.facts ?? []) {
        if (!about.includes(PRIVATE)) facts.inc({ fact: name });
        if (name !== notificationMoved.name) continue;
        const moved = notificationMoved.schema.safeParse(data).data;
        if (moved?.provider === undefined) continue;
        carried.inc({ provider: moved.provider, channel: moved.channel, state: moved.state });
      }
    },
    text: async (sources) => {
      await showNow(sources);
      return await registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** What is a state and not an event: asked anew at each scrape. */
function createGauges(registers: Registry[]): (sources: Sources) => Promise<void> {
  const depth = new Gauge({
    name: 'callboard_outbox_jobs',
    help: 'Jobs in the outbox: waiting for their time, due and not handed out yet, or leased to a process',
    labelNames: ['queue', 'state'],
    registers,
  });
  const overdue = new Gauge({
    name: 'callboard_outbox_overdue_seconds',
    help: 'By the clock, how long the oldest job has been due that nobody was handed yet; 0 where there is none',
    labelNames: ['queue'],
    registers,
  });
  const attendance = new Gauge({
    name: 'callboard_queue_processes',
    help: 'Living processes that run the jobs of a queue; 0 where what is due there waits for somebody to start one',
    labelNames: ['queue'],
    registers,
  });
  const ready = new Gauge({
    name: 'callboard_ready',
    help: '1 while /readyz says ready: connected to Slack and Redis',
    registers,
  });
  const providers = new Gauge({
    name: 'callboard_provider_up',
    help: '0 while a provider is left alone because it does not answer; slack: while pages go without it',
    labelNames: ['provider'],
    registers,
  });
  const aside = new Gauge({
    name: 'callboard_provider_aside',
    help: '1 while a provider is set aside for a channel, by all processes, and the next one carries it',
    labelNames: ['provider', 'channel'],
    registers,
  });
  const ledger = new Gauge({
    name: 'callboard_ledger_facts',
    help: 'Facts of the ledger that are in Redis',
    registers,
  });
  const archive = new Gauge({
    name: 'callboard_archive_age_seconds',
    help: 'By the clock, since the archive was last well; only where one is configured',
    registers,
  });
  const replicas = new Gauge({
    name: 'callboard_redis_replicas',
    help: 'Replicas of Redis: in_step, so that they could take over just now, or behind; only where there are any',
    labelNames: ['state'],
    registers,
  });
  const alone = new Gauge({
    name: 'callboard_redis_masters_alone',
    help: 'Masters of Redis that no replica is in step with: one that is lost now stops pages, or loses something',
    registers,
  });
  return async (sources) => {
    const nodes = await sources.nodes?.().catch(() => undefined);
    replicas.reset();
    alone.remove();
    if (nodes) {
      replicas.set({ state: 'in_step' }, nodes.inStep);
      replicas.set({ state: 'behind' }, nodes.replicas - nodes.inStep);
      alone.set(nodes.alone);
    }
    const held = await sources.ledger?.().catch(() => undefined);
    ledger.remove();
    archive.remove();
    if (held) ledger.set(held.facts);
    if (held?.archiveAgeMs !== undefined) archive.set(Math.max(0, held.archiveAgeMs / 1000));
    const [standing, isReady] = await Promise.all([
      sources.standing().catch(() => undefined),
      sources.ready().then(
        () => true,
        () => false,
      ),
    ]);
    ready.set(isReady ? 1 : 0);
    for (const { name: provider, works } of sources.providers) {
      const up = await Promise.resolve()
        .then(works)
        .catch(() => undefined);
      if (up === undefined) providers.remove({ provider });
      else providers.set({ provider }, up ? 1 : 0);
    }
    aside.reset();
    for (const one of (await sources.standings?.().catch(() => [])) ?? [])
      aside.set({ provider: one.provider, channel: one.channel }, one.aside === undefined ? 0 : 1);
    // What was true before Redis went is not true now: no figure is better than an old one.
    depth.reset();
    overdue.reset();
    attendance.reset();
    const living = await sources.attendance?.().catch(() => undefined);
    for (const queue of living ? Object.keys(standing ?? {}) : []) {
      const runs = living?.filter(({ queues }) => queues.some((name) => name === queue)) ?? [];
      attendance.set({ queue }, runs.length);
    }
    for (const [queue, { waiting, due, leased, oldest }] of Object.entries(standing ?? {})) {
      depth.set({ queue, state: 'waiting' }, waiting);
      depth.set({ queue, state: 'due' }, due);
      depth.set({ queue, state: 'leased' }, leased);
      const since = oldest === undefined ? 0 : sources.now() - oldest.epochMilliseconds;
      overdue.set({ queue }, Math.max(0, since / 1000));
    }
  };
}
