/**
 * Two events in one process: how late ten jobs of one begin, alone and beside 10,000 of the other that are due at
 * once, with fair parts and without (one budget of 50 for both, where the first takes what is free).
 */
import { type FairRun, latenessBeside, type Sharing } from '../test/support/fair-events.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';

const NOISY = 10_000;
const QUIET = 10;
const GOAL_MS = 1_000;

const noises: readonly (readonly [string, FairRun['noise']])[] = [
  ['that wait 50 ms for their provider', { jobs: NOISY, waits: 50 }],
  ['that wait 2 s for a provider that hangs', { jobs: NOISY, waits: 2_000 }],
  ['that burn 3 ms of the processor each', { jobs: NOISY, burns: 3 }],
];
const ways: readonly (readonly [string, FairRun['queue']])[] = [
  ['pages, begun by their own commit', 'pages'],
  ['reminders, claimed', 'reminders'],
];

async function run(): Promise<readonly Figure[]> {
  const redis = await startRedis();
  const figures: Figure[] = [];
  const worst = async (sharing: Sharing, queue: FairRun['queue'], noise: FairRun['noise']) =>
    percentile(await latenessBeside(redis.url, { sharing, queue, noise, quiet: QUIET }), 1);
  // Scripts that Redis and V8 meet for the first time are no matter of fairness.
  await worst('fair', 'pages', { jobs: 0 });
  for (const [way, queue] of ways) {
    const alone = await worst('fair', queue, { jobs: 0 });
    for (const [noise, what] of noises) {
      const fair = await worst('fair', queue, what);
      const without = await worst('first come', queue, what);
      figures.push({
        what: `${QUIET} ${way}, beside ${NOISY} of another event ${noise}: the latest`,
        ours: `${ms(fair)} (alone ${ms(alone)})`,
        bare: `${ms(without)} without fair parts`,
        ratio: fair / without,
        goal: `≤ ${GOAL_MS} ms`,
        met: fair <= GOAL_MS,
      });
    }
  }
  await redis.stop();
  return figures;
}

export const fair: Benchmark = { name: 'fair', run };
