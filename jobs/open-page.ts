/** Opens a page for another part of Callboard; once for what asked for it, however often this runs. */
import { openPageJob } from '../src/domain/paging/jobs.ts';
import { job } from '../src/job.ts';
import { open } from '../src/paging/open.ts';

export default job({
  kind: openPageJob,
  async run(asked, deps) {
    await open(asked, deps);
    return undefined;
  },
});
