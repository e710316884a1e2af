/** Twelve hours before a shift: a proposal that nobody declined counts as accepted. */
import { settle } from '../src/domain/rota/assign.ts';
import { settleProposals } from '../src/domain/rota/jobs.ts';
import { job } from '../src/job.ts';
import { readShift, rotaSettings } from '../src/rota/load.ts';

export default job({
  kind: settleProposals,
  async run({ shift: code }, deps) {
    const shift = await readShift(deps, code);
    if (!shift) return undefined;
    return settle({ now: deps.clock.now(), by: 'callboard', settings: await rotaSettings(deps) }, shift);
  },
});
