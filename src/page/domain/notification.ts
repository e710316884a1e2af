/**
 * A notification: one attempt to reach one person on one channel. Its random id is in every callback's
 * address. Where it stands only ever moves forward: callbacks come doubled, late and out of order.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

export const DeliveryName = z.enum([
  'planned',
  'queued',
  'sent',
  'ringing',
  'answered',
  'delivered',
  'failed',
]);
export type DeliveryName = z.infer<typeof DeliveryName>;

export const Notification = z.object({
  id: z.string(),
  page: z.string(),
  person: z.string(),
  channel: z.string(),
  /** The step that it belongs to, numbered through all rounds. */
  sequence: z.number().int(),
  /** 1, or 2 for the one later retry that some failures get. */
  attempt: z.number().int(),
  at: InstantText,
  state: DeliveryName,
  /** Why it failed: a provider's code, or ours (`busy`, `voicemail`, `no-answer`, `no-digit`, …). */
  code: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  changedAt: InstantText.exactOptional(),
  /** The digit that was pressed in this call: the one answer that it gives. */
  digit: z.enum(['1', '2']).exactOptional(),
  /** How often the provider was in trouble when this was to leave. */
  troubles: z.number().int().exactOptional(),
  /** Told in the same text as this other one, because many came at once. */
  bundledIn: z.string().exactOptional(),
  /** The others that are told in its text. */
  bundle: z.array(z.string()).exactOptional(),
});
export type Notification = z.infer<typeof Notification>;

export const notificationDocument = document({
  name: 'notification',
  schema: Notification,
  schemaVersion: 1,
  indexes: (one) => [
    ...(one.state === 'planned' ? [`planned:${one.person}:${one.channel}`] : []),
    ...(one.reference ? [`reference:${one.reference}`] : []),
  ],
});

const RANK: Readonly<Record<DeliveryName, number>> = {
  planned: 0,
  queued: 1,
  sent: 2,
  ringing: 3,
  answered: 4,
  delivered: 5,
  failed: 5,
};

/** Whether a report about it is news. Delivered and failed are the end: whichever comes first stays. */
export const isForward = (from: DeliveryName, to: DeliveryName): boolean => RANK[to] > RANK[from];

export const isFinal = (state: DeliveryName): boolean => RANK[state] === RANK.failed;

/** What rang for one page and shows it still: an answer that comes late by it must not undo what is true by then. */
const RINGING: ReadonlySet<string> = new Set(['voice', 'push', 'ntfy']);
export const rings = (channel: string): boolean => RINGING.has(channel);

/** Whether there may be something to take back: a call that is over is gone, a notice stays on its screen. */
export const isWithdrawable = ({
  channel,
  state,
  code,
}: Pick<Notification, 'channel' | 'state' | 'code'>): boolean =>
  channel === 'voice' ? !isFinal(state) : rings(channel) && (state !== 'failed' || code === 'passed');

/** Failures that may pass: the next channel starts now, and this one is tried once more. */
const PASSING: ReadonlySet<string> = new Set(['30003', '30008']);

/** Seconds before that one later retry. */
export const RETRY_AFTER = 60;

export const deservesRetry = (notification: Notification): boolean =>
  notification.attempt === 1 && notification.code !== undefined && PASSING.has(notification.code);

export const retryId = (id: string): string => `${id}-2`;
