/**
 * Has each direct message about a page brought up to date, by a job of its own: Slack gives updates singly,
 * and a job that needs a dozen would begin again for ever where they are short.
 */
import { scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { updateDm, updateDms } from '../../src/page/domain/jobs.ts';
import { pageDocument, pendingNotifications } from '../../src/page/domain/page.ts';

export default job({
  kind: updateDms,
  async run({ page: code }, { store, clock }) {
    const page = await store.get(pageDocument, code);
    if (!page) return undefined;
    const now = clock.now();
    const stamp = instantText(now);
    return {
      jobs: pendingNotifications(page.value).flatMap(({ id, channel }) =>
        channel === 'slack' ? [scheduleJob(updateDm, now, { page: code, notification: id, stamp })] : [],
      ),
    };
  },
});
