/** Ends the page that looks for a speaker who came while it was being opened. */

import { job } from '../../src/core/job.ts';
import { endSearch } from '../../src/speakers/close-missing-speaker-page.ts';
import { foundSpeaker } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: foundSpeaker,
  run: ({ origin, person }, deps) => endSearch(origin, person, { now: deps.clock.now() }, deps),
});
