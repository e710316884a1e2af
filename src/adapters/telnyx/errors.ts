/**
 * What Telnyx's error codes mean to a page. Sources: developers.telnyx.com, API error codes (1xxxx, 2xxxx, 9xxxx)
 * and messaging error codes (4xxxx). Ours begin with `telnyx-`, since its numbers and Twilio's look alike.
 */
import { deliveryState } from '../../core/delivery-state.ts';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../../core/errors.ts';
import type { DeliveryState } from '../../core/ports/paging.ts';
import type { DeliveryReport } from '../../page/domain/delivery.ts';

/**
 * Refusals that are no matter of the person's number: nothing has left, and another provider may carry it. `account`
 * holds for everything that we ask of it, `destination` for this country or this moment.
 */
export const OTHERS_MAY_CARRY: Readonly<Record<string, ProviderRefusal['of']>> = {
  '10009': 'account', // the key is refused
  '10010': 'account', // the key may not do this
  '20002': 'account', // the key was revoked
  '20006': 'account', // the key has run out
  '20012': 'account', // the account is inactive
  '20013': 'account', // the account is blocked
  '20014': 'account', // the account is not verified
  '20015': 'account', // the account has not this feature
  '20016': 'account', // the account is not verified enough
  '20017': 'account', // the same, a level higher
  '20100': 'account', // no funds
  '40100': 'account', // our number sends no texts
  '40305': 'account', // our number is not ours, or has no messaging profile
  '40312': 'account', // the messaging profile is off
  '40314': 'account', // the account sends no texts
  '40315': 'account', // our number is held to send spam
  '40320': 'account', // our number is not bought yet
  '40321': 'account', // no number of the profile may be used
  '40329': 'account', // our toll-free number is not verified
  '40309': 'destination', // the profile does not send to that country
  '40318': 'destination', // four hours of texts are waiting
};

/** This number cannot be reached this way, by anybody; or the person wants nothing from us. */
const NUMBER: ReadonlySet<string> = new Set([
  '10002', // not a number
  '10016', // not in E.164
  '40001', // a landline, or nowhere
  '40012', // no such number
  '40300', // opted out: that was said to us, and holds for every sender of ours
  '40310', // not a number
]);

/** Of what is asked for: it is not there. Where something is to be sent, it is we who are not. */
export const NOT_THERE = 'telnyx-10005';
/** About a text or a call that was made before, when it is asked for or stopped: not there, or over. */
export const PAST: ReadonlySet<string> = new Set([NOT_THERE, 'telnyx-90015', 'telnyx-90018']);

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
  if (typeof status !== 'number') return unanswered(error);
  if (status === 429 || code === TOO_FAST) return new RetryLater(patience(headers));
  const ours = code === undefined ? `http-${status}` : `telnyx-${code}`;
  const carried = OTHERS_MAY_CARRY[code ?? ''] ?? ([401, 402, 403].includes(status) ? 'account' : undefined);
  if (carried) return new ProviderRefusal(ours, carried);
  if (PAST.has(ours) || NUMBER.has(code ?? '')) return new PermanentError(ours);
  if (status >= 400 && status < 500 && status !== 408) return new ProviderRefusal(ours, 'destination');
  return new Error(`Telnyx is in trouble (${code ?? `HTTP ${status}`})`);
}

/** Seconds after which it is looked whether it can be reached again. */
const UNREACHABLE_FOR = 5;
/** No connection came about, so that no request has left. One that broke may have carried it. */
const NOT_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function unanswered(error: unknown): Error {
  // The SDK wraps what the platform's own fetch threw, and that wraps what the socket said.
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code } = cause as { readonly code?: unknown };
    if (typeof code === 'string' && NOT_CONNECTED.has(code)) return new ProviderDown(UNREACHABLE_FOR);
  }
  return new Error('Telnyx is in trouble (no answer)');
}
