/**
 * A real process, killed with SIGKILL at every request by which a page gets on: each write to Redis and each
 * request to Slack or Twilio, after it was carried out and before its answer came back; those by which
 * something leaves for somebody also before they were carried out. The shift changes under the page meanwhile.
 * However it dies, people are left with the same.
 *
 * `npm run soak` also kills at what is left out here: reads, which change nothing; what BullMQ keeps for
 * itself and renewed leases, which end in the same lapsed lease; a second update of the card; and before
 * each write, which is after the one before it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Crossing } from '../support/kills/border.ts';
import { firstOfEach, type Killed, type Killing, killAt, killTable } from '../support/kills/everywhere.ts';
import { Processes } from '../support/kills/process.ts';
import { type Round, runRound } from '../support/kills/round.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

/** Without these it would not be the paging path. */
const MUST = [
  'commit page.opened page.stepped',
  'slack chat.postMessage direct',
  'commit slack delivered',
  'commit voice failed',
  'slack chat.postMessage card',
  'commit page.card-posted',
  'twilio POST Messages',
  'commit sms queued',
  'commit sms delivered',
  'twilio POST Calls',
  'commit voice queued',
  'commit page.acknowledged voice delivered',
  'slack chat.update card',
  'slack chat.update direct',
];

/** Rounds mostly wait for a lease, so that many fit beside each other. */
const AT_ONCE = 10;

const counts = ({ sort, name }: Crossing) =>
  sort === 'outside' || (sort === 'write' && !/^hold |card-soon/.test(name));
const leaves = ({ name }: Crossing) => /postMessage|POST \w+$/.test(name);

function expectNothingTwiceOrLate(all: readonly Killed[]): void {
  for (const { round } of all) {
    expect(round.duplicates, round.killed?.name).toEqual({ slack: 0, sms: 0, voice: 0 });
    expect(round.late, round.killed?.name).toBe(0);
  }
}

describe.skipIf(!hasRedis)('a process killed at any step of a page', () => {
  let redis: PrivateRedis;
  let processes: Processes;
  let undisturbed: Round;
  let killing: Killing;
  beforeAll(async () => {
    redis = await startRedis();
    processes = new Processes();
    undisturbed = await runRound(redis.port, 'undisturbed', processes);
    killing = { redisPort: redis.port, processes, atOnce: AT_ONCE, expected: undisturbed.ending };
  });
  afterAll(async () => {
    processes?.stop();
    await redis?.stop();
  });

  it('ends the story as if nothing had happened', async () => {
    expect(undisturbed.ending).toMatchObject({
      page: 'acknowledged by UVOL',
      notifications: [
        'UVOL slack delivered',
        'UVOL sms delivered',
        'UVOL voice delivered',
        'UBEN slack delivered',
        'UBEN voice failed off-duty',
        'UEVA slack delivered',
      ],
    });
    const cuts = [
      ...firstOfEach(undisturbed.crossed, 'after', counts),
      ...firstOfEach(undisturbed.crossed, 'before', leaves),
    ];
    expect(cuts.map(({ name }) => name)).toEqual(expect.arrayContaining(MUST));
    const all = await killAt(killing, cuts);
    console.log(`\n${killTable(all)}`);
    expect(all.flatMap(({ cut, differs }) => (differs ? [{ cut, differs }] : []))).toEqual([]);
    const killedAt = new Set(all.map(({ round }) => round.killed?.name));
    expect(MUST.filter((name) => !killedAt.has(name))).toEqual([]);
    expectNothingTwiceOrLate(all);
  }, 360_000);

  it('leaves no button of a state that is over, where somebody answers before it was missed', async () => {
    const cuts = ['slack chat.postMessage direct', 'slack chat.postMessage card', 'twilio POST Calls'];
    const all = await killAt(
      killing,
      cuts.map((name) => ({ name, nth: 1, when: 'after' })),
      { hasty: true },
    );
    // That nothing shown is out of date is what the end of a round waits for.
    expect(all.map(({ round }) => round.killed?.name).sort()).toEqual(cuts.sort());
    expect(all.map(({ round }) => round.ending.cards.length)).toEqual(cuts.map(() => 1));
    for (const { round } of all) {
      // One fewer than in the other round, where she answered before it left.
      for (const more of Object.values(round.duplicates)) expect(more).toBeLessThanOrEqual(0);
      expect(round.late).toBe(0);
    }
  });
});
