/** `npm run soak [MINUTES]`: pages under random faults for as long as told, a new seed each time. */
import { nothing, runChaos, table } from '../test/support/paging-chaos.ts';

const minutes = Number(process.argv[2] ?? 10);
const end = performance.now() + minutes * 60_000;
const counts = nothing();
let seed = Number(process.argv[3] ?? Math.floor(performance.timeOrigin % 1_000_000));
while (performance.now() < end) {
  await runChaos(10, seed, counts);
  if (counts.lost + counts.acknowledgedByNobody + counts.afterAnswer + counts.staleCards > 0) {
    console.error(`Seed ${seed} broke it; run it again with: npm run soak 0.1 ${seed}`);
    console.error(table(counts));
    process.exit(1);
  }
  seed++;
}
console.log(table(counts));
console.log(`duplicates per 1,000 attempts: ${((1000 * counts.duplicates) / counts.attempts).toFixed(3)}`);
process.exit(counts.duplicates / counts.attempts > 1 / 1000 ? 1 : 0);
