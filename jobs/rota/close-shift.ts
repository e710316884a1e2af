/** At the end of a shift: who was there is done, who never came was absent. */
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { close } from '../../src/rota/domain/attend.ts';
import { closeShift } from '../../src/rota/domain/jobs.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { readShift, rotaSettings } from '../../src/rota/load.ts';

export default job({
  kind: closeShift,
  async run({ shift: code }, deps) {
    const now = deps.clock.now();
    const shift = await readShift(deps, code);
    if (!shift || milliseconds(shift.value.end) > now.epochMilliseconds) return undefined;
    const all = [...(await deps.shifts.read()).values()];
    // A later shift that nobody has is never closed, so it is none to wait for.
    const toCome = all.some(
      ({ value }) => milliseconds(value.end) > milliseconds(shift.value.end) && liveOf(value).length > 0,
    );
    const closed = close({ now, by: 'callboard', settings: await rotaSettings(deps) }, shift, toCome);
    return await withOpenPages(closed, deps);
  },
});
