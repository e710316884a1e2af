/** Twelve hours before a shift: a proposal that nobody declined counts as accepted. */

import { job } from '../../src/core/job.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { settle } from '../../src/rota/domain/assign.ts';
import { settleProposals } from '../../src/rota/domain/jobs.ts';
import { readShift, rotaSettings } from '../../src/rota/load.ts';

export default job({
  kind: settleProposals,
  async run({ shift: code }, deps) {
    const shift = await readShift(deps, code);
    if (!shift) return undefined;
    const by = { now: deps.clock.now(), by: 'callboard', settings: await rotaSettings(deps) };
    return await withOpenPages(settle(by, shift), deps);
  },
});
