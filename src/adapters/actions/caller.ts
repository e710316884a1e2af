/**
 * Calls the webhook of a guarded action, and reads back. Signed so that the other side can tell that it is
 * us, that it is now, and that it has had this one already:
 *
 *     X-Callboard-Timestamp: seconds since 1970
 *     Idempotency-Key:       one for each use, the same for its repeats
 *     X-Callboard-Signature: v1=hex(HMAC-SHA256(secret, `${timestamp}.${key}.${METHOD}.${path}.${body}`))
 *
 * The timestamp is real time, because the other side compares it with its own clock.
 */

import type { ActionResponse, GuardedActions } from '../../core/ports/keys.ts';
import { type GuardedAction, urlOf } from '../../keys/domain/action.ts';
import { toHex } from '../../keys/domain/bytes.ts';
import { hmacSha256 } from '../../keys/domain/crypto.ts';

const TIMEOUT_MS = 5000;
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

interface Options {
  readonly actions: readonly GuardedAction[];
  readonly environment: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

export function createGuardedActions({
  actions,
  environment,
  env,
  realNow = Date.now,
}: Options): GuardedActions {
  async function request(
    url: string,
    method: string,
    secret: Uint8Array | undefined,
    key: string,
    body: string,
  ) {
    const timestamp = String(Math.floor(realNow() / 1000));
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
      // A redirect could lead the signed call elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  return {
    all: actions,
    environment,
    secretOf: ({ secret }) => {
      const value = 'env' in secret ? env[secret.env] : undefined;
      return value ? new TextEncoder().encode(value) : undefined;
    },
    async call(action, verb, { idempotencyKey, at, secret, body }) {
      const text = JSON.stringify({ ...body, at: at.toString() });
      try {
        const response = await request(urlOf(action, verb), action.method, secret, idempotencyKey, text);
        await response.body?.cancel();
        const { ok, status } = response;
        // 4xx says that this call is wrong, and saying it again will not make it right.
        return { ok, detail: String(status), again: status >= 500 || status === 429 || status === 408 };
      } catch (error) {
        return { ok: false, detail: failure(error), again: true };
      }
    },
    async readBack(action, verb, secret, at) {
      const { url, field, fired, restored } = action.readBack;
      const wanted = verb === 'fire' ? fired : restored;
      const no = (detail: string): ActionResponse => ({ ok: false, detail, again: true });
      try {
        const response = await request(url, 'GET', secret, `read-${at.epochMilliseconds}`, '');
        const text = await response.text();
        if (!response.ok) return no(String(response.status));
        if (text.length > MAX_BODY) return no('too-long');
        return { ok: valueAt(JSON.parse(text), field) === wanted, detail: 'other-state', again: true };
      } catch (error) {
        return no(error instanceof SyntaxError ? 'not-json' : failure(error));
      }
    },
  };
}

const failure = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable';

/** `registration.state` of an answer. */
function valueAt(json: unknown, field: string): unknown {
  let value = json;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
