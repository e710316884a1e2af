/** Takes an erased incident out of the files of the ledger, after the ledger itself. Doing it twice is doing it once. */
import { eraseFiles } from '../../src/callboard/archive/erase.ts';
import { tellMissing } from '../../src/callboard/archive/missing.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { eraseIncidentArchives } from '../../src/incident/domain/jobs.ts';
import { incidentEraser } from '../../src/incident/erase-facts.ts';

/** Then it is tried anew. */
const AGAIN_HOURS = 24;

export default job({
  kind: eraseIncidentArchives,
  async run(matter, deps) {
    const { erased, fact } = await eraseFiles(incidentEraser(matter), deps);
    return { facts: [fact], jobs: tellMissing(erased, deps.clock.now()) };
  },
  // It is to go, however long the place is away. Of what it is nobody is told.
  failed: async (matter, _code, { clock, newId }) => ({
    jobs: [scheduleJob(eraseIncidentArchives, clock.now().add({ hours: AGAIN_HOURS }), matter, newId())],
  }),
});
