/**
 * Telnyx's words for where a text stands, as reports. Used for what its webhooks say and for what it answers when
 * asked, so that both mean the same. Its words for a call are Twilio's. Source: developers.telnyx.com, the message
 * object (`to[].status`, `errors[].code`) and its webhooks.
 */
import { z } from 'zod';
import type { DeliveryReport } from './delivery.ts';

/** As much of its message as says where it stands: `to` has one, since we text one person at a time. */
export const TelnyxMessage = z.object({
  id: z.string().exactOptional(),
  to: z.array(z.object({ status: z.string().exactOptional() })).exactOptional(),
  errors: z.array(z.object({ code: z.union([z.string(), z.number()]) })).nullish(),
});

export function telnyxTextReport(message: unknown): DeliveryReport | undefined {
  const told = TelnyxMessage.safeParse(message);
  if (!told.success) return undefined;
  const { to, errors } = told.data;
  const status = to?.[0]?.status;
  switch (status) {
    case 'queued':
    case 'sending':
      return { state: 'queued' };
    case 'sent':
    // The carrier never says what became of it: it is on its way, and nobody has answered.
    case 'delivery_unconfirmed':
      return { state: 'sent' };
    case 'delivered':
      return { state: 'delivered' };
    case 'sending_failed':
    case 'delivery_failed':
    case 'expired': {
      const code = errors?.[0]?.code;
      return { state: 'failed', code: `telnyx-${code ?? status}` };
    }
    default:
      return undefined;
  }
}
