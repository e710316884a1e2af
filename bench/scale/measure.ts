/** Measures the costs that `docs/scale.md` is calculated from, and keeps them in `costs.json` beside this file. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { measureCosts } from '../costs.ts';

const load = loadavg()[0] ?? 0;
const costs = await measureCosts();
const measured = {
  at: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
  node: process.versions.node,
  load: Number(load.toFixed(2)),
  costs,
};
writeFileSync(new URL('costs.json', import.meta.url), `${JSON.stringify(measured, undefined, 2)}\n`);
process.exit();
