/**
 * 3,000 pages under random faults, with shifts that change all the while. None is lost, none is acknowledged
 * by nobody, nothing leaves after the answer or for whoever went off duty, and an attempt leaves twice at most once in a thousand times. `npm run soak` runs more of it.
 */
import { describe, expect, it } from 'vitest';
import { nothing, runChaos, table } from '../support/paging-chaos.ts';

/** On a slow machine a thousand take a minute: `npm run soak` plays ten thousand and more. */
const PAGES = 3_000;
/** Pages of one event; a fresh one keeps the memory store small. */
const EACH = 10;

describe('3,000 pages under random faults', () => {
  it('are all answered or given up in the open', async () => {
    const counts = nothing();
    for (let batch = 0; batch < PAGES / EACH; batch++)
      await runChaos(EACH, 7_000 + batch, counts, { withCards: batch % 20 === 0 });
    console.log(`\n${table(counts)}`);
    expect(counts.pages).toBe(PAGES);
    // The faults did happen, so that the zeros below mean something.
    expect(counts.deaths).toBeGreaterThan(PAGES / 2);
    expect(counts.timeouts).toBeGreaterThan(PAGES / 20);
    expect(counts.callbacksLost).toBeGreaterThan(PAGES / 2);
    expect(counts.gaveUp).toBeGreaterThan(PAGES / 50);
    expect(counts.cards).toBeGreaterThan(PAGES / 25);
    expect(counts.staleCards).toBe(0);
    expect(counts.lost).toBe(0);
    expect(counts.acknowledgedByNobody).toBe(0);
    expect(counts.afterAnswer).toBe(0);
    expect(counts.shiftChanges).toBeGreaterThan(PAGES / 2);
    expect(counts.dutyFollowed).toBeGreaterThan(PAGES / 10);
    expect(counts.offDuty).toBe(0);
    expect(counts.duplicates / counts.attempts).toBeLessThanOrEqual(1 / 1000);
  }, 600_000);
});
