/**
 * What Telnyx's error codes mean to a page. Sources: developers.telnyx.com, API error codes (1xxxx, 2xxxx, 9xxxx)
 * and messaging error codes (4xxxx). Ours begin with `telnyx-`, since its numbers and Twilio's look alike.
 */
import { deliveryState } from '../../core/delivery-state.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { DeliveryState } from '../../core/ports/paging.ts';
import type { DeliveryReport } from '../../page/domain/delivery.ts';

/**
 * Refusals that are no matter of the person's number: nothing has left, and another provider may carry it.
 * `provider` holds for everything that we ask of it; `route` for this country or this moment.
 */
export const OTHERS_MAY_CARRY: Readonly<Record<string, 'provider' | 'route'>> = {
  '10009': 'provider', // the key is refused
  '10010': 'provider', // the key may not do this
  '20002': 'provider', // the key was revoked
  '20006': 'provider', // the key has run out
  '20012': 'provider', // the account is inactive
  '20013': 'provider', // the account is blocked
  '20014': 'provider', // the account is not verified
  '20015': 'provider', // the account has not this feature
  '20016': 'provider', // the account is not verified enough
  '20017': 'provider', // the same, a level higher
  '20100': 'provider', // no funds
  '40100': 'provider', // our number sends no texts
  '40305': 'provider', // our number is not ours, or has no messaging profile
  '40312': 'provider', // the messaging profile is off
  '40314': 'provider', // the account sends no texts
  '40315': 'provider', // our number is held to send spam
  '40320': 'provider', // our number is not bought yet
  '40321': 'provider', // no number of the profile may be used
  '40329': 'provider', // our toll-free number is not verified
  '40309': 'route', // the profile does not send to that country
  '40318': 'route', // four hours of texts are waiting
};

/** Reported later: whether trying the same again can help. */
const PASSING: ReadonlySet<string> = new Set(
  ['40002', '40004', '40006', '40008', '40011', '40018'].map((code) => `telnyx-${code}`),
);

/** A report as the port has it. */
export const asTelnyxDelivery = (report: DeliveryReport | undefined): DeliveryState | undefined =>
  deliveryState(report, PASSING);

interface Refusal {
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly error?: { readonly errors?: readonly { readonly code?: unknown }[] };
}

const TOO_FAST = '10011';
/** Seconds of patience where it names none, and at most: a page does not wait for longer on one channel. */
const PATIENCE = 2;
const MAX_PATIENCE = 30;

function patience(headers: unknown): number {
  const named = headers instanceof Headers ? Number(headers.get('retry-after') ?? Number.NaN) : Number.NaN;
  return named > 0 ? Math.min(named, MAX_PATIENCE) : PATIENCE;
}

/** The error as the features know it. What Telnyx wrote never gets on: it quotes numbers. */
export function asOursFromTelnyx(error: unknown): Error {
  const {
    status,
    headers,
    error: body,
  } = (typeof error === 'object' && error !== null ? error : {}) as Refusal;
  const named = body?.errors?.[0]?.code;
  const code = typeof named === 'string' || typeof named === 'number' ? String(named) : undefined;
  if (typeof status !== 'number') return new Error('Telnyx is in trouble (no answer)');
  if (status === 429 || code === TOO_FAST) return new RetryLater(patience(headers));
  const carried = code === undefined ? undefined : OTHERS_MAY_CARRY[code];
  if (carried === 'provider' || (carried === undefined && [401, 402, 403].includes(status)))
    return new Error(`Telnyx refuses us (${code ?? `HTTP ${status}`})`);
  if (status >= 400 && status < 500 && status !== 408)
    return new PermanentError(code === undefined ? `http-${status}` : `telnyx-${code}`);
  return new Error(`Telnyx is in trouble (${code ?? `HTTP ${status}`})`);
}
