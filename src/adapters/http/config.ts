/** What the HTTP side needs from the environment. */
import { z } from 'zod';

export const httpConfig = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  /** All interfaces in a container; the sandbox sets loopback. */
  HOST: z.string().default('0.0.0.0'),
  /** Where the outside reaches this bot: Twilio signs it, so it must be what Twilio calls. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://callboard.example.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .exactOptional(),
  /** Opens `/metrics` from elsewhere, as `Authorization: Bearer …`. */
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').exactOptional(),
});
