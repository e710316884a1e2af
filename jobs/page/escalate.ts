/** Runs a page's next step, unless somebody answered or the step has been run. */

import { job } from '../../src/core/job.ts';
import { escalatePage } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { runStep } from '../../src/page/domain/steps.ts';
import { loadPagingContext } from '../../src/page/load.ts';

export default job({
  kind: escalatePage,
  async run({ page: code, sequence }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (page?.value.state !== 'open' || page.value.nextStep !== sequence) return undefined;
    return runStep(page.value, page.version, await loadPagingContext(page.value, deps)).change;
  },
});
