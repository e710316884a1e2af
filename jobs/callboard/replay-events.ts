/** `/callboard hooks replay`: goes through the ledger once more for one target, a part at a time. */
import {
  eventsReplayed,
  eventTargetDocument,
  replayEvents,
} from '../../src/callboard/domain/event-target.ts';
import { deliveriesOf, eventsAmong, FACTS_AT_A_TIME } from '../../src/callboard/publish.ts';
import { type Change, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: replayEvents,
  async run({ target, since, after, found }, deps): Promise<Change | undefined> {
    const { store, clock } = deps;
    const to = await store.get(eventTargetDocument, target);
    if (!to) return undefined;
    const facts = await store.facts({ ...(after !== undefined && { after }), limit: FACTS_AT_A_TIME });
    const wanted = facts.filter(({ at }) => at.epochMilliseconds >= milliseconds(since));
    const now = clock.now();
    // Also what happened before there was this target: whoever asks for it is meant to have it.
    const asked = { ...to, value: { ...to.value, createdAt: since } };
    const jobs = deliveriesOf(await eventsAmong(wanted, deps), [asked], now);
    const last = facts.at(-1);
    const events = found + jobs.length;
    if (last && facts.length === FACTS_AT_A_TIME)
      return {
        jobs: [...jobs, scheduleJob(replayEvents, now, { target, since, after: last.id, found: events })],
      };
    const about = [`event-target:${target}`];
    return {
      facts: [
        recordFact(eventsReplayed, { at: now, by: 'callboard', about, data: { target, since, events } }),
      ],
      jobs,
    };
  },
});
