/** Ends the page that looks for a speaker who came while it was being opened. */

import { job } from '../../src/core/job.ts';
import { endSearch } from '../../src/speakers/close-missing-speaker-page.ts';
import { closeMissingSpeakerPage } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: closeMissingSpeakerPage,
  run: ({ origin, person }, deps) => endSearch(origin, person, { now: deps.clock.now() }, deps),
});
