/**
 * What Twilio's error codes mean to a page. Sources: the project's field notes, and twilio.com/docs/api/errors.
 * A refusal is about the person's number (the next channel starts at once), or about us (another provider carries
 * it at once); what cannot be told apart counts as about us, since nothing has left either way.
 */

import { deliveryState } from '../../core/delivery-state.ts';
import { PermanentError, ProviderDown, ProviderRefusal, RetryLater } from '../../core/errors.ts';
import type { DeliveryState } from '../../core/ports/paging.ts';
import type { DeliveryReport } from '../../page/domain/delivery.ts';

/** This number cannot be reached this way, by anybody; or the person wants nothing from us. */
const NUMBER: ReadonlySet<number> = new Set([
  21211, // not a number
  21266, // our own number
  21214, // cannot be called
  21217, // not a number
  21610, // opted out: that was said to us, and holds for every sender of ours
  21614, // not a mobile number
  13224, // invalid to call
]);

/** About a text or a call that was made before, when it is asked for or stopped: it is over, or not there. */
const PAST: ReadonlySet<number> = new Set([21220, 20404]);

/** The account as a whole: wrong credentials (20003), not active (20005), no such account or key (20006, 20008). */
const ACCOUNT: ReadonlySet<number> = new Set([20003, 20005, 20006, 20008]);

/**
 * Today's quota is used up (63038; 30454, a trial's; 21611, ten hours of texts are waiting): HTTP 429, and no pause
 * of seconds helps.
 */
const SPENT: ReadonlySet<number> = new Set([63038, 30454, 21611]);

/** Seconds after which it is looked whether it can be reached again. */
const UNREACHABLE_FOR = 5;
/** No connection came about, so that no request has left. One that broke may have carried it. */
const NOT_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Reported later: whether trying the same again can never help. 30003 and 30008 may pass. */
const PASSING: ReadonlySet<string> = new Set(['30001', '30002', '30003', '30008', '30017', '30022']);

/** A report as the port has it. */
export const asDelivery = (report: DeliveryReport | undefined): DeliveryState | undefined =>
  deliveryState(report, PASSING);

interface Refusal {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The error as the features know it. What Twilio wrote never gets on: it quotes numbers. */
export function asOurs(error: unknown): Error {
  const { status, code } = (typeof error === 'object' && error !== null ? error : {}) as Refusal;
  const number = typeof code === 'number' ? code : undefined;
  const isSpent = number !== undefined && SPENT.has(number);
  if ((status === 429 || number === 20429) && !isSpent) return new RetryLater(2);
  if (number !== undefined && (NUMBER.has(number) || PAST.has(number)))
    return new PermanentError(String(number));
  if (status === 401 || status === 403 || (number !== undefined && ACCOUNT.has(number)))
    return new ProviderRefusal(number === undefined ? `http-${String(status)}` : String(number), 'account');
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408)
    return new ProviderRefusal(number === undefined ? `http-${status}` : String(number), 'destination');
  if (typeof code === 'string' && NOT_CONNECTED.has(code)) return new ProviderDown(UNREACHABLE_FOR);
  const name = typeof code === 'string' ? code : typeof status === 'number' ? `HTTP ${status}` : 'no answer';
  return new Error(`Twilio is in trouble (${name})`);
}
