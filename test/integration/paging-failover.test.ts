/**
 * Pages over two providers that fail in turn (errors, no connection, slow, half of it lost, an account that is
 * suspended), now and then both at once, and come back; processes die all the while. None is lost, an attempt leaves
 * twice at most once in a thousand times, and a phone rings sooner than over one of them alone with the same faults.
 * `FAILOVER_PAGES=10000` runs what docs/paging-faults.md tells of.
 */
import { describe, expect, it } from 'vitest';
import {
  type Counts,
  type Failover,
  failoverTable,
  noFailover,
  nothing,
  percentile,
  RATES,
  runChaos,
  table,
} from '../support/paging-chaos.ts';

const PAGES = Number(process.env['FAILOVER_PAGES'] ?? 300);
/** Pages of one event; a fresh one keeps the memory store small. */
const EACH = 10;

/** The clock goes on by itself: what it does to pages is another test's matter, and here seconds are counted. */
const rates = { ...RATES, clockJumps: 0, clockBack: 0 };

async function over(providers: readonly string[]): Promise<{ counts: Counts; failover: Failover }> {
  const counts = nothing();
  const failover = noFailover();
  for (let batch = 0; batch < PAGES / EACH; batch++)
    await runChaos(EACH, 31_000 + batch, counts, { rates, withCards: false, providers, failover });
  console.log(`\n${providers.join(' and ')}\n${table(counts)}\n${failoverTable(failover)}`);
  return { counts, failover };
}

describe(`${PAGES} pages over providers that fail in turn`, () => {
  it(
    'are never lost, hardly ever doubled, and reach a phone sooner over two than over one',
    async () => {
      const one = await over(['twilio']);
      const two = await over(['twilio', 'second']);
      for (const { counts } of [one, two]) {
        expect(counts.pages).toBe(PAGES);
        expect(counts.lost).toBe(0);
        expect(counts.acknowledgedByNobody).toBe(0);
        expect(counts.afterAnswer).toBe(0);
        expect(counts.offDuty).toBe(0);
        // One in a small rehearsal is a frozen process, which nothing can tell; more is a rule that is broken.
        expect(counts.duplicates).toBeLessThanOrEqual(Math.max(1, counts.attempts / 1000));
        expect(counts.deaths).toBeGreaterThan(PAGES / 2);
      }
      const { failover } = two;
      // The faults did happen, and all that answers them did too.
      for (const figure of ['setAside', 'back', 'rerouted', 'overdue', 'drills', 'secondAttempts'] as const)
        expect(failover[figure], figure).toBeGreaterThan(PAGES / 50);
      expect(failover.neverRang).toBeLessThanOrEqual(one.failover.neverRang);
      for (const share of [0.5, 0.9, 0.99])
        expect(percentile(failover.ringSeconds, share)).toBeLessThanOrEqual(
          percentile(one.failover.ringSeconds, share),
        );
      expect(percentile(failover.ringSeconds, 0.9)).toBeLessThan(
        percentile(one.failover.ringSeconds, 0.9) / 2,
      );
    },
    Math.max(120_000, PAGES * 300),
  );
});
