/**
 * A load played against a rule, in steps of a tenth of a second: jobs fall due, are handed out where there is room, cost
 * their processor time in one of the workers (Node has one thread), and leave or are re-timed to when Slack's budget has
 * room, as the bot does it. Nothing here reads a clock or draws by chance.
 */
import { type Autoscaler, createAutoscaler, type ScalingRule, SYNC_SECONDS } from './rule.ts';

export interface Load {
  readonly name: string;
  readonly seconds: number;
  /** Of each event by itself: it has an outbox, a Slack and limits of its own. */
  readonly events: number;
  /** What falls due in each of the events, by time. */
  readonly bursts: readonly Burst[];
}
export interface Burst {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly jobs: number;
  readonly queue: 'reminders' | 'chores';
  /** That the other side takes to answer; the machine's own unless given. */
  readonly answerSeconds?: number;
}

/** What a machine and a bot are: loads.ts says where each comes from, and which is assumed. */
export interface Machine {
  /** Processor seconds to look at a job, judge it and record what became of it. */
  readonly judgeSeconds: number;
  /** And to make its request. */
  readonly requestSeconds: number;
  /** That the other side takes to answer, while the job holds its place. */
  readonly answerSeconds: number;
  /** Jobs of a queue at once, in one process for one event. */
  readonly places: Readonly<Record<Burst['queue'], number>>;
  /** And in all processes together. */
  readonly inFlight: Readonly<Record<Burst['queue'], number>>;
  /** Messages a minute to one Slack, and what is left to pages of them. */
  readonly slack: { readonly perMinute: number; readonly left: number };
  /** From a decision to a process that takes jobs. */
  readonly startSeconds: number;
  readonly scrapeSeconds: number;
}

export interface Played {
  /** A row a second: how long the oldest job has been due that nobody was handed, and workers that run. */
  readonly seconds: readonly { readonly oldest: number; readonly workers: number }[];
  /** Seconds from when it was first due to its request, of each job, sorted. */
  readonly late: readonly number[];
  /** When the first worker was added, in seconds from the first job; undefined where none was. */
  readonly firstScaled: number | undefined;
  readonly mostWorkers: number;
  readonly podMinutes: number;
  /** Seconds that a page would have waited behind the work of this process, at most, if it were in it. */
  readonly pageWaits: number;
}

const STEP = 0.1;
const PER_SECOND = 10;

interface Job {
  readonly event: number;
  readonly queue: Burst['queue'];
  readonly first: number;
  readonly answerSeconds: number;
  due: number;
}
interface Queue {
  readonly waiting: Job[];
  head: number;
  handed: number;
}
interface Bucket {
  level: number;
  at: number;
  next: number;
}

const QUEUES = ['reminders', 'chores'] as const;

