/** Slack is lost: what one open page would let wait behind it leaves now. */
import { job } from '../../src/core/job.ts';
import { hastenNotifications } from '../../src/page/domain/hasten.ts';
import { hastenPage } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import { liveSteps, pageDocument } from '../../src/page/domain/page.ts';

export default job({
  kind: hastenPage,
  async run({ page: code }, { store, clock }) {
    const page = await store.get(pageDocument, code);
    if (page?.value.state !== 'open') return undefined;
    const ids = liveSteps(page.value).flatMap(({ people }) =>
      people.flatMap(({ planned }) => planned.map(({ id }) => id)),
    );
    const found = await store.getMany(notificationDocument, ids);
    const known = new Map(found.flatMap((one) => (one ? [[one.id, one.value] as const] : [])));
    return { jobs: hastenNotifications(page.value, known, clock.now()) };
  },
});
