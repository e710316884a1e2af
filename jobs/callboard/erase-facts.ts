/** Takes people out of the ledger, after their documents are gone. Doing it twice is doing it once. */
import { hasArchive } from '../../src/callboard/archive/erase.ts';
import { eraseArchives } from '../../src/callboard/domain/archive.ts';
import { createEraser } from '../../src/callboard/domain/erase.ts';
import { factsErased } from '../../src/callboard/domain/forgotten.ts';
import { eraseFacts } from '../../src/callboard/domain/jobs.ts';
import { eraseFact } from '../../src/callboard/erase-facts.ts';
import { recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: eraseFacts,
  async run({ leaving }, { store, clock, archive }) {
    const eraser = createEraser(leaving);
    const facts = await store.rewriteFacts((fact) => eraseFact(fact, eraser), eraser.text);
    const people = leaving.map(({ alias }) => alias);
    const about = people.map((alias) => `person:${alias}`);
    const now = clock.now();
    return {
      facts: [recordFact(factsErased, { at: now, by: 'callboard', about, data: { people, facts } })],
      jobs: (await hasArchive({ store, archive }))
        ? [scheduleJob(eraseArchives, now, { leaving }, people[0] ?? '')]
        : [],
    };
  },
});
