/** What Telnyx needs from the environment: all five, or none of it. */
import { z } from 'zod';
import { allOrNone } from '../../core/all-or-none.ts';

const NAMES = [
  'TELNYX_API_KEY',
  'TELNYX_PUBLIC_KEY',
  'TELNYX_ACCOUNT',
  'TELNYX_APPLICATION',
  'TELNYX_NUMBER',
] as const;

export const telnyxConfig = z
  .object({
    TELNYX_API_KEY: z
      .string()
      .regex(/^KEY[\w-]{8,}$/, 'begins with KEY, from API Keys in the portal')
      .exactOptional(),
    /** Telnyx signs with its half; 32 bytes in base64. */
    TELNYX_PUBLIC_KEY: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/, 'the public key from Keys & Credentials in the portal, 44 characters')
      .exactOptional(),
    TELNYX_ACCOUNT: z.uuid('the account id from Account Settings in the portal').exactOptional(),
    TELNYX_APPLICATION: z
      .string()
      .regex(/^\d{6,24}$/, 'the id of a TeXML application, digits')
      .exactOptional(),
    /** A number that can send texts and place calls, and is answered by whoever gets one. */
    TELNYX_NUMBER: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/, 'a number such as +12025550100')
      .exactOptional(),
    PUBLIC_URL: z.string().exactOptional(),
    /**
     * Texts and calls that the number starts in a second. 0.1 texts is Telnyx's limit for a long code outside a
     * registered campaign (developers.telnyx.com, messaging, rate limiting); calls have none that is written down.
     */
    TELNYX_SMS_PER_SECOND: z.coerce.number().positive().max(1000).default(0.1),
    TELNYX_CALLS_PER_SECOND: z.coerce.number().positive().max(100).default(1),
  })
  .superRefine(
    allOrNone(NAMES, {
      name: 'PUBLIC_URL',
      message: 'Telnyx reports and asks there what a call says',
    }),
  );
