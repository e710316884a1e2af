/**
 * Brings one direct message about a page up to what is true now: no button of a state that is over. One whose
 * process died before it could say that it had left is looked for.
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
import { updateDm } from '../../src/page/domain/jobs.ts';
import { type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { postedAt } from '../../src/page/slack-channel.ts';

export default job({
  kind: updateDm,
  async run({ page: code, notification: id }, deps) {
    const { store, directory, events, chat } = deps;
    const [page, found] = await Promise.all([
      store.get(pageDocument, code),
      store.get(notificationDocument, id),
    ]);
    if (!page || !found) return undefined;
    const one = found.value;
    const person = await directory.person(one.person);
    const at = postedAt(one.reference ?? (await findLost(one, person, page.value, deps)) ?? '');
    if (!at) return undefined;
    const language = languageOf(person, await events.settings());
    const message = dmMessage(await loadCard(page.value, deps), one.person, id, language);
    await updatedIfPossible(chat, at, message);
    return undefined;
  },
});

/** The reference of a message that left although nothing says so. Kept, so that the card says it too. */
async function findLost(
  notification: Notification,
  person: Person | undefined,
  page: Page,
  { store, chat, clock }: Pick<Deps, 'store' | 'chat' | 'clock'>,
): Promise<string | undefined> {
  if (notification.state !== 'planned' || person?.slack === undefined) return undefined;
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
