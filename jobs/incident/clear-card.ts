/** An incident has become private: what we had posted of it for everybody goes, and its own place opens. */
import { PRIVATE, put, recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { incidentCardCleared } from '../../src/incident/domain/facts.ts';
import { incidentCardDocument } from '../../src/incident/domain/incident.ts';
import { clearPublicCard, postmortemSoon, scheduleIncidentCard } from '../../src/incident/domain/jobs.ts';
import { postmortemDocument, withoutThread } from '../../src/incident/domain/postmortem.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { readPostmortem } from '../../src/incident/read.ts';

export default job({
  kind: clearPublicCard,
  async run({ incident: code }, deps) {
    const { store, chat, clock } = deps;
    const [card, postmortem] = await Promise.all([
      store.get(incidentCardDocument, code),
      readPostmortem(code, 'responders', deps),
    ]);
    const thread = postmortem?.value.thread;
    // What was published for everybody goes with it.
    for (const at of [card?.value, thread, postmortem?.value.post])
      if (at)
        await chat.removeThread(at).catch((error: unknown) => {
          if (!(error instanceof PermanentError)) throw error;
        });
    const now = clock.now();
    return {
      put: [
        ...(card ? [put(incidentCardDocument, code, null, card.version)] : []),
        ...(postmortem && thread
          ? [put(postmortemDocument, code, withoutThread(postmortem.value), postmortem.version)]
          : []),
      ],
      facts: [
        recordFact(incidentCardCleared, {
          at: now,
          by: 'callboard',
          about: [`incident:${code}`, PRIVATE],
          data: { incident: code },
        }),
      ],
      jobs: [scheduleIncidentCard(code, now), ...(postmortem ? [postmortemSoon(code, now)] : [])],
    };
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
