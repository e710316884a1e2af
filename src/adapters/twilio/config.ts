/** What Twilio needs from the environment: all three, or none of it. */
import { z } from 'zod';
import { allOrNone } from '../../core/all-or-none.ts';

const NAMES = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_NUMBER'] as const;

export const twilioConfig = z
  .object({
    TWILIO_ACCOUNT_SID: z
      .string()
      .regex(/^AC[0-9a-fA-F]{32}$/, 'AC and 32 digits, from the Twilio console')
      .exactOptional(),
    TWILIO_AUTH_TOKEN: z.string().exactOptional(),
    /** A number that can send texts and place calls; not an alphanumeric sender, which nobody can answer. */
    TWILIO_NUMBER: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'a number such as +12025550100')
      .exactOptional(),
    PUBLIC_URL: z.string().exactOptional(),
    /** Texts and calls that one number starts in a second: Twilio's own limits, 1 and 1 unless raised. */
    TWILIO_SMS_PER_SECOND: z.coerce.number().positive().max(1000).default(1),
    TWILIO_CALLS_PER_SECOND: z.coerce.number().positive().max(100).default(1),
  })
  .superRefine(
    allOrNone(NAMES, {
      name: 'PUBLIC_URL',
      message: 'Twilio reports and asks there what a call says',
    }),
  );
