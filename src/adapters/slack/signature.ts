/**
 * Whether a request is Slack's, by https://docs.slack.dev/authentication/verifying-requests-from-slack.
 * Bolt's own check accepts a signed time a day ahead, and replays; this one does not.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that Slack's clock and ours may differ, either way. */
export const TOLERANCE = 300;

export type Refusal = 'unsigned' | 'stale' | 'forged';

/** Undefined when the signature is good. `now` is real time, in milliseconds since 1970. */
export function refusal(
  secret: string,
  headers: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  body: string,
  now: number,
): Refusal | undefined {
  const { timestamp, signature } = headers;
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'unsigned';
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE) return 'stale';
  const ours = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  );
  const theirs = Buffer.from(signature);
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? undefined : 'forged';
}
