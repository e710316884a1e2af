/** Acknowledged half an hour ago, neither resolved nor kept: the page begins again. */

import { job } from '../../src/core/job.ts';
import { reopenUnresolved } from '../../src/page/domain/ask-again.ts';
import { reopenUnresolvedPage } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadPagingContext } from '../../src/page/load.ts';

export default job({
  kind: reopenUnresolvedPage,
  async run({ page: code }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (page?.value.state !== 'acknowledged') return undefined;
    return reopenUnresolved(page, await loadPagingContext(page.value, deps));
  },
});
