/**
 * Takes people out of the files of the ledger, after the ledger itself. Doing it twice is doing it once. Where a file is
 * not there any more the organizers are told of which days: whoever has moved them has to do it there.
 */
import { eraseFiles } from '../../src/callboard/archive/erase.ts';
import { tellMissing } from '../../src/callboard/archive/missing.ts';
import { eraseArchives } from '../../src/callboard/domain/archive.ts';
import { createEraser } from '../../src/callboard/domain/erase.ts';
import { eraseFact } from '../../src/callboard/erase-facts.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';

/** Then it is tried anew. */
const AGAIN_HOURS = 24;

export default job({
  kind: eraseArchives,
  async run({ leaving }, deps) {
    const eraser = createEraser(leaving);
    const { erased, fact } = await eraseFiles((one) => eraseFact(one, eraser), deps);
    return { facts: [fact], jobs: tellMissing(erased, deps.clock.now()) };
  },
  // They are to go, however long the place is away; organizers are told each time.
  failed: async ({ leaving }, _code, { clock }) => ({
    jobs: [
      scheduleJob(
        eraseArchives,
        clock.now().add({ hours: AGAIN_HOURS }),
        { leaving },
        leaving[0]?.alias ?? '',
      ),
    ],
  }),
});
