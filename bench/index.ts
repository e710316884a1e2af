/**
 * `npm run bench [name…]`: runs the benchmarks, prints one table, and records it for the trend (`bench/trend.md`).
 * Some alone are recorded with `--record`. Ends with 1 where a figure is past its goal or a benchmark broke.
 * With `CALLBOARD_TEST_REDIS=8` on the Redis 8 that `scripts/provide-redis-8.mjs` puts beside; with `--both` first on
 * the one that is installed, then on that.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { Redis } from 'ioredis';
import { startRedis } from '../test/support/redis.ts';
import { acks } from './ack.ts';
import { agenda } from './agenda.ts';
import { alerts } from './alerts.ts';
import { costs } from './costs.ts';
import { fair } from './fair.ts';
import type { Benchmark } from './figure.ts';
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
import { FIGURES_HEAD, figureLine } from './trend/page.ts';
import { failures, type RecordedFigure, recordedFigure } from './trend/record.ts';
import { writeRecord, writeTrend } from './trend/write.ts';
import { workers } from './workers.ts';

const benchmarks: readonly Benchmark[] = [
  acks,
  agenda,
  alerts,
  costs,
  fair,
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
  workers,
];

const given = process.argv.slice(2);
const asked = given.filter((word) => !word.startsWith('--'));
const unknown = asked.filter((word) => !benchmarks.some(({ name }) => name === word));
const strange = given.filter((word) => word.startsWith('--') && !['--both', '--record'].includes(word));
if (unknown.length + strange.length > 0) {
  console.error(`What is ${[...unknown, ...strange].join(', ')}? There are --both, --record and these:`);
  console.error(benchmarks.map(({ name }) => name).join(', '));
  process.exit(2);
}
const chosen = benchmarks.filter(({ name }) => asked.length === 0 || asked.includes(name));
const isWhole = chosen.length === benchmarks.length;

if (given.includes('--both')) {
  const [, script = ''] = process.argv;
  const again = given.filter((word) => word !== '--both');
  const codes = ['', '8'].map((version) => {
    const env = { ...process.env, CALLBOARD_TEST_REDIS: version };
    return spawnSync(process.execPath, [...process.execArgv, script, ...again], { env, stdio: 'inherit' })
      .status;
  });
  process.exit(codes.every((code) => code === 0) ? 0 : 1);
}

async function redisVersion(): Promise<string> {
  const redis = await startRedis();
  const client = new Redis(redis.url);
  const [, version = '?'] = /redis_version:(\S+)/.exec(await client.info('server')) ?? [];
  client.disconnect();
  await redis.stop();
  return version;
}

/** Short, with a `+` where files of the project differ; '?' outside a repository. */
function commitNow(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    const changed = git(
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--',
      '.',
      ':!bench/trend*',
      ':!bench/README.md',
    );
    return `${git('rev-parse', '--short=8', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return '?';
  }
}

const load = (): number => Number((loadavg()[0] ?? 0).toFixed(2));

const about = {
  at: new Date().toISOString(),
  commit: commitNow(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
  node: process.versions.node,
  redis: await redisVersion(),
};
const start = load();
console.log(`Node ${about.node}, Redis ${about.redis}, ${about.machine}, load ${start}\n\n${FIGURES_HEAD}`);
const figures: RecordedFigure[] = [];
const broke: string[] = [];
for (const { name, run } of chosen) {
  const found = await run().catch((error: Error) => {
    console.log(`| ${name} broke: ${error.message} | | | | | NO |`);
    broke.push(name);
    return [];
  });
  for (const figure of found) {
    figures.push(recordedFigure(name, figure));
    console.log(figureLine(figure));
  }
}
const record = { ...about, load: { start, end: load() }, whole: isWhole, figures, broke };
if (isWhole || given.includes('--record')) {
  writeRecord(record);
  writeTrend();
}
const failed = failures(record);
for (const one of failed) console.error(`PAST ITS GOAL: ${one}`);
process.exit(failed.length === 0 ? 0 : 1);
