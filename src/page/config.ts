/** What paging itself takes from the environment. */
import { z } from 'zod';
import { parseProviderOrder } from './domain/provider-order.ts';
import { DEFAULT_LIMITS, parseSendLimits } from './domain/send-window.ts';

const providerOrder = z.string().transform((text, context) => {
  const order = parseProviderOrder(text);
  if (!('wrong' in order)) return order;
  context.addIssue({ code: 'custom', message: order.wrong });
  return z.NEVER;
});

export const pagingConfig = z.object({
  /** Who carries texts, in this order; a country's own order after it: `twilio,telnyx ES=telnyx,twilio`. */
  PROVIDERS_SMS: providerOrder.exactOptional(),
  /** Who carries calls; the same form. */
  PROVIDERS_VOICE: providerOrder.exactOptional(),
  /** A phone whose holder has agreed to drills: a provider that was set aside is tried there, never with a page. */
  PAGING_DRILL_NUMBER: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'a number such as +12025550100')
    .exactOptional(),
  /** How much one person's phone takes: so many in so many seconds, for each channel. */
  PAGING_LIMITS: z
    .string()
    .transform((text, context) => {
      const limits = parseSendLimits(text);
      if (limits) return limits;
      context.addIssue({ code: 'custom', message: 'limits such as sms=4/60 voice=1/45' });
      return z.NEVER;
    })
    .default(DEFAULT_LIMITS),
});
