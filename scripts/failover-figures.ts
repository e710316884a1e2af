/**
 * `npx tsx scripts/failover-figures.ts [PAGES] [SEED]`: the same pages and the same faults over two providers that
 * fail in turn, and over the first of them alone: what docs/paging-faults.md tells of, without a test runner.
 */
import { failoverTable, noFailover, nothing, RATES, runChaos, table } from '../test/support/paging-chaos.ts';

const [pages = '10000', seed = '31000'] = process.argv.slice(2);
/** Pages of one event. */
const EACH = 10;
/** Here seconds are counted: the clock goes on by itself. */
const rates = { ...RATES, clockJumps: 0, clockBack: 0 };

for (const providers of [['twilio', 'second'], ['twilio']]) {
  const counts = nothing();
  const failover = noFailover();
  for (let batch = 0; batch < Number(pages) / EACH; batch++)
    await runChaos(EACH, Number(seed) + batch, counts, { rates, withCards: false, providers, failover });
  console.log(`\n${providers.join(' and ')}\n${table(counts)}\n${failoverTable(failover)}`);
}
