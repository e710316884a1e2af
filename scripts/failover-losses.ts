/**
 * `npx tsx scripts/failover-losses.ts [ROUNDS] [sentinel|cluster] [WORDS OF A SETTING]`: what is lost under which setting when a master is
 * killed, frozen or cut off, many times, on real sets and clusters on loopback. The table of docs/redis-nodes.md.
 * With `CALLBOARD_TEST_REDIS=8` on the newer Redis, which alone has WAITAOF.
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import {
  type Confirm,
  canBe,
  type Fault,
  measureLosses,
  type Setting,
} from '../test/support/nodes/losses.ts';
import { redisProgram } from '../test/support/redis.ts';

const [, , rounds = '10', only, words = ''] = process.argv;
const program = redisProgram();
if (!program) throw new Error('there is no redis-server here');
const version = /v=([\d.]+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';
const [major = 0, minor = 0] = version.split('.').map(Number);
const knowsWaitAof = major > 7 || (major === 7 && minor >= 2);

const NONE: readonly string[] = ['--min-replicas-to-write', '0'];
const SAFE: readonly string[] = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '3'];
const ROWS: readonly (readonly [string, readonly string[], Confirm])[] = [
  ['as Redis comes', NONE, 'nothing'],
  ['min-replicas-to-write 1, lag 3', SAFE, 'nothing'],
  ['WAIT 1 alone', NONE, 'WAIT 1'],
  ['min-replicas-to-write 1, lag 3, WAIT 1', SAFE, 'WAIT 1'],
  ['min-replicas-to-write 1, lag 3, WAITAOF 1 1', SAFE, 'WAITAOF 1 1'],
  ['min-replicas-to-write 1, lag 3, as the bot confirms', SAFE, 'the bot'],
];
const FAULTS: readonly Fault[] = ['killed', 'frozen', 'cut'];

console.log(`Redis ${version}, ${rounds} rounds each, ${availableParallelism()} cores\n`);
console.log(
  '| nodes | settings | master is | taken | lost | refused | doubled | longest pause, median / worst |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const kind of ['sentinel', 'cluster'] as const) {
  if (only !== undefined && only !== kind) continue;
  for (const [name, settings, confirm] of ROWS) {
    if ((confirm === 'WAITAOF 1 1' && !knowsWaitAof) || !name.includes(words)) continue;
    const setting: Setting = { kind, settings, confirm };
    for (const fault of FAULTS) {
      if (!canBe(fault, setting)) continue;
      const counts = await measureLosses(setting, fault, Number(rounds)).catch((error: Error) => error);
      if (counts instanceof Error) {
        console.log(`| ${kind} | ${name} | ${fault} | ${counts.message} | | | | |`);
        continue;
      }
      const { taken, lost, refused, doubled, medianMs, longestMs } = counts;
      const seconds = (ms: number) => (ms / 1000).toFixed(1);
      console.log(
        `| ${kind} | ${name} | ${fault} | ${taken} | ${lost} | ${refused} | ${doubled} | ${seconds(medianMs)} / ${seconds(longestMs)} s |`,
      );
    }
  }
}
console.log(
  `\nload ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`,
);
