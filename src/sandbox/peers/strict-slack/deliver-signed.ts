/** HTTP mode: what Slack sends is signed. */
import { createHmac } from 'node:crypto';

/** Sends the bot an event or a request as Slack does over HTTP: signed. */
export function deliverSigned(
  { endpoint, signingSecret }: { readonly endpoint: string; readonly signingSecret: string },
  type: string,
  body: string,
): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
}
