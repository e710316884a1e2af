/** What push messages need from the environment: nothing, since keys are made at the first start; or both keys. */
import { z } from 'zod';

const HOW = 'as `npx web-push generate-vapid-keys` prints them';

export const pushConfig = z
  .object({
    VAPID_PUBLIC_KEY: z
      .string()
      .regex(/^[\w-]{87}$/, `87 characters, ${HOW}`)
      .exactOptional(),
    VAPID_PRIVATE_KEY: z
      .string()
      .regex(/^[\w-]{43}$/, `43 characters, ${HOW}`)
      .exactOptional(),
    /** Whom a push service writes to when something of ours is wrong; PUBLIC_URL unless told. */
    VAPID_SUBJECT: z
      .string()
      .regex(
        /^(mailto:\S+@\S+|https:\/\/\S+)$/,
        'mailto:you@example.org, or an address that begins with https://',
      )
      .exactOptional(),
  })
  .superRefine((env, context) => {
    const names = ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'] as const;
    const one = names.find((name) => env[name] !== undefined);
    const missing = names.find((name) => env[name] === undefined);
    if (one && missing)
      context.addIssue({ code: 'custom', path: [missing], message: `is missing: ${one} is set` });
  });
