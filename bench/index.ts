/**
 * `npm run bench [name…]`: runs the benchmarks and prints one table. Figures of one machine, on one day.
 * With `CALLBOARD_TEST_REDIS=8` on the Redis 8 that `scripts/provide-redis-8.mjs` puts beside.
 */
import { cpus } from 'node:os';
import { Redis } from 'ioredis';
import { startRedis } from '../test/support/redis.ts';
import { acks } from './ack.ts';
import { agenda } from './agenda.ts';
import { alerts } from './alerts.ts';
import type { Benchmark, Figure } from './figure.ts';
import { forgets } from './forget.ts';
import { growth } from './growth.ts';
import { outbox } from './outbox.ts';
import { paging } from './paging.ts';
import { rota } from './rota.ts';
import { seals } from './seal.ts';
import { slack } from './slack.ts';
import { speakers } from './speakers.ts';
import { starts } from './start.ts';
import { traces } from './traces.ts';

const benchmarks: readonly Benchmark[] = [
  acks,
  agenda,
  alerts,
  forgets,
  growth,
  outbox,
  paging,
  rota,
  seals,
  slack,
  speakers,
  starts,
  traces,
];

const wanted = process.argv.slice(2);
const chosen = benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  console.error(`There are these: ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const verdict = (met: boolean | undefined) => (met === undefined ? '' : met ? 'yes' : 'NO');
const line = ({ what, ours, bare, ratio, goal, met }: Figure): string =>
  `| ${what} | ${ours} | ${bare} | ${ratio?.toFixed(2) ?? ''} | ${goal ?? ''} | ${verdict(met)} |`;

const redis = await startRedis();
const client = new Redis(redis.url);
const [, version] = /redis_version:(\S+)/.exec(await client.info('server')) ?? [];
client.disconnect();
await redis.stop();
console.log(
  `Node ${process.versions.node}, Redis ${version}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`,
);
console.log('| what | ours | bare | ratio | goal | met |\n|---|---|---|---|---|---|');
for (const { name, run } of chosen) {
  const figures = await run().catch((error: Error) => {
    console.log(`| ${name} broke: ${error.message} | | | | | NO |`);
    return [];
  });
  for (const figure of figures) console.log(line(figure));
}
process.exit();
