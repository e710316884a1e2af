/** `npm run bench [name…]`: runs the benchmarks and prints one table. Figures of one machine, on one day. */
import { cpus } from 'node:os';
import { acks } from './ack.ts';
import { agenda } from './agenda.ts';
import type { Benchmark, Figure } from './figure.ts';
import { outbox } from './outbox.ts';
import { paging } from './paging.ts';
import { rota } from './rota.ts';
import { speakers } from './speakers.ts';
import { starts } from './start.ts';

const benchmarks: readonly Benchmark[] = [acks, agenda, outbox, paging, rota, speakers, starts];

const wanted = process.argv.slice(2);
const chosen = benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  console.error(`There are these: ${benchmarks.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

const verdict = (met: boolean | undefined) => (met === undefined ? '' : met ? 'yes' : 'NO');
const line = ({ what, ours, bare, ratio, goal, met }: Figure): string =>
  `| ${what} | ${ours} | ${bare} | ${ratio?.toFixed(2) ?? ''} | ${goal ?? ''} | ${verdict(met)} |`;

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`);
console.log('| what | ours | bare | ratio | goal | met |\n|---|---|---|---|---|---|');
for (const { name, run } of chosen) {
  const figures = await run().catch((error: Error) => {
    console.log(`| ${name} broke: ${error.message} | | | | | NO |`);
    return [];
  });
  for (const figure of figures) console.log(line(figure));
}
process.exit();
