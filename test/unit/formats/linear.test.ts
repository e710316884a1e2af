/**
 * No file makes a reader work more than in proportion to its length: ten times the hostile text may take some
 * more than ten times the work of this process, never a hundred times.
 */
import { expect, it, vi } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { HOSTILE } from './linear.ts';

vi.setConfig({ testTimeout: 120_000 });

const SMALL = 100_000;
const LARGE = 1_000_000;
/** Ten would be exact; a hundred is what a pattern that starts over at each character makes of it. */
const MOST = 35;
/** Milliseconds of work below which a measurement says nothing. */
const LEAST = 15;

/** Milliseconds of this process's own work, whatever else the machine does meanwhile. */
function work(text: string): number {
  const bytes = Buffer.from(text);
  const before = process.cpuUsage();
  try {
    parseAgenda(bytes, { zone: 'UTC' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it.each(Object.entries(HOSTILE))('%s', (_, make) => {
  work(make(1000));
  const ratio = () => work(make(LARGE)) / Math.max(LEAST, work(make(SMALL)));
  // A collection of garbage may fall into one measurement; it does not fall into all of them.
  const first = ratio();
  expect(first <= MOST ? first : Math.min(first, ratio())).toBeLessThanOrEqual(MOST);
});
