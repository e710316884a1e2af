/** Runs a page's next step, unless somebody answered or the step has been run. */
import { escalatePage } from '../src/domain/paging/jobs.ts';
import { pageDocument } from '../src/domain/paging/page.ts';
import { runStep } from '../src/domain/paging/steps.ts';
import { job } from '../src/job.ts';
import { loadWorld } from '../src/paging/load.ts';

export default job({
  kind: escalatePage,
  async run({ page: code, sequence }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (page?.value.state !== 'open' || page.value.next !== sequence) return undefined;
    return runStep(page.value, page.version, await loadWorld(page.value, deps)).change;
  },
});
