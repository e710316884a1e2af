/** Who is on duty, or can be asked, has changed: each open page is looked at, in a commit of its own. */
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadRecheck } from '../../src/page/follow-duty.ts';
import { recheckPages } from '../../src/rota/domain/jobs.ts';

export default job({
  kind: recheckPages,
  async run(_, deps) {
    const open = await deps.store.find(pageDocument, 'unresolved');
    for (const { id } of open)
      await withOptimisticRetry(deps.store, async () => ({
        change: await loadRecheck(id, deps),
        result: undefined,
      }));
    return undefined;
  },
});