/** @param rule - or a number of workers that stays. */
export function play(load: Load, machine: Machine, rule: ScalingRule | number): Played {
  const autoscaler: Autoscaler | undefined = typeof rule === 'number' ? undefined : createAutoscaler(rule);
  const workers = Array.from({ length: typeof rule === 'number' ? rule : rule.min }, () => 0);
  const calendar = new Map<number, Job[]>();
  const freed = new Map<number, Queue[]>();
  const queues = Array.from({ length: load.events }, () => ({
    reminders: { waiting: [], head: 0, handed: 0 } as Queue,
    chores: { waiting: [], head: 0, handed: 0 } as Queue,
  }));
  const buckets = Array.from(
    { length: load.events },
    (): Bucket => ({ level: machine.slack.perMinute, at: 0, next: 0 }),
  );
  const working: Job[] = [];
  let workingHead = 0;
  let spent = 0;
  const at = (step: number, job: Job) => {
    const there = calendar.get(step);
    if (there) there.push(job);
    else calendar.set(step, [job]);
  };
  for (const burst of load.bursts)
    for (let event = 0; event < load.events; event++)
      for (let n = 0; n < burst.jobs; n++)
        at(Math.ceil(burst.at / STEP), {
          event,
          queue: burst.queue,
          first: burst.at,
          due: burst.at,
          answerSeconds: burst.answerSeconds ?? machine.answerSeconds,
        });

  /** Undefined where it may leave; else when it may come back. */
  const budgetOf = (event: number, now: number): number | undefined => {
    const bucket = buckets[event] as Bucket;
    const { perMinute, left } = machine.slack;
    bucket.level = Math.min(perMinute, bucket.level + ((now - bucket.at) / 60) * perMinute);
    bucket.at = now;
    const missing = left * perMinute + 1 - bucket.level;
    if (missing <= 0) {
      bucket.level--;
      return undefined;
    }
    const spacing = 60 / perMinute;
    bucket.next = Math.max(bucket.next, now + missing * spacing) + spacing;
    return bucket.next;
  };
  const oldestAt = (now: number) => {
    let oldest = 0;
    for (const each of queues)
      for (const name of QUEUES) {
        const first = each[name].waiting[each[name].head];
        if (first) oldest = Math.max(oldest, now - first.due);
      }
    return oldest;
  };

  const seconds: { oldest: number; workers: number }[] = [];
  const late: number[] = [];
  let [firstScaled, mostWorkers, podSeconds, pageWaits, scraped]: [
    number | undefined,
    number,
    number,
    number,
    number,
  ] = [undefined, workers.length, 0, 0, 0];
  const begins = load.bursts[0]?.at ?? 0;
  let running = 0;
  for (let step = 0; step < load.seconds * PER_SECOND; step++) {
    const now = step * STEP;
    for (const queue of freed.get(step) ?? []) queue.handed--;
    freed.delete(step);
    for (const job of calendar.get(step) ?? []) queues[job.event]?.[job.queue].waiting.push(job);
    calendar.delete(step);
    if (step % (machine.scrapeSeconds * PER_SECOND) === 0) scraped = oldestAt(now);
    if (autoscaler && step % (SYNC_SECONDS * PER_SECOND) === SYNC_SECONDS * PER_SECOND - 1) {
      const wanted = autoscaler.look(now, workers.length, scraped);
      if (wanted > workers.length) firstScaled ??= now - begins;
      while (workers.length < wanted) workers.push(now + machine.startSeconds);
      workers.length = wanted;
      mostWorkers = Math.max(mostWorkers, wanted);
    }
    // The latest began last.
    while (running < workers.length && (workers[running] ?? 0) <= now) running++;
    running = Math.min(running, workers.length);
    podSeconds += workers.length * STEP;
    for (const each of queues)
      for (const name of QUEUES) {
        const queue = each[name];
        const room = Math.min(running * machine.places[name], machine.inFlight[name]) - queue.handed;
        for (let n = 0; n < room && queue.head < queue.waiting.length; n++) {
          working.push(queue.waiting[queue.head++] as Job);
          queue.handed++;
        }
      }
    pageWaits = Math.max(
      pageWaits,
      ((working.length - workingHead) * machine.judgeSeconds) / Math.max(1, running),
    );
    // What a step spends too much it has less of in the next.
    for (
      spent = Math.max(0, spent - running * STEP);
      spent < running * STEP && workingHead < working.length;
    ) {
      const job = working[workingHead++] as Job;
      const queue = queues[job.event]?.[job.queue] as Queue;
      spent += machine.judgeSeconds;
      const later = job.queue === 'reminders' ? budgetOf(job.event, now) : undefined;
      if (later === undefined) {
        spent += machine.requestSeconds;
        late.push(now - job.first);
        const ends = Math.ceil((now + job.answerSeconds) / STEP) + 1;
        const ending = freed.get(ends);
        if (ending) ending.push(queue);
        else freed.set(ends, [queue]);
      } else {
        queue.handed--;
        job.due = later;
        at(Math.ceil(later / STEP), job);
      }
    }
    if (step % PER_SECOND === 0) seconds.push({ oldest: oldestAt(now), workers: running });
  }
  return {
    seconds,
    late: late.sort((a, b) => a - b),
    firstScaled,
    mostWorkers,
    podMinutes: podSeconds / 60,
    pageWaits,
  };
}
