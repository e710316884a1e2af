/**
 * Slack over HTTP, as https://docs.slack.dev has it: each request is signed and asked once. Commands, buttons and
 * windows are not retried; where the answer is no 200, or there is none, whoever did it is told that it did not work.
 */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { SIGNING_SECRET } from '../local-slack.ts';

const signatureOf = (timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** A command's fields are the form's; all else is JSON in one field of it. */
const formOf = (type: string, payload: Readonly<Record<string, unknown>>): string =>
  type === 'slash_commands'
    ? new URLSearchParams(payload as Record<string, string>).toString()
    : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/**
 * By a connection of its own, so that none is closed by the other side as it is used again.
 *
 * @param whole - The second half of the body is sent when this is over.
 * @returns what the ack says, or why it did not work
 */
export async function sendOverHttp(
  address: string,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  whole?: Promise<unknown>,
): Promise<{ readonly ack: unknown } | { readonly failed: string }> {
  const body = formOf(type, payload);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signatureOf(timestamp, body),
  };
  return await new Promise((resolve) => {
    const asked = request(address, { method: 'POST', agent: false, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', ({ message }) => resolve({ failed: message }));
      answer.once('end', () => {
        const said = Buffer.concat(chunks).toString('utf8');
        if (answer.statusCode !== 200) return resolve({ failed: `${answer.statusCode} ${said}` });
        resolve({ ack: said === '' ? undefined : JSON.parse(said) });
      });
    });
    asked.once('error', ({ message }) => resolve({ failed: message }));
    if (!whole) return void asked.end(body);
    const half = Math.floor(body.length / 2);
    asked.write(body.slice(0, half));
    void whole.then(() => asked.end(body.slice(half)));
  });
}
