/**
 * One bot for `traces.ts`, in a process of its own, which is told how it is to be followed from now on: `plain`,
 * `counted` (with the figures of `/metrics`) or `traced` (with those and traces to a collector). Two processes of
 * the same code differ by more than what is to be seen here, so it is one for all three.
 */
import { createTracer } from '../src/adapters/otel/tracer.ts';
import { createMetrics } from '../src/adapters/prometheus/metrics.ts';
import type { Telemetry } from '../src/core/ports/telemetry.ts';
import { followedByBoth, UNMEASURED } from '../src/core/telemetry.ts';
import { slackBench } from '../test/support/slack-bench.ts';

export type Following = 'plain' | 'counted' | 'traced';
/** What the bot is asked: to be followed so, or how busy it has been. */
export type Asked = { readonly follow: Following } | 'how busy';

const [endpoint = ''] = process.argv.slice(2);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const figures = createMetrics().telemetry;
const tracer = createTracer({ endpoint, service: 'callboard', version: '0', event: 'bench', log });
const kinds: Readonly<Record<Following, Telemetry>> = {
  plain: UNMEASURED,
  counted: figures,
  traced: followedByBoth(figures, tracer.telemetry),
};
let now = kinds.plain;

const bench = await slackBench('http', undefined, {
  measure: (work, run, ending) => now.measure(work, run, ending),
  context: (job) => now.context(job),
  about: (page) => now.about(page),
});
process.on('message', (asked: Asked) => {
  if (asked !== 'how busy') now = kinds[asked.follow];
  // How busy it was, in milliseconds: idle, it has done what was behind the acks. And the processor's time so far.
  const { user, system } = process.cpuUsage();
  process.send?.({ active: performance.eventLoopUtilization().active, cpu: (user + system) / 1000 });
});
process.once('disconnect', () => void bench.stop().finally(() => process.exit()));
process.send?.({ endpoint: bench.endpoint });
