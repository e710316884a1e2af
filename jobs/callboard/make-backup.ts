/** Nightly: a backup to where the operator keeps them. One that fails is tried again, and at last told to organizers. */
import { backupMade, makeBackup, nextBackup } from '../../src/callboard/domain/backup.ts';
import { recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';

const tomorrow = async ({ events, clock }: Deps) =>
  scheduleJob(makeBackup, nextBackup((await events.settings()).zone, clock.now()), {});

export default job({
  kind: makeBackup,
  async run(_data, deps) {
    // The operator has taken the place away: the next start that has one begins anew.
    if (!deps.nightlyBackup) return undefined;
    const { bytes } = await deps.nightlyBackup();
    const at = deps.clock.now();
    return {
      facts: [recordFact(backupMade, { at, by: 'callboard', about: [], data: { bytes } })],
      jobs: [await tomorrow(deps)],
    };
  },
  failed: async (_data, _code, deps) => ({ jobs: [await tomorrow(deps)] }),
});
