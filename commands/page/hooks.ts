/** Pages from machines: `POST /hooks/…`, each source with a token of its own. */
import { createHash } from 'node:crypto';
import type { Deps } from '../../src/deps.ts';
import { hookDocument, REQUESTS_A_MINUTE, rate } from '../../src/domain/paging/alerts.ts';
import { alertFormats, type ReadAlerts } from '../../src/formats/alerts/index.ts';
import { type AlertOutcome, receive } from '../../src/paging/alerts.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/route.ts';

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

const refusal = (status: number, error: string, headers: Record<string, string> = {}): RouteReply => ({
  status,
  type: 'application/json',
  headers,
  body: `${JSON.stringify({ error })}\n`,
});

const hook = (name: keyof typeof alertFormats): Route => ({
  method: 'POST',
  path: `/hooks/${name}`,
  guard: 'none',
  limit: 1_000_000,
  run: (request, deps) => take(request, alertFormats[name](request), deps),
});

async function take(request: RouteRequest, read: ReadAlerts, deps: Deps): Promise<RouteReply> {
  const token = tokenOf(request);
  const id = hashOf(token ?? '');
  const known = token ? await deps.store.get(hookDocument, id) : undefined;
  if (!known || known.value.revokedAt)
    return refusal(401, 'A token of `/callboard settings` is needed, as `Authorization: Bearer …`.', {
      'www-authenticate': 'Bearer',
    });
  const { wait, window } = rate(known.value, deps.clock.now().epochMilliseconds);
  if (wait > 0)
    return refusal(429, `More than ${REQUESTS_A_MINUTE} requests a minute: again in ${wait} s.`, {
      'retry-after': String(wait),
    });
  if ('problem' in read) return refusal(400, read.problem);
  const counts: Partial<Record<AlertOutcome, number>> = {};
  const pages = new Set<string>();
  for (const alert of read.alerts) {
    const { outcome, page } = await receive(id, alert, window, deps);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (page) pages.add(page);
  }
  return {
    status: 200,
    type: 'application/json',
    body: `${JSON.stringify({ ...counts, pages: [...pages] })}\n`,
  };
}

export const hookRoutes: readonly Route[] = (
  ['alertmanager', 'grafana', 'cloudevents', 'generic'] as const
).map(hook);
