/** One attempt to hand a notification to whoever carries it, and what it says about where the message is. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, recordFact } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { MayHaveLeft, PermanentError, ProviderDown, RetryLater } from '../core/errors.ts';
import type { Accepted, Outgoing, PagingChannel } from '../core/ports/paging.ts';
import type { DeliveryReport } from './domain/delivery.ts';
import { notificationRerouted } from './domain/facts.ts';
import type { Notification } from './domain/notification.ts';
import { sendOut } from './send-out.ts';

/** Seconds that a page waits for Slack before the next channel starts beside it. */
const MAX_SLACK_WAIT = 3;

export type Sent =
  | { readonly accepted: Accepted }
  | { readonly refused: string }
  /** The provider is in trouble, for so many seconds if it says so; by whom it may have left nevertheless. */
  | { readonly trouble: number | undefined; readonly inDoubtBy: string | undefined }
  /** The provider's own pace: nothing left, and nothing is wrong. Seconds. */
  | { readonly later: number };

/** What left is found or sent; what the provider says about it is sorted. */
export async function attemptToSend(
  channel: PagingChannel,
  outgoing: Outgoing,
  { troubles, inDoubtBy }: Notification,
  mayHaveRunBefore: boolean,
  deps: Deps,
): Promise<Sent> {
  let before: Accepted | undefined;
  try {
    // After a crash nobody knows whom it was handed to; after trouble that was recorded.
    const known = mayHaveRunBefore || inDoubtBy === undefined ? {} : { mayHaveLeftBy: inDoubtBy };
    if (mayHaveRunBefore || (troubles ?? 0) > 0) before = await channel.find?.({ ...outgoing, ...known });
  } catch (error) {
    return sorted(error, channel, inDoubtBy);
  }
  try {
    return { accepted: before ?? (await sendOut(channel, outgoing, deps)) };
  } catch (error) {
    const isOneOfSeveral = error instanceof MayHaveLeft && error.reserve !== undefined;
    return sorted(error, channel, isOneOfSeveral ? error.provider : undefined);
  }
}

/** @param inDoubtBy - By whom it may have left when this was thrown. */
function sorted(error: unknown, channel: PagingChannel, inDoubtBy: string | undefined): Sent {
  if (error instanceof PermanentError) return { refused: error.code };
  if (!(error instanceof RetryLater)) return { trouble: undefined, inDoubtBy };
  if (error instanceof ProviderDown) return { trouble: error.seconds, inDoubtBy };
  // Slack itself is slow or refuses the token: a page does not wait for that on one channel alone.
  if (channel.name === 'slack' && error.seconds > MAX_SLACK_WAIT)
    return { trouble: error.seconds, inDoubtBy: undefined };
  return { later: error.seconds };
}

/** Where its providers took nothing of it before the one that carries it: the page's record says so. */
export function recordRerouted(
  { id, page, person, channel }: Notification,
  { provider: to, passedOver = [] }: Accepted,
  at: Temporal.Instant,
): Change | undefined {
  if (to === undefined || passedOver.length === 0) return undefined;
  const about = [`page:${page}`, `person:${person}`];
  return {
    facts: passedOver.map(({ provider: from, code }) =>
      recordFact(notificationRerouted, {
        ...{ at, by: 'callboard', about },
        data: { page, notification: id, person, channel, from, code, to },
      }),
    ),
  };
}

/** What a notification keeps of it. */
export const keptOfAccepted = ({
  reference,
  provider,
  reserve,
  isStandIn,
}: Accepted): Omit<DeliveryReport, 'state'> => ({
  reference,
  ...(provider !== undefined && { provider }),
  ...(reserve !== undefined && { reserve }),
  ...(isStandIn && { isStandIn }),
});
