/**
 * Twilio's words for where a text or a call stands, as reports. Used for what its callbacks say and for
 * what it answers when asked, so that both mean the same. Source: twilio.com/docs, Message and Call status.
 */
import type { DeliveryReport } from './delivery.ts';

export function textReport(status: string, errorCode?: string | number | null): DeliveryReport | undefined {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return { state: 'queued' };
    case 'sent':
      return { state: 'sent' };
    case 'delivered':
    case 'read':
      return { state: 'delivered' };
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return { state: 'failed', code: errorCode ? String(errorCode) : status };
    default:
      return undefined;
  }
}

/**
 * A call that is over without a digit was never an answer; the digit itself comes by another way and is
 * there before this.
 */
export function callReport(status: string, answeredBy?: string | null): DeliveryReport | undefined {
  if (/^(machine|fax)/.test(answeredBy ?? '')) return { state: 'failed', code: 'voicemail' };
  switch (status) {
    case 'queued':
    case 'initiated':
      return { state: 'queued' };
    case 'ringing':
      return { state: 'ringing' };
    case 'in-progress':
    case 'answered':
      return { state: 'answered' };
    case 'completed':
      return { state: 'failed', code: 'no-digit' };
    case 'busy':
    case 'no-answer':
    case 'failed':
    case 'canceled':
      return { state: 'failed', code: status };
    default:
      return undefined;
  }
}
