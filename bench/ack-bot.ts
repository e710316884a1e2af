/**
 * One bot for `traces.ts`, in a process of its own: `plain`, `counted` (with the figures of `/metrics`) or `traced`
 * (with those and traces to a collector). What follows the work slows down the whole process that it is in.
 */
import { createTracer } from '../src/adapters/otel/tracer.ts';
import { createMetrics } from '../src/adapters/prometheus/metrics.ts';
import type { Telemetry } from '../src/core/ports/telemetry.ts';
import { followedByBoth, UNMEASURED } from '../src/core/telemetry.ts';
import { slackBench } from '../test/support/slack-bench.ts';

const [how = 'plain', endpoint = ''] = process.argv.slice(2);
const log = { debug() {}, info() {}, warn() {}, error() {} };

function telemetryOf(): Telemetry {
  if (how === 'plain') return UNMEASURED;
  const { telemetry } = createMetrics();
  if (how !== 'traced') return telemetry;
  const tracer = createTracer({ endpoint, service: 'callboard', version: '0', event: 'bench', log });
  return followedByBoth(telemetry, tracer.telemetry);
}

const bench = await slackBench('http', undefined, telemetryOf());
process.on('message', () => {
  // How busy it was, in milliseconds: idle, it has done what was behind the acks. And the processor's time so far.
  const { user, system } = process.cpuUsage();
  process.send?.({ active: performance.eventLoopUtilization().active, cpu: (user + system) / 1000 });
});
process.once('disconnect', () => void bench.stop().finally(() => process.exit()));
process.send?.({ endpoint: bench.endpoint });
