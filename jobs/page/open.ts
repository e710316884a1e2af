/** Opens a page for another part of Callboard; once for what asked for it, however often this runs. */

import { job } from '../../src/core/job.ts';
import { openPageJob } from '../../src/page/domain/jobs.ts';
import { openOrFindPage } from '../../src/page/open.ts';

export default job({
  kind: openPageJob,
  async run(asked, deps) {
    await openOrFindPage(asked, deps);
    return undefined;
  },
});
