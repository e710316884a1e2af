/** Pages from machines: `POST /hooks/…`, each source with a token of its own. */
import type { Deps } from '../../src/core/deps.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';
import type { ReadAlerts } from '../../src/formats/alerts/delivered.ts';
import { alertFormats } from '../../src/formats/alerts/index.ts';
import { authenticateHook, jsonReply } from '../../src/page/hook-token.ts';
import { type AlertOutcome, receiveAlerts } from '../../src/page/receive-alerts.ts';

const hook = (name: keyof typeof alertFormats): Route => ({
  method: 'POST',
  path: `/hooks/${name}`,
  limit: 1_000_000,
  run: (request, deps) => take(request, alertFormats[name](request), deps),
});

async function take(request: RouteRequest, read: ReadAlerts, deps: Deps): Promise<RouteReply> {
  const entrance = await authenticateHook(request, deps);
  if ('refused' in entrance) return entrance.refused;
  if ('problem' in read) return jsonReply(400, { error: read.problem });
  const counts: Partial<Record<AlertOutcome, number>> = {};
  const pages = new Set<string>();
  for (const alert of read.alerts) {
    const { outcome, page } = await receiveAlerts(entrance.hook.id, alert, entrance.window, deps);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (page) pages.add(page);
  }
  return jsonReply(200, { ...counts, pages: [...pages] });
}

export const hookRoutes: readonly Route[] = (
  ['alertmanager', 'grafana', 'cloudevents', 'generic'] as const
).map(hook);
