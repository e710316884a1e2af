/**
 * `npm run soak [MINUTES] [SEED]`: pages under random faults for as long as told, a new seed each time; then
 * a real process is killed at every request of one page's evening (some five minutes more; not with less
 * than a minute, which is for running one seed again).
 */
import type { Crossing, Cut, When } from '../test/support/kills/border.ts';
import { firstOfEach, killAt, killTable } from '../test/support/kills/everywhere.ts';
import { Processes } from '../test/support/kills/process.ts';
import { runRound } from '../test/support/kills/round.ts';
import { nothing, runChaos, table } from '../test/support/paging-chaos.ts';
import { startRedis } from '../test/support/redis.ts';

const WHENS: readonly When[] = ['before', 'after'];

/** Every write, request to the outside and step of the queue, each time; reads, which change nothing, once. */
function everyCut(crossed: readonly Crossing[]): Cut[] {
  const times = new Map<string, number>();
  const cuts: Cut[] = [];
  for (const { name, sort } of crossed) {
    if (sort === 'read') continue;
    const nth = (times.get(name) ?? 0) + 1;
    times.set(name, nth);
    cuts.push(...WHENS.map((when) => ({ name, nth, when })));
  }
  return [...cuts, ...WHENS.flatMap((when) => firstOfEach(crossed, when, ({ sort }) => sort === 'read'))];
}

async function killEverywhere(): Promise<boolean> {
  const redis = await startRedis();
  const processes = new Processes();
  try {
    const { crossed, ending } = await runRound(redis.port, 'undisturbed', processes);
    const killing = { redisPort: redis.port, processes, atOnce: 6, expected: ending };
    const cuts = everyCut(crossed);
    console.log(`a process is killed at ${cuts.length} places`);
    const all = await killAt(killing, cuts);
    const met = all.filter(({ round }) => round.killed);
    const [different, late] = [
      all.filter(({ differs }) => differs),
      all.filter(({ round }) => round.late > 0),
    ];
    const twice = all.reduce((sum, { round }) => {
      const { slack, sms, voice } = round.duplicates;
      return sum + slack + sms + voice;
    }, 0);
    console.log(killTable(all));
    console.log(
      `killed ${met.length} times; ended differently ${different.length}; left twice ${twice}; left after the answer ${late.length}`,
    );
    for (const { cut, differs } of different) console.error(JSON.stringify({ cut, differs }, null, 2));
    return different.length + late.length + twice === 0;
  } finally {
    processes.stop();
    await redis.stop();
  }
}

const minutes = Number(process.argv[2] ?? 10);
const end = performance.now() + minutes * 60_000;
const counts = nothing();
let seed = Number(process.argv[3] ?? Math.floor(performance.timeOrigin % 1_000_000));
while (performance.now() < end) {
  await runChaos(10, seed, counts);
  if (
    counts.lost + counts.acknowledgedByNobody + counts.afterAnswer + counts.offDuty + counts.staleCards >
    0
  ) {
    console.error(`Seed ${seed} broke it; run it again with: npm run soak 0.1 ${seed}`);
    console.error(table(counts));
    process.exit(1);
  }
  seed++;
}
console.log(table(counts));
console.log(`duplicates per 1,000 attempts: ${((1000 * counts.duplicates) / counts.attempts).toFixed(3)}`);
const rare = counts.duplicates / counts.attempts <= 1 / 1000;
const same = minutes < 1 || (await killEverywhere());
process.exit(rare && same ? 0 : 1);
