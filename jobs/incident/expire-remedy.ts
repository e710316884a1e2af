/** Ends an action that waited for a second person, and nobody came: nothing was done. */
import { job } from '../../src/core/job.ts';
import { expireRemedy } from '../../src/incident/domain/remedy-jobs.ts';
import { finishedRun } from '../../src/incident/finish-remedy.ts';
import { readRemedyRun } from '../../src/incident/read.ts';

export default job({
  kind: expireRemedy,
  async run({ id }, deps) {
    const read = await readRemedyRun(id, 'responders', deps);
    if (read?.run.value.state !== 'waiting') return undefined;
    return await finishedRun(read, 'expired', 'nobody', 'callboard', deps);
  },
});
