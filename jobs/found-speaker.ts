/** Ends the page that looks for a speaker who came while it was being opened. */
import { foundSpeaker } from '../src/domain/speakers/jobs.ts';
import { job } from '../src/job.ts';
import { endSearch } from '../src/speakers/found.ts';

export default job({
  kind: foundSpeaker,
  run: ({ origin, person }, deps) => endSearch(origin, person, { now: deps.clock.now() }, deps),
});
