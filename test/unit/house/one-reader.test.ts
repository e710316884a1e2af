/** Incidents and what belongs to them are read in one place, which asks for whom: a forgotten place cannot show them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const READER = 'src/incident/read.ts';
const DOCUMENTS = ['incident', 'postmortem', 'action', 'mark', 'heldUpdate', 'runbookRun', 'remedyRun'].map(
  (name) => `${name}Document`,
);
const READS = new RegExp(`\\.(get|getMany|find|all)\\(\\s*(${DOCUMENTS.join('|')})\\b`);
/** Facts of an incident are asked for by its code; those of a room or a page are another matter. */
const READS_FACTS = /about:\s*`incident:/;

const files = ['src', 'commands', 'jobs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

it('nothing but the one reader reads incidents, postmortems, action items, marks, held updates and runs of runbooks', () => {
  const reading = files.filter((file) => READS.test(readFileSync(file, 'utf8')));
  expect(reading).toEqual([READER]);
});

it('nothing but the one reader asks the ledger for an incident', () => {
  const asking = files.filter(
    (file) => /facts\(\{/.test(readFileSync(file, 'utf8')) && READS_FACTS.test(readFileSync(file, 'utf8')),
  );
  expect(asking).toEqual([READER]);
});
