/** `npm run scale`: measures the costs, unless `--measured` are to do, and writes the tables and pictures of docs/scale.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { type Costs, measureCosts } from '../costs.ts';
import { betweenMarks } from '../trend/page.ts';
import { latenessPicture } from './picture.ts';
import { costTable, planHour, planTable } from './plan.ts';

interface Kept {
  /** ISO, UTC. */
  readonly at: string;
  readonly machine: string;
  readonly node: string;
  readonly load: number;
  readonly costs: Costs;
}

const kept = new URL('costs.json', import.meta.url);
const docs = new URL('../../docs/', import.meta.url);

async function measure(): Promise<Kept> {
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const costs = await measureCosts();
  return { at: new Date().toISOString(), machine, node: process.versions.node, load, costs };
}

const isMeasured = process.argv.includes('--measured');
const it: Kept = isMeasured ? JSON.parse(readFileSync(kept, 'utf8')) : await measure();
if (!isMeasured) writeFileSync(kept, `${JSON.stringify(it, undefined, 2)}\n`);

const one = { events: 1, people: 112, processes: 1, numbers: 1 };
const many = [1, 10, 100, 300, 1000].map((events) =>
  planHour({ ...one, events, processes: events > 300 ? 4 : 1 }, it.costs),
);
const large = [1000, 3000, 10_000, 30_000, 100_000].map((people) =>
  planHour({ ...one, people, processes: 2, numbers: people > 10_000 ? 10 : 1 }, it.costs),
);

const page = new URL('scale.md', docs);
const where = `Measured ${it.at.slice(0, 16).replace('T', ' ')} UTC on ${it.machine}, Node ${it.node}, at a load of ${it.load}.`;
let text = readFileSync(page, 'utf8');
for (const [name, inner] of [
  ['costs', `${where}\n\n${costTable(it.costs)}`],
  ['events', planTable(many)],
  ['people', planTable(large)],
] as const)
  text = betweenMarks(text, name, inner);
writeFileSync(page, text);
const pictures = [
  [
    'scale-events.svg',
    many,
    { of: 'events', title: 'Events of 112 people in one deployment', words: 'events' },
  ],
  [
    'scale-people.svg',
    large,
    { of: 'people', title: 'One event in one Slack', words: 'people in its Slack' },
  ],
] as const;
for (const [name, plans, along] of pictures)
  writeFileSync(new URL(`images/${name}`, docs), latenessPicture(plans, along));
process.exit();
