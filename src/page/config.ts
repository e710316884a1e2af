/** What paging itself takes from the environment. */
import { z } from 'zod';
import { DEFAULT_LIMITS, parseSendLimits } from './domain/send-window.ts';

export const pagingConfig = z.object({
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
