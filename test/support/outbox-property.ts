/**
 * The outbox's promise, for any interleaving of commits, dispatches, crashes and lease ends: every job runs
 * at least once, none is lost, none runs whose cancellation was committed before it was handed out.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { cancelJobById, jobKind, scheduleJob } from '../../src/core/commit.ts';
import type { ClaimedJob, Outbox } from '../../src/core/ports/outbox.ts';
import type { Store } from '../../src/core/ports/store.ts';

const kind = jobKind({
  name: 'work',
  queue: 'pages',
  retry: { attempts: 9, backoff: 1 },
  schema: z.object({ round: z.number() }),
  id: (_: unknown, key: string) => key,
});
const START = Temporal.Instant.from('2019-06-05T08:00:00Z');
const LIMITS = { pages: 3, reminders: 3, chores: 3, webhooks: 3 };

type Step =
  | { readonly do: 'put'; readonly id: string; readonly in: number }
  | { readonly do: 'cancel'; readonly id: string }
  | { readonly do: 'hand out' | 'crash' | 'leases end' }
  | { readonly do: 'offer hands'; readonly here: number }
  | { readonly do: 'run' | 'run and die' | 'fail'; readonly which: number }
  | { readonly do: 'time passes'; readonly seconds: number };

const id = fc.constantFrom('a', 'b', 'c', 'd');
const which = fc.nat(5);
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), id, in: fc.nat(20) }) },
    fc.record({ do: fc.constant('cancel' as const), id }),
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('hand out' as const, 'crash' as const, 'leases end' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('run' as const, 'run and die' as const, 'fail' as const),
        which,
      }),
    },
    fc.record({ do: fc.constant('time passes' as const), seconds: fc.nat(20) }),
    fc.record({ do: fc.constant('offer hands' as const), here: fc.nat(2) }),
  ),
  { maxLength: 40 },
);

export interface OpenOutbox {
  readonly store: Store & Outbox;
  /** Lets every lease run out, as real time would. */
  lapse(): Promise<void>;
}

/** Throws where the promise is broken. */
export async function keepsItsPromise({ store, lapse }: OpenOutbox, script: readonly Step[]): Promise<void> {
  let now = START;
  let round = 0;
  let inHand: ClaimedJob[] = [];
  /** What must run: the latest round put for each id and not cancelled. What may: that, and what was handed out. */
  const wanted = new Map<string, number>();
  const handedOut = new Set<number>();
  const cancelledUnseen = new Set<number>();
  const ran = new Set<number>();

  let here = 0;
  store.registerLocalExecutor({
    now: () => now,
    capacity: (queue) => ({ here, everywhere: LIMITS[queue] }),
    onClaimed(handed) {
      for (const job of handed) handedOut.add(roundOf(job));
      inHand.push(...handed);
    },
  });

  const roundOf = (job: ClaimedJob): number => (job.data as { round: number }).round;
  const handOut = async () => {
    const { jobs: handed } = await store.claim(now, LIMITS);
    for (const job of handed) handedOut.add(roundOf(job));
    inHand.push(...handed);
  };
  const run = async (job: ClaimedJob, how: 'run' | 'run and die' | 'fail') => {
    if (!(await store.acquireOrRenewLease(job))) return;
    const mine = roundOf(job);
    if (cancelledUnseen.has(mine)) throw new Error(`round ${mine} ran after it had been cancelled unseen`);
    const done = { id: job.id, revision: job.revision };
    if (how === 'fail') {
      await store.commit({
        done: { ...done, again: { at: now.add({ seconds: 2 }), attemptsMade: job.attemptsMade + 1 } },
      });
      return;
    }
    ran.add(mine);
    if (how === 'run') await store.commit({ done });
  };
  /** Whatever was put before for this id need not run any more; if nobody was given it, it must not. */
  const supersede = (job: string) => {
    const before = wanted.get(job);
    if (before !== undefined && !handedOut.has(before)) cancelledUnseen.add(before);
    wanted.delete(job);
  };
  const take = async (step: Step) => {
    if (step.do === 'put') {
      supersede(step.id);
      wanted.set(step.id, ++round);
      await store.commit({ jobs: [scheduleJob(kind, now.add({ seconds: step.in }), { round }, step.id)] });
    } else if (step.do === 'cancel') {
      supersede(step.id);
      await store.commit({ jobs: [cancelJobById(step.id)] });
    } else if (step.do === 'hand out') await handOut();
    else if (step.do === 'crash') inHand = [];
    else if (step.do === 'leases end') await lapse();
    else if (step.do === 'offer hands') here = step.here;
    else if (step.do === 'time passes') now = now.add({ seconds: step.seconds });
    else if ('which' in step) {
      const [job] = inHand.splice(step.which % Math.max(1, inHand.length), 1);
      if (job) await run(job, step.do);
    }
  };

  for (const step of script) await take(step);
  // From here nothing goes wrong any more: all that is wanted has to come to its run.
  here = 0;
  now = now.add({ hours: 1 });
  for (let i = 0; i < 20; i++) {
    await lapse();
    await handOut();
    for (const job of inHand.splice(0)) await run(job, 'run');
  }
  for (const [job, wantedRound] of wanted) {
    if (!ran.has(wantedRound)) throw new Error(`${job} (round ${wantedRound}) was lost`);
  }
  const left = await store.outbox();
  if (left.length > 0) throw new Error(`${left.length} jobs stay for ever`);
}
