/** Five minutes after the start: who has not said that they are there? */

import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { markMissing } from '../../src/rota/domain/attend.ts';
import { checkArrival } from '../../src/rota/domain/jobs.ts';
import { readShift, rotaSettings } from '../../src/rota/load.ts';

export default job({
  kind: checkArrival,
  async run({ shift: code }, deps) {
    const now = deps.clock.now();
    const shift = await readShift(deps, code);
    // One that was moved to later has a check of its own then; one that is over has nobody to look for.
    if (!shift || milliseconds(shift.value.start) > now.epochMilliseconds) return undefined;
    if (milliseconds(shift.value.end) <= now.epochMilliseconds) return undefined;
    const [event, roles, settings] = await Promise.all([
      deps.events.settings(),
      deps.roles.read(),
      rotaSettings(deps),
    ]);
    return markMissing(
      { now, by: 'callboard', settings },
      shift,
      roles.get(shift.value.role)?.value,
      event.channels.ops,
    );
  },
});
