/** The scenarios that there are: ours, files in the folder beside this, and those of the event file. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Deps } from '../core/deps.ts';
import { readByLines } from '../formats/event-file/read.ts';
import { Scenario, scenarioDocument } from './domain/scenario.ts';

const FOLDER = new URL('./scenarios/', import.meta.url);

let read: readonly Scenario[] | undefined;

/** Ours, by name; read once. */
function ourScenarios(): readonly Scenario[] {
  read ??= readdirSync(fileURLToPath(FOLDER))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const one = readByLines(readFileSync(new URL(name, FOLDER), 'utf8'), Scenario);
      if ('problems' in one) throw new Error(`${name}: ${JSON.stringify(one.problems)}`);
      return one.value;
    });
  return read;
}

/** The event's own first, in the order of its file; then ours that it does not replace. */
export async function loadScenarios({ store }: Pick<Deps, 'store'>): Promise<Scenario[]> {
  const own = (await store.all(scenarioDocument))
    .map(({ value }) => value)
    .sort((a, b) => a.place - b.place)
    .map(({ scenario }) => scenario);
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...ourScenarios().filter(({ name }) => !names.has(name))];
}
