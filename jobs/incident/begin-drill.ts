/** Begins a drill at the moment that was chosen for it, or puts it off where something real goes on or somebody sleeps. */

import { job } from '../../src/core/job.ts';
import { beginDrillJob, drillDocument } from '../../src/incident/domain/drill.ts';
import { putOffDrill } from '../../src/incident/domain/play-drill.ts';
import { beginningOf, hindranceOf } from '../../src/incident/drills.ts';

export default job({
  kind: beginDrillJob,
  async run({ drill: code }, deps) {
    const drill = await deps.store.get(drillDocument, code);
    if (drill?.value.state !== 'planned') return undefined;
    const hindrance = await hindranceOf(drill.value, deps);
    if (hindrance) return putOffDrill(drill, hindrance.why, deps.clock.now());
    return (await beginningOf(drill, deps)).change;
  },
});
