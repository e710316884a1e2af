/**
 * Brings the direct messages about a page up to what is true now: no button of a state that is over. One
 * whose process died before it could say that it had left is looked for.
 */

import type { Person } from '../../src/callboard/domain/person.ts';
import { updatedIfPossible } from '../../src/core/card.ts';
import type { Deps } from '../../src/core/deps.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { dmBlock, dmMessage } from '../../src/page/direct-message.ts';
import { applyDeliveryReport } from '../../src/page/domain/delivery.ts';
import { updateDms } from '../../src/page/domain/jobs.ts';
import { type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { type Page, pageDocument, pendingNotifications } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { postedAt } from '../../src/page/slack-channel.ts';

const MAX_LOOKS = 5;

export default job({
  kind: updateDms,
  async run({ page: code }, deps) {
    const event = await deps.events.settings();
    let shown = 0;
    for (let look = 1; look <= MAX_LOOKS; look++) {
      const page = await deps.store.get(pageDocument, code);
      if (!page || page.version === shown) return undefined;
      const model = await loadCard(page.value, deps);
      const direct = pendingNotifications(page.value).filter(({ channel }) => channel === 'slack');
      const people = await loadPeople(
        direct.map(({ person }) => person),
        deps,
      );
      for (const { id, person } of direct) {
        const one = model.notifications.get(id);
        const at = postedAt(one?.reference ?? (await lost(one, people.get(person), page.value, deps)) ?? '');
        if (!at) continue;
        const message = dmMessage(model, person, id, languageOf(people.get(person), event));
        await updatedIfPossible(deps.chat, at, message);
      }
      shown = page.version;
    }
    return undefined;
  },
});

/** The reference of a message that left although nothing says so. Kept, so that the card says it too. */
async function lost(
  notification: Notification | undefined,
  person: Person | undefined,
  page: Page,
  { store, chat, clock }: Pick<Deps, 'store' | 'chat' | 'clock'>,
): Promise<string | undefined> {
  if (notification?.state !== 'planned' || person?.slack === undefined) return undefined;
  // What is still to leave is not there, and while the page is open its own job looks for it.
  if (page.state === 'open' || milliseconds(notification.at) > clock.now().epochMilliseconds)
    return undefined;
  const found = await chat.sentBefore({ person: person.slack }, dmBlock(notification.id));
  if (!found) return undefined;
  const reference = `${found.channel}:${found.ts}`;
  return await withOptimisticRetry(store, async () => {
    const fresh = await store.get(notificationDocument, notification.id);
    const news =
      fresh && applyDeliveryReport(fresh, { state: 'delivered', reference }, page, [], clock.now());
    return { ...(news && { change: news }), result: reference };
  });
}
