/** What an ntfy server needs from the environment. */
import { z } from 'zod';

export const ntfyConfig = z
  .object({
    /** The server: `https://ntfy.example.org`, without a topic. It may be inside the own network. */
    NTFY_URL: z
      .url({ protocol: /^https?$/, error: 'an address such as https://ntfy.example.org, without a topic' })
      .transform((url) => url.replace(/\/+$/, ''))
      .exactOptional(),
    /** The same server as phones see it, where that is another address. */
    NTFY_PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'an address such as https://ntfy.example.org, without a topic' })
      .transform((url) => url.replace(/\/+$/, ''))
      .exactOptional(),
    /** An access token of a user that may write to `callboard-*`. */
    NTFY_TOKEN: z
      .string()
      .regex(/^\S{8,}$/, 'an access token, tk_…')
      .exactOptional(),
    PUBLIC_URL: z.string().exactOptional(),
  })
  .superRefine((env, context) => {
    if (env.NTFY_URL !== undefined && env.PUBLIC_URL === undefined)
      context.addIssue({
        code: 'custom',
        path: ['PUBLIC_URL'],
        message: 'is missing: the buttons of a message from ntfy answer there',
      });
    if (env.NTFY_TOKEN !== undefined && env.NTFY_URL === undefined)
      context.addIssue({ code: 'custom', path: ['NTFY_URL'], message: 'is missing: NTFY_TOKEN is set' });
  });
