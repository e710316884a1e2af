/** At 18:00 of the evening before a day of the event: has each organizer told, and waits for the next evening. */
import { announceTomorrow, EVENING_ID, eveningDocument } from '../../src/callboard/domain/evening.ts';
import { eveningBefore } from '../../src/callboard/domain/jobs.ts';
import { loadEveningsAsked } from '../../src/callboard/evening.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: eveningBefore,
  async run({ day }, deps) {
    const [known, asked, event] = await Promise.all([
      deps.store.get(eveningDocument, EVENING_ID),
      loadEveningsAsked(deps),
      deps.events.settings(),
    ]);
    return announceTomorrow(day, known, event.organizers, asked);
  },
});
