/** The hour has struck: a page asks whoever is on duty now, and is looked at again at the next change of shift. */
import { job } from '../../src/core/job.ts';
import { recheckPage } from '../../src/page/domain/jobs.ts';
import { loadRecheck } from '../../src/page/follow-duty.ts';

export default job({
  kind: recheckPage,
  run: ({ page }, deps) => loadRecheck(page, deps),
});
