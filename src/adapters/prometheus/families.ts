/**
 * The figures of each kind of work: its rate and errors (a counter with the outcome) and its duration (a histogram
 * without it, so that the number of series stays small). Every label is from a closed list of the code.
 */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Work, WorkKind, WorkOutcome } from '../../core/ports/telemetry.ts';

/** Seconds. From a commit's millisecond to what somebody has given up on. */
const SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

interface Names {
  readonly counter: string;
  readonly histogram: string;
  readonly of: string;
  /** The label that holds `name`; undefined where there is only one. */
  readonly label?: string;
  /** It has operations too. */
  readonly operations?: true;
}

/** Requests of Slack's are counted by their acks. */
const FAMILIES: Readonly<Record<Exclude<WorkKind, 'request'>, Names>> = {
  command: {
    counter: 'callboard_commands_total',
    histogram: 'callboard_command_seconds',
    of: 'Verbs, buttons, modals and shortcuts',
    label: 'command',
  },
  route: {
    counter: 'callboard_http_requests_total',
    histogram: 'callboard_http_seconds',
    of: 'Requests over HTTP by door, such as `POST /hooks/alertmanager`; refused is 4xx, failed 5xx',
    label: 'route',
  },
  job: {
    counter: 'callboard_jobs_total',
    histogram: 'callboard_job_seconds',
    of: 'Runs of jobs; those of private incidents are `other`',
    label: 'job',
  },
  commit: { counter: 'callboard_commits_total', histogram: 'callboard_commit_seconds', of: 'Commits' },
  channel: {
    counter: 'callboard_channel_requests_total',
    histogram: 'callboard_channel_seconds',
    of: 'What paging channels were asked, the time that a provider rests included',
    label: 'channel',
    operations: true,
  },
  provider: {
    counter: 'callboard_provider_requests_total',
    histogram: 'callboard_provider_seconds',
    of: 'Requests to the providers of texts, calls and mail',
    label: 'provider',
    operations: true,
  },
  slack: {
    counter: 'callboard_slack_calls_total',
    histogram: 'callboard_slack_call_seconds',
    of: "Calls of Slack's Web API; those that only private incidents make are `other`",
    label: 'method',
  },
};

/** Counts one piece of work that has ended. */
export type CountWork = (work: Work, outcome: WorkOutcome, seconds: number) => void;

/** @param jobs - The names of all jobs: what has never failed is 0, so that the first time is seen as an increase. */
export function createFamilies(registers: Registry[], jobs: readonly string[]): CountWork {
  const made = new Map(
    Object.entries(FAMILIES).map(([kind, { counter, histogram, of, label, operations }]) => {
      const labelNames = [...(label ? [label] : []), ...(operations ? ['operation'] : [])];
      const counted = {
        name: counter,
        help: `${of}, by outcome`,
        labelNames: [...labelNames, 'outcome'],
        registers,
      };
      const timed = {
        name: histogram,
        help: `${of}: how long each took`,
        labelNames,
        buckets: SECONDS,
        registers,
      };
      return [kind, { label, counter: new Counter(counted), histogram: new Histogram(timed) }] as const;
    }),
  );
  for (const job of jobs) made.get('job')?.counter.inc({ job, outcome: 'failed' }, 0);
  return ({ kind, name, operation }, outcome, seconds) => {
    const family = made.get(kind);
    if (!family) return;
    const labels = { ...(family.label && { [family.label]: name }), ...(operation && { operation }) };
    family.counter.inc({ ...labels, outcome: 'failed' }, 0);
    family.counter.inc({ ...labels, outcome });
    family.histogram.observe(labels, seconds);
  };
}
