/** A speaker pressed 1 in the call about a change: it is confirmed, and the message says so. */

import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { confirmChange } from '../../src/speakers/domain/attendance-actions.ts';
import { confirmByVoice } from '../../src/speakers/domain/jobs.ts';
import { readPersonsAttendance } from '../../src/speakers/load.ts';
import { markChange } from '../../src/speakers/update-sent-messages.ts';

export default job({
  kind: confirmByVoice,
  async run({ person: personId, notice }, deps) {
    const read = async () => [...(await readPersonsAttendance(deps, personId)).values()];
    const now = deps.clock.now();
    await withOptimisticRetry(deps.store, async () => ({
      change: confirmChange(await read(), notice, 'voice', now),
      result: undefined,
    }));
    const person = await deps.directory.person(personId);
    if (person) await markChange(await read(), notice, person, deps);
    return undefined;
  },
});
