/**
 * Reads the ledger on from the cursor, and commits the deliveries of what it found together with the cursor: a fact
 * is looked at once, and its deliveries have one id each, whoever dies in between.
 */

import {
  CURSOR_ID,
  eventCursorDocument,
  eventsPublished,
  eventTargetDocument,
  publishEvents,
  schedulePublish,
} from '../../src/callboard/domain/event-target.ts';
import { isPublished } from '../../src/callboard/outgoing-event.ts';
import { deliveriesOf, eventsAmong, FACTS_AT_A_TIME } from '../../src/callboard/publish.ts';
import { type Change, put, recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: publishEvents,
  async run(_, deps): Promise<Change | undefined> {
    const { store, clock } = deps;
    const targets = await store.all(eventTargetDocument);
    if (targets.length === 0) return undefined;
    const cursor = await store.get(eventCursorDocument, CURSOR_ID);
    const after = cursor?.value.after;
    const facts = await store.facts({
      ...(after !== undefined && { after }),
      limit: FACTS_AT_A_TIME,
    });
    const last = facts.at(-1);
    const isMore = facts.length === FACTS_AT_A_TIME;
    // Facts that are nobody's outside are passed with the next one that is.
    if (!last || (!isMore && !facts.some(({ name }) => isPublished(name)))) return undefined;
    const now = clock.now();
    const deliveries = deliveriesOf(await eventsAmong(facts, deps), targets, now);
    return {
      put: [put(eventCursorDocument, CURSOR_ID, { after: last.id }, cursor?.version ?? 0)],
      facts: [
        recordFact(eventsPublished, {
          at: now,
          by: 'callboard',
          about: [],
          data: { upTo: last.id, deliveries: deliveries.length },
        }),
      ],
      jobs: [...deliveries, ...(isMore ? [schedulePublish(now)] : [])],
    };
  },
});
