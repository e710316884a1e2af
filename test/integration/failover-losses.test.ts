/**
 * A rehearsal of `scripts/failover-losses.ts`, one round of the worst: the old master is cut off with those who write
 * to it. As Redis comes, that loses what was confirmed; as the bot confirms its pages, nothing.
 */
import { describe, expect, it } from 'vitest';
import { measureLosses } from '../support/nodes/losses.ts';
import { hasRedis } from '../support/redis.ts';

const SAFE = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '3'];

describe.skipIf(!hasRedis)('a master that is cut off and still written to', () => {
  it('loses what was taken there, as Redis comes', async () => {
    const counts = await measureLosses(
      { kind: 'sentinel', settings: ['--min-replicas-to-write', '0'], confirm: 'nothing' },
      'cut',
      1,
    );
    expect(counts.lost).toBeGreaterThan(0);
    expect(counts.doubled).toBe(0);
  });
  it('loses nothing that was confirmed, where a replica has to have it', async () => {
    const counts = await measureLosses({ kind: 'sentinel', settings: SAFE, confirm: 'WAIT 1' }, 'cut', 1);
    expect(counts.taken).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
    expect(counts).toMatchObject({ lost: 0, doubled: 0 });
  });
});
