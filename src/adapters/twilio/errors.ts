/**
 * What Twilio's error codes mean to a page. Sources: the project's field notes, and twilio.com/docs/api/errors.
 * "Terminal" is about this number on this channel: the next channel starts at once.
 */

import { deliveryState } from '../../core/delivery-state.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { DeliveryState } from '../../core/ports/paging.ts';
import type { DeliveryReport } from '../../page/domain/delivery.ts';

/** Refused when asked: this number cannot be reached this way. */
const NUMBER: ReadonlySet<number> = new Set([
  21211, // not a number
  21266, // our own number
  21212, // not a sender
  21214, // cannot be called
  21215, // the account may not call there
  21216, // blocked
  21217, // not a number
  21219, // trial account, not verified
  21408, // the account may not text there
  21608, // trial account, not verified
  21610, // opted out
  21612, // cannot be reached from this sender
  21614, // not a mobile number
  13224, // invalid to call
  13227, // no permission for that country
]);

/**
 * Today's quota is used up (63038; 30454, a trial's; 30010, a price that was not allowed; 21611, ten hours of texts
 * are waiting): HTTP 429, and no pause of seconds helps. The next channel starts at once. Source: the codes' pages
 * under twilio.com/docs/api/errors.
 */
const SPENT: ReadonlySet<number> = new Set([63038, 30454, 30010, 21611]);

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
  if (typeof code === 'number' && SPENT.has(code)) return new PermanentError(String(code));
  if (status === 429 || code === 20429) return new RetryLater(2);
  if (typeof code === 'number' && NUMBER.has(code)) return new PermanentError(String(code));
  if (status === 401 || status === 403) return new Error('Twilio refuses the credentials (HTTP 401/403)');
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408)
    return new PermanentError(typeof code === 'number' ? String(code) : `http-${status}`);
  const name = typeof code === 'string' ? code : typeof status === 'number' ? `HTTP ${status}` : 'no answer';
  return new Error(`Twilio is in trouble (${name})`);
}
