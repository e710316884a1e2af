/** What the HTTP side needs from the environment. */
import { z } from 'zod';

/** What is built on it goes behind it, so nothing may stand there. Badly formed ones have been told of already. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return !/[?#]/.test(text) && username === '' && password === '';
}

export const httpConfig = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  /** All interfaces in a container; the sandbox sets loopback. */
  HOST: z.string().default('0.0.0.0'),
  /** Where the outside reaches this bot: Twilio signs it, so it must be what Twilio calls. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://callboard.example.org' })
    .refine(isPlainAddress, {
      error:
        'an address such as https://callboard.example.org, with a path if need be (/callboard), but nothing behind it: no ?, no #, no name and password',
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .exactOptional(),
  /** Called every minute while pages can be handed out. */
  WATCHDOG_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://hc-ping.com/…' })
    .exactOptional(),
  /** Hosts inside the own network to which events may be sent, separated by commas. */
  EVENTS_PRIVATE_HOSTS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[\w.:-]+$/, 'names or addresses of hosts, separated by commas')))
    .default([]),
  /** Opens `/metrics` from elsewhere, as `Authorization: Bearer …`. */
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').exactOptional(),
});
