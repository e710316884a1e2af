/**
 * Daily: days of the ledger that are old enough go to files, and then out of the database. One that fails is tried
 * again, at last told to organizers, and the next day's look goes on from there.
 */
import { archiveDays } from '../../src/callboard/archive/days.ts';
import { pruneDocuments } from '../../src/callboard/archive/prune.ts';
import { markLooked } from '../../src/callboard/archive/state.ts';
import { trimLedger } from '../../src/callboard/archive/trim.ts';
import { archiveLedger, nextArchive } from '../../src/callboard/domain/archive.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';

const tomorrow = async ({ events, clock }: Deps) =>
  scheduleJob(archiveLedger, nextArchive((await events.settings()).zone, clock.now()), {});

export default job({
  kind: archiveLedger,
  async run(_data, deps) {
    const { archive } = deps;
    // The operator has taken the place away: the next start that has one begins anew.
    if (!archive) return undefined;
    const days = await archiveDays(deps, archive);
    const facts = await trimLedger(deps, archive);
    const documents = await pruneDocuments(deps, {
      afterDays: archive.afterDays,
      ledger: archive.ledger,
    });
    await markLooked(deps);
    deps.log.info({ days, facts, documents }, 'archived');
    return { jobs: [await tomorrow(deps)] };
  },
  failed: async (_data, _code, deps) => ({ jobs: [await tomorrow(deps)] }),
});
