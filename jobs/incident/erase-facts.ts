/** Takes an erased incident out of the ledger, after its documents are gone. Doing it twice is doing it once. */
import { hasArchive } from '../../src/callboard/archive/erase.ts';
import { factsErased } from '../../src/callboard/domain/forgotten.ts';
import { PRIVATE, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { eraseIncidentArchives, eraseIncidentFacts } from '../../src/incident/domain/jobs.ts';
import { incidentEraser } from '../../src/incident/erase-facts.ts';

export default job({
  kind: eraseIncidentFacts,
  async run({ ids, ...matter }, { store, clock, newId, archive }) {
    const now = clock.now();
    const gone = new Set(ids);
    const facts = await store.rewriteFacts(incidentEraser(matter), (id) => (gone.has(id) ? 'erased' : id));
    const jobs = (await hasArchive({ store, archive }))
      ? [scheduleJob(eraseIncidentArchives, now, matter, newId())]
      : [];
    if (facts === 0) return { jobs };
    const data = { people: [], facts };
    return { facts: [recordFact(factsErased, { at: now, by: 'callboard', about: [PRIVATE], data })], jobs };
  },
  failed: async () => 'quiet',
});
