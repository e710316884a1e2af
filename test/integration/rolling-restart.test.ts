/** A rehearsal of scripts/rolling-restart.ts: a few processes replaced under load, as they are deployed. */
import { expect, it } from 'vitest';
import { hasRedis } from '../support/redis.ts';
import { rollingTable } from '../support/rolling/account.ts';
import { runRolling } from '../support/rolling/rolling.ts';

it.skipIf(!hasRedis).each(['socket', 'http'] as const)(
  'webs and workers are replaced while people type, click (Slack by %s) and text: nothing is lost or done twice',
  async (slackBy) => {
    const counts = await runRolling({
      restarts: 3,
      signal: 'SIGTERM',
      slackBy,
      ahead: 3,
      pageEvery: 1_000,
      askEvery: 500,
    });
    const told = rollingTable(counts);
    expect(counts, told).toMatchObject({ webs: 2, workers: 1, badExits: 0, jobsLeft: { pages: 0 } });
    for (const { sent, once, twice, cut, refused } of [counts.questions, counts.commands, counts.clicks]) {
      expect(sent, told).toBeGreaterThan(0);
      expect(twice, told).toBe(0);
      // What Slack sent before it read our close frame is not acked, and told to whoever did it; on a machine that is
      // short of time somebody may be asked to try again.
      expect(once + cut + refused, told).toBe(sent);
      // Over HTTP it has been sent nothing for a while when it ends.
      if (slackBy === 'http') expect(cut, told).toBe(0);
    }
    expect(counts.texts.twice, told).toBe(0);
    expect(counts.messages.once, told).toBe(counts.messages.due);
    expect(counts.phones.once + counts.phones.spared, told).toBe(counts.phones.due);
  },
  300_000,
);
