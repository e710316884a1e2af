/** What a provider, or the device itself, tells of a notification: read, decided and committed. */
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { applyDeliveryReport, type DeliveryReport } from './domain/delivery.ts';
import { notificationDocument } from './domain/notification.ts';
import { pageDocument } from './domain/page.ts';
import { notificationsOfStep } from './load.ts';

/** False where it is about no page's notification. */
export async function reportDelivery(
  id: string,
  report: DeliveryReport,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<boolean> {
  const { store, clock } = deps;
  return await withOptimisticRetry(store, async () => {
    const one = await store.get(notificationDocument, id);
    if (!one) return { result: false };
    const { reference } = one.value;
    const another =
      reference !== undefined && report.reference !== undefined && reference !== report.reference;
    const page = another ? undefined : await store.get(pageDocument, one.value.page);
    if (!page) return { result: true };
    const others = report.state === 'failed' ? await notificationsOfStep(one.value, page.value, deps) : [];
    return { change: applyDeliveryReport(one, report, page.value, others, clock.now()), result: true };
  });
}
