/**
 * One signed request to somebody's webhook, and its answer: bounded in time and size, never along a redirect, which
 * could lead the signed call elsewhere. The same for guarded actions and for those of the event file:
 *
 *     X-Callboard-Timestamp: seconds since 1970
 *     Idempotency-Key:       one for each use, the same for its repeats
 *     X-Callboard-Signature: v1=hex(HMAC-SHA256(secret, `${timestamp}.${key}.${METHOD}.${path}.${body}`))
 *
 * The timestamp is real time, because the other side compares it with its own clock.
 */
import type { Gate } from '../../core/outgoing-gate.ts';
import { toHex } from '../../keys/domain/bytes.ts';
import { hmacSha256 } from '../../keys/domain/crypto.ts';

/** What is longer is no answer that we read. */
const MAX_BODY = 64 * 1024;

export const signature = (
  secret: Uint8Array,
  {
    timestamp,
    key,
    method,
    url,
    body,
  }: { timestamp: string; key: string; method: string; url: string; body: string },
): string => {
  const { pathname, search } = new URL(url);
  return `v1=${toHex(hmacSha256(secret, `${timestamp}.${key}.${method}.${pathname}${search}.${body}`))}`;
};

export interface SignedRequest {
  readonly url: string;
  readonly method: string;
  readonly secret: Uint8Array | undefined;
  readonly key: string;
  readonly body: string;
  /** Ends it when its time is over, the reading of its answer included. */
  readonly signal: AbortSignal;
  /** Real milliseconds since 1970. */
  readonly now: number;
}

export async function sendSigned(request: SignedRequest): Promise<Response> {
  const { url, method, secret, key, body, signal, now } = request;
  const timestamp = String(Math.floor(now / 1000));
  const signed = secret && {
    'x-callboard-signature': signature(secret, { timestamp, key, method, url, body }),
  };
  return await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      'idempotency-key': key,
      'x-callboard-timestamp': timestamp,
      ...signed,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body }),
    redirect: 'error',
    signal,
  });
}

/** Undefined where it is longer than we read. */
export async function boundedBody({ body }: Response): Promise<string | undefined> {
  if (!body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** 4xx says that this call is wrong, and saying it again will not make it right. */
export const mayHelpAgain = (status: number): boolean => status >= 500 || status === 429 || status === 408;

export const failureCode = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable';

/** `registration.state` of an answer. */
export function valueAtPath(json: unknown, field: string): unknown {
  let value = json;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Whether a GET shows the value in the field: what `other-state`, `too-long`, `not-json` or a status says where not. */
export async function showsValue(
  gate: Gate,
  request: Omit<SignedRequest, 'method' | 'body' | 'signal'>,
  field: string,
  wanted: string | number | boolean,
): Promise<{ readonly ok: boolean; readonly detail: string; readonly again: boolean }> {
  const no = (detail: string) => ({ ok: false, detail, again: true });
  try {
    const { response, text } = await gate.ask(async (signal) => {
      const response = await sendSigned({ ...request, signal, method: 'GET', body: '' });
      return { response, text: await boundedBody(response) };
    });
    if (!response.ok) return no(String(response.status));
    if (text === undefined) return no('too-long');
    return { ok: valueAtPath(JSON.parse(text), field) === wanted, detail: 'other-state', again: true };
  } catch (error) {
    return no(error instanceof SyntaxError ? 'not-json' : failureCode(error));
  }
}
