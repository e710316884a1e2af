/** Reads a request's body as text, up to a bound, so that a stranger cannot fill our memory. */
import type { IncomingMessage } from 'node:http';

/** Undefined when there is more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Slack's three ways of sending: JSON events, forms with JSON in `payload`, and slash command forms. */
export function parseBody(contentType: string | undefined, body: string): Record<string, unknown> {
  if (contentType?.startsWith('application/json')) return JSON.parse(body) as Record<string, unknown>;
  const form = Object.fromEntries(new URLSearchParams(body));
  return typeof form['payload'] === 'string'
    ? (JSON.parse(form['payload']) as Record<string, unknown>)
    : form;
}
