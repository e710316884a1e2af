/** Asks the provider what became of a notification whose callback did not come. */
import { mergeChanges } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import type { DeliveryState, PagingChannel } from '../../src/core/ports/paging.ts';
import { applyDeliveryReport, schedulePolls } from '../../src/page/domain/delivery.ts';
import { pollNotification } from '../../src/page/domain/jobs.ts';
import { isFinal, type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { isOverdueAt, recordOverdue } from '../../src/page/domain/overdue.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { healthId } from '../../src/page/domain/provider-health.ts';
import { notificationsOfStep } from '../../src/page/load.ts';

export default job({
  kind: pollNotification,
  async run({ notification, round }, deps) {
    const { store, clock, channels } = deps;
    const one = await store.get(notificationDocument, notification);
    if (!one || isFinal(one.value.state) || one.value.reference === undefined) return undefined;
    const { value } = one;
    const channel = channels.find(({ name }) => name === value.channel);
    const [page, asked, health] = await Promise.all([
      store.get(pageDocument, value.page),
      pollOrError(channel, value),
      deps.providerHealth.peek(),
    ]);
    if (!page) return undefined;
    const now = clock.now();
    const state = 'state' in asked ? asked.state : undefined;
    const others = state?.state === 'failed' ? await notificationsOfStep(value, page.value, deps) : [];
    const news = state && applyDeliveryReport(one, state, page.value, others, now);
    const confirms = health.get(healthId(value.provider ?? '', value.channel))?.value.confirms === true;
    const overdue =
      news === undefined && isOverdueAt(round, value) ? recordOverdue(one, page, confirms, now) : undefined;
    // Tried again by itself, but for what must not wait for an answer.
    if ('error' in asked && !overdue) throw asked.error;
    // Asked again later where this was not the end of it.
    const over = state !== undefined && isFinal(state.state);
    return mergeChanges(news, overdue, over ? undefined : { jobs: schedulePolls(value, round + 1, now) });
  },
  /** A provider that cannot be asked is not worth an alarm: its callbacks may still come. */
  async failed() {
    return 'quiet';
  },
});

/** What the provider says; that it cannot be asked says nothing. */
async function pollOrError(
  channel: PagingChannel | undefined,
  { reference = '', provider }: Notification,
): Promise<{ readonly state: DeliveryState | undefined } | { readonly error: unknown }> {
  try {
    return { state: await channel?.poll?.(reference, provider) };
  } catch (error) {
    return { error };
  }
}
