/**
 * Which failures a provider is to blame for, and not the phone or whoever holds it: what its health is counted by,
 * and what another provider may carry again. A row a provider; whoever adds one adds its codes here.
 */

/** Sources: twilio.com/docs/api/errors/<code>; `failed` is a call's own status for "could not be completed". */
const TWILIO: ReadonlySet<string> = new Set([
  '30001', // its queue is full
  '30002', // the account was suspended meanwhile
  '30007', // filtered
  '30008', // unknown: the carrier did not say
  '30017', // the carrier is congested
  '30022', // more than the campaign may send
  '30023', // the campaign's day is used up
  '30034', // the sender is not registered
  '30036', // it waited for longer than it was worth
  '30410', // the carrier did not answer it
  '30500', // an error of its own
]);

/** Sources: developers.telnyx.com, messaging error codes; the last two are its own statuses without a code. */
const TELNYX: ReadonlySet<string> = new Set([
  'telnyx-40002', // filtered by the carrier, for a while
  'telnyx-40003', // filtered by the carrier
  'telnyx-40004', // the carrier refuses it
  'telnyx-40008', // the carrier did not say
  'telnyx-40010', // the sender is not registered
  'telnyx-40011', // more than the carrier takes
  'telnyx-40014', // it waited for longer than it was worth
  'telnyx-40015', // filtered by Telnyx
  'telnyx-40016', // the sender's traffic is refused
  'telnyx-40017', // the carrier refuses the sender's kind of number
  'telnyx-40018', // the carrier's own trouble
  'telnyx-40329', // our toll-free number is not verified
  'sending_failed',
  'delivery_failed',
]);

const LOST: Readonly<Record<string, ReadonlySet<string>>> = { twilio: TWILIO, telnyx: TELNYX };

/** Of a text, where a provider has no row of its own: it gave up without a reason that names the phone. */
const UNNAMED: ReadonlySet<string> = new Set(['failed', 'undelivered']);

/** Reported as lost, and it may have arrived all the same: the carrier does not tell. */
const UNKNOWN: ReadonlySet<string> = new Set(['30008', 'telnyx-40008']);
/** It is worth nothing any more, so that nobody sends it again. */
const EXPIRED: ReadonlySet<string> = new Set(['30036', 'telnyx-40005', 'telnyx-40014']);

/** Whether a failure is the provider's own, and not the phone's. */
export function isProviderFault(provider: string, channel: string, code: string | undefined): boolean {
  if (code === undefined) return false;
  // A call that a phone ended is busy, unanswered or over; one that came to nothing is only called failed.
  if (channel === 'voice') return code === 'failed' || LOST[provider]?.has(code) === true;
  return UNNAMED.has(code) || LOST[provider]?.has(code) === true;
}

/** Whether another provider should carry it again: the provider's fault, and still worth something. */
export const isLostByProvider = (provider: string, channel: string, code: string | undefined): boolean =>
  isProviderFault(provider, channel, code) && !EXPIRED.has(code ?? '');

export const mayHaveArrived = (code: string): boolean => UNKNOWN.has(code);
