/** Ends the drill that runs where its incident is resolved, or something real has happened: that comes first. */

import { job } from '../../src/core/job.ts';
import { endedBy, endingOf, runningDrill } from '../../src/incident/drills.ts';
import { checkDrill } from '../../src/page/domain/drill.ts';

export default job({
  kind: checkDrill,
  async run(_, deps) {
    const drill = await runningDrill(deps);
    if (drill?.value.state !== 'running') return undefined;
    const over = await endedBy(drill.value, deps);
    return over && (await endingOf(drill, { ...over, by: 'callboard' }, deps));
  },
});
