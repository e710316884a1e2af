/** Asks the provider what became of a notification whose callback did not come. */
import { mergeChanges } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { applyDeliveryReport, schedulePolls } from '../../src/page/domain/delivery.ts';
import { pollNotification } from '../../src/page/domain/jobs.ts';
import { isFinal, notificationDocument } from '../../src/page/domain/notification.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { notificationsOfStep } from '../../src/page/load.ts';

export default job({
  kind: pollNotification,
  async run({ notification, round }, deps) {
    const { store, clock, channels } = deps;
    const one = await store.get(notificationDocument, notification);
    if (!one || isFinal(one.value.state) || one.value.reference === undefined) return undefined;
    const [page, state] = await Promise.all([
      store.get(pageDocument, one.value.page),
      channels.find(({ name }) => name === one.value.channel)?.poll?.(one.value.reference),
    ]);
    if (!page) return undefined;
    const others = state?.state === 'failed' ? await notificationsOfStep(one.value, page.value, deps) : [];
    const news = state && applyDeliveryReport(one, state, page.value, others, clock.now());
    // Asked again later where this was not the end of it.
    const over = state !== undefined && isFinal(state.state);
    return mergeChanges(news, over ? undefined : { jobs: schedulePolls(one.value, round + 1, clock.now()) });
  },
  /** A provider that cannot be asked is not worth an alarm: its callbacks may still come. */
  async failed() {
    return 'quiet';
  },
});
