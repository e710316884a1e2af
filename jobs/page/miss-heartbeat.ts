/** A heartbeat has not called in its time: it is missed, unless it was us who could not be called. */
import { job } from '../../src/core/job.ts';
import { heartbeatDocument, heartbeatDue, missHeartbeat } from '../../src/page/domain/heartbeat.ts';
import { heartbeatWait } from '../../src/page/heartbeats.ts';

export default job({
  kind: missHeartbeat,
  async run({ heartbeat }, { store, clock }) {
    const found = await store.get(heartbeatDocument, heartbeat);
    const waiting = found && (await heartbeatWait(heartbeat, { store }));
    return waiting && heartbeatDue(found, { due: waiting.at, last: waiting.last }, clock.now());
  },
});
