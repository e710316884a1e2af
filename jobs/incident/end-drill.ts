/** A drill's minutes are over: whatever of it is open ends with it. */

import { job } from '../../src/core/job.ts';
import { drillDocument, endDrillJob } from '../../src/incident/domain/drill.ts';
import { endingOf } from '../../src/incident/drills.ts';

export default job({
  kind: endDrillJob,
  async run({ drill: code }, deps) {
    const drill = await deps.store.get(drillDocument, code);
    if (drill?.value.state !== 'running') return undefined;
    return await endingOf(drill, { why: 'time', by: 'callboard' }, deps);
  },
});
