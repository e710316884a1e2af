/** Who may come in by a hook: each source has a token of its own, made by `/callboard settings`, and a rate. */
import { createHash } from 'node:crypto';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { RouteReply, RouteRequest } from '../core/route.ts';
import { type Hook, hookDocument, REQUESTS_A_MINUTE, rate } from './domain/alert.ts';

/** A token's document is found by its hash, so that a copy of the database opens no door. */
export const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex').slice(0, 40);

/** `Authorization: Bearer …`, the password of Basic, or `?token=…` where a source can set no header. */
export function tokenOf({ headers, query }: Pick<RouteRequest, 'headers' | 'query'>): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)$/.exec(headers['authorization'] ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') {
    const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
    return password.join(':') || undefined;
  }
  return query['token'] || undefined;
}

export const jsonReply = (
  status: number,
  body: object,
  headers: Record<string, string> = {},
): RouteReply => ({
  status,
  type: 'application/json',
  headers,
  body: `${JSON.stringify(body)}\n`,
});

export type Entrance =
  /** The hook as read, and its requests of this minute with this one, to be put with what it does. */
  | { readonly hook: Versioned<Hook>; readonly window: NonNullable<Hook['window']> }
  | { readonly refused: RouteReply };

export async function authenticateHook(
  request: Pick<RouteRequest, 'headers' | 'query'>,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Entrance> {
  const token = tokenOf(request);
  const hook = token ? await store.get(hookDocument, hashOf(token)) : undefined;
  if (!hook || hook.value.revokedAt) {
    const error = 'A token of `/callboard settings` is needed, as `Authorization: Bearer …`.';
    return { refused: jsonReply(401, { error }, { 'www-authenticate': 'Bearer' }) };
  }
  const { wait, window } = rate(hook.value, clock.now().epochMilliseconds);
  if (wait === 0) return { hook, window };
  const error = `More than ${REQUESTS_A_MINUTE} requests a minute: again in ${wait} s.`;
  return { refused: jsonReply(429, { error }, { 'retry-after': String(wait) }) };
}
