/** Daily: is the event as the file says that was applied last? Tells of what is new, once, and of flags that are over. */

import { nextFileLook, tellDrift } from '../../src/callboard/domain/applied-file.ts';
import { watchEventFile } from '../../src/callboard/domain/jobs.ts';
import { driftOf } from '../../src/callboard/event-file/drift.ts';
import { loadEventSetup } from '../../src/callboard/event-file/state.ts';
import { tellEndedFlags } from '../../src/callboard/flags.ts';
import { mergeChanges, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: watchEventFile,
  async run(_data, deps) {
    const now = deps.clock.now();
    const state = await loadEventSetup(deps);
    // Nothing was ever applied, or the event was restored from before it: nothing to look at tomorrow either.
    if (!state.applied) return undefined;
    const again = { jobs: [scheduleJob(watchEventFile, nextFileLook(state.event.value.zone, now), {})] };
    return mergeChanges(
      tellDrift(state.applied, await driftOf(state, deps), now),
      await tellEndedFlags(state.event.value, now, deps),
      again,
    );
  },
});
