/** What e-mail needs from the environment: both, or none of it. */
import { z } from 'zod';

export const mailConfig = z
  .object({
    /** `smtps://user:password@mail.example.org` */
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'an address such as smtps://user:password@mail.example.org' })
      .exactOptional(),
    MAIL_FROM: z.string().regex(/@/, 'a sender such as Callboard <callboard@example.org>').exactOptional(),
  })
  .superRefine((env, context) => {
    if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined)
      context.addIssue({ code: 'custom', path: ['MAIL_FROM'], message: 'is missing: SMTP_URL is set' });
    if (env.MAIL_FROM !== undefined && env.SMTP_URL === undefined)
      context.addIssue({ code: 'custom', path: ['SMTP_URL'], message: 'is missing: MAIL_FROM is set' });
  });
