/** Acknowledged half an hour ago, neither resolved nor kept: the page begins again. */

import { job } from '../../src/core/job.ts';
import { pageAgain } from '../../src/page/domain/answers.ts';
import { repage } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadWorld } from '../../src/page/load.ts';

export default job({
  kind: repage,
  async run({ page: code }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (page?.value.state !== 'acknowledged') return undefined;
    return pageAgain(page, await loadWorld(page.value, deps));
  },
});
