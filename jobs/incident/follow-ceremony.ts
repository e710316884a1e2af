/** The ceremony of an action that takes keys is over: so is the action, and what came of it is told where it was wanted. */
import { job } from '../../src/core/job.ts';
import type { RunEnd } from '../../src/incident/domain/remedy-steps.ts';
import { finishedRun } from '../../src/incident/finish-remedy.ts';
import { readRemedyRun } from '../../src/incident/read.ts';
import { type Ceremony, ceremonyDocument } from '../../src/keys/domain/ceremony.ts';
import { reportCeremony } from '../../src/keys/domain/jobs.ts';

export default job({
  kind: reportCeremony,
  async run({ code }, deps) {
    const ceremony = (await deps.store.get(ceremonyDocument, code))?.value;
    const read =
      ceremony?.origin === undefined ? undefined : await readRemedyRun(ceremony.origin, 'responders', deps);
    if (!ceremony || read?.run.value.state !== 'ceremony') return undefined;
    const end = endOf(ceremony.state);
    if (!end) return undefined;
    // Of `500/other-state` what was read back says more.
    const outcome = ceremony.outcome?.split('/').at(-1) || ceremony.state;
    return await finishedRun(read, end, outcome, ceremony.endedBy ?? 'callboard', deps);
  },
});

/** Undefined while it lasts. */
function endOf(state: Ceremony['state']): RunEnd | undefined {
  if (state === 'done' || state === 'failed' || state === 'expired') return state;
  return state === 'vetoed' || state === 'cancelled' ? 'stopped' : undefined;
}
