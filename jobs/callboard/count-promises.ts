/**
 * Counts the promises on from where they were counted last, and has organizers told of what is new. Goes on by
 * itself: when the next page or talk is decided though nothing happens, it is counted again.
 */
import { Temporal } from 'temporal-polyfill';
import { countPromises, reportEvent, tellPromise } from '../../src/callboard/domain/jobs.ts';
import {
  countsAt,
  nextDecision,
  promiseTallyDocument,
  TALLY_ID,
} from '../../src/callboard/domain/promise-tally.ts';
import {
  decideWarnings,
  NOT_WARNED,
  PROMISES_ID,
  type PromiseState,
  promisesCounted,
  promisesDocument,
} from '../../src/callboard/domain/promise-warnings.ts';
import { promiseFigures, termsOf } from '../../src/callboard/domain/promises.ts';
import { countLedger, scheduleCount } from '../../src/callboard/promises/count.ts';
import { loadReportDue } from '../../src/callboard/promises/report.ts';
import { FACTS_AT_ONCE } from '../../src/callboard/read-signals.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: countPromises,
  async run(_data, deps) {
    const { store, clock, events } = deps;
    const now = clock.now();
    const state = await store.get(promisesDocument, PROMISES_ID);
    const { tally, before, facts, isNews } = await countLedger(deps);
    const counts = countsAt(tally, now.epochMilliseconds);
    const known = state?.value;
    const figures = promiseFigures(counts, termsOf(await events.settings()), now);
    const { warned, tell } = decideWarnings(figures, known?.warned ?? NOT_WARNED, now);
    const at = instantText(now);
    const next: PromiseState = {
      ...{ at, counts, toil: tally.toil, warned },
      ...(known?.reported !== undefined && { reported: known.reported }),
    };
    const report = await loadReportDue(known?.reported, now, deps);
    const decision = nextDecision(tally, now.epochMilliseconds);
    const jobs = [
      ...(Number.isFinite(decision) ? [scheduleCount(Temporal.Instant.fromEpochMilliseconds(decision))] : []),
      ...(report ? [scheduleJob(reportEvent, report.at, { day: report.day })] : []),
      ...tell.map((one) => scheduleJob(tellPromise, now, { ...one, since: at })),
    ];
    const isSame = known && JSON.stringify({ ...known, at }) === JSON.stringify(next);
    // Facts that are nobody's promise are passed with the next one that is, unless they are many.
    if (isSame && !isNews && facts < FACTS_AT_ONCE) return { jobs };
    return {
      put: [
        put(promiseTallyDocument, TALLY_ID, tally, before?.version),
        put(promisesDocument, PROMISES_ID, next, state?.version),
      ],
      facts: [
        recordFact(promisesCounted, {
          at: now,
          by: 'callboard',
          about: [],
          data: { upTo: tally.upTo ?? '', warnings: [...tell] },
        }),
      ],
      jobs,
    };
  },
});
