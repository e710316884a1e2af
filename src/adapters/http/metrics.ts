/** What an operator watches: acks, lateness and depth of the queues, what became of jobs and notifications. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Change, PRIVATE } from '../../core/commit.ts';
import type { ClaimedJob } from '../../core/ports/outbox.ts';
import type { OutboxEntry } from '../../core/ports/store.ts';

export interface Metrics {
  acked(seconds: number): void;
  started(claimed: ClaimedJob, lateMs: number): void;
  ended(name: string, outcome: string): void;
  committed(change: Change): void;
  text(outbox: () => Promise<OutboxEntry[]>): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry });
  const acks = new Histogram({
    name: 'callboard_slack_ack_seconds',
    help: 'From the receipt of a Slack request to its ack',
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
  const outcomes = new Counter({
    name: 'callboard_jobs_total',
    help: 'Runs of jobs by outcome: done, again, failed',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const facts = new Counter({
    name: 'callboard_facts_total',
    help: 'Facts by name, those of private incidents left out; those of notification.* are pages by what became of them',
    labelNames: ['fact'],
    registers,
  });
  const depth = new Gauge({
    name: 'callboard_outbox_jobs',
    help: 'Jobs in the outbox: waiting for their time, or handed out',
    labelNames: ['queue', 'state'],
    registers,
  });
  return {
    acked: (seconds) => acks.observe(seconds),
    started: (claimed, lateMs) => lateness.observe({ queue: claimed.queue }, Math.max(0, lateMs / 1000)),
    ended: (job, outcome) => outcomes.inc({ job, outcome }),
    committed: (change) => {
      for (const { name, about } of change.facts ?? [])
        if (!about.includes(PRIVATE)) facts.inc({ fact: name });
    },
    text: async (outbox) => {
      const jobs = await outbox().catch(() => undefined);
      if (jobs) {
        depth.reset();
        for (const queue of ['pages', 'reminders', 'chores', 'webhooks'])
          for (const state of ['waiting', 'leased']) depth.set({ queue, state }, 0);
        for (const job of jobs) {
          depth.inc({ queue: job.queue, state: job.leasedUntil === undefined ? 'waiting' : 'leased' });
        }
      }
      return await registry.metrics();
    },
    contentType: registry.contentType,
  };
}
