/** One event's ten thousand jobs do not keep another's from beginning. `npm run bench fair` has the figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FairRun, latenessBeside } from '../support/fair-events.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

const JOBS = 10_000;
const GOAL_MS = 1_000;

describe.skipIf(!hasRedis)('a quiet event beside a noisy one', () => {
  let redis: PrivateRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const worst = async (run: Omit<FairRun, 'quiet'>) =>
    Math.max(...(await latenessBeside(redis.url, { ...run, quiet: 10 })));

  it.each(['pages', 'reminders'] as const)(
    '%s begin within their goal beside 10,000 that wait',
    async (queue) => {
      expect(await worst({ sharing: 'fair', queue, noise: { jobs: JOBS, waits: 50 } })).toBeLessThan(GOAL_MS);
    },
  );

  it('and beside those that burn the processor', async () => {
    const noise = { jobs: 2_000, burns: 3 };
    expect(await worst({ sharing: 'fair', queue: 'reminders', noise })).toBeLessThan(GOAL_MS);
  });

  it('also where the provider of the other hangs, which without parts of its own it would wait out', async () => {
    const noise = { jobs: 300, waits: 1_000 };
    const fair = await worst({ sharing: 'fair', queue: 'reminders', noise });
    const firstCome = await worst({ sharing: 'first come', queue: 'reminders', noise });
    expect(fair).toBeLessThan(GOAL_MS);
    expect(fair).toBeLessThan(firstCome / 2);
  });
});
