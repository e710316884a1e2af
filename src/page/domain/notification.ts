/**
 * A notification: one attempt to reach one person on one channel. Its random id is in every callback's
 * address. Where it stands only ever moves forward: callbacks come doubled, late and out of order.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, milliseconds } from '../../core/instant.ts';
import { isLostByProvider, mayHaveArrived } from './provider-faults.ts';

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
  /** The provider's id for it. */
  reference: z.string().exactOptional(),
  /** Who carries it; undefined before it left, and on channels that are carried by nobody else. */
  provider: z.string().exactOptional(),
  /** Who would carry it again if it is known not to arrive: only where a channel has several providers. */
  reserve: z.string().exactOptional(),
  /** That one is not the first of the order. */
  isStandIn: z.literal(true).exactOptional(),
  /** A provider that it may have left by and that did not say so: nobody else sends it before that is known. */
  inDoubtBy: z.string().exactOptional(),
  /** Providers that said of the attempt before that it did not arrive. */
  notBy: z.array(z.string()).exactOptional(),
  /** Accepted, and for too long neither delivered nor ringing: the next channel has started. */
  isOverdue: z.literal(true).exactOptional(),
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
    ...carriedBy(one).map((provider) => carriedIndex(provider, one.channel, milliseconds(one.at))),
  ],
});

/** Where a channel has several providers: those whose health this notification says something about. */
function carriedBy({ provider, reserve, inDoubtBy }: Notification): string[] {
  const carrier = reserve === undefined ? undefined : provider;
  return [...new Set([carrier, inDoubtBy])].filter((name) => name !== undefined);
}

/** Minutes that one value of the index `carried` covers. */
export const CARRIED_MINUTES = 30;

/** Of what a provider carried on a channel around a time, in milliseconds since 1970. */
export const carriedIndex = (provider: string, channel: string, at: number): string =>
  `carried:${provider}:${channel}:${Math.floor(at / (CARRIED_MINUTES * 60_000))}`;

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
const PASSING: ReadonlySet<string> = new Set([
  '30003',
  '30008',
  'telnyx-40004',
  'telnyx-40006',
  'telnyx-40008',
]);

/** Seconds before that one later retry. */
export const RETRY_AFTER = 60;

/** The provider that carried it says that it was lost on its side; another one can carry it again. */
const isForReserve = ({ provider, reserve, channel, code }: Notification): boolean =>
  provider !== undefined && reserve !== undefined && isLostByProvider(provider, channel, code);

/**
 * The one later try that some failures get: after how many seconds, and by whom not; undefined for none. What is
 * known not to have arrived goes by the next provider at once, and what nobody knows of after a pause.
 */
export function laterTry(
  notification: Notification,
): { readonly after: number; readonly notBy?: readonly string[] } | undefined {
  const { attempt, code, provider } = notification;
  if (attempt !== 1 || code === undefined) return undefined;
  if (isForReserve(notification) && provider !== undefined)
    return { after: mayHaveArrived(code) ? RETRY_AFTER : 0, notBy: [provider] };
  return PASSING.has(code) ? { after: RETRY_AFTER } : undefined;
}

export const retryId = (id: string): string => `${id}-2`;
