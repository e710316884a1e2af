/** Acknowledged half an hour ago, neither resolved nor kept: the page begins again. */
import { pageAgain } from '../src/domain/paging/answers.ts';
import { repage } from '../src/domain/paging/jobs.ts';
import { pageDocument } from '../src/domain/paging/page.ts';
import { job } from '../src/job.ts';
import { loadWorld } from '../src/paging/load.ts';

export default job({
  kind: repage,
  async run({ page: code }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (page?.value.state !== 'acknowledged') return undefined;
    return pageAgain(page, await loadWorld(page.value, deps));
  },
});
