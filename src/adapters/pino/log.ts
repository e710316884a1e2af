/**
 * The log: one JSON object a line. Whatever a careless line holds, what must not be in a log is taken out
 * of the finished text: phone numbers, Slack tokens, shares, authorization headers, reply codes' senders.
 */
import { type DestinationStream, pino } from 'pino';
import { z } from 'zod';
import type { Log } from '../../core/ports/log.ts';

export const logConfig = z.object({
  /** A file to append to; the standard output where it is not set. */
  LOG_FILE: z.string().min(1).exactOptional(),
  /** `debug` is not for production: see docs/operators.md. */
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

const SECRETS: readonly (readonly [RegExp, string])[] = [
  // E.164, with the spaces or hyphens that people put in; at least eight digits, so that ids stay.
  [/\+\d(?:[\s-]?\d){7,14}\b/g, '[phone]'],
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+/g, '[token]'],
  [/\bKEY[0-9A-F]{16,}[\w-]*/g, '[token]'],
  [/\bcbs1[a-z0-9 -]{20,}/gi, '[share]'],
  [/\b(?:Basic|Bearer)\s+[\w.~+/=-]{8,}/g, '[authorization]'],
  [/(\/(?:hooks|feeds|heartbeats|stage|board|push)\b[^\s"?]{0,200}?[?/](?:token=)?)[\w-]{16,}/g, '$1[token]'],
  [/hooks\.slack\.com\/[^\s"]+/g, '[response_url]'],
];

/** The text of a log line without what must not be in it. */
export const scrub = (line: string): string =>
  SECRETS.reduce((text, [pattern, word]) => text.replace(pattern, word), line);

const REDACTED = ['password', 'token', 'secret', 'authorization', 'phone', 'number', 'share', 'email'];

/**
 * @param context - What each line has besides: the trace and the page of the work that it is written in.
 */
export function createLog(
  config: z.infer<typeof logConfig>,
  destination?: DestinationStream,
  context?: () => object | undefined,
): Log {
  const to = destination ?? pino.destination({ dest: config.LOG_FILE ?? 1, sync: false, mkdir: true });
  return pino(
    {
      level: config.LOG_LEVEL,
      base: null,
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      hooks: { streamWrite: scrub },
      ...(context && { mixin: () => context() ?? {} }),
    },
    to,
  );
}
