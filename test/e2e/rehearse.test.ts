/**
 * A morning of a small event, rehearsed twice from one seed: in memory, and in the sandbox at 120 × with the real bot,
 * the local Slack and the phones. Both tell who was asked when, and must tell the same: that is what lets a rehearsal
 * try its changes in memory.
 */
import { describe, expect, it } from 'vitest';
import { measure } from '../../src/sandbox/rehearsal/measure.ts';
import { MINUTE } from '../../src/sandbox/rehearsal/script.ts';
import { playInBoth } from '../support/rehearsal/rehearse.ts';
import { village } from '../support/rehearsal/village.ts';
import { hasSandbox } from '../support/story.ts';

const RATE = 120;
const HOURS = 2;
/** A morning with calls, with a feed that goes mad, with somebody who cannot come and is covered for, and a talk that steps in. */
const SEED = 16;

describe.skipIf(!hasSandbox)('a rehearsal', () => {
  it('tells the same of a seed in memory and in the sandbox, and reaches nobody', async () => {
    const day = await village();
    // From a quarter past nine: the shifts begin at half past.
    const script = {
      ...day,
      from: day.from + 75 * MINUTE,
      // Everybody of the village is on a shift: two more are free to cover, and each has a talk on standby.
      players: [...day.players, ...day.spares],
      standby: day.spares.map(({ id }) => id),
    };
    const { memory, sandbox, numbers, agreement } = await playInBoth(script, SEED, RATE, HOURS);
    const [calm, real] = [measure(memory), measure(sandbox)];
    console.info(
      `${calm.totals.pages} pages waited ${calm.totals.waited.toFixed(1)} minutes in memory, ${real.totals.waited.toFixed(1)} in the sandbox: ${JSON.stringify(agreement)}`,
    );
    expect(agreement.ofPages).toBeGreaterThan(4);
    // A page may be opened a moment after the play ends in one of them.
    expect(agreement.pages).toBeGreaterThanOrEqual(agreement.ofPages - 1);
    expect(agreement.askings).toBeGreaterThanOrEqual(0.8 * agreement.ofAskings);
    expect(agreement.takers).toBeGreaterThanOrEqual(0.7 * agreement.pages);
    // At 120 × a quarter of a second of the bot's own time is half a minute of the clock.
    expect(agreement.median).toBeLessThan(30);
    const covered = ({ covers }: typeof calm) =>
      covers.map(({ shift, person, asked, takenBy }) => [shift.code, person, asked.toSorted(), takenBy]);
    expect(calm.covers.map(({ takenBy }) => takenBy !== undefined)).toEqual([true]);
    expect(covered(real)).toEqual(covered(calm));
    expect(calm.fills).toHaveLength(1);
    expect(real.fills).toEqual(calm.fills);
    expect(sandbox.failed).toEqual([]);
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) expect(number).toMatch(/^\+1\d{3}55501\d\d$/);
  });
});
